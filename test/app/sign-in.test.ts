import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offerPasswordLink } from '../../src/accounts/passwords/link.ts'
import { endSession } from '../../src/accounts/sessions/end-session.ts'
import { hours, minutes } from '../../src/lib/clock.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { createTestApp, testPassword, testRedirect } from '../support/app.ts'
import type { Seen, TestBrowser } from '../support/browser-in-memory.ts'
import { type OpenStorage, onEveryEngine } from '../support/engines.ts'
import { codeFor, redeem } from '../support/sign-in.ts'

const session = '__Host-portico-session'

const request = (changes: Record<string, string> = {}): string =>
  `/authorize?${new URLSearchParams({
    client_id: 'notes',
    redirect_uri: testRedirect,
    response_type: 'code',
    scope: 'openid email',
    state: 'xyz',
    ...changes,
  })}`

const ready = async (open: OpenStorage, wrap: (storage: Storage) => Storage = (storage) => storage) => {
  const app = createTestApp({ storage: wrap(await open()) })
  const alice = await app.addAccount()
  const bob = await app.addAccount({ username: 'bob' })
  for (const account of [alice, bob]) await app.givePassword(account)
  await app.addApplication()
  return { ...app, alice, bob }
}

const fill = (browser: TestBrowser, page: Seen, identifier: string, password = testPassword): Promise<Seen> =>
  browser.submit(page, { identifier, password }, { button: 'sign-in' })

const errorIn = (seen: Seen): string | null | undefined => seen.location?.searchParams.get('error')
const hasCode = (seen: Seen): boolean => seen.location?.searchParams.has('code') === true

await onEveryEngine('signing in', (open) => {
  test('never takes over a session that somebody planted', async () => {
    const app = await ready(open)
    const planted = `pse_${'A'.repeat(43)}`
    const browser = app.browser()
    browser.cookies.set(session, planted)
    const done = await fill(browser, await browser.get('/sign-in'), 'alice')
    assert.equal(done.status, 303)
    const own = browser.cookies.get(session)
    assert.ok(own !== undefined && own !== planted)
    browser.cookies.set(session, planted)
    assert.equal((await browser.get('/account')).status, 303)
  })

  test('once more goes on under a new secret, and the old one is dead', async () => {
    const app = await ready(open)
    const browser = await app.signedIn(app.alice)
    const before = browser.cookies.get(session) ?? ''
    const page = await browser.follow(await browser.get(request({ prompt: 'login' })))
    assert.ok(hasCode(await fill(browser, page, 'alice')))
    assert.notEqual(browser.cookies.get(session), before)
    browser.cookies.set(session, before)
    assert.equal((await browser.get('/account')).status, 303)
    assert.equal(await app.world.storage.count('sessions'), 1)
  })

  test('as somebody else ends the session of who was there', async () => {
    const app = await ready(open)
    const browser = await app.signedIn(app.alice)
    await fill(browser, await browser.get('/sign-in?another=yes'), 'bob')
    const sessions = await app.world.storage.list('sessions')
    assert.deepEqual(
      sessions.map(({ accountId }) => accountId),
      [app.bob.id],
    )
  })

  test('is filled in by login_hint, which chooses nobody and cannot write into the page', async () => {
    const app = await ready(open)
    const hinted = await app.browser().get(request({ login_hint: 'alice' }))
    assert.equal(hinted.location?.pathname, '/sign-in')
    const browser = app.browser()
    const odd = '"><script>alert(1)</script>'
    const page = await browser.follow(await browser.get(request({ login_hint: odd })))
    assert.ok(!page.text.includes('<script>alert'))
    assert.ok(page.text.includes('value="&quot;&gt;&lt;script&gt;alert(1)'))
    const asked = await browser.get(`/sign-in?as=${encodeURIComponent(odd)}`)
    assert.ok(!asked.text.includes('<script>alert'))
    const bobs = await app.signedIn(app.bob)
    assert.ok(hasCode(await bobs.get(request({ login_hint: 'alice' }))))
  })

  test('puts nothing into cookies but what was drawn', async () => {
    const app = await ready(open)
    const browser = app.browser()
    const page = await browser.follow(await browser.get(request({ login_hint: 'alice', nonce: 'n' })))
    await fill(browser, page, 'alice')
    const kinds = [...browser.cookies].map(([name, value]) => `${name} ${value.replace(/\w{22,}$/, '…')}`)
    assert.deepEqual(kinds.sort(), ['__Host-portico-browser …', '__Host-portico-session …'])
  })

  test('counts wrong passwords for a person, however their name is spelt', async () => {
    const app = await ready(open)
    const names = [
      'alice',
      'ALICE',
      'Alice',
      ' alice ',
      'ａｌｉｃｅ',
      'alice@example.org',
      'ALICE@example.org',
      'Alice@EXAMPLE.ORG',
      'ａlice',
      'aLICE',
    ]
    const browser = app.browser('198.51.100.7')
    const page = await browser.get('/sign-in')
    for (const name of names) assert.equal((await fill(browser, page, name, 'wrong')).status, 401, name)
    assert.equal((await fill(browser, page, 'aliCE', 'wrong')).status, 429)
  })

  test('asks for no more than was asked of it: a step cannot be told otherwise by its address', async () => {
    const app = await ready(open)
    const browser = app.browser()
    const asked = await browser.get(request())
    const more =
      '&response_type=token&redirect_uri=https://evil.example/&scope=openid+groups&client_id=other&prompt=none'
    const page = await browser.get(`${asked.location}${more}`)
    const done = await browser.post(`${page.url.pathname}${page.url.search}`, {
      form_token: /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '',
      identifier: 'alice',
      password: testPassword,
      redirect_uri: 'https://evil.example/',
      scope: 'openid groups',
      request: 'prq_x',
    })
    assert.equal(`${done.location?.origin}${done.location?.pathname}`, testRedirect)
    const { body } = await redeem(app, done.location?.searchParams.get('code') ?? '', { code_verifier: '' })
    assert.equal(body['scope'], 'openid email')
  })

  test('is answered once, however often its last form is sent at the same moment', async () => {
    const app = await ready(open)
    await app.addApplication({ slug: 'asks', consent: 'explicit' })
    const browser = await app.signedIn(app.alice)
    const page = await browser.follow(await browser.get(request({ client_id: 'asks' })))
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.submit(page, {}, { button: 'allow' })))
    assert.equal(answers.filter(hasCode).length, 1)
    assert.equal(await app.world.storage.count('codes'), 1)
    assert.ok(answers.every(({ status }) => status < 500))
  })
})

