import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { Problems } from '../../../src/lib/problems.ts'
import { importApplication } from '../../../src/moving/application/import-application.ts'
import { importAuthentik } from '../../../src/moving/authentik/import-authentik.ts'
import { importDex } from '../../../src/moving/dex/import-dex.ts'
import { mostBytes, readValues } from '../../../src/moving/read-values.ts'

const here = {
  ...{ base: 'https://id.example', issuer: 'https://id.example', discovery: '', authorization: '', token: '' },
  ...{ userinfo: '', jwks: '', endSession: '', account: '', icon: '' },
}
const importers = {
  dex: (text: string) => importDex(text, {}),
  authentik: (text: string) => importAuthentik(text, {}),
  application: (text: string) => importApplication(text, here),
} as const

/** Reads it, or says in words why not. */
const readsOrRefuses = async (read: (text: string) => Promise<unknown>, text: string): Promise<void> => {
  try {
    await read(text)
  } catch (error) {
    assert.ok(error instanceof Problems, `${error}`)
  }
}

const bombs: Readonly<Record<string, string>> = {
  'too large': `a: "${'x'.repeat(mostBytes)}"`,
  'too deep in brackets': '['.repeat(100_000),
  'too deep in lists': `${'- '.repeat(2000)}x`,
  'too deep in JSON': `${'{"a":'.repeat(500)}1${'}'.repeat(500)}`,
  'aliases of aliases': Array.from(
    { length: 12 },
    (_, at) => `a${at}: &a${at} [${at === 0 ? 'x' : `*a${at - 1},`.repeat(9)}]`,
  ).join('\n'),
  'an alias of itself': 'a: &a [*a]',
}

/** Values where names of the format are likely, of whatever kind. */
const names = [
  ...['issuer', 'staticClients', 'staticPasswords', 'connectors', 'id', 'secret', 'redirectURIs', 'email', 'hash'],
  ...['userID', 'type', 'config', 'clientID', 'expiry', 'idTokens', 'oauth2', 'pkce', 'entries', 'model', 'attrs'],
  ...['identifiers', 'applications', 'providers', 'users', 'groups', 'bindings', 'results', 'pk', 'client_id'],
  ...['redirect_uris', 'property_mappings', 'expression', 'target', 'group', 'username', '__proto__', 'constructor'],
]
const models = ['authentik_core.user', 'authentik_core.group', 'authentik_core.application']
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'medium' },
    fc.constantFrom('', 'https://a.example/', 'oidc', 'x', '$A', ...models),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.string(),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 8 }),
  ),
}))

describe('an importer', () => {
  for (const [name, read] of Object.entries(importers)) {
    for (const [what, text] of Object.entries(bombs)) {
      it(`refuses in words what is ${what}: ${name}`, async () => {
        await assert.rejects(read(text), Problems)
      })
    }

    it(`reads any text, or refuses it in words: ${name}`, async () => {
      await fc.assert(fc.asyncProperty(fc.string({ maxLength: 400 }), (text) => readsOrRefuses(read, text)))
    })

    it(`reads any values, or refuses them in words: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.dictionary(fc.constantFrom(...names), tree, { maxKeys: 10 }), (values) =>
          readsOrRefuses(read, JSON.stringify(values)),
        ),
        { numRuns: 400 },
      )
    })
  }
})

describe('a large file', () => {
  it('is read while everybody else is answered, to the same values as a small one', async () => {
    const items = Array.from({ length: 8000 }, (_, at) => (at % 2 === 0 ? {} : [at]))
    const text = `a: [${items.map((item) => JSON.stringify(item)).join(', ')}]`
    let turns = 0
    const reading = readValues(text).then((values) => ({ values, turns }))
    const read = await Promise.race([
      reading,
      (async () => {
        for (;;) {
          await nextTurn()
          turns += 1
          if (turns === 1000) return reading
        }
      })(),
    ])
    assert.deepEqual(read.values, { a: items })
    assert.ok(read.turns >= 1000, `nobody was answered but ${read.turns} times`)
  })

  it('is refused in the words of a small one', async () => {
    const text = `${'# a comment\n'.repeat(4000)}a: [`
    await assert.rejects(readValues(text), (error) => {
      assert.ok(error instanceof Problems)
      assert.match(error.problems.join(), /^The file is not YAML: see line 4001/)
      return true
    })
  })
})
