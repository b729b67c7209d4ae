import assert from 'node:assert/strict'
import { join } from 'node:path'
import { it } from 'node:test'
import { findByUsername } from '../../../src/accounts/account.ts'
import { decideAccess } from '../../../src/applications/access.ts'
import { findBySlug } from '../../../src/applications/application.ts'
import { entrantFor } from '../../../src/applications/entrant.ts'
import { event } from '../../../src/events/event.ts'
import { systemClock } from '../../../src/lib/clock.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { systemRandom } from '../../../src/lib/random.ts'
import { openStorage } from '../../../src/storage/open-storage.ts'
import { createShell } from './support.ts'

const file = `
accounts:
  - { username: alice, admin: true, password: correct horse battery staple }
  - { username: bob, password: correct horse battery staple }
applications:
  - slug: notes
    name: Notes
    clientSecret: s3cretS3cretS3cretS3cret
    redirectUris: ["https://notes.example.org/callback"]
    accessRules: { rules: [{ kind: group, value: staff }, { kind: instance, value: social.example }] }
`

it('says by the code that somebody was shown which rules kept them out, and what lets them in', async () => {
  const { portico, folder } = createShell({ 'portico.yaml': file })
  assert.equal((await portico('apply')).code, 0)
  const storage = await openStorage({ sqliteFile: join(folder, 'data', 'portico.sqlite') }, silentLog)
  const world = { storage, clock: systemClock, random: systemRandom }
  const [bob, notes] = [await findByUsername(world, 'bob'), await findBySlug(world, 'notes')]
  assert.ok(bob && notes)
  const access = decideAccess(notes, await entrantFor(world, notes, bob, undefined))
  assert.ok(!access.allowed)
  await storage.atomically([
    event(world, 'authorization.refused', {
      ...{ outcome: 'refused', accountId: bob.id, applicationId: notes.id, code: 'R7K-2M4' },
      data: { error: access.reason, match: 'any', rules: access.unmet },
    }),
  ])
  await storage.close()

  const { code, out } = await portico('why r7k-2m4')
  assert.equal(code, 0)
  for (const said of [
    'bob at Notes: access_rules',
    'is in the group staff',
    'Put bob into the group staff.',
    'social.example',
    'still may not enter',
  ]) {
    assert.ok(out.includes(said), `${said}\n${out}`)
  }
  const unknown = await portico('why AAA-AAA')
  assert.equal(unknown.code, 1)
  assert.match(unknown.err, /Nothing is known by the code AAA-AAA/)
})
