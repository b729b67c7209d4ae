import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startSession } from '../../../src/accounts/sessions/sessions.ts'
import * as accounts from '../../../src/admin/operations/accounts.ts'
import * as applications from '../../../src/admin/operations/applications.ts'
import * as events from '../../../src/admin/operations/events.ts'
import * as groups from '../../../src/admin/operations/groups.ts'
import * as keys from '../../../src/admin/operations/keys.ts'
import { managedFieldsSetting } from '../../../src/admin/operations/managed.ts'
import { overview } from '../../../src/admin/operations/overview.ts'
import { record } from '../../../src/events/event.ts'
import { days, hours } from '../../../src/lib/clock.ts'
import { defaultFediverse, type FediverseSettings, fediverseRow } from '../../../src/sources/settings.ts'
import { createOperationsWorld, testTag } from './operations-world.ts'

type World = ReturnType<typeof createOperationsWorld>

const by = { actorId: 'boss', address: '192.0.2.1', userAgent: 'test' }
const password = 'a wholly unguessable passphrase'

const must = <T extends { readonly ok: boolean }>(outcome: T): Extract<T, { ok: true }> => {
  assert.ok(outcome.ok, JSON.stringify(outcome))
  return outcome as Extract<T, { ok: true }>
}

const person = async (world: World, username: string, more: Partial<accounts.NewAccountInput> = {}) =>
  must(await accounts.createAccount(world, { username, password, ...more }, by)).account

const problemsOf = (outcome: { readonly ok: boolean; readonly problems?: unknown }) =>
  outcome.ok ? [] : outcome.problems

describe('what administrators see', () => {
  it('never holds a secret, a hash or anything sealed, whichever operation tells it', async () => {
    const world = createOperationsWorld()
    const told: unknown[] = []
    const tell = <T>(answer: T): T => {
      told.push(answer)
      return answer
    }
    // Everything that may be told once is taken out of what was told, and looked for in the rest.
    const once: string[] = []
    const group = must(tell(await groups.createGroup(world, { name: 'staff', description: 'Us' }, by))).group
    const ada = must(await accounts.createAccount(world, { username: 'ada', name: 'Ada', groupIds: [group.id] }, by))
    const bob = must(await accounts.createAccount(world, { username: 'bob', password, email: 'bob@example.org' }, by))
    const made = must(await applications.createApplication(world, { name: 'Notes' }, by))
    const turned = must(await applications.rotateSecret(world, made.application.id, {}, by))
    const link = must(await accounts.makePasswordLink(world, ada.account.id, by))
    for (const { linkSecret, ...rest } of [ada, bob, link]) {
      tell(rest)
      if (linkSecret !== undefined) once.push(linkSecret)
    }
    for (const { clientSecret, ...rest } of [made, turned]) {
      tell(rest)
      if (clientSecret !== undefined) once.push(clientSecret)
    }
    assert.equal(once.length, 4)
    const session = await startSession(world, { account: bob.account, amr: ['pwd'], address: '192.0.2.7' })
    assert.ok(session !== undefined)
    await world.keyring.signing('RS256')

    const notes = made.application.id
    tell(await applications.listApplications(world))
    tell(await applications.getApplication(world, notes))
    tell(await applications.changeApplication(world, notes, { description: 'For notes' }, by))
    tell(await applications.disableApplication(world, notes, by))
    tell(await applications.enableApplication(world, notes, by))
    tell(await accounts.listAccounts(world))
    tell(await accounts.getAccount(world, bob.account.id))
    tell(await accounts.changeAccount(world, bob.account.id, { emailVerified: true, groupIds: [group.id] }, by))
    tell(await accounts.disableAccount(world, ada.account.id, by))
    tell(await accounts.enableAccount(world, ada.account.id, by))
    tell(await groups.listGroups(world))
    tell(await groups.changeGroup(world, group.id, { name: 'crew' }, by))
    tell(await groups.addMembers(world, group.id, ['ada'], by))
    tell(await groups.dropMember(world, group.id, ada.account.id, by))
    tell(await groups.getGroup(world, group.id))
    tell(await keys.rotateKey(world, 'RS256'))
    tell(await keys.listKeys(world))
    tell(await overview(world))
    const lines = tell(await events.listEvents(world, { limit: 500 }))
    for (const { id } of lines.events) tell(await events.getEvent(world, id))
    tell(await accounts.endSession(world, bob.account.id, session.session.publicId, by))
    tell(await accounts.endSessions(world, bob.account.id, by))
    tell(await accounts.revokeGrant(world, bob.account.id, notes, by))
    tell(await groups.deleteGroup(world, group.id, by))
    tell(await accounts.deleteAccount(world, ada.account.id, by))
    tell(await applications.deleteApplication(world, notes, by))

    const text = JSON.stringify(told)
    const stored = await Promise.all([
      world.storage.list('credentials'),
      world.storage.list('links'),
      world.storage.list('signingKeys'),
    ])
    const kept = [
      ...stored[0].map(({ data }) => data.hash),
      ...stored[1].map(({ id }) => id),
      ...stored[2].map(({ sealed }) => Buffer.from(sealed).toString('base64').slice(0, 40)),
      session.secret,
      session.session.id,
      testTag(password),
    ]
    for (const canary of [...once, ...kept, password]) assert.ok(!text.includes(canary), `told: ${canary}`)
    assert.doesNotMatch(text, /argon2|hmac-sha256:|sha256:|plk_|pse_|pcs[A-Za-z0-9]{43}|"(?:hash|sealed|d|p|q)":/)
  })
})

