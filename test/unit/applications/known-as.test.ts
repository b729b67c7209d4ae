import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changeAccount } from '../../../src/accounts/change.ts'
import { createAccount, type NewAccount } from '../../../src/accounts/create.ts'
import { deleteAccount } from '../../../src/accounts/disable.ts'
import type { Application } from '../../../src/applications/application.ts'
import { changeApplication } from '../../../src/applications/change-application.ts'
import { createApplication, type NewApplication } from '../../../src/applications/create-application.ts'
import { importKnownAs } from '../../../src/applications/known-as/imported.ts'
import { findHandle, handleToBe, introducing } from '../../../src/applications/known-as/introduce.ts'
import { countPeople } from '../../../src/applications/known-as/people.ts'
import { findSubject, isKnownAs, uuidOf } from '../../../src/applications/known-as/subject.ts'
import type { Row } from '../../../src/storage/records.ts'
import { dump } from '../../support/dump.ts'
import { createTestWorld, type TestWorld } from '../../support/world.ts'

type Account = Row<'accounts'>

const newPerson = async (world: TestWorld, username: string, input: Partial<NewAccount> = {}) => {
  const created = await createAccount(world, { username, ...input })
  assert.ok(created.ok, username)
  return created.account
}

const newApplication = async (world: TestWorld, input: Partial<NewApplication> = {}) => {
  const created = await createApplication(world, { name: 'Notes', ...input })
  assert.ok(created.ok)
  return created.application
}

/** As at the end of a sign-in. */
const signIn = (world: TestWorld, application: Application, account: Account) =>
  introducing(world, application, account, async (known, changes) => {
    await world.storage.atomically(changes)
    return known
  })

const proven = (email: string) => ({ email, emailVerifiedBy: 'mail' as const })

