import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offerPasswordLink } from '../../src/accounts/passwords/link.ts'
import { offerSetUp } from '../../src/accounts/sign-up/set-up.ts'
import type { App } from '../../src/app.ts'
import { rotateSecret } from '../../src/applications/rotate-secret.ts'
import { hours } from '../../src/lib/clock.ts'
import { openLog } from '../../src/lib/write-log.ts'
import { createTestApp, testRedirect, testSecret } from '../support/app.ts'
import { dump } from '../support/dump.ts'
import { type OpenStorage, onEveryEngine } from '../support/engines.ts'
import { challenge, verifier } from '../support/pkce.ts'
import { basic, callBack, redemption } from '../support/sign-in.ts'
import { createTestClock } from '../support/world.ts'

/** Everything secret that is handed out or typed in a run, each under the name of what it is. */
type Canaries = Map<string, string>

interface Answered {
  readonly what: string
  readonly text: string
}

const passwords = {
  'first password': 'Zwölf laute canary birds 1',
  'second password': 'Zwölf laute canary birds 2',
  'third password': 'Zwölf laute canary birds 3',
  'wrong password': 'a canary that is wrong',
}

/** The whole program with an ear at everything that leaves it. */
const listenIn = async (open: OpenStorage) => {
  const lines: string[] = []
  const answers: Answered[] = []
  const clock = createTestClock()
  const logs = await Promise.all(
    (['json', 'text'] as const).map((format) =>
      openLog({ level: 'debug', format, write: (text) => lines.push(text), clock }),
    ),
  )
  const [json, text] = logs
  if (json === undefined || text === undefined) throw new Error('there are two logs')
  const log: typeof json = {
    debug: (message, fields) => [json.debug(message, fields), text.debug(message, fields)],
    info: (message, fields) => [json.info(message, fields), text.info(message, fields)],
    warn: (message, fields) => [json.warn(message, fields), text.warn(message, fields)],
    error: (message, fields) => [json.error(message, fields), text.error(message, fields)],
  }
  const storage = await open()
  const test = createTestApp({ storage, clock, log })
  const { answer } = test.app
  // Every browser of this test goes through `app.answer`; so do its back channels.
  const app: App = test.app
  Object.assign(app, {
    answer: async (request: Request, connection: { readonly address: string }) => {
      const response = await answer(request, connection)
      const copy = response.clone()
      const what = `${request.method} ${new URL(request.url).pathname}`
      answers.push({ what, text: `${JSON.stringify([...copy.headers])}\n${await copy.text()}` })
      return response
    },
  })
  return { ...test, lines, answers, storage }
}