describe('an administrator’s applications', () => {
  it('take the file’s fields from the file and the rest from the console', async () => {
    const world = createOperationsWorld()
    const { application } = must(await applications.createApplication(world, { name: 'Notes' }, by))
    const row = await world.storage.find('applications', application.id)
    assert.ok(row !== undefined)
    await world.storage.put('applications', { ...row, managed: true })
    const input = { name: 'Papers', description: 'Mine' }
    const untouched = must(await applications.changeApplication(world, application.id, input, by)).application
    assert.deepEqual([untouched.name, untouched.description], ['Notes', undefined])
    assert.ok(untouched.managed && untouched.managedFields.includes('name'))

    const value = { applications: { [application.id]: ['name', 'clientSecret'] } }
    await world.storage.put('settings', { id: managedFieldsSetting, value })
    const partly = must(await applications.changeApplication(world, application.id, input, by)).application
    assert.deepEqual([partly.name, partly.description, partly.managed], ['Notes', 'Mine', true])
    const inFile = [{ field: 'application', code: 'managed' }]
    assert.deepEqual(problemsOf(await applications.rotateSecret(world, application.id, {}, by)), inFile)
    assert.deepEqual(problemsOf(await applications.deleteApplication(world, application.id, by)), inFile)
    must(await applications.disableApplication(world, application.id, by))
  })

  it('cannot be made the file’s, nor get a weak secret, by whatever is sent', async () => {
    const world = createOperationsWorld()
    const input = { name: 'Notes', managed: true, clientSecret: 'short', unsafeShortSecret: true }
    assert.deepEqual(problemsOf(await applications.createApplication(world, input, by)), [
      { field: 'clientSecret', code: 'too_short' },
    ])
    const { application } = must(await applications.createApplication(world, { ...input, clientSecret: undefined }, by))
    assert.equal(application.managed, false)
    const changed = { name: 'Notes', managed: true }
    assert.equal(
      must(await applications.changeApplication(world, application.id, changed, by)).application.managed,
      false,
    )
  })

  it('say when somebody last signed in, and which secrets are good', async () => {
    const world = createOperationsWorld()
    const { application } = must(await applications.createApplication(world, { name: 'Notes' }, by))
    assert.equal(application.lastSignInAt, undefined)
    await record(world, 'authorization.answered', { applicationId: application.id })
    const at = world.clock.now()
    await applications.rotateSecret(world, application.id, { overlap: hours(1) }, by)
    const both = await applications.getApplication(world, application.id)
    assert.deepEqual([both?.lastSignInAt, both?.secrets.length], [at, 2])
    world.clock.advance(hours(1))
    assert.equal((await applications.getApplication(world, application.id))?.secrets.length, 1)
  })
})

