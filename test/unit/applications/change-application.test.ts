import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createGroup, deleteGroup } from '../../../src/accounts/groups.ts'
import { membersOf } from '../../../src/applications/access.ts'
import { findApplication } from '../../../src/applications/application.ts'
import { changeApplication, deleteApplication, setDisabled } from '../../../src/applications/change-application.ts'
import { isClientSecret } from '../../../src/applications/client-secret.ts'
import { createApplication, type NewApplication } from '../../../src/applications/create-application.ts'
import { rotateSecret } from '../../../src/applications/rotate-secret.ts'
import { hours, minutes } from '../../../src/lib/clock.ts'
import { createTestWorld, type TestWorld } from '../../support/world.ts'

const made = async (world: TestWorld, input: Partial<NewApplication> = {}) => {
  const created = await createApplication(world, {
    name: 'Notes',
    redirectUris: ['https://notes.example/cb'],
    ...input,
  })
  assert.ok(created.ok)
  return { ...created.application, clientSecret: created.clientSecret ?? '' }
}

const kindsOf = async (world: TestWorld) =>
  (await world.storage.list('events', { orderBy: 'at' })).map(({ kind }) => kind)

/** One of everything that an application can be given. */
const fill = async ({ storage, clock }: TestWorld, applicationId: string, accountId = 'ada') => {
  const expiresAt = clock.now() + hours(1)
  const of = { applicationId, accountId, sessionId: 's' }
  const id = `${applicationId}:${accountId}`
  const at = { createdAt: 0, updatedAt: 0 }
  await storage.put('requests', {
    id,
    applicationId,
    browser: 'b',
    parameters: {},
    progress: {},
    createdAt: 0,
    expiresAt,
  })
  await storage.put('codes', { id, ...of, request: {}, expiresAt })
  await storage.put('spentCodes', { id, applicationId, outcome: {}, spentAt: 0, expiresAt })
  await storage.put('accessTokens', { id, ...of, chainId: 'c', scopes: [], createdAt: 0, expiresAt })
  await storage.put('refreshTokens', {
    ...{ id, ...of, scopes: [], signIn: {}, current: 'x', rotatedAt: 0, createdAt: 0, expiresAt, endsAt: expiresAt },
  })
  await storage.put('grants', { id, applicationId, accountId, scopes: [], ...at })
}
const given = ['requests', 'codes', 'spentCodes', 'accessTokens', 'refreshTokens', 'grants'] as const
const left = async ({ storage }: TestWorld, applicationId: string) => {
  const counts = await Promise.all(given.map((kind) => storage.count(kind, { applicationId })))
  return given.filter((_, at) => counts[at] !== 0)
}

