import { fileURLToPath } from 'node:url'
import { startServer } from '../../support/child-process.ts'
import { freePort } from '../../support/free-port.ts'
import type { Page } from '../../support/http-client.ts'
import type { RelyingParty, Rig } from './rig.ts'

/** What the program took from the ID token. */
interface AuthlibAccount {
  readonly person: string
  readonly claims: Record<string, unknown>
}

export interface Authlib extends RelyingParty {
  account(page: Page): AuthlibAccount
}

const program = fileURLToPath(new URL('authlib_rp.py', import.meta.url))

/** A Starlette program with Authlib, on Debian's own Python; `libraries` is a folder with packages to take before Debian's. */
export const authlibRig = async (libraries?: string): Promise<Rig<Authlib>> => {
  const origin = `http://127.0.0.1:${await freePort()}`
  return {
    redirectUri: `${origin}/api/oauth/openid`,
    postLogoutRedirectUri: `${origin}/`,
    async start({ issuer, clientId, clientSecret, caFile }) {
      const server = await startServer({
        command: '/usr/bin/python3',
        args: [program],
        readyUrl: `${origin}/`,
        env: {
          PATH: '/usr/bin:/bin',
          LANG: 'C.UTF-8',
          PYTHONDONTWRITEBYTECODE: '1',
          ...(libraries === undefined ? {} : { PYTHONPATH: libraries }),
          RP_ORIGIN: origin,
          OIDC_ISSUER: issuer,
          OIDC_CLIENT_ID: clientId,
          OIDC_CLIENT_SECRET: clientSecret,
          ...(caFile === undefined ? {} : { OIDC_CA_FILE: caFile }),
        },
      })
      return {
        startUrl: `${origin}/api/login/openid`,
        logoutUrl: `${origin}/api/logout`,
        account: (page) => JSON.parse(page.text),
        logs: server.output,
        async stop() {
          await server.stop()
        },
      }
    },
  }
}
