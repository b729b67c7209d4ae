import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offerSetUp } from '../../src/accounts/sign-up/set-up.ts'
import { createTestApp, testRedirect } from '../support/app.ts'
import { onEveryEngine } from '../support/engines.ts'
import { redeem } from '../support/sign-in.ts'

const request = (changes: Record<string, string> = {}): string =>
  `/authorize?${new URLSearchParams({
    client_id: 'notes',
    redirect_uri: testRedirect,
    response_type: 'code',
    scope: 'openid profile email',
    state: 'xyz',
    ...changes,
  })}`

const administrator = {
  name: 'Alice Example',
  username: 'alice',
  email: 'alice@example.org',
  password: 'correct horse battery staple',
}

await onEveryEngine('the way in', (open) => {
  const setUp = async () => {
    const app = createTestApp({ storage: await open() })
    const link = await offerSetUp(app.world)
    assert.ok(link)
    const browser = app.browser()
    const form = await browser.get(`/setup/${link}`)
    return { ...app, link, done: await browser.submit(form, administrator), admin: browser }
  }

  const signIn = { identifier: 'alice', password: administrator.password }

  test('begins with a link that makes the first administrator, once', async () => {
    const { done, link, browser, world } = await setUp()
    assert.equal(done.status, 303)
    assert.equal(done.location?.pathname, '/console')
    const [account, ...others] = await world.storage.list('accounts')
    assert.equal(account?.administrator, true)
    assert.equal(others.length, 0)
    assert.equal((await browser().get(`/setup/${link}`)).status, 404)
    assert.equal(await offerSetUp(world), undefined)
  })

  test('leads through sign-in and consent to the application', async () => {
    const app = await setUp()
    await app.addApplication({ consent: 'explicit' })
    const browser = app.browser()
    const signInPage = await browser.follow(await browser.get(request()))
    assert.match(signInPage.text, /Sign in to Notes/)
    const consentPage = await browser.follow(await browser.submit(signInPage, signIn, { button: 'sign-in' }))
    assert.match(consentPage.text, /alice@example\.org/)
    assert.match(consentPage.text, /app\.example\.org/)
    const { location } = await browser.submit(consentPage, {}, { button: 'allow' })
    assert.equal(`${location?.origin}${location?.pathname}`, testRedirect)
    assert.equal(location?.searchParams.get('state'), 'xyz')
    const code = location?.searchParams.get('code') ?? ''
    const { status } = await redeem(app, code, { code_verifier: '' })
    assert.equal(status, 200)
    // The next time nobody is asked anything.
    assert.ok((await browser.get(request())).location?.searchParams.has('code'))
  })

  test('tells the application when the person does not agree', async () => {
    const app = await setUp()
    await app.addApplication({ consent: 'explicit' })
    const consentPage = await app.admin.follow(await app.admin.get(request()))
    const { location } = await app.admin.submit(consentPage, {}, { button: 'deny' })
    assert.equal(location?.searchParams.get('error'), 'access_denied')
    assert.equal(location?.searchParams.get('iss'), app.base)
    const again = await app.admin.submit(consentPage, {}, { button: 'deny' })
    assert.equal(again.status, 400)
    assert.match(again.text, /data-error="request_expired"/)
  })

  test('asks for the password again when the application wants that, and only once', async () => {
    const app = await setUp()
    await app.addApplication()
    for (const changes of [{ prompt: 'login' }, { max_age: '0' }]) {
      app.world.clock.advance(1000)
      const page = await app.admin.follow(await app.admin.get(request(changes)))
      assert.match(page.text, /Confirm it is you/)
      const { location } = await app.admin.submit(page, signIn, { button: 'sign-in' })
      assert.ok(location?.searchParams.has('code'), JSON.stringify(changes))
    }
  })

  test('lets a person choose an account when the application wants that', async () => {
    const app = await setUp()
    await app.addApplication()
    const page = await app.admin.follow(await app.admin.get(request({ prompt: 'select_account' })))
    assert.match(page.text, /Who is signing in/)
    const [account] = await app.world.storage.list('accounts')
    const { location } = await app.admin.submit(page, { account: account?.id ?? '' })
    assert.ok(location?.searchParams.has('code'))
    const other = await app.admin.follow(await app.admin.get(request({ prompt: 'select_account' })))
    const signInPage = await app.admin.follow(await app.admin.submit(other, {}, { button: 'another' }))
    const answered = await app.admin.submit(signInPage, signIn, { button: 'sign-in' })
    assert.ok(answered.location?.searchParams.has('code'))
  })

  test('is closed to whoever was sent somebody else’s link', async () => {
    const app = await setUp()
    await app.addApplication({ consent: 'explicit' })
    const mine = await app.browser().get(request())
    const victim = app.admin
    const seen = await victim.get(mine.location ?? '')
    assert.equal(seen.status, 400)
    assert.match(seen.text, /data-error="request_expired"/)
  })

  test('does not take one person’s consent for another’s', async () => {
    const app = await setUp()
    await app.addApplication({ consent: 'explicit' })
    const bob = await app.addAccount({ username: 'bob' })
    const page = await app.admin.follow(await app.admin.get(request()))
    const asBob = await app.signedIn(bob)
    for (const [name, value] of asBob.cookies) app.admin.cookies.set(name, value)
    const answer = await app.admin.submit(page, {}, { button: 'allow' })
    assert.equal(answer.location?.pathname, '/consent')
    assert.equal(await app.world.storage.count('grants'), 0)
  })

  test('cannot be entered in the middle', async () => {
    const app = await setUp()
    await app.addApplication({ consent: 'explicit' })
    const browser = app.browser()
    const first = await browser.get(request())
    const requestId = first.location?.searchParams.get('request') ?? ''
    const page = await browser.follow(first)
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    for (const path of ['/consent', '/choose-account', '/sign-in']) {
      for (const fields of [{}, { decision: 'allow' }, { decision: 'allow', account: 'x' }, { account: '' }]) {
        const sent = await browser.post(`${path}?request=${requestId}`, { form_token: token, ...fields } as Record<
          string,
          string
        >)
        const landed = await browser.follow(sent)
        assert.ok(!landed.location?.searchParams.has('code'))
        assert.equal(landed.url.origin, app.base)
      }
    }
    assert.equal(await app.world.storage.count('codes'), 0)
  })

  test('gives a new session at every sign-in, and ends the one before', async () => {
    const app = await setUp()
    const browser = app.browser()
    const cookie = '__Host-portico-session'
    await browser.submit(await browser.get('/sign-in'), signIn, { button: 'sign-in' })
    const before = browser.cookies.get(cookie)
    await browser.submit(await browser.get('/sign-in?another=yes'), signIn, { button: 'sign-in' })
    const after = browser.cookies.get(cookie)
    assert.notEqual(before, after)
    browser.cookies.set(cookie, before ?? '')
    assert.equal((await browser.get('/account')).location?.pathname, '/sign-in')
  })

  test('keeps what was typed and says the same for a wrong name and a wrong password', async () => {
    const app = await setUp()
    const browser = app.browser()
    const texts = []
    for (const identifier of ['alice', 'nobody']) {
      const form = await browser.get('/sign-in')
      const answer = await browser.submit(form, { identifier, password: 'wrong wrong wrong' }, { button: 'sign-in' })
      assert.equal(answer.status, 401)
      assert.ok(answer.text.includes(`value="${identifier}"`))
      texts.push(answer.text.replaceAll(identifier, ''))
    }
    assert.equal(texts[0], texts[1])
  })

  test('comes back to the page that was asked for, and never leaves this place', async () => {
    const app = await setUp()
    const go = async (to: string) => {
      const browser = app.browser()
      const page = await browser.get(`/sign-in?to=${encodeURIComponent(to)}`)
      return (await browser.submit(page, signIn, { button: 'sign-in' })).location?.href
    }
    assert.equal(await go('/account/sessions'), `${app.base}/account/sessions`)
    for (const evil of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/%2fevil.example',
      '/.evil',
      '\t//evil',
    ]) {
      assert.equal(await go(evil), `${app.base}/`, evil)
    }
  })
})
