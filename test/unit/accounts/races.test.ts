import assert from 'node:assert/strict'
import { it } from 'node:test'
import { findAccount } from '../../../src/accounts/account.ts'
import { changeAccount } from '../../../src/accounts/change.ts'
import { createAccount } from '../../../src/accounts/create.ts'
import { deleteAccount, disableAccount, enableAccount } from '../../../src/accounts/disable.ts'
import { verifyEmail } from '../../../src/accounts/email.ts'
import { addMember, createGroup, deleteGroup, groupsOf } from '../../../src/accounts/groups.ts'
import { changeOwnPassword, setPassword } from '../../../src/accounts/passwords/change.ts'
import { confirmSession, findPerson, startSession } from '../../../src/accounts/sessions/sessions.ts'
import { signInWithPassword } from '../../../src/accounts/sessions/sign-in.ts'
import { completeSetUp, offerSetUp } from '../../../src/accounts/sign-up/set-up.ts'
import { onEveryEngine } from '../../support/engines.ts'
import {
  createPasswordWorld,
  goodPassword,
  many,
  newAccount,
  newAccountWithPassword,
  otherPassword,
  rowsOf,
  signedIn,
} from './support.ts'

const address = '192.0.2.1'

await onEveryEngine('accounts', (open) => {
  const newWorld = async () => createPasswordWorld({ storage: await open() })

  it('keeps the last administrator when all of them go at once, each in another way', async () => {
    const world = await newWorld()
    const all = await many((n) => newAccount(world, { username: `admin${n}`, administrator: true }), 9)
    const outcomes = await Promise.all(
      all.map(({ id }, n) => {
        if (n % 3 === 0) return disableAccount(world, id)
        return n % 3 === 1 ? deleteAccount(world, id) : changeAccount(world, id, { administrator: false, locale: '' })
      }),
    )
    assert.equal(outcomes.filter(({ ok }) => ok).length, 8)
    assert.equal(await world.storage.count('accounts', { administrator: true, disabledAt: undefined }), 1)
  })

  it('gives a username to one of many, and to nobody while its account goes', async () => {
    const world = await newWorld()
    const made = await many(() => createAccount(world, { username: 'alice' }), 20)
    const [winner, ...others] = made.filter((one) => one.ok)
    assert.ok(winner !== undefined && others.length === 0)
    const [gone, ...again] = await Promise.all([
      deleteAccount(world, winner.account.id),
      ...Array.from({ length: 5 }, () => createAccount(world, { username: 'Alice' })),
    ])
    assert.deepEqual([gone.ok, again.filter(({ ok }) => ok).length], [true, 0])
  })

  it('lets one account prove an address', async () => {
    const world = await newWorld()
    const email = 'shared@example.org'
    const accounts = await many((n) => newAccount(world, { username: `user${n}`, email }), 20)
    const proven = await Promise.all(accounts.map(({ id }) => verifyEmail(world, id, { email, prover: 'mail' })))
    assert.equal(proven.filter(({ ok }) => ok).length, 1)
  })

  it('makes one first administrator', async () => {
    const world = await newWorld()
    const secret = (await offerSetUp(world)) ?? ''
    const done = await many(
      (n) =>
        completeSetUp(world, {
          secret,
          username: `a${n}`,
          name: '',
          email: `a${n}@b.c`,
          password: goodPassword,
          address,
        }),
      10,
    )
    assert.equal(done.filter(({ ok }) => ok).length, 1)
    assert.equal((await rowsOf(world, 'accounts')).length, 1)
    assert.equal(await offerSetUp(world), undefined)
  })

  it('looks at ten of a hundred guesses', async () => {
    const world = await newWorld()
    await newAccountWithPassword(world)
    const answers = await many((n) => {
      const from = `198.51.100.${n}`
      return signInWithPassword(world, { identifier: 'alice', password: 'wrong', address: from })
    }, 100)
    assert.equal(answers.filter((answer) => !answer.ok && answer.reason === 'wrong').length, 10)
  })

  it('leaves nobody signed in who came in with a password while it was changed', async () => {
    const world = await newWorld()
    const account = await newAccountWithPassword(world)
    const arriving = many(async () => {
      const signIn = await signInWithPassword(world, { identifier: 'alice', password: goodPassword, address })
      return signIn.ok ? startSession(world, signIn) : undefined
    }, 10)
    await setPassword(world, { accountId: account.id, password: otherPassword }, {})
    await arriving
    assert.deepEqual(await rowsOf(world, 'sessions'), [])
  })

  it('leaves nobody signed in to an account that was disabled, not even once it is enabled', async () => {
    const world = await newWorld()
    const account = await newAccount(world)
    const [, ...started] = await Promise.all([
      disableAccount(world, account.id),
      ...Array.from({ length: 10 }, () => startSession(world, { account, amr: ['pwd'] })),
    ])
    await enableAccount(world, account.id)
    for (const one of started) assert.equal(await findPerson(world, one?.secret), undefined)
  })

  it('goes on in one session, however often it is confirmed or its password changed', async () => {
    const world = await newWorld()
    const { secret, person } = await signedIn(world, await newAccountWithPassword(world))
    const input = { person, current: goodPassword, next: otherPassword, address }
    const [changed, ...confirmed] = await Promise.all([
      changeOwnPassword(world, input),
      ...Array.from({ length: 10 }, () => confirmSession(world, secret, { amr: ['pwd'] })),
    ])
    assert.equal(Number(changed.ok) + confirmed.filter((one) => one !== undefined).length, 1)
    assert.equal((await rowsOf(world, 'sessions')).length, 1)
  })

  it('leaves no membership of a group or an account that went', async () => {
    const world = await newWorld()
    const accounts = await many((n) => newAccount(world, { username: `user${n}` }), 6)
    const group = await createGroup(world, { name: 'staff' })
    assert.ok(group.ok)
    const [going] = accounts
    await Promise.all([
      ...accounts.map(({ id }) => addMember(world, group.group.id, id)),
      deleteAccount(world, going?.id ?? ''),
      ...accounts.map(({ id }) => addMember(world, group.group.id, id)),
    ])
    assert.equal(await world.storage.count('memberships', { accountId: going?.id ?? '' }), 0)
    await Promise.all([
      deleteGroup(world, group.group.id),
      ...accounts.map(({ id }) => addMember(world, group.group.id, id)),
    ])
    assert.deepEqual(await rowsOf(world, 'memberships'), [])
  })

  it('changes what two change at once, each their own', async () => {
    const world = await newWorld()
    await newAccount(world, { username: 'root', administrator: true })
    const { id } = await newAccount(world, { administrator: true })
    const changes = [
      { name: 'Alice' },
      { locale: 'de' },
      { administrator: false },
      { email: 'a@b.c' },
      { avatar: '/a.png' },
    ]
    await Promise.all(changes.map((change) => changeAccount(world, id, change)))
    const { name, locale, administrator, email, avatar } = (await findAccount(world, id)) ?? {}
    assert.deepEqual([name, locale, administrator, email, avatar], ['Alice', 'de', false, 'a@b.c', '/a.png'])
    assert.deepEqual(await groupsOf(world, id), [])
  })
})
