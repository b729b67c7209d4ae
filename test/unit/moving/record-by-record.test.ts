import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { exportFile, exportPicture } from '../../../src/admin/operations/export.ts'
import { applicationOf } from '../../../src/applications/application.ts'
import { kinds } from '../../../src/storage/fit.ts'
import type { Kind } from '../../../src/storage/records.ts'
import { onEveryEngine } from '../../support/engines.ts'
import { createInstallation, type Installation } from '../apply/support.ts'
import { deed } from './lived-in.ts'

/** What an export leaves to a backup, as `portico export` itself says. Every other kind of record comes along. */
const left: ReadonlySet<Kind> = new Set([
  ...(['sessions', 'links', 'grants', 'applicationSessions', 'requests', 'codes', 'spentCodes'] as const),
  ...(['accessTokens', 'refreshTokens', 'signingKeys', 'invitations', 'servers', 'registrations'] as const),
  ...(['departures', 'arrivals', 'events', 'counters', 'jobs'] as const),
])

/** When something was, and that the file says it now. */
const times = new Set([
  'createdAt',
  'updatedAt',
  'deletedAt',
  'lastUsedAt',
  'emailVerifiedAt',
  'emailVerifiedBy',
  'managed',
])
/** Drawn anew. */
const drawn = new Set(['token'])
/** What an installation knows of itself. */
const own = new Set(['managed-fields', 'set-up', 'administrators', 'sealing-check'])

type Plain = Readonly<Record<string, unknown>>

/** Every record, with names in the place of ids that are drawn, in an order that says nothing. */
const recordsOf = async ({ storage, sealing }: Installation): Promise<Readonly<Record<string, readonly string[]>>> => {
  const names = new Map<string, string>()
  for (const { id, nameKey } of await storage.list('groups')) names.set(id, `group ${nameKey}`)
  for (const { id, slug } of await storage.list('applications')) names.set(id, `application ${slug}`)
  const named = (text: string): string =>
    text
      .split(':')
      .map((part) => names.get(part) ?? part)
      .join(':')
  const shown = (value: unknown): unknown => {
    if (typeof value === 'string') return named(value)
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
    if (Array.isArray(value)) return value.map(shown)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, shown(inner)] as const)
    return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)))
  }
  const entryOf = (kind: Kind, row: Plain): Plain => {
    const rest = Object.fromEntries(Object.entries(row).filter(([name]) => !times.has(name) && !drawn.has(name)))
    if (kind === 'credentials') return { ...rest, id: '' }
    if (kind === 'accounts') {
      return { ...rest, disabledAt: row['disabledAt'] !== undefined, awaitingSince: row['awaitingSince'] !== undefined }
    }
    if (kind === 'applications') {
      const { secrets, createdAt: _, updatedAt: _at, managed: _by, ...application } = applicationOf(row as never)
      // The newest that lasts.
      const newest = secrets.find(({ expiresAt }) => expiresAt === undefined)?.hash
      return { ...application, newest, disabledAt: row['disabledAt'] !== undefined }
    }
    if (kind === 'sources') {
      const sealed = row['sealedSecret']
      const secret = sealed instanceof Uint8Array ? sealing.open(sealed, `sources:${String(row['id'])}`) : undefined
      return { ...rest, sealedSecret: secret }
    }
    return rest
  }
  const all: Record<string, readonly string[]> = {}
  for (const kind of kinds) {
    if (left.has(kind)) continue
    const rows: readonly Plain[] = await storage.list(kind)
    all[kind] = rows
      .filter(({ id }) => kind !== 'settings' || !own.has(String(id)))
      .map((row) => JSON.stringify(shown(entryOf(kind, row))))
      .sort()
  }
  return all
}

/** Sources and rules, which only the file and forms of their own make. */
const around = `
sources:
  - { id: fediverse, kind: fediverse, firstSignIn: everyone }
  - { id: corp, kind: openid, issuer: 'https://login.example', clientId: x, clientSecret: what proves us there, take: { groups: always } }
instanceRules:
  - { domain: bad.example, action: deny, reason: because }
outbound: { allow: ['ldap.example:8443'] }
signUp: { mode: approval }
`
const outside = { PORTICO_SOURCE_CORP_SECRET: 'what proves us there' }

await onEveryEngine('an installation that was lived in', (open) => {
  test('is record by record the same where its export is applied to an empty one', async () => {
    const other = createInstallation(await open(), 'elsewhere')
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 30, maxLength: 60, size: 'max' }), async (deeds) => {
        const one = createInstallation()
        await one.apply(around)
        for (const done of deeds) {
          await done(one)
          one.clock.advance(1000)
        }
        const { text, pictures, notes } = await exportFile(one, { beside: true })
        const files: Record<string, string> = {}
        for (const { id, file } of pictures) {
          files[file] = Buffer.from((await exportPicture(one, id)) ?? []).toString('latin1')
        }
        for (const kind of kinds) await other.storage.removeWhere(kind, {})
        await other.apply(text, { environment: outside, files })
        assert.deepEqual(await recordsOf(other), await recordsOf(one))
        for (const note of notes) assert.match(note, /variable|several secrets|only under the same/)
        assert.deepEqual((await other.plan(text, { environment: outside, files })).steps, [], 'nothing is left to do')
      }),
      { numRuns: 25 },
    )
  })
})
