import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { record } from '../../../src/events/event.ts'
import { hours } from '../../../src/lib/clock.ts'
import { testPassword } from '../../support/app.ts'
import { type Console, createConsole, fill } from './console-app.ts'
import { names, pasted, problemOf, shownIn } from './console-forms.ts'

describe('looking after people', () => {
  const add = async (console: Console, fields: Readonly<Record<string, string>>) => {
    const blank = await console.tab.get('/console/people/new')
    return console.tab.submit(blank, fields, { button: 'save' })
  }

  it('gives somebody without a password a link that is shown once and works', async () => {
    const console = await createConsole()
    const made = await add(console, { username: 'ann', name: 'Ann', email: 'ann@example.org', emailVerified: 'yes' })
    assert.equal(made.status, 200)
    const link = pasted(made, 'one-time-link') ?? ''
    assert.ok(link.startsWith(`${console.base}/`), link)
    assert.equal((await console.browser().get(link)).status, 200)
    const [account] = await console.world.storage.list('accounts', { where: { usernameKey: 'ann' } })
    assert.equal(account?.emailVerifiedBy, `administrator:${console.administrator.id}`)
    const later = await console.tab.get(`/console/people/${account?.id}`)
    assert.ok(!later.text.includes(link))
    const again = await console.tab.submit(later, {}, { button: 'make-link' })
    assert.notEqual(pasted(again, 'one-time-link'), link)
    assert.notEqual((await console.browser().get(link)).status, 200)
  })

  it('gives somebody with a password none, and never the password back', async () => {
    const console = await createConsole()
    const short = await add(console, { username: 'ann', password: 'shorty' })
    assert.equal(short.status, 400)
    assert.ok(problemOf(short, 'password') !== undefined)
    assert.equal(shownIn(short, 'username'), 'ann')
    assert.ok(!short.text.includes('shorty'))
    const made = await add(console, { username: 'ann', password: 'a wholly unguessable passphrase' })
    assert.deepEqual([made.status, pasted(made, 'one-time-link')], [200, undefined])
  })

  it('keeps what was typed while an administrator proves who they are, and no password', async () => {
    const console = await createConsole()
    await console.givePassword(console.administrator)
    console.world.clock.advance(hours(2))
    const typed = {
      username: 'ann',
      name: 'Ann & Co',
      administrator: 'yes',
      password: 'a wholly unguessable passphrase',
    }
    const asked = await add(console, typed)
    assert.equal(asked.location?.pathname, '/sign-in')
    const proving = await console.tab.follow(asked)
    const proof = { identifier: 'boss', password: testPassword }
    const back = await console.tab.follow(await console.tab.submit(proving, proof, { button: 'sign-in' }))
    assert.equal(back.url.pathname, '/console/people/new')
    assert.deepEqual([shownIn(back, 'username'), shownIn(back, 'name')], ['ann', 'Ann &amp; Co'])
    assert.ok(!back.text.includes(typed.password))
    assert.equal(shownIn(await console.tab.get('/console/people/new'), 'username'), '')
    const stranger = await console.signedIn(await console.addAccount({ username: 'deputy', administrator: true }))
    for (const [name, value] of console.tab.cookies) if (name.endsWith('typed')) stranger.cookies.set(name, value)
    assert.equal(shownIn(await stranger.get('/console/people/new'), 'username'), '')
  })

  it('says who has a name or an address already', async () => {
    const console = await createConsole()
    const taken = await add(console, { username: 'BOSS', email: 'boss@example.org', emailVerified: 'yes' })
    assert.equal(taken.status, 400)
    assert.ok(problemOf(taken, 'username') !== undefined)
  })

  it('changes them, and says so', async () => {
    const console = await createConsole()
    const { account, group } = await fill(console, names)
    const path = `/console/people/${account.id}`
    const fields = { username: 'ann', name: 'Anna', email: 'anna@example.org', locale: 'de' }
    const page = await console.tab.get(path)
    const saved = await console.tab.follow(await console.tab.submit(page, fields, { button: 'save' }))
    assert.match(saved.text, /Anna is saved/)
    const row = await console.world.storage.find('accounts', account.id)
    assert.deepEqual([row?.name, row?.locale, row?.emailVerifiedAt], ['Anna', 'de', undefined])
    assert.equal(await console.world.storage.count('memberships', { groupId: group.id }), 0)
  })

  it('asks for the password again before somebody else may do everything, too', async () => {
    const console = await createConsole()
    const { account } = await fill(console, names)
    const page = await console.tab.get(`/console/people/${account.id}`)
    console.world.clock.advance(hours(2))
    const fields = { username: 'ann', administrator: 'yes' }
    const asked = await console.tab.submit(page, fields, { button: 'save' })
    assert.equal(asked.location?.pathname, '/sign-in')
    assert.equal((await console.world.storage.find('accounts', account.id))?.administrator, false)
  })

  it('does not let the last administrator go', async () => {
    const console = await createConsole()
    const path = `/console/people/${console.administrator.id}`
    const page = await console.tab.get(path)
    const fields = { username: 'boss', name: 'Boss' }
    const stays = await console.tab.submit(page, fields, { button: 'save' })
    assert.equal(stays.status, 400)
    assert.ok(problemOf(stays, 'administrator') !== undefined)
    assert.equal((await console.tab.submit(page, {}, { button: 'state' })).status, 400)
    const confirm = await console.tab.get(`${path}/delete`)
    assert.equal((await console.tab.submit(confirm, { confirm: 'boss' }, { button: 'confirm-delete' })).status, 400)
    assert.equal((await console.tab.get('/console')).status, 200)
  })

  it('switches them off, signs them out and deletes them by name', async () => {
    const console = await createConsole()
    const { account } = await fill(console, names)
    const path = `/console/people/${account.id}`
    const sessions = () => console.world.storage.count('sessions', { accountId: account.id })
    assert.equal(await sessions(), 1)
    await console.tab.submit(await console.tab.get(path), {}, { button: 'end-sessions' })
    assert.equal(await sessions(), 0)
    await console.tab.submit(await console.tab.get(path), {}, { button: 'state' })
    assert.match((await console.tab.get(path)).text, /switched off/)
    const confirm = await console.tab.get(`${path}/delete`)
    const mistyped = await console.tab.submit(confirm, { confirm: 'Ann' }, { button: 'confirm-delete' })
    assert.deepEqual([mistyped.status, shownIn(mistyped, 'confirm')], [400, 'Ann'])
    await console.tab.submit(confirm, { confirm: 'ann' }, { button: 'confirm-delete' })
    assert.equal((await console.tab.get(path)).status, 404)
  })

  it('takes back what somebody allowed an application', async () => {
    const console = await createConsole()
    const { account, application } = await fill(console, names)
    const page = await console.tab.get(`/console/people/${account.id}`)
    const action = `/console/people/${account.id}/grants`
    await console.tab.submit(page, { application: application.id }, { action })
    assert.equal(await console.world.storage.count('grants'), 0)
  })
})

