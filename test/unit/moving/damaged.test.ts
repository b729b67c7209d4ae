import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createAccount } from '../../../src/accounts/create.ts'
import { type ImportKind, readImport } from '../../../src/admin/moving/import-read.ts'
import { tellImport } from '../../../src/admin/moving/import-text.ts'
import { applyImport, type Imported } from '../../../src/admin/operations/import.ts'
import { Problems } from '../../../src/lib/problems.ts'
import { kinds } from '../../../src/storage/fit.ts'
import { createInstallation, type Installation } from '../apply/support.ts'
import { apiExport, blueprint } from './authentik-files.ts'
import { dexConfig, environment } from './dex-files.ts'

const gotosocial = `
host: social.example
protocol: https
oidc-enabled: true
oidc-issuer: https://id.example
oidc-client-id: gotosocial
oidc-client-secret: a-secret-of-gotosocial-that-is-long
oidc-scopes: [openid, email, profile, groups]
`
const mastodon = `
LOCAL_DOMAIN=social.example
OIDC_ENABLED=true
OIDC_ISSUER=https://id.example/application/o/social/
OIDC_CLIENT_ID=mastodon
OIDC_CLIENT_SECRET=a-secret-of-mastodon-that-is-long
OIDC_REDIRECT_URI=https://social.example/auth/auth/openid_connect/callback
OIDC_UID_FIELD=preferred_username
`
const romm = `
services:
  romm:
    environment:
      - OIDC_ENABLED=true
      - OIDC_CLIENT_ID=romm
      - OIDC_CLIENT_SECRET=a-secret-of-romm-that-is-long-too
      - OIDC_REDIRECT_URI=https://demo.romm.app/api/oauth/openid
      - OIDC_SERVER_APPLICATION_URL=https://id.example/application/o/romm
`

const files: Readonly<Record<string, readonly [ImportKind, string]>> = {
  'Dex’s config.yaml': ['dex', dexConfig],
  'a blueprint': ['authentik', blueprint],
  'what authentik’s API answers': ['authentik', apiExport],
  'GoToSocial’s settings': ['app', gotosocial],
  'Mastodon’s settings': ['app', mastodon],
  'RomM’s compose file': ['app', romm],
}

/** As files are damaged: cut off, a piece gone, twice, elsewhere, or something else in its place. */
const damage = (text: string): fc.Arbitrary<string> => {
  const at = fc.integer({ min: 0, max: text.length })
  const piece = fc.tuple(at, fc.integer({ min: 1, max: 60 })).map(([start, length]) => [start, start + length] as const)
  const lines = text.split('\n')
  const line = fc.integer({ min: 0, max: lines.length - 1 })
  const other = fc.oneof(
    fc.constantFrom(
      '',
      'null',
      '{}',
      '[]',
      '[[]]',
      'true',
      '-1',
      '1e400',
      '"',
      "'",
      ':',
      '- ',
      '&a',
      '*a',
      '!Find [a]',
    ),
    fc.constantFrom(
      '!KeyOf x',
      '!Context',
      '\t',
      '\u0000',
      '\u202e',
      '\ud800',
      '{"a":',
      '__proto__',
      '2026-01-01',
      '~',
    ),
    fc.constantFrom('x'.repeat(5000), 'https://', 'javascript:alert(1)', '../../etc/passwd', '$(id)', '0x10', '.inf'),
    fc.string({ maxLength: 20 }),
  )
  return fc.oneof(
    at.map((end) => text.slice(0, end)),
    piece.map(([from, to]) => text.slice(0, from) + text.slice(to)),
    fc.tuple(piece, at).map(([[from, to], where]) => text.slice(0, where) + text.slice(from, to) + text.slice(where)),
    fc.tuple(piece, other).map(([[from, to], put]) => text.slice(0, from) + put + text.slice(to)),
    // Only the value of a line: it mostly stays a file that can be read.
    fc
      .tuple(line, other)
      .map(([index, put]) =>
        lines
          .map((one, item) => (item === index ? one.replace(/([:=]\s*).*$/, (_, name) => `${name}${put}`) : one))
          .join('\n'),
      ),
    fc.tuple(line, line).map(([one, two]) => lines.toSpliced(one, 1, lines[two] ?? '').join('\n')),
  )
}

const damaged = (text: string): fc.Arbitrary<string> =>
  fc
    .integer({ min: 1, max: 3 })
    .chain((times) =>
      Array.from({ length: times }).reduce<fc.Arbitrary<string>>((before) => before.chain(damage), fc.constant(text)),
    )

const recordsIn = async ({ storage }: Installation): Promise<number> => {
  const counts = await Promise.all(kinds.map((kind) => storage.count(kind)))
  return counts.reduce((sum, count) => sum + count, 0)
}

/** What it would be by itself; undefined, when it is refused in words. */
const orRefused = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work()
  } catch (error) {
    assert.ok(error instanceof Problems, error instanceof Error ? error.stack : String(error))
    for (const problem of error.problems) {
      assert.ok(problem.length > 0 && problem.length < 1000, problem)
      assert.doesNotMatch(problem, /\bat .*\.(?:ts|js):\d+|TypeError|undefined is not|\[object/)
    }
    return undefined
  }
}

describe('a file with one address twice', () => {
  it('is two people, here too, and the second time as well', async () => {
    const world = createInstallation()
    const base = 'https://sso.example.org'
    const text = `staticPasswords:
- { email: a@example.org, username: alice, userID: "1", emailVerified: true }
- { email: a@example.org, username: alicia, userID: "2", emailVerified: false }`
    const read = (): Promise<Imported> => readImport(world, { from: 'dex', text, environment: {}, base })
    await applyImport(world, await read(), { via: 'import' })
    assert.deepEqual((await applyImport(world, await read(), { via: 'import' })).difference.steps, [])
    assert.equal(await world.storage.count('accounts'), 2)
  })

  it('gives nobody who is here the groups of two', async () => {
    const world = createInstallation()
    await createAccount(world, { username: 'root', email: 'a@example.org', emailVerifiedBy: 'mail' })
    const text = `staticPasswords:
- { email: a@example.org, username: alice, userID: "1", groups: [one] }
- { email: a@example.org, username: alicia, userID: "2", groups: [two] }`
    const imported = await readImport(world, { from: 'dex', text, environment: {}, base: 'https://sso.example.org' })
    const { left } = await applyImport(world, imported, { via: 'import' })
    assert.deepEqual(
      left.filter(({ code }) => code === 'somebody_else').map(({ about, detail }) => [about, detail]),
      [['alicia', 'root']],
    )
    assert.equal(await world.storage.count('memberships'), 1)
  })
})

describe('a damaged file', () => {
  for (const [name, [from, text]] of Object.entries(files)) {
    it(`is imported as far as it goes and is then here already, or changes nothing, and is told in words: ${name}`, async () => {
      await fc.assert(
        fc.asyncProperty(damaged(text), async (broken) => {
          const world = createInstallation()
          const base = 'https://sso.example.org'
          const read = (): Promise<Imported> => readImport(world, { from, text: broken, environment, base })
          const result = await orRefused(async () => applyImport(world, await read(), { via: 'import' }))
          if (result === undefined) {
            assert.equal(await recordsIn(world), 0, 'nothing of it is there')
            return
          }
          const told = tellImport(result)
          assert.doesNotMatch(told, /\[object|undefined|NaN/)
          const again = await applyImport(world, await read(), { via: 'import' })
          assert.deepEqual(again.difference.steps, [], told)
        }),
        { numRuns: 150 },
      )
    })
  }
})