await onEveryEngine('an application that says whom it expects', (open) => {
  const hintFor = async (app: Awaited<ReturnType<typeof ready>>, who: 'alice' | 'bob'): Promise<string> =>
    String((await redeem(app, await codeFor(await app.signedIn(app[who])))).body['id_token'])

  test('is answered for that person, also when its hint has run out', async () => {
    const app = await ready(open)
    const hint = await hintFor(app, 'alice')
    app.world.clock.advance(hours(2))
    const browser = await app.signedIn(app.alice)
    assert.ok(hasCode(await browser.get(request({ id_token_hint: hint, prompt: 'none' }))))
  })

  test('hears login_required, and is shown nobody else', async () => {
    const app = await ready(open)
    const hint = await hintFor(app, 'bob')
    const browser = await app.signedIn(app.alice)
    assert.equal(errorIn(await browser.get(request({ id_token_hint: hint, prompt: 'none' }))), 'login_required')
    const page = await browser.follow(await browser.get(request({ id_token_hint: hint })))
    assert.equal(page.url.pathname, '/sign-in')
    const asAlice = await fill(browser, page, 'alice')
    assert.equal(errorIn(asAlice), 'login_required')
    assert.equal(await app.world.storage.count('codes'), 0)
  })

  test('is answered for whom it expects once they have signed in', async () => {
    const app = await ready(open)
    const hint = await hintFor(app, 'bob')
    const browser = await app.signedIn(app.alice)
    const page = await browser.follow(await browser.get(request({ id_token_hint: hint })))
    const done = await fill(browser, page, 'bob')
    const { body } = await redeem(app, done.location?.searchParams.get('code') ?? '', { code_verifier: '' })
    assert.ok(Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').includes(app.bob.id))
  })

  test('is not told that one person proved what another did', async () => {
    const app = await ready(open)
    const browser = await app.signedIn(app.alice)
    const page = await browser.follow(await browser.get(request({ prompt: 'login' })))
    const other = await app.signedIn(app.bob)
    // Bob signs in for it at this browser; then alice's session is there again.
    const alices = browser.cookies.get(session) ?? ''
    const token = { form_token: /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '' }
    browser.cookies.set(session, other.cookies.get(session) ?? '')
    assert.ok(hasCode(await browser.post(page.url, { ...token, identifier: 'bob', password: testPassword })))
    browser.cookies.set(session, alices)
    const again = await browser.get(page.url)
    assert.equal(again.status, 400)
    assert.ok(!hasCode(again))
  })
})

await onEveryEngine('a step', (open) => {
  test('that is not due yet cannot be done: nobody consents before they proved who they are', async () => {
    const app = await ready(open)
    await app.addApplication({ slug: 'asks', consent: 'explicit' })
    const browser = await app.signedIn(app.alice)
    const page = await browser.follow(await browser.get(request({ client_id: 'asks', prompt: 'login consent' })))
    assert.equal(page.url.pathname, '/sign-in')
    const form_token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    const consent = { form_token, account: app.alice.id, decision: 'allow' }
    const done = await browser.post(`/consent${page.url.search}`, consent)
    assert.equal(done.location?.pathname, '/sign-in')
    assert.equal(await app.world.storage.count('grants'), 0)
    const asked = await browser.follow(await fill(browser, page, 'alice'))
    assert.equal(asked.url.pathname, '/consent')
  })

  test('gives nothing away for a session that ends in that very moment', async () => {
    let ending: (() => Promise<unknown>) | undefined
    // Somebody signs out between the look at who is there and the code for them.
    const wrap = (storage: Storage): Storage => ({
      ...storage,
      async atomically(changes) {
        const end = changes.some(({ kind }) => kind === 'codes') ? ending : undefined
        ending = end === undefined ? ending : undefined
        await end?.()
        return storage.atomically(changes)
      },
    })
    const app = await ready(open, wrap)
    const signOut = (browser: TestBrowser) => async () => endSession(app.world, browser.cookies.get(session) ?? '')

    const browser = await app.signedIn(app.alice)
    ending = signOut(browser)
    const asked = await browser.get(request())
    assert.equal(asked.location?.pathname, '/sign-in')

    const silent = await app.signedIn(app.alice)
    ending = signOut(silent)
    assert.equal(errorIn(await silent.get(request({ prompt: 'none' }))), 'login_required')

    const consenting = await app.signedIn(app.alice)
    const page = await consenting.follow(await consenting.get(request({ prompt: 'consent' })))
    ending = signOut(consenting)
    const done = await consenting.submit(page, {}, { button: 'allow' })
    assert.equal(done.location?.pathname, '/sign-in')
    assert.equal(await app.world.storage.count('codes'), 0)
  })
})

await onEveryEngine('what a thief would change first', (open) => {
  const profileOf = async (app: Awaited<ReturnType<typeof ready>>) => app.world.storage.find('accounts', app.alice.id)

  test('is asked for again: another e-mail address, a while after signing in', async () => {
    const app = await ready(open)
    const browser = await app.signedIn(app.alice)
    const page = await browser.get('/account/email')
    app.world.clock.advance(minutes(15) + 1)
    const changed = { email: 'thief@example.org' }
    const asked = await browser.submit(page, changed, { button: 'save' })
    assert.equal(asked.location?.pathname, '/sign-in')
    assert.equal((await profileOf(app))?.email, 'alice@example.org')
    await fill(browser, await browser.follow(asked), 'alice')
    assert.equal((await browser.submit(page, changed, { button: 'save' })).location?.pathname, '/account/email')
    const now = await profileOf(app)
    assert.equal(now?.email, 'thief@example.org')
    assert.equal(now?.emailVerifiedAt, undefined)
  })

  test('is only what the page offers: nobody makes themselves what they are not', async () => {
    const app = await ready(open)
    const browser = await app.signedIn(app.alice)
    const page = await browser.get('/account')
    const more = {
      id: app.bob.id,
      username: 'root',
      usernameKey: 'root',
      administrator: 'true',
      admin: 'on',
      emailVerified: 'true',
      email_verified: 'true',
      emailVerifiedAt: '1',
      verifiedEmailKey: 'bob@example.org',
      emailVerifiedBy: 'configuration',
      disabledAt: '',
      managed: 'true',
      groups: 'staff',
      groupIds: 'staff',
      avatar: 'javascript:alert(1)',
      __proto__x: 'y',
      'constructor[prototype][administrator]': 'true',
    }
    await browser.submit(
      page,
      { name: 'Alice Other', email: 'alice@example.org', locale: 'de', ...more },
      { button: 'save' },
    )
    const { updatedAt: _, ...now } = (await profileOf(app)) ?? app.bob
    const { updatedAt: __, ...before } = app.alice
    assert.deepEqual(now, { ...before, name: 'Alice Other', locale: 'de' })
    assert.deepEqual(await app.world.storage.find('accounts', app.bob.id), app.bob)
  })

  test('is somebody’s own: no session and no consent of another person is ended', async () => {
    const app = await ready(open)
    const [alices, bobs] = [await app.signedIn(app.alice), await app.signedIn(app.bob)]
    const { body } = await redeem(app, await codeFor(bobs))
    const theirs = await app.world.storage.list('sessions', { where: { accountId: app.bob.id } })
    const [, form_token = ''] =
      /name="form_token" value="([^"]+)"/.exec((await alices.get('/account/sessions')).text) ?? []
    await alices.post('/account/sessions', { form_token, session: theirs[0]?.publicId ?? '' })
    const applications = await app.world.storage.list('applications')
    await alices.post('/account/applications', { form_token, grant: applications[0]?.id ?? '' })
    assert.equal((await bobs.get('/account')).status, 200)
    assert.equal((await bobs.get('/userinfo', { authorization: `Bearer ${body['access_token']}` })).status, 200)
  })
})