describe('looking after groups', () => {
  it('makes, renames, fills and deletes one', async () => {
    const console = await createConsole()
    await fill(console, names)
    const blank = await console.tab.get('/console/groups/new')
    const made = await console.tab.submit(blank, { name: 'staff', description: 'Us' }, { button: 'save' })
    const path = made.location?.pathname ?? ''
    const members = async (typed: string) =>
      console.tab.submit(await console.tab.get(path), { members: typed }, { button: 'add' })
    const found = await console.tab.get(`${path}?q=bos`)
    assert.match(found.text, /value="boss"/)
    assert.doesNotMatch((await console.tab.get(`${path}?q=nobody`)).text, /name="chosen"/)
    await console.tab.submit(found, { chosen: 'boss' }, { button: 'add-chosen' })
    assert.equal(await console.world.storage.count('memberships', { accountId: console.administrator.id }), 1)
    const filled = await console.tab.get(path)
    assert.doesNotMatch(filled.text, /name="chosen" value="boss"/)
    await console.tab.submit(filled, { remove: console.administrator.id }, { action: `${path}/members` })
    const wrong = await members('ann\r\nnobody')
    assert.equal(wrong.status, 400)
    assert.match(problemOf(wrong, 'members') ?? '', /nobody/)
    assert.match(shownIn(wrong, 'members') ?? '', /^ann\r?\nnobody$/)
    // The page of the mistake has its own form for the name.
    const renamed = await console.tab.submit(wrong, { name: 'crew', description: '' }, { button: 'save' })
    assert.equal(renamed.location?.pathname, path)
    assert.equal((await members(' ANN ')).status, 303)
    const page = await console.tab.follow(await console.tab.get(path))
    assert.match(page.text, /crew[\s\S]*1 member[\s\S]*Ann/)
    const [, ann = ''] = /name="remove" value="([^"]+)"/.exec(page.text) ?? []
    await console.tab.submit(page, { remove: ann }, { action: `${path}/members` })
    assert.match((await console.tab.get(path)).text, /0 members/)
    const confirm = await console.tab.get(`${path}/delete`)
    await console.tab.submit(confirm, { confirm: 'crew' }, { button: 'confirm-delete' })
    assert.equal((await console.tab.get(path)).status, 404)
  })

  it('says that a name is taken, and keeps it', async () => {
    const console = await createConsole()
    await fill(console, names)
    const blank = await console.tab.get('/console/groups/new')
    const taken = await console.tab.submit(blank, { name: 'ANN' }, { button: 'save' })
    assert.deepEqual([taken.status, shownIn(taken, 'name')], [400, 'ANN'])
    assert.ok(problemOf(taken, 'name') !== undefined)
  })
})