describe('an administrator’s people', () => {
  it('without a password get a link, with one they get none', async () => {
    const world = createOperationsWorld()
    const ada = must(await accounts.createAccount(world, { username: 'ada' }, by))
    assert.match(ada.linkSecret ?? '', /^plk_/)
    assert.equal(ada.account.hasPassword, false)
    const bob = must(await accounts.createAccount(world, { username: 'bob', password }, by))
    assert.deepEqual([bob.linkSecret, bob.account.hasPassword], [undefined, true])
  })

  it('are told of every mistake at once', async () => {
    const outcome = await accounts.createAccount(
      createOperationsWorld(),
      { username: '..', email: 'nobody', password: 'short' },
      by,
    )
    const problems = outcome.ok ? [] : outcome.problems
    assert.deepEqual([...new Set(problems.map(({ field }) => field))], ['username', 'email', 'password'])
  })

  it('have an address that is proven by who vouches for it, until it changes', async () => {
    const world = createOperationsWorld()
    const { id } = await person(world, 'ada', { email: 'ada@example.org', emailVerified: true })
    const proven = await accounts.getAccount(world, id)
    assert.deepEqual([proven?.emailVerified, proven?.emailVoucher], [true, { who: 'gone' }])
    const boss = await person(world, 'boss', { name: 'The Boss' })
    const vouching = { actorId: boss.id }
    must(await accounts.changeAccount(world, id, { emailVerified: false }, vouching))
    const vouched = must(await accounts.changeAccount(world, id, { emailVerified: true }, vouching)).account
    assert.deepEqual(vouched.emailVoucher, { who: 'administrator', name: 'The Boss' })
    assert.equal(vouched.emailVerifiedAt, world.clock.now())
    const other = must(await accounts.changeAccount(world, id, { email: 'a@example.org' }, by)).account
    assert.equal(other.emailVerified, false)
    const again = must(await accounts.changeAccount(world, id, { emailVerified: true }, by)).account
    assert.equal(again.emailVerified, true)
    const not = must(await accounts.changeAccount(world, id, { emailVerified: false }, by)).account
    assert.deepEqual([not.email, not.emailVerified], ['a@example.org', false])
  })

  it('cannot have an address proven that is somebody else’s', async () => {
    const world = createOperationsWorld()
    await person(world, 'ada', { email: 'ada@example.org', emailVerified: true })
    const { id } = await person(world, 'bob', { email: 'ADA@example.org' })
    assert.deepEqual(problemsOf(await accounts.changeAccount(world, id, { emailVerified: true }, by)), [
      { field: 'email', code: 'taken' },
    ])
  })

  it('of the file keep what it says, and can only be switched off', async () => {
    const world = createOperationsWorld()
    const { id } = await person(world, 'ada')
    const row = await world.storage.find('accounts', id)
    assert.ok(row !== undefined)
    await world.storage.put('accounts', { ...row, managed: true })
    const changed = must(await accounts.changeAccount(world, id, { name: 'Eve', administrator: true }, by)).account
    assert.deepEqual([changed.name, changed.administrator], ['ada', false])
    assert.deepEqual(problemsOf(await accounts.deleteAccount(world, id, by)), [{ field: 'account', code: 'managed' }])
    assert.equal(must(await accounts.disableAccount(world, id, by)).account.disabledAt, world.clock.now())
  })

  it('always have an administrator among them', async () => {
    const world = createOperationsWorld()
    const { id } = await person(world, 'ada', { administrator: true })
    for (const outcome of [
      await accounts.changeAccount(world, id, { administrator: false }, by),
      await accounts.disableAccount(world, id, by),
      await accounts.deleteAccount(world, id, by),
    ]) {
      assert.ok(!outcome.ok)
      assert.equal(outcome.problems[0]?.code, 'last_administrator')
    }
  })

  it('are signed out everywhere at a word', async () => {
    const world = createOperationsWorld()
    const { id } = await person(world, 'ada')
    for (let n = 0; n < 3; n += 1) await startSession(world, { account: { id }, amr: ['pwd'] })
    assert.equal((await accounts.getAccount(world, id))?.sessions.length, 3)
    assert.deepEqual(must(await accounts.endSessions(world, id, by)).account.sessions, [])
  })
})

