import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer as createHttps } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import type { TestContext } from 'node:test'
import { silentLog } from '../../src/lib/log.ts'
import { FetchFailed } from '../../src/net/fetch-failed.ts'
import { createSafeFetch, type FetchOptions, type SafeFetchSurroundings } from '../../src/net/safe-fetch.ts'
import { createTestCa } from './test-ca.ts'

const ca = createTestCa()
export const host = 'app.portico-test.org'
export const options: FetchOptions = { most: 1000 }

export const listening = async (t: TestContext, server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

/** A world in which 127.0.0.1 passes for public and 127.0.0.2 does not, and port 443 is the server's. */
export const fetching = (t: TestContext, port: number, surroundings: Partial<SafeFetchSurroundings> = {}) => {
  const logged: unknown[] = []
  const safeFetch = createSafeFetch({
    allow: [],
    log: { ...silentLog, info: (_, fields) => void logged.push(fields) },
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    ca: ca.cert,
    unsafeIsPublic: (address) => address === '127.0.0.1',
    unsafePort: port,
    ...surroundings,
  })
  t.after(() => safeFetch.close())
  return Object.assign(safeFetch, { logged })
}

export const serving = async (t: TestContext, answer: RequestListener, name = host) => {
  const server = createHttps({ ...ca.issue(name), keepAlive: false }, answer)
  t.after(() => server.closeAllConnections())
  return listening(t, server)
}

export const fails = async (work: Promise<unknown>, code: string, message?: string) =>
  assert.rejects(
    work,
    (error) => {
      assert.ok(error instanceof FetchFailed, String(error))
      assert.equal(error.code, code, message)
      return true
    },
    message,
  )