describe('reading what happened', () => {
  it('goes through it page by page, undisturbed by what happens meanwhile', async () => {
    const console = await createConsole()
    for (let n = 0; n < 60; n += 1) {
      console.world.clock.advance(1)
      await record(console.world, 'keys.read', { code: `N-${n}` })
    }
    const codes: string[] = []
    let page = await console.tab.get('/console/events?kind=keys.read')
    for (let pages = 0; pages < 5; pages += 1) {
      for (const [, id = ''] of page.text.matchAll(/href="\/console\/events\/([A-Za-z0-9]+)"/g)) codes.push(id)
      console.world.clock.advance(1)
      await record(console.world, 'keys.read')
      const [, next] = /rel="next" href="([^"]+)"/.exec(page.text) ?? []
      if (next === undefined) break
      page = await console.tab.get(next.replaceAll('&amp;', '&'))
    }
    assert.deepEqual([codes.length, new Set(codes).size], [60, 60])
  })

  it('finds a line by the code that somebody was shown', async () => {
    const console = await createConsole()
    const { event } = await fill(console, names)
    const found = await console.tab.get('/console/events?q=237-942')
    assert.deepEqual(
      [...found.text.matchAll(/href="\/console\/events\/([A-Za-z0-9]+)"/g)].map(([, id]) => id),
      [event.id],
    )
    const page = await console.tab.get(`/console/events/${event.id}`)
    assert.match(page.text, /redirect_uri_mismatch/)
  })

  it('takes any query for what it is', async () => {
    const console = await createConsole()
    for (const query of [
      'page=-1',
      'page=1e9',
      'page=x',
      'until=x',
      'until=-5',
      'outcome=x',
      'kind=%00',
      'q=%00%25',
      'account=%00',
    ]) {
      assert.equal((await console.tab.get(`/console/events?${query}`)).status, 200, query)
      assert.equal((await console.tab.get(`/console/people?${query}`)).status, 200, query)
      assert.equal((await console.tab.get(`/console/applications?${query}`)).status, 200, query)
    }
  })
})

describe('the overview', () => {
  it('draws figures that say in words what they show, and leads to what is behind them', async () => {
    const console = await createConsole()
    for (let n = 0; n < 3; n += 1) await record(console.world, 'signin.succeeded')
    const { text } = await console.tab.get('/console')
    assert.match(text, /<a class="card" href="\/console\/events\?kind=signin\.succeeded">[\s\S]*?>3</)
    assert.match(text, /role="img" aria-label="Sign-ins, day by day: 3 today, at most 3 on January 2, 2026"/)
  })

  it('says what needs somebody', async () => {
    const console = await createConsole()
    const { application } = await fill(console, names)
    const { text } = await console.tab.get('/console')
    assert.match(
      text,
      new RegExp(`href="/console/applications/${application.id}"[\\s\\S]*address that is not registered`),
    )
  })
})
