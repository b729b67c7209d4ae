import assert from 'node:assert/strict'
import { createHasher } from '../../src/accounts/passwords/hasher.ts'
import { apply } from '../../src/admin/apply/apply.ts'
import { readConfiguration } from '../../src/admin/apply/read-configuration.ts'
import type { Row } from '../../src/storage/records.ts'
import { createTestApp, type TestApp } from './app.ts'
import type { TestBrowser } from './browser-in-memory.ts'
import { type Answer, programIn, thumbThrough } from './relying-party.ts'
import { keepSigningKey } from './signing-key.ts'

/** An installation as `portico.yaml` says, where somebody is signed in, and the requests of a program outside. */
export interface GuidedBy extends TestApp {
  readonly alice: Row<'accounts'>
  /** Alice’s, signed in here. */
  readonly tab: TestBrowser
  call(url: string, init?: RequestInit): Promise<Answer>
  visit(url: string): Promise<URL>
}

export const guidedBy = async (yaml: string, alice: Partial<Row<'accounts'>> = {}): Promise<GuidedBy> => {
  const app = createTestApp()
  const { world } = app
  const hasher = createHasher({ random: world.random, cost: { memory: 8, passes: 1 } })
  const none = (path: string): never => assert.fail(path)
  const outside = { environment: {}, readFile: none, readBytes: none }
  await apply({ ...world, hasher }, await readConfiguration(yaml, 'portico.yaml'), outside)
  await keepSigningKey(world)
  const account = await app.addAccount(alice)
  const tab = await app.signedIn(account)
  return { ...app, alice: account, tab, call: programIn(app), visit: (url) => thumbThrough(tab, url) }
}

/** The names and values of an environment file, as people fill in what a guide leaves open. */
export const settingsOf = (lines: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    lines.split('\n').flatMap((line) => {
      const [, name = '', value = ''] = /^(?:\s*- )?([A-Z][A-Z_]*)=(.*)$/.exec(line) ?? []
      return name === '' ? [] : [[name, value]]
    }),
  )