describe('changing an application', () => {
  it('changes what is named and leaves the rest', async () => {
    const world = createTestWorld()
    const before = await made(world, { description: 'For notes', pkce: 'required' })
    world.clock.advance(minutes(1))
    const changed = await changeApplication(world, before.id, { name: 'Papers', description: '' })
    assert.ok(changed.ok)
    const after = await findApplication(world, before.id)
    assert.deepEqual(after, changed.application)
    assert.equal(after?.name, 'Papers')
    assert.ok(after !== undefined && !('description' in after))
    assert.equal(after.pkce, 'required')
    assert.deepEqual(after.secrets, before.secrets)
    assert.equal(after.updatedAt, world.clock.now())
  })

  it('says in the audit log which fields, and nothing when nothing is different', async () => {
    const world = createTestWorld()
    const { id, redirectUris } = await made(world)
    await changeApplication(world, id, { name: 'Notes', redirectUris: [...redirectUris] })
    assert.deepEqual(await kindsOf(world), ['application.created'])
    await changeApplication(world, id, { consent: 'implicit', hidden: true })
    const [line] = await world.storage.list('events', { where: { kind: 'application.changed' } })
    assert.deepEqual(line?.data['fields'], ['consent', 'hidden'])
  })

  it('keeps everything as it was when anything is wrong', async () => {
    const world = createTestWorld()
    const { id } = await made(world)
    const changed = await changeApplication(world, id, { name: 'Papers', redirectUris: ['https://ok.example/', 'x'] })
    assert.deepEqual(changed, { ok: false, problems: [{ field: 'redirectUris', code: 'not_absolute', item: 1 }] })
    assert.equal((await findApplication(world, id))?.name, 'Notes')
    assert.deepEqual(await kindsOf(world), ['application.created'])
  })

  it('is refused a short name or client id that another has', async () => {
    const world = createTestWorld()
    await made(world, { slug: 'other', clientId: 'other' })
    const { id } = await made(world)
    assert.deepEqual(await changeApplication(world, id, { slug: 'other' }), {
      ok: false,
      problems: [{ field: 'slug', code: 'taken' }],
    })
    assert.deepEqual(await changeApplication(world, id, { clientId: 'other' }), {
      ok: false,
      problems: [{ field: 'clientId', code: 'taken' }],
    })
  })

  it('ends what waits for a redirect URI that is not registered any more', async () => {
    const world = createTestWorld()
    const { id } = await made(world)
    await fill(world, id)
    await changeApplication(world, id, { redirectUris: ['https://notes.example/cb', 'https://notes.example/2'] })
    assert.ok((await left(world, id)).includes('requests'))
    await changeApplication(world, id, { redirectUris: ['https://notes.example/2'] })
    assert.ok(!(await left(world, id)).includes('requests'))
  })

  it('takes the secrets of one that becomes public', async () => {
    const world = createTestWorld()
    const { id } = await made(world)
    const changed = await changeApplication(world, id, { confidential: false })
    assert.ok(changed.ok)
    assert.deepEqual([changed.application.secrets, changed.application.pkce], [[], 'required'])
  })

  it('keeps shutting people out by a group that was deleted, until somebody decides otherwise', async () => {
    const world = createTestWorld()
    const group = await createGroup(world, { name: 'staff' })
    assert.ok(group.ok)
    const accessGroups = [group.group.id]
    const { id } = await made(world, { accessGroups })
    await deleteGroup(world, group.group.id)
    const changed = await changeApplication(world, id, { name: 'Papers', accessGroups })
    assert.ok(changed.ok)
    assert.deepEqual(changed.application.accessRules, membersOf(accessGroups))
  })

  it('loses no change of two that happen at once', async () => {
    const world = createTestWorld()
    const { id } = await made(world)
    await Promise.all([
      changeApplication(world, id, { name: 'Papers' }),
      changeApplication(world, id, { description: 'For papers' }),
      rotateSecret(world, id),
    ])
    const after = await findApplication(world, id)
    assert.deepEqual([after?.name, after?.description, after?.secrets.length], ['Papers', 'For papers', 2])
  })

  it('has a value for one that is not there', async () => {
    const world = createTestWorld()
    const gone = { ok: false, problems: [{ field: 'application', code: 'unknown' }] }
    assert.deepEqual(await changeApplication(world, 'x', { name: 'a' }), gone)
    assert.deepEqual(await setDisabled(world, 'x', true), gone)
    assert.deepEqual(await deleteApplication(world, 'x'), gone)
    assert.deepEqual(await rotateSecret(world, 'x'), gone)
  })
})

describe('switching an application off', () => {
  it('ends what is under way and keeps what people allowed', async () => {
    const world = createTestWorld()
    const { id } = await made(world)
    await fill(world, id)
    const off = await setDisabled(world, id, true)
    assert.ok(off.ok)
    assert.equal(off.application.disabledAt, world.clock.now())
    assert.deepEqual(await left(world, id), ['spentCodes', 'refreshTokens', 'grants'])
    const on = await setDisabled(world, id, false)
    assert.ok(on.ok && on.application.disabledAt === undefined)
    await setDisabled(world, id, false)
    assert.equal((await kindsOf(world)).length, 3)
  })
})

describe('deleting an application', () => {
  it('leaves nothing of what it was given, and everything of what others were', async () => {
    const world = createTestWorld()
    const [one, other] = [await made(world), await made(world)]
    await fill(world, one.id)
    await fill(world, other.id)
    const deleted = await deleteApplication(world, one.id, { actorId: 'ada' })
    assert.ok(deleted.ok)
    assert.equal(await findApplication(world, one.id), undefined)
    assert.deepEqual(await left(world, one.id), [])
    assert.deepEqual(await left(world, other.id), [...given])
    const [line] = await world.storage.list('events', { where: { kind: 'application.deleted' } })
    assert.deepEqual([line?.applicationId, line?.actorId, line?.data['name']], [one.id, 'ada', 'Notes'])
  })

  it('happens once, however many ask', async () => {
    const world = createTestWorld()
    const { id } = await made(world)
    const all = await Promise.all(Array.from({ length: 20 }, () => deleteApplication(world, id)))
    assert.equal(all.filter(({ ok }) => ok).length, 1)
    assert.equal(await world.storage.count('events', { kind: 'application.deleted' }), 1)
  })
})

