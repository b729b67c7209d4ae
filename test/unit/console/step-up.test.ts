import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAccount } from '../../../src/accounts/create.ts'
import { createGroup } from '../../../src/accounts/groups.ts'
import { findApplication } from '../../../src/applications/application.ts'
import { hours } from '../../../src/lib/clock.ts'
import { createConsole } from './console-app.ts'
import { formOf, redirectUris, shownIn } from './console-forms.ts'

/** An administrator who was last asked for the password more than an hour ago, with somebody and an application in the console. */
const leftOpen = async () => {
  const console = await createConsole()
  const alice = await console.addAccount({ username: 'alice', email: 'alice@example.org' })
  const application = await console.addApplication({ redirectUris: [redirectUris], consent: 'explicit' })
  const made = await createGroup(console.world, { name: 'staff' })
  assert.ok(made.ok)
  console.world.clock.advance(hours(1) + 1)
  const person = `/console/people/${alice.id}`
  const page = `/console/applications/${application.id}`
  const send = async (path: string, fields: Readonly<Record<string, string>>, button = 'save') =>
    console.tab.submit(await console.tab.get(path), fields, { button })
  const form = formOf(await console.tab.get(page))
  return { ...console, alice, application, group: made.group, person, page, form, send }
}

const asIs = { username: 'alice', name: 'Alice Example', email: 'alice@example.org', emailVerified: 'yes' }

describe('a console that was left open', () => {
  for (const [what, fields] of Object.entries({
    'another address, to which a link for a new password could be sent': { email: 'thief@evil.example' },
    'a word for an address that nobody has proven': { email: 'alice@example.org', emailVerified: 'yes' },
    'a group': { groupIds: 'staff' },
  }))
    it(`gives nobody ${what}`, async () => {
      const { world, alice, group, person, send } = await leftOpen()
      if (what.startsWith('a word'))
        await world.storage.change('accounts', alice.id, ({ verifiedEmailKey: _, emailVerifiedAt: __, ...row }) => [
          row,
          [],
        ])
      const groupIds = 'groupIds' in fields ? { groupIds: group.id } : {}
      const sent = await send(person, { ...asIs, ...fields, ...groupIds })
      assert.deepEqual([sent.location?.pathname, sent.location?.searchParams.get('to')], ['/sign-in', person])
      const row = await world.storage.find('accounts', alice.id)
      const proven = what.startsWith('a word') ? undefined : 'alice@example.org'
      assert.deepEqual([row?.email, row?.verifiedEmailKey], ['alice@example.org', proven])
      assert.equal(await world.storage.count('memberships'), 0)
    })

  it('lets a name be put right', async () => {
    const { world, alice, person, send } = await leftOpen()
    const sent = await send(person, { ...asIs, name: 'Alina' })
    assert.equal(sent.location?.searchParams.get('done'), 'saved')
    assert.equal((await world.storage.find('accounts', alice.id))?.name, 'Alina')
  })

  it('makes nobody an account', async () => {
    const { world, group, send } = await leftOpen()
    const path = '/console/people/new'
    const sent = await send(path, {
      username: 'thief',
      email: 'boss@example.org',
      emailVerified: 'yes',
      groupIds: group.id,
    })
    assert.deepEqual([sent.location?.pathname, sent.location?.searchParams.get('to')], ['/sign-in', path])
    assert.equal(await world.storage.count('accounts', { usernameKey: 'thief' }), 0)
  })

  it('puts nobody into a group', async () => {
    const { world, group, send } = await leftOpen()
    const path = `/console/groups/${group.id}`
    const sent = await send(path, { members: 'alice' }, 'add')
    assert.deepEqual([sent.location?.pathname, sent.location?.searchParams.get('to')], ['/sign-in', path])
    assert.equal(await world.storage.count('memberships'), 0)
  })

  for (const [what, fields] of Object.entries({
    'leads people to another address': { redirectUris: 'https://evil.example/cb' },
    'needs no secret any more': { kind: 'public' },
    'takes an address for proven': { assertEmailVerified: 'yes' },
    'asks nobody any more': { consent: 'implicit' },
    'has tokens for others': { asksForPeers: 'yes', alsoFor: 'notes' },
    'knows people by something else': { uidField: 'email' },
    'takes in whoever comes': { newcomers: 'everyone' },
  }))
    it(`makes no application that ${what}`, async () => {
      const { world, application, page, form, send } = await leftOpen()
      const before = await findApplication(world, application.id)
      const sent = await send(page, { ...form, ...fields })
      assert.deepEqual([sent.location?.pathname, sent.location?.searchParams.get('to')], ['/sign-in', page])
      assert.deepEqual(await findApplication(world, application.id), before)
    })

  it('lets nobody in who was switched off, or waits to be looked at', async () => {
    const { world, alice, person, tab, send } = await leftOpen()
    await send(person, {}, 'state')
    const asked = await send(person, {}, 'state')
    assert.deepEqual([asked.location?.pathname, asked.location?.searchParams.get('to')], ['/sign-in', person])
    assert.ok((await world.storage.find('accounts', alice.id))?.disabledAt !== undefined)
    const made = await createAccount(world, { username: 'zoe', email: 'zoe@example.org', awaitsApproval: true })
    assert.ok(made.ok)
    const { id } = made.account
    const path = '/console/people/waiting'
    const page = await tab.get(path)
    const sent = await tab.submit(page, {}, { action: `/console/people/${id}/approve` })
    assert.deepEqual([sent.location?.pathname, sent.location?.searchParams.get('to')], ['/sign-in', path])
    assert.ok((await world.storage.find('accounts', id))?.awaitingSince !== undefined)
  })

  it('lets an application be called something else', async () => {
    const { world, application, page, form, send } = await leftOpen()
    const sent = await send(page, { ...form, name: 'Papers' })
    assert.equal(sent.location?.searchParams.get('done'), 'saved')
    assert.equal((await findApplication(world, application.id))?.name, 'Papers')
  })

  it('makes no application whose tokens are for another one too', async () => {
    const { world, tab, application } = await leftOpen()
    const blank = await tab.get('/console/applications/new')
    const peers = { asksForPeers: 'yes', alsoFor: application.clientId }
    const sent = await tab.submit(blank, { ...formOf(blank), ...peers }, { button: 'save' })
    assert.equal(sent.location?.pathname, '/sign-in')
    assert.equal(await world.storage.count('applications'), 1)
  })

  it('changes nothing of who may enter, nor of what an application is told', async () => {
    const { world, application, page, send } = await leftOpen()
    const before = await findApplication(world, application.id)
    const mapping = { 'mapping-scope-0': 'profile', 'mapping-expression-0': '{"preferred_username": "alice"}' }
    const sent = await send(`${page}/access`, { match: 'any', rolesClaim: 'roles', ...mapping })
    assert.deepEqual([sent.location?.pathname, sent.location?.searchParams.get('to')], ['/sign-in', `${page}/access`])
    assert.deepEqual(await findApplication(world, application.id), before)
  })

  it('has what was typed when its administrator has said who they are', async () => {
    const { tab, person, page, form, send } = await leftOpen()
    await send(person, { ...asIs, email: 'right@example.org' })
    assert.equal(shownIn(await tab.get(person), 'email'), 'right@example.org')
    assert.equal(shownIn(await tab.get(person), 'email'), 'alice@example.org')
    await send(page, { ...form, redirectUris: 'https://new.example/cb' })
    assert.equal(shownIn(await tab.get(page), 'redirectUris'), 'https://new.example/cb')
    assert.equal(shownIn(await tab.get(page), 'redirectUris'), redirectUris)
  })
})
