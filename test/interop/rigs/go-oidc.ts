import { execFile } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { goPath } from '../../setup/capabilities.ts'
import { startServer } from '../../support/child-process.ts'
import { freePort } from '../../support/free-port.ts'
import type { Page } from '../../support/http-client.ts'
import type { Registration, RelyingParty } from './rig.ts'

interface GoAccount {
  readonly issuer: string
  readonly claims: Record<string, unknown>
}

/** It has no way to sign out. */
export interface GoProgram extends Omit<RelyingParty, 'logoutUrl'> {
  account(page: Page): GoAccount
}

export interface GoRig {
  readonly redirectUri: string
  start(registration: Registration): Promise<GoProgram>
}

const source = fileURLToPath(new URL('go', import.meta.url))
const cache = fileURLToPath(new URL('../../../node_modules/.cache/portico-test/', import.meta.url))
const built = `${cache}go-relying-party`

/** Compiled once and then only linked anew. */
const build = async (): Promise<void> => {
  mkdirSync(cache, { recursive: true })
  await promisify(execFile)(goPath() ?? 'go', ['build', '-o', built, '.'], { cwd: source })
}

/** A program with go-oidc and x/oauth2, which does not start when discovery is not as it wants it. */
export const goRig = async (): Promise<GoRig> => {
  await build()
  const origin = `http://127.0.0.1:${await freePort()}`
  return {
    redirectUri: `${origin}/auth/callback`,
    async start({ issuer, clientId, clientSecret }) {
      const server = await startServer({
        command: built,
        args: [],
        readyUrl: `${origin}/`,
        env: { RP_ORIGIN: origin, OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
      })
      return {
        startUrl: `${origin}/auth/sign_in`,
        account: (page) => JSON.parse(page.text),
        logs: server.output,
        async stop() {
          await server.stop()
        },
      }
    },
  }
}