describe('a new secret', () => {
  it('is good at once, and the old one for as long as was chosen', async () => {
    const world = createTestWorld()
    const { id, clientSecret } = await made(world)
    const rotated = await rotateSecret(world, id, { overlap: hours(2) })
    assert.ok(rotated.ok && rotated.clientSecret !== undefined)
    const good = (secret: string) => isClientSecret(world.sealing, rotated.application, [secret], world.clock.now())
    assert.ok(good(rotated.clientSecret) && good(clientSecret))
    world.clock.advance(hours(2))
    assert.ok(good(rotated.clientSecret) && !good(clientSecret))
  })

  it('leaves the old one good for a day when nothing is said, and not at all when zero is', async () => {
    const world = createTestWorld()
    const { id, clientSecret } = await made(world)
    const first = await rotateSecret(world, id)
    assert.ok(first.ok)
    const at = (when: number) => isClientSecret(world.sealing, first.application, [clientSecret], when)
    assert.ok(at(world.clock.now() + hours(24) - 1) && !at(world.clock.now() + hours(24)))
    const second = await rotateSecret(world, id, { overlap: 0 })
    assert.ok(second.ok)
    assert.equal(second.application.secrets.length, 1)
  })

  it('never makes an old one last longer', async () => {
    const world = createTestWorld()
    const { id, clientSecret } = await made(world)
    await rotateSecret(world, id, { overlap: hours(1) })
    const again = await rotateSecret(world, id, { overlap: hours(24) })
    assert.ok(again.ok)
    assert.ok(!isClientSecret(world.sealing, again.application, [clientSecret], world.clock.now() + hours(1)))
  })

  it('may be given, and giving the same again changes nothing', async () => {
    const world = createTestWorld()
    const { id } = await made(world)
    const given = { clientSecret: 's3cretS3cretS3cretS3cret', overlap: 0 }
    const first = await rotateSecret(world, id, given)
    assert.ok(first.ok && first.clientSecret === undefined)
    world.clock.advance(minutes(1))
    const second = await rotateSecret(world, id, given)
    assert.ok(second.ok)
    assert.deepEqual(second.application, first.application)
    const [hash = ''] = first.application.secrets.map(({ hash }) => hash)
    await rotateSecret(world, id, { clientSecretHash: hash })
    assert.deepEqual(await kindsOf(world), ['application.created', 'application.secret'])
  })

  it('is not for public applications, and keeps to the rules for secrets', async () => {
    const world = createTestWorld()
    const { id } = await made(world, { confidential: false })
    const codes = async (rotation: Parameters<typeof rotateSecret>[2]) => {
      const rotated = await rotateSecret(world, id, rotation)
      return rotated.ok ? [] : rotated.problems.map(({ field, code }) => `${field} ${code}`)
    }
    assert.deepEqual(await codes({}), ['clientSecret public_has_no_secret'])
    assert.deepEqual(await codes({ clientSecret: 'short' }), ['clientSecret too_short'])
    assert.deepEqual(await codes({ overlap: -1 }), ['overlap out_of_range'])
    assert.deepEqual(await codes({ overlap: Number.NaN }), ['overlap out_of_range'])
  })
})

describe('an application that was imported as it was elsewhere', () => {
  it('can be changed without first mending what nobody touches', async () => {
    const world = createTestWorld()
    const { id } = await made(world)
    const row = await world.storage.find('applications', id)
    assert.ok(row !== undefined)
    const details = { redirectUris: ['http://notes.example/cb'], confidential: false, consent: 'implicit' }
    await world.storage.put('applications', { ...row, clientId: 'urn:notes', details })
    const { redirectUris, clientId } = { redirectUris: ['http://notes.example/cb'], clientId: 'urn:notes' }
    const changed = await changeApplication(world, id, { name: 'Papers', redirectUris, clientId })
    assert.ok(changed.ok)
    assert.ok(!(await changeApplication(world, id, { redirectUris: [...redirectUris, 'http://b.example'] })).ok)
    assert.ok(!(await changeApplication(world, id, { clientId: 'urn:papers' })).ok)
  })
})
