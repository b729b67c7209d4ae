import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer } from '../../support/child-process.ts'
import { freePort } from '../../support/free-port.ts'
import type { Page } from '../../support/http-client.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import type { Registration, RelyingParty, Rig } from './rig.ts'

export interface Apache extends RelyingParty {
  /** Lets in only who is in the group `staff`. */
  readonly staffUrl: string
  /** Has a new access token fetched with the refresh token, and returns to `startUrl`. */
  refreshUrl(accessToken: string): string
  /** What the protected page was given: REMOTE_USER, OIDC_CLAIM_*, OIDC_access_token. */
  environment(page: Page): Map<string, string>
}

const modules = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'auth_openidc', 'dir', 'mime', 'include']

const configuration = (root: string, origin: string, { issuer, clientId, clientSecret, caFile }: Registration) => `
ServerRoot ${root}
ServerName ${new URL(origin).host}
Listen ${new URL(origin).host}
PidFile ${root}/apache.pid
Mutex file:${root}
DefaultRuntimeDir ${root}
ErrorLog ${root}/error.log
LogLevel warn auth_openidc:info
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
${process.getuid?.() === 0 ? 'User www-data\nGroup www-data' : ''}
TypesConfig /dev/null
DocumentRoot ${root}/pages
DirectoryIndex index.html index.shtml
AddOutputFilter INCLUDES .shtml
AddType text/html .shtml .html

OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration
OIDCClientID ${clientId}
OIDCClientSecret ${clientSecret}
OIDCRedirectURI ${origin}/private/redirect_uri
OIDCCryptoPassphrase "a passphrase for the cookies of a test"
OIDCScope "openid profile email groups offline_access"
OIDCAuthRequestParams prompt=consent
OIDCPKCEMethod S256
OIDCProviderTokenEndpointAuth client_secret_basic
OIDCRemoteUserClaim preferred_username
${caFile === undefined ? '' : `OIDCCABundlePath ${caFile}`}

<Directory ${root}/pages>
  Require all granted
</Directory>
<Location /private>
  Options +Includes
  AuthType openid-connect
  Require valid-user
</Location>
<Location /private/staff>
  Require claim groups:staff
</Location>
`

const shown = '<!--#printenv -->'

/** Apache with mod_auth_openidc, from its own folder, in front of a page that prints what it was told. */
export const apacheRig = async (): Promise<Rig<Apache>> => {
  const origin = `http://127.0.0.1:${await freePort()}`
  const startUrl = `${origin}/private/`
  const redirectUri = `${origin}/private/redirect_uri`
  const action = (parameters: Record<string, string>) => `${redirectUri}?${new URLSearchParams(parameters)}`

  return {
    redirectUri,
    postLogoutRedirectUri: `${origin}/`,
    async start(registration) {
      const folder = await temporaryFolder({ readable: true })
      const root = folder.path
      await mkdir(join(root, 'pages/private/staff'), { recursive: true })
      await writeFile(join(root, 'pages/index.html'), 'signed out')
      await writeFile(join(root, 'pages/private/index.shtml'), shown)
      await writeFile(join(root, 'pages/private/staff/index.shtml'), shown)
      await chmod(root, 0o777)
      await writeFile(join(root, 'apache.conf'), configuration(root, origin, registration))
      const errorLog = join(root, 'error.log')
      const logs = () => (existsSync(errorLog) ? readFileSync(errorLog, 'utf8') : '')
      const server = await startServer({
        command: '/usr/sbin/apache2',
        args: ['-d', root, '-f', join(root, 'apache.conf'), '-DFOREGROUND'],
        readyUrl: `${origin}/`,
      }).catch(async (error) => {
        const log = logs()
        await folder.remove()
        throw new Error(`${error.message}${log}`)
      })
      return {
        startUrl,
        staffUrl: `${origin}/private/staff/`,
        logoutUrl: action({ logout: `${origin}/` }),
        refreshUrl: (accessToken) => action({ refresh: startUrl, access_token: accessToken }),
        environment: (page) =>
          new Map([...page.text.matchAll(/^([^=\s]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value])),
        logs,
        async stop() {
          await server.stop()
          await folder.remove()
        },
      }
    },
  }
}
