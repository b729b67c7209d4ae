import { fileURLToPath } from 'node:url'
import { startServer } from '../../support/child-process.ts'
import { freePort } from '../../support/free-port.ts'
import type { Page } from '../../support/http-client.ts'
import type { Registration, RelyingParty, Rig } from './rig.ts'

/** What the program knows about the person after the callback. */
interface OmniauthAccount {
  readonly uid: string
  readonly info: Record<string, unknown>
  readonly claims: Record<string, unknown>
  readonly scope: string | null
}

export interface Omniauth extends RelyingParty {
  account(page: Page): OmniauthAccount
}

interface OmniauthRig extends Rig<Omniauth> {
  readonly origin: string
  /** With settings as Mastodon has them, instead of the rig's own. */
  start(registration: Registration, settings?: Readonly<Record<string, string>>): Promise<Omniauth>
}

const program = fileURLToPath(new URL('omniauth.rb', import.meta.url))

/**
 * A Ruby program with omniauth_openid_connect. It begins with a form (button `#start`), as OmniAuth demands, speaks to
 * the provider by https only, and at sign-out names nothing but the address to return to.
 */
export const omniauthRig = async (): Promise<OmniauthRig> => {
  const origin = `http://127.0.0.1:${await freePort()}`
  return {
    origin,
    redirectUri: `${origin}/auth/auth/openid_connect/callback`,
    postLogoutRedirectUri: `${origin}/`,
    async start({ issuer, clientId, clientSecret, caFile }, settings = {}) {
      const server = await startServer({
        command: '/usr/bin/ruby',
        args: [program],
        readyUrl: `${origin}/`,
        env: {
          PATH: '/usr/bin:/bin',
          LANG: 'C.UTF-8',
          RACK_ENV: 'production',
          RP_ORIGIN: origin,
          OIDC_ISSUER: issuer,
          OIDC_CLIENT_ID: clientId,
          OIDC_CLIENT_SECRET: clientSecret,
          OIDC_UID_FIELD: 'preferred_username',
          ...settings,
          ...(caFile === undefined ? {} : { SSL_CERT_FILE: caFile }),
        },
      })
      return {
        startUrl: `${origin}/`,
        logoutUrl: `${origin}/auth/auth/openid_connect/logout`,
        account: (page) => JSON.parse(page.text),
        logs: server.output,
        async stop() {
          await server.stop('SIGINT')
        },
      }
    },
  }
}