describe('an administrator’s groups', () => {
  it('take in everybody named, or nobody', async () => {
    const world = createOperationsWorld()
    await person(world, 'ada')
    await person(world, 'bob')
    const { group } = must(await groups.createGroup(world, { name: 'staff' }, by))
    const wrong = must(await groups.addMembers(world, group.id, ['ada', 'nobody'], by))
    assert.deepEqual([wrong.unknown, wrong.group.members.length], [['nobody'], 0])
    const right = must(await groups.addMembers(world, group.id, ['ADA', 'bob', 'ada'], by))
    assert.deepEqual([right.unknown, right.group.members.map(({ username }) => username)], [[], ['ada', 'bob']])
  })

  it('say which applications let them in', async () => {
    const world = createOperationsWorld()
    const { group } = must(await groups.createGroup(world, { name: 'staff' }, by))
    must(await applications.createApplication(world, { name: 'Notes', accessGroups: [group.id] }, by))
    must(await applications.createApplication(world, { name: 'Open' }, by))
    assert.deepEqual(
      (await groups.getGroup(world, group.id))?.applications.map(({ name }) => name),
      ['Notes'],
    )
  })
})

describe('the audit log', () => {
  it('is read newest first, page by page, by kind, outcome, person and application', async () => {
    const world = createOperationsWorld()
    const ada = await person(world, 'ada')
    const { application } = must(await applications.createApplication(world, { name: 'Notes' }, by))
    world.clock.advance(1)
    await record(world, 'signin.failed', { outcome: 'failed', accountId: ada.id })
    world.clock.advance(1)
    await record(world, 'authorization.refused', { outcome: 'refused', applicationId: application.id, code: 'ABC-DEF' })
    const kindsOf = async (query: events.EventQuery) => {
      const { events: lines, more } = await events.listEvents(world, query)
      return [...lines.map(({ kind }) => kind), ...(more ? ['...'] : [])]
    }
    assert.deepEqual(await kindsOf({ limit: 2 }), ['authorization.refused', 'signin.failed', '...'])
    assert.deepEqual(await kindsOf({ kind: 'signin.failed' }), ['signin.failed'])
    assert.deepEqual(await kindsOf({ outcome: 'refused' }), ['authorization.refused'])
    assert.deepEqual(await kindsOf({ accountId: ada.id, outcome: 'failed' }), ['signin.failed'])
    assert.deepEqual(await kindsOf({ search: 'abc-def' }), ['authorization.refused'])
    assert.deepEqual(await kindsOf({ search: 'note' }), ['authorization.refused', 'application.created'])
    assert.deepEqual(await kindsOf({ search: 'ada', kind: 'signin.failed' }), ['signin.failed'])
    assert.deepEqual(await kindsOf({ search: 'nobody at all' }), [])
    const until = world.clock.now() - 1
    assert.deepEqual((await kindsOf({ until }))[0], 'signin.failed')
  })

  it('names who and what it is about, and says so when they are gone', async () => {
    const world = createOperationsWorld()
    const ada = await person(world, 'ada', { name: 'Ada' })
    const { application } = must(await applications.createApplication(world, { name: 'Notes' }, by))
    await record(world, 'consent.given', { accountId: ada.id, applicationId: application.id, actorId: ada.id })
    const given = async () => (await events.listEvents(world, { kind: 'consent.given' })).events[0]
    assert.deepEqual((await given())?.application, { id: application.id, name: 'Notes' })
    assert.deepEqual([(await given())?.account?.name, (await given())?.actor], ['Ada', undefined])
    must(await applications.deleteApplication(world, application.id, by))
    assert.deepEqual((await given())?.application, { id: application.id, name: undefined })
  })
})