describe('a subject', () => {
  it('is the account’s id unless the application wants something else', async () => {
    const world = createTestWorld()
    const ann = await newPerson(world, 'ann')
    assert.equal((await signIn(world, await newApplication(world), ann)).subject, ann.id)
  })

  it('as a UUID follows from the account alone', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { subjectMode: 'uuid' })
    const [ann, bob] = [await newPerson(world, 'ann'), await newPerson(world, 'bob')]
    const { subject } = await signIn(world, application, ann)
    assert.match(subject, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.notEqual((await signIn(world, application, bob)).subject, subject)
    // Written down, so that no release ever makes strangers of people.
    assert.equal(uuidOf('0000000000000000000000'), '495f17e2-f3ae-5aae-9d7b-efd33997174e')
  })

  it('as a username stays when the person is called otherwise', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { subjectMode: 'username' })
    const ann = await newPerson(world, 'Ann')
    assert.equal((await signIn(world, application, ann)).subject, 'Ann')
    const renamed = await changeAccount(world, ann.id, { username: 'anna' })
    assert.ok(renamed.ok)
    assert.equal((await signIn(world, application, renamed.account)).subject, 'Ann')
    assert.equal(await findSubject(world, application, ann.id), 'Ann')
  })

  it('as an e-mail address is a proven one, in small letters, and else the account’s id', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { subjectMode: 'email' })
    const ann = await newPerson(world, 'ann', proven('Ann@Example.org'))
    const bob = await newPerson(world, 'bob', { email: 'bob@example.org', emailFromOthers: true })
    assert.equal((await signIn(world, application, ann)).subject, 'ann@example.org')
    assert.equal((await signIn(world, application, bob)).subject, bob.id)
  })

  it('is nobody else’s when the address is, nor after the account is gone', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { subjectMode: 'email' })
    const ann = await newPerson(world, 'ann', proven('post@example.org'))
    await signIn(world, application, ann)
    await changeAccount(world, ann.id, { email: 'other@example.org' })
    const bob = await newPerson(world, 'bob', proven('post@example.org'))
    assert.equal((await signIn(world, application, bob)).subject, bob.id)
    assert.equal(await findSubject(world, application, ann.id), 'post@example.org')

    await deleteAccount(world, ann.id)
    await deleteAccount(world, bob.id)
    assert.ok(!(await dump(world.storage)).includes('post@example.org'))
    const eve = await newPerson(world, 'eve', proven('post@example.org'))
    assert.equal((await signIn(world, application, eve)).subject, eve.id)
  })

  it('is never what somebody else is known as in another mode, or an application', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { subjectMode: 'username', clientId: 'notes' })
    const victim = await newPerson(world, 'victim')
    for (const username of [victim.id, uuidOf(victim.id), 'notes', 'мария']) {
      const person = await newPerson(world, username)
      assert.equal((await signIn(world, application, person)).subject, person.id, username)
    }
    await signIn(world, application, victim)
    const taken = await createApplication(world, { name: 'Evil', clientId: 'victim' })
    assert.deepEqual(taken, { ok: false, problems: [{ field: 'clientId', code: 'taken' }] })
  })

  it('that was imported counts, and else the account’s id', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { subjectMode: 'imported' })
    const [ann, bob] = [await newPerson(world, 'ann'), await newPerson(world, 'bob')]
    const subject = 'CiQwOGE4Njg0Yi1kYjg4EgVsb2NhbA'
    assert.ok((await importKnownAs(world, application, ann.id, { subject })).ok)
    assert.equal((await signIn(world, application, ann)).subject, subject)
    assert.equal((await signIn(world, application, bob)).subject, bob.id)
    const problem = (code: string) => ({ ok: false, problems: [{ field: 'subject', code }] })
    assert.deepEqual(await importKnownAs(world, application, bob.id, { subject }), problem('taken'))
    assert.deepEqual(await importKnownAs(world, application, bob.id, { subject: ann.id }), problem('taken'))
    assert.deepEqual(await importKnownAs(world, application, ann.id, { subject: 'other' }), problem('in_use'))
    assert.deepEqual(await importKnownAs(world, application, bob.id, { subject: 'é' }), problem('bad_characters'))
    assert.ok((await importKnownAs(world, application, ann.id, { subject })).ok)
  })

  it('of any mode there ever was is recognised', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { subjectMode: 'username' })
    const [ann, bob] = [await newPerson(world, 'ann'), await newPerson(world, 'bob')]
    await signIn(world, application, ann)
    await signIn(world, application, bob)
    for (const subject of [ann.id, uuidOf(ann.id), 'ann']) {
      assert.ok(await isKnownAs(world, application, ann.id, subject))
      assert.equal(await isKnownAs(world, application, bob.id, subject), false)
    }
  })
})