await onEveryEngine('a link that sets a password', (open) => {
  const offered = async (app: Awaited<ReturnType<typeof ready>>): Promise<string> => {
    const link = await offerPasswordLink(app.world, app.alice.id)
    assert.ok(link.ok)
    return `/reset/${link.secret}`
  }
  const next = { password: 'another staple of the horse' }

  test('is not used up by whoever only looks, and is by whoever uses it', async () => {
    const app = await ready(open)
    const link = await offered(app)
    const browser = app.browser()
    for (let look = 0; look < 3; look++) assert.equal((await browser.get(link)).status, 200)
    await app.app.answer(new Request(app.base + link, { method: 'HEAD' }), { address: '192.0.2.1' })
    const page = await browser.get(link)
    const answers = await Promise.all(Array.from({ length: 5 }, () => browser.submit(page, next)))
    assert.equal(answers.filter(({ status }) => status === 303).length, 1)
    assert.equal((await browser.get(link)).status, 404)
    assert.equal((await fill(browser, await browser.get('/sign-in'), 'alice', next.password)).status, 303)
  })

  test('signs nobody in, ends who is signed in, and dies with the day', async () => {
    const app = await ready(open)
    const alices = await app.signedIn(app.alice)
    const browser = app.browser()
    const page = await browser.get(await offered(app))
    const done = await browser.submit(page, next)
    assert.equal(done.location?.pathname, '/sign-in')
    assert.ok(!browser.cookies.has(session))
    assert.equal((await alices.get('/account')).status, 303)
    const late = await offered(app)
    app.world.clock.advance(hours(24))
    assert.equal((await browser.get(late)).status, 404)
  })

  test('is void once a newer one is made, or its person is switched off', async () => {
    const app = await ready(open)
    const first = await offered(app)
    const second = await offered(app)
    const browser = app.browser()
    assert.equal((await browser.get(first)).status, 404)
    const page = await browser.get(second)
    assert.equal(page.status, 200)
    await app.world.storage.put('accounts', { ...app.alice, disabledAt: app.world.clock.now() })
    assert.equal((await browser.get(second)).status, 404)
    assert.equal((await browser.submit(page, next)).status, 404)
  })
})