describe('the overview', () => {
  it('counts each day for itself, in UTC, today last', async () => {
    const world = createOperationsWorld()
    const today = Math.floor(world.clock.now() / days(1)) * days(1)
    const at = async (time: number, kind: 'signin.succeeded' | 'signin.failed') =>
      record({ ...world, clock: { now: () => time } }, kind)
    await at(today, 'signin.succeeded')
    await at(today - 1, 'signin.succeeded')
    await at(today - 1, 'signin.failed')
    await at(today - days(1), 'signin.succeeded')
    await at(today - days(13), 'signin.succeeded')
    await at(today - days(13) - 1, 'signin.succeeded')
    const { signIns, failures } = await overview(world)
    assert.deepEqual(
      signIns.map(({ count }) => count),
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1],
    )
    assert.equal(failures.at(-2)?.count, 1)
    assert.equal(signIns.at(-1)?.start, today)
  })

  it('says which applications want placeholder addresses that there is no domain for, and where servers cannot look us up', async () => {
    const world = createOperationsWorld()
    must(await applications.createApplication(world, { name: 'Notes', missingEmail: 'placeholder' }, by))
    const needsAt = async (base: string) =>
      (await overview({ ...world, base })).needs
        .filter(({ what }) => what === 'no_placeholder_domain' || what === 'unseen_by_servers')
        .map((need) => ('application' in need ? [need.what, need.application.name] : need.what))
    const [inside, outside] = ['http://localhost:4000', 'https://login.town.org'] as const
    assert.deepEqual(await needsAt(inside), [['no_placeholder_domain', 'Notes']])
    const set = (settings: Partial<FediverseSettings>) =>
      world.storage.put(
        'sources',
        fediverseRow(world, undefined, { on: true, settings: { ...defaultFediverse, ...settings } }),
      )
    await set({})
    assert.deepEqual(await needsAt(inside), [['no_placeholder_domain', 'Notes'], 'unseen_by_servers'])
    await set({ placeholderEmailDomain: 'people.town.org' })
    assert.deepEqual(await needsAt(outside), [])
  })

  it('says what needs somebody, and falls silent when it is seen to', async () => {
    const world = createOperationsWorld()
    const whats = async () => (await overview(world)).needs.map(({ what }) => what)
    assert.deepEqual(await whats(), [])
    const { group } = must(await groups.createGroup(world, { name: 'staff' }, by))
    const { application } = must(
      await applications.createApplication(world, { name: 'Notes', accessGroups: [group.id] }, by),
    )
    await world.storage.remove('groups', group.id)
    await record(world, 'authorization.refused', {
      applicationId: application.id,
      data: { error: 'redirect_uri_mismatch' },
    })
    await record(world, 'authorization.refused', { applicationId: application.id, data: { error: 'login_required' } })
    await record(world, 'token.reuse', { applicationId: application.id })
    await person(world, 'ada', { administrator: true })
    assert.deepEqual(await whats(), [
      'token_reuse',
      'refused',
      'no_redirect_uri',
      'nobody_may_enter',
      'only_administrator',
    ])
    await applications.changeApplication(
      world,
      application.id,
      { redirectUris: ['https://notes.example/cb'], accessGroups: [] },
      by,
    )
    await person(world, 'bob', { administrator: true })
    world.clock.advance(days(1))
    assert.deepEqual(await whats(), [])
  })
})