describe('a handle', () => {
  it('is kept at the first sign-in and stays when the person is called otherwise', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { usernameRule: 'mastodon' })
    const jane = await newPerson(world, 'jane.doe')
    assert.equal(await handleToBe(world, application, jane), 'janedoe')
    assert.equal(await findHandle(world, application.id, jane.id), undefined)
    assert.equal((await signIn(world, application, jane)).handle, 'janedoe')
    const renamed = await changeAccount(world, jane.id, { username: 'smith' })
    assert.ok(renamed.ok)
    assert.equal((await signIn(world, application, renamed.account)).handle, 'janedoe')
    assert.equal(await handleToBe(world, application, renamed.account), 'janedoe')
    await changeApplication(world, application.id, { usernameRule: 'generic' })
    assert.equal(await findHandle(world, application.id, jane.id), 'janedoe')
  })

  it('is each person’s own in an application, and their own in each', async () => {
    const world = createTestWorld()
    const one = await newApplication(world, { usernameRule: 'mastodon' })
    const other = await newApplication(world, { usernameRule: 'gotosocial' })
    const people = [
      await newPerson(world, 'jane.doe'),
      await newPerson(world, 'JaneDoe'),
      await newPerson(world, 'jane-doe'),
    ]
    const handles = []
    for (const person of people) handles.push((await signIn(world, one, person)).handle)
    assert.deepEqual(handles, ['janedoe', 'JaneDoe_1', 'janedoe_2'])
    const [, second] = people
    assert.ok(second !== undefined)
    assert.equal((await signIn(world, other, second)).handle, 'janedoe')
  })

  it('is nobody else’s once its owner is gone', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { usernameRule: 'mastodon' })
    const first = await newPerson(world, 'jane.doe')
    await signIn(world, application, first)
    await deleteAccount(world, first.id)
    assert.equal((await signIn(world, application, await newPerson(world, 'janedoe'))).handle, 'janedoe_1')
  })

  it('is one for each of many who come at the same moment', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { usernameRule: 'mastodon', subjectMode: 'username' })
    const dashes = Array.from({ length: 12 }, (_, at) => `${'a-'.repeat(at)}${'a'.repeat(20 - at)}`)
    const people = await Promise.all(
      ['x.y.z', 'xy.z', 'x.yz', 'x-y-z', 'xyz', 'x-yz', ...dashes].map((name) => newPerson(world, name)),
    )
    const known = await Promise.all([...people, ...people].map((person) => signIn(world, application, person)))
    assert.deepEqual(known.slice(0, people.length), known.slice(people.length))
    assert.equal(new Set(known.map(({ handle }) => handle.toLowerCase())).size, people.length)
    assert.equal(await world.storage.count('handles'), people.length)
    assert.equal(await world.storage.count('subjects'), people.length)
  })

  it('is taken from elsewhere as it was there, if nobody has it', async () => {
    const world = createTestWorld()
    const application = await newApplication(world, { usernameRule: 'mastodon' })
    const [ann, bob] = [await newPerson(world, 'ann'), await newPerson(world, 'bob')]
    assert.ok((await importKnownAs(world, application, ann.id, { handle: 'Ann.Elsewhere' })).ok)
    assert.equal((await signIn(world, application, ann)).handle, 'Ann.Elsewhere')
    const problem = (code: string) => ({ ok: false, problems: [{ field: 'handle', code }] })
    assert.deepEqual(await importKnownAs(world, application, bob.id, { handle: 'ann.elsewhere' }), problem('taken'))
    assert.deepEqual(await importKnownAs(world, application, ann.id, { handle: 'ann' }), problem('in_use'))
    assert.deepEqual(
      await importKnownAs(world, application, bob.id, { handle: 'b\u202eob' }),
      problem('bad_characters'),
    )
    assert.deepEqual(await importKnownAs(world, application, 'nobody', { handle: 'x' }), {
      ok: false,
      problems: [{ field: 'application', code: 'unknown' }],
    })
    const lines = await world.storage.list('events', { where: { kind: 'account.changed' } })
    assert.deepEqual(
      lines.map(({ data }) => data['fields']),
      [['handle']],
    )
  })
})

describe('another subject mode', () => {
  it('says how many it makes strangers of, and is taken when somebody insists', async () => {
    const world = createTestWorld()
    const application = await newApplication(world)
    const people = [await newPerson(world, 'ann'), await newPerson(world, 'bob'), await newPerson(world, 'eve')]
    assert.ok((await changeApplication(world, application.id, { subjectMode: 'uuid' })).ok)
    assert.ok((await changeApplication(world, application.id, { subjectMode: 'opaque' })).ok)
    for (const person of people) await signIn(world, application, person)
    await deleteAccount(world, people[2]?.id ?? '')
    assert.equal(await countPeople(world, application.id), 2)
    assert.deepEqual(await changeApplication(world, application.id, { subjectMode: 'username' }), {
      ok: false,
      problems: [{ field: 'subjectMode', code: 'in_use', people: 2 }],
    })
    const changed = await changeApplication(world, application.id, {
      subjectMode: 'username',
      unsafeOtherSubjects: true,
    })
    assert.ok(changed.ok)
    assert.equal(changed.application.subjectMode, 'username')
  })
})