await onEveryEngine('no secret', (open) => {
  test('is found anywhere but where it was handed out', async () => {
    const house = await listenIn(open)
    const { world, storage, lines, answers, browser: newBrowser } = house
    const secrets: Canaries = new Map(Object.entries(passwords))
    const keep = (name: string, secret: unknown): string => {
      assert.ok(typeof secret === 'string' && secret.length >= 16, `${name}: ${secret}`)
      secrets.set(name, secret)
      return secret
    }
    const cookieOf = (browser: ReturnType<typeof newBrowser>, name: 'session' | 'browser'): string =>
      browser.cookies.get(`__Host-portico-${name}`) ?? ''

    // Set-up
    const setUpLink = keep('set-up link', await offerSetUp(world))
    const alice = newBrowser()
    const person = { name: 'Alice', username: 'alice', email: 'alice@example.org' }
    const setUpPage = await alice.get(`/setup/${setUpLink}`)
    await alice.submit(setUpPage, { ...person, password: passwords['first password'] })
    keep('session of set-up', cookieOf(alice, 'session'))

    // Signing in, wrong and right, to an application that asks
    const application = await house.addApplication({
      consent: 'explicit',
      postLogoutRedirectUris: ['https://app.example.org/bye'],
    })
    keep('client secret', testSecret)
    keep('verifier', verifier)
    const browser = newBrowser()
    const request = {
      client_id: 'notes',
      redirect_uri: testRedirect,
      response_type: 'code',
      scope: 'openid profile email groups offline_access',
      state: 'canary-of-the-state',
      nonce: 'canary-of-the-nonce',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }
    const first = await browser.get(`/authorize?${new URLSearchParams(request)}`)
    keep('browser', cookieOf(browser, 'browser'))
    keep('request', first.location?.searchParams.get('request'))
    const signInPage = await browser.follow(first)
    const credentials = (password: keyof typeof passwords) => ({ identifier: 'alice', password: passwords[password] })
    await browser.submit(signInPage, credentials('wrong password'), { button: 'sign-in' })
    await browser.submit(
      signInPage,
      { identifier: passwords['first password'], password: 'alice' },
      { button: 'sign-in' },
    )
    const consent = await browser.follow(
      await browser.submit(signInPage, credentials('first password'), { button: 'sign-in' }),
    )
    keep('session of sign-in', cookieOf(browser, 'session'))
    const answered = await browser.submit(consent, {}, { button: 'allow' })
    const code = keep('code', answered.location?.searchParams.get('code'))

    // Tokens: exchanged, failed, refreshed, used, introspected, revoked
    await callBack(house, '/token', redemption(code), basic('notes', `${testSecret}-wrong`))
    const tokens = await callBack(house, '/token', redemption(code), basic('notes', testSecret))
    const access = keep('access token', tokens.body['access_token'])
    const refresh = keep('refresh token', tokens.body['refresh_token'])
    keep('ID token', tokens.body['id_token'])
    const refreshed = await callBack(
      house,
      '/token',
      { grant_type: 'refresh_token', refresh_token: refresh },
      basic('notes', testSecret),
    )
    keep('second access token', refreshed.body['access_token'])
    const second = keep('second refresh token', refreshed.body['refresh_token'])
    await browser.get('/userinfo', { authorization: `Bearer ${access}` })
    await browser.get(`/userinfo?access_token=${access}`)
    for (const token of [access, second]) await callBack(house, '/introspect', { token }, basic('notes', testSecret))
    const posted = await browser.get(`/authorize?${new URLSearchParams({ ...request, response_mode: 'form_post' })}`)
    const [, formCode] = /name="code" value="(pac_\w+)"/.exec(posted.text) ?? []
    keep('code in a form', formCode)
    await callBack(
      house,
      '/token',
      { ...redemption(formCode ?? ''), code_verifier: 'x'.repeat(50) },
      basic('notes', testSecret),
    )
    await callBack(house, '/token', redemption(code), basic('notes', testSecret))
    await callBack(house, '/revoke', { token: second }, basic('notes', testSecret))

    // A new secret, by the operator and by the console
    const rotated = await rotateSecret(world, application.id, { overlap: hours(1) })
    keep('rotated client secret', rotated.ok ? rotated.clientSecret : undefined)
    const consolePage = await alice.get(`/console/applications/${application.id}`)
    const shown = await alice.submit(
      consolePage,
      { overlap: '0' },
      { action: `/console/applications/${application.id}/secret` },
    )
    const [, ofConsole] = /(pcs[A-Za-z0-9]{43})/.exec(shown.text) ?? []
    keep('client secret of the console', ofConsole)

    // Another password, by the person and by a link
    const both = { current: passwords['first password'], password: passwords['second password'] }
    const changed = await browser.submit(await browser.get('/account/password'), both, { button: 'save' })
    assert.equal(changed.status, 303)
    keep('session after the change', cookieOf(browser, 'session'))
    const [account] = await storage.list('accounts')
    const reset = await offerPasswordLink(world, account?.id ?? '')
    const resetLink = keep('reset link', reset.ok ? reset.secret : undefined)
    await browser.submit(await browser.get(`/reset/${resetLink}`), { password: 'short' })
    const resetPage = await browser.get(`/reset/${resetLink}`)
    assert.equal((await browser.submit(resetPage, { password: passwords['third password'] })).status, 303)
    const again = await browser.get('/sign-in')
    assert.equal((await browser.submit(again, credentials('third password'), { button: 'sign-in' })).status, 303)
    keep('last session', cookieOf(browser, 'session'))
    for (const page of ['/', '/account', '/account/password', '/account/sessions', '/account/applications']) {
      assert.equal((await browser.get(page)).status, 200)
    }
    for (const page of ['/console', '/console/events', '/console/people', '/console/applications']) {
      assert.equal((await browser.get(page)).status, 200)
    }

    // What goes wrong in earnest
    const broken = new Error('the engine broke')
    const find = storage.find.bind(storage)
    const parts = { find: () => Promise.reject(broken) }
    Object.assign(storage, parts)
    await browser.get(`/consent?request=${secrets.get('request')}`)
    await callBack(house, '/token', redemption(code), basic('notes', testSecret))
    Object.assign(storage, { find })
    assert.ok(lines.some((line) => line.includes('the engine broke')))

    const kept = await dump(storage)
    for (const [name, secret] of secrets) {
      assert.ok(!kept.includes(secret), `the ${name} is in the database`)
      assert.ok(!lines.join('').includes(secret), `the ${name} is in the log`)
      const where = answers.filter(({ text }) => text.includes(secret)).map(({ what }) => what)
      const meant = handedOut[name] ?? []
      if (meant.length > 0) assert.ok(where.length > 0, `the ${name} was not handed out: this test looks at nothing`)
      assert.deepEqual(
        [...new Set(where)].filter((what) => !meant.some((one) => one.test(what))),
        [],
        `the ${name} is told`,
      )
    }
    // Nothing readable about who signs: neither does a log know it.
    assert.doesNotMatch(lines.join(''), /alice|canary|pse_|pac_|pat_|prt_|plk_|pcs/i)
  })

  /** The only answers that may hold it. What is not here may be in none. */
  const handedOut: Readonly<Record<string, readonly RegExp[]>> = {
    'session of set-up': [/^POST \/setup\//],
    'session of sign-in': [/^POST \/sign-in$/],
    'session after the change': [/^POST \/account\/password$/],
    'last session': [/^POST \/sign-in$/],
    browser: [/^GET \/authorize$/],
    // The id in the address of the steps: bound to the browser's cookie.
    request: [/^GET \/authorize$/, /^(GET|POST) \/(sign-in|consent)$/],
    // Who typed it sees it again, in the field that it was typed into.
    'first password': [/^POST \/sign-in$/],
    code: [/^POST \/consent$/],
    'code in a form': [/^GET \/authorize$/],
    'access token': [/^POST \/token$/],
    'refresh token': [/^POST \/token$/],
    'ID token': [/^POST \/token$/],
    'second access token': [/^POST \/token$/],
    'second refresh token': [/^POST \/token$/],
    'client secret of the console': [/^POST \/console\/applications\/\w+\/secret$/],
  }
})
