import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer } from '../../support/child-process.ts'
import { freePort } from '../../support/free-port.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Debian's Glewlwyd as a provider, with a database, a key and an account of its own. */
export interface Glewlwyd {
  readonly issuer: string
  /** What its sign-in page's script does for somebody: signs them in and allows the client; resolves to where the browser comes back. */
  approve(departure: URL): Promise<URL>
  logs(): string
  stop(): Promise<void>
}

export const glewlwydPerson = {
  username: 'alice',
  name: 'Alice Example',
  email: 'alice@example.net',
  password: 'correct horse battery staple',
}
const clientScope = 'openid profile email'

/** What its package makes a database with. The administrator's first password is the one that its documentation names. */
const schema = '/usr/share/dbconfig-common/data/glewlwyd/install/sqlite3'
const administrator = { username: 'admin', password: 'password' }

const configuration = (folder: string, port: number) => `
port=${port}
bind_address="127.0.0.1"
external_url="http://localhost:${port}"
login_url="login.html"
api_prefix="api"
log_mode="console"
log_level="WARNING"
cookie_secure=0
session_key="GLEWLWYD2_SESSION_ID"
admin_session_authentication="cookie"
profile_session_authentication="cookie"
login_api_enabled=true
admin_scope="g_admin"
profile_scope="g_profile"
user_module_path="/usr/lib/glewlwyd/user"
client_module_path="/usr/lib/glewlwyd/client"
user_auth_scheme_module_path="/usr/lib/glewlwyd/scheme"
plugin_module_path="/usr/lib/glewlwyd/plugin"
hash_algorithm="SHA512"
database = { type = "sqlite3"; path = "${folder}/glewlwyd.db" }
`

export interface GlewlwydClient {
  readonly id: string
  readonly secret: string
  readonly redirectUri: string
}

export const startGlewlwyd = async (clients: readonly GlewlwydClient[]): Promise<Glewlwyd> => {
  const folder = await temporaryFolder()
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const issuer = `${origin}/api/oidc`
  await writeFile(join(folder.path, 'glewlwyd.conf'), configuration(folder.path, port))
  execFileSync('/usr/bin/sqlite3', [join(folder.path, 'glewlwyd.db')], { input: readFileSync(schema) })
  const server = await startServer({
    command: '/usr/bin/glewlwyd',
    args: [`--config-file=${join(folder.path, 'glewlwyd.conf')}`],
    readyUrl: `${origin}/config`,
  })

  const signIn = async (who: { readonly username: string; readonly password: string }) => {
    const answer = await fetch(`${origin}/api/auth/`, { method: 'POST', body: JSON.stringify(who), headers: asJson })
    assert.equal(answer.status, 200, await answer.text())
    const cookie = answer.headers.getSetCookie().map((one) => one.split(';')[0])
    return cookie.join('; ')
  }
  const send = async (cookie: string, method: 'POST' | 'PUT', path: string, body: object): Promise<void> => {
    const answer = await fetch(`${origin}/api/${path}`, {
      method,
      body: JSON.stringify(body),
      headers: { ...asJson, cookie },
    })
    assert.equal(answer.status, 200, `${path}: ${await answer.text()}`)
  }

  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const admin = await signIn(administrator)
  for (const name of ['profile', 'email'])
    await send(admin, 'POST', 'scope/', { name, display_name: name, password_required: false, scheme: {} })
  const { username, name, email, password } = glewlwydPerson
  const scope = clientScope.split(' ')
  await send(admin, 'POST', 'user/?source=database', { username, name, email, password, enabled: true, scope })
  for (const { id, secret, redirectUri } of clients)
    await send(admin, 'POST', 'client/?source=database', {
      ...{ client_id: id, name: 'Portico', confidential: true, enabled: true, client_secret: secret },
      ...{ redirect_uri: [redirectUri], authorization_type: ['code'], scope: [] },
      token_endpoint_auth_method: ['client_secret_basic', 'client_secret_post'],
    })
  await send(admin, 'POST', 'mod/plugin/', {
    ...{ module: 'oidc', name: 'oidc', display_name: 'OpenID Connect', enabled: true },
    parameters: {
      ...{ iss: issuer, 'jwt-type': 'rsa', 'jwt-key-size': '256', 'jwks-show': true },
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      cert: publicKey.export({ type: 'spki', format: 'pem' }),
      ...{ 'access-token-duration': 3600, 'refresh-token-duration': 3600, 'code-duration': 600 },
      ...{ 'allow-non-oidc': false, 'auth-type-code-enabled': true, 'auth-type-refresh-enabled': true },
      ...{ 'subject-type': 'public', 'pkce-allowed': true, 'oauth-as-iss-id': true },
      ...{ 'name-claim': 'mandatory', 'email-claim': 'mandatory' },
      claims: [
        {
          name: 'preferred_username',
          'user-property': 'username',
          type: 'string',
          mandatory: true,
          scope: ['profile'],
        },
      ],
    },
  })

  return {
    issuer,
    async approve(departure) {
      const cookie = await signIn({ username, password })
      const asked = await fetch(departure, { redirect: 'manual', headers: { cookie } })
      const page = new URL(asked.headers.get('location') ?? '', departure)
      assert.match(page.pathname, /login\.html$/, page.href)
      await send(cookie, 'PUT', `auth/grant/${departure.searchParams.get('client_id')}`, { scope: clientScope })
      const onward = new URL(page.searchParams.get('callback_url') ?? '', origin)
      onward.searchParams.set('g_continue', '')
      const back = await fetch(onward, { redirect: 'manual', headers: { cookie } })
      return new URL(back.headers.get('location') ?? '', onward)
    },
    logs: server.output,
    async stop() {
      await server.stop()
      await folder.remove()
    },
  }
}

const asJson = { 'content-type': 'application/json' }
