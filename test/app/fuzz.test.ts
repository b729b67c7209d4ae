import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Log } from '../../src/lib/log.ts'
import { createHouse, everyPath, everyRoute } from '../support/all-routes.ts'
import { createTestApp, testPassword, testRedirect, testSecret } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { type OpenStorage, onEveryEngine } from '../support/engines.ts'
import { runs } from '../support/fuzz.ts'
import { challenge } from '../support/pkce.ts'
import { basic, codeFor, redeem } from '../support/sign-in.ts'

const emoji = '\u{1F511}'

/** Text that somebody's parser somewhere has stumbled over. */
const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '\0',
    'a\0b',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '[object Object]',
    '{}',
    '[]',
    'null',
    'undefined',
    'NaN',
    '-1',
    '0',
    '1e9',
    '99999999999999999999',
    '%',
    '%00',
    '\r\nSet-Cookie: x=y',
    '"><script>alert(1)</script>',
    "' or 1=1 --",
    '../../etc/passwd',
    '\u202e\u2066',
    '\ufeff',
    '\ud800',
    '\uffff',
    '{{7*7}}',
    'a'.repeat(3000),
    // Half a surrogate pair is left of these by whoever cuts text at a round number.
    ...[49, 99, 199, 299, 499].map((at) => 'a'.repeat(at) + emoji),
    emoji.repeat(500),
    'e\u0301'.repeat(500),
    '(a+)+$'.repeat(100),
    '/'.repeat(3000),
    ';'.repeat(3000),
    'en,'.repeat(300),
    'a-'.repeat(500),
  ),
)

const parameterNames = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'max_age',
  'id_token_hint',
  'login_hint',
  'ui_locales',
  'request',
  'request_uri',
  'registration',
  'claims',
  'acr_values',
  'display',
  'resource',
  'grant_type',
  'code',
  'code_verifier',
  'refresh_token',
  'client_secret',
  'client_assertion',
  'token',
  'token_type_hint',
  'access_token',
  'post_logout_redirect_uri',
  'identifier',
  'password',
  'account',
  'decision',
  'form_token',
  'to',
  'again',
  'another',
  'saved',
  'current',
  'name',
  'username',
  'email',
  'locale',
  'session',
  'others',
  'grant',
  'search',
  'page',
  'from',
  'until',
  'kind',
  'confirm',
] as const

const parameterName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...parameterNames) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'scope[a]', 'scope[]', 'state.x', '', '\0') },
  { weight: 1, arbitrary: oddText },
)

/** As it travels: sometimes encoded as it should be, sometimes as it comes, broken escapes and bytes that are no text included. */
const travelling = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: text.map((value) => encodeURIComponent(value.toWellFormed())) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('%', '%f', '%zz', '%ff%fe', '%c0%80', '%ed%a0%80', '%u0041', '+', '%00', ''),
    },
  )

const query = fc
  .array(fc.tuple(travelling(parameterName), fc.option(travelling(oddText))), { maxLength: 8 })
  .map((pairs) => pairs.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join('&'))

/** What a header can carry over HTTP: bytes, without what ends it. */
const headerText = oddText.map((text) =>
  Buffer.from(text.toWellFormed().slice(0, 2000), 'utf8')
    .toString('latin1')
    .replace(/[\0\r\n]/g, ' ')
    .trim(),
)

const headerNames = [
  'cookie',
  'authorization',
  'accept-language',
  'accept',
  'user-agent',
  'origin',
  'sec-fetch-site',
  'x-forwarded-for',
  'forwarded',
  'referer',
  'content-type',
  'content-length',
  'if-none-match',
  'range',
  'x-request-id',
] as const

const cookieHeader = fc
  .array(
    fc.tuple(
      fc.constantFrom('__Host-portico-session', '__Host-portico-browser', 'portico-session', '__proto__', 'x', ''),
      fc.oneof(headerText, fc.constantFrom('pse_', `pse_${'A'.repeat(43)}`, '"quoted"', 'A'.repeat(22))),
    ),
  )
  .map((cookies) => cookies.map(([name, value]) => `${name}=${value}`).join('; '))

const authorization = fc.oneof(
  headerText,
  headerText.map((text) => `Basic ${text}`),
  oddText.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
  fc.tuple(oddText, oddText).map(([id, secret]) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`),
  headerText.map((text) => `Bearer ${text}`),
  fc.constant(basic('notes', testSecret).authorization),
)

const headers = fc.record(
  {
    ...Object.fromEntries(headerNames.map((name) => [name, headerText])),
    cookie: cookieHeader,
    authorization,
    'content-type': fc.oneof(
      { weight: 5, arbitrary: fc.constant('application/x-www-form-urlencoded') },
      { weight: 1, arbitrary: headerText },
    ),
    'sec-fetch-site': fc.constantFrom('same-origin', 'none', 'cross-site'),
  },
  { requiredKeys: [] },
)

const path = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...everyPath), travelling(oddText))
      .map(([pattern, value]) => pattern.replace(/:\w+/g, () => value)),
  },
  { weight: 1, arbitrary: travelling(oddText).map((value) => `/${value}`) },
  { weight: 1, arbitrary: query.map((value) => `/${value.replaceAll('&', '/')}`) },
)

const body = fc.oneof(
  { weight: 3, arbitrary: query.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: oddText.map((text) => Buffer.from(text)) },
)

const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'POST', 'HEAD', 'PUT', 'OPTIONS'),
  path,
  query,
  headers,
  body,
  who: fc.constantFrom('anonymous' as const, 'person' as const, 'administrator' as const),
})

type Sent = typeof request extends fc.Arbitrary<infer T> ? T : never

/** A log that keeps what nobody expected. */
const listen = () => {
  const failures: unknown[] = []
  const note: Log['error'] = (message, fields) => failures.push([message, fields?.error])
  return { log: { debug() {}, info() {}, warn: note, error: note }, failures }
}

const prepare = async (open: OpenStorage) => {
  const { log, failures } = listen()
  const app = createTestApp({ storage: await open(), log })
  const person = await app.addAccount()
  await app.givePassword(person)
  await app.addApplication({ consent: 'explicit' })
  const browsers = {
    anonymous: app.browser(),
    person: await app.signedIn(person),
    administrator: await app.signedIn(await app.addAccount({ username: 'root', administrator: true })),
  }
  return { ...app, browsers, failures }
}

type Prepared = Awaited<ReturnType<typeof prepare>>

const withCookies = (browser: TestBrowser, headers: Readonly<Record<string, string>>): Headers => {
  const all = new Headers(headers)
  const own = [...browser.cookies].map(([name, value]) => `${name}=${value}`)
  if (own.length > 0)
    all.set('cookie', [...own, ...(headers['cookie'] === undefined ? [] : [headers['cookie']])].join('; '))
  return all
}

const keepCookies = (browser: TestBrowser, response: Response): void => {
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    browser.cookies.set(name, value)
  }
}

const assertSound = async (
  house: Pick<Prepared, 'base' | 'failures'>,
  response: Response,
  what: unknown,
): Promise<void> => {
  const where = JSON.stringify(what)?.slice(0, 2000)
  await response.text()
  assert.ok(response.status < 500, `${response.status} ${where} ${house.failures.map(String)}`)
  assert.deepEqual(house.failures, [], where)
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff', where)
  assert.equal(response.headers.get('referrer-policy'), 'no-referrer', where)
  const location = response.headers.get('location')
  if (location === null) return
  const to = new URL(location, house.base)
  assert.ok(
    to.origin === house.base || to.href.startsWith(`${testRedirect}?`) || to.href.startsWith(`${testRedirect}#`),
    location,
  )
}

const ask = async (house: Prepared, { method, path, query, headers, body, who }: Sent): Promise<Response> => {
  const hasBody = method === 'POST' || method === 'PUT'
  const url = `${house.base}${path}${query === '' ? '' : `?${query}`}`
  const init = { method, headers: withCookies(house.browsers[who], headers as Record<string, string>) }
  return house.app.answer(new Request(url, hasBody ? { ...init, body: new Uint8Array(body) } : init), {
    address: '192.0.2.1',
  })
}

const odd = (form: Record<string, string>): fc.Arbitrary<string> =>
  fc
    .record(Object.fromEntries(Object.keys(form).map((name) => [name, fc.option(oddText)])), { requiredKeys: [] })
    .map((changes) => {
      const all = { ...form, ...changes }
      const pairs = Object.entries(all).flatMap(([name, value]) =>
        value === null || value === undefined ? [] : [[name, value.toWellFormed()]],
      )
      return new URLSearchParams(pairs).toString()
    })

await onEveryEngine('whatever is sent', (open) => {
  test('is answered: no failure, no rejection, no answer without its headers', async () => {
    const house = await prepare(open)
    const property = fc.asyncProperty(request, async (sent) => assertSound(house, await ask(house, sent), sent))
    await fc.assert(property, runs(400))
  })

  const good = {
    client_id: 'notes',
    redirect_uri: testRedirect,
    response_type: 'code',
    response_mode: 'query',
    scope: 'openid email',
    state: 'x',
    nonce: 'n',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    prompt: '',
    max_age: '100',
    login_hint: 'alice',
    ui_locales: 'de',
    id_token_hint: '',
  }

  test('with one thing odd about an otherwise good request to sign in, is answered as far as it goes', async () => {
    const house = await prepare(open)
    await fc.assert(
      fc.asyncProperty(odd(good), fc.constantFrom('anonymous', 'person'), async (query, who) => {
        const browser = house.browsers[who as 'anonymous']
        let path = `/authorize?${query}`
        for (let hops = 0; hops < 4; hops++) {
          const headers = withCookies(browser, {})
          const response = await house.app.answer(new Request(house.base + path, { headers }), { address: '192.0.2.1' })
          keepCookies(browser, response)
          const location = response.headers.get('location')
          await assertSound(house, response, { path, who })
          if (location === null || !location.startsWith('/')) return
          path = location
        }
        assert.fail(`redirected in circles: ${query}`)
      }),
      runs(150),
    )
  })

  test('to the token endpoint and its neighbours is answered, however odd one thing about it is', async () => {
    const house = await prepare(open)
    const forms = {
      '/token': {
        grant_type: 'authorization_code',
        code: 'pac_x',
        redirect_uri: testRedirect,
        code_verifier: 'v',
        scope: 'openid',
      },
      '/revoke': { token: 'pat_x', token_type_hint: 'access_token' },
      '/introspect': { token: 'pat_x', token_type_hint: 'access_token' },
      '/userinfo': { access_token: 'pat_x' },
    }
    for (const [path, form] of Object.entries(forms)) {
      await fc.assert(
        fc.asyncProperty(odd(form), authorization, async (text, header) => {
          const headers: Record<string, string> = {
            'content-type': 'application/x-www-form-urlencoded',
            authorization: header,
          }
          const sent = new Request(house.base + path, { method: 'POST', headers, body: text })
          await assertSound(house, await house.app.answer(sent, { address: '192.0.2.1' }), { path, text, header })
        }),
        runs(60),
      )
    }
  })

  test('to a page’s form is answered, however odd what was filled in is', async () => {
    const { log, failures } = listen()
    const house = await createHouse({ storage: await open(), log })
    const fields = {
      identifier: 'alice',
      password: testPassword,
      current: testPassword,
      name: 'Notes',
      username: 'alice',
      email: 'alice@example.org',
      locale: 'de',
      session: 'x',
      grant: 'x',
      account: 'x',
      decision: 'allow',
      others: 'yes',
      slug: 'notes',
      clientId: 'notes',
      clientSecret: 'x',
      kind: 'confidential',
      redirectUris: testRedirect,
      postLogoutRedirectUris: testRedirect,
      consent: 'explicit',
      pkce: 'yes',
      signingAlgorithm: 'RS256',
      accessGroups: 'x',
      accessTokenLifetime: '3600000',
      idTokenLifetime: '3600000',
      refreshTokenIdle: '1',
      launchUrl: 'https://x.example',
      icon: 'https://x.example/y.png',
      description: 'x',
      members: 'x',
      groupIds: 'x',
      remove: 'x',
      overlap: '0',
      confirm: 'x',
    }
    const forms = everyRoute.filter(({ method, who }) => method === 'POST' && who !== 'anyone' && who !== 'application')
    const id = fc.option(travelling(oddText))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...forms), odd(fields), id, async ({ path, who }, text, id) => {
        const browser = house.as(who === 'administrator' ? 'administrator' : 'person')
        const where = id === null ? house.fill(path) : path.replace(/:\w+/, () => id)
        const headers = withCookies(browser, { 'content-type': 'application/x-www-form-urlencoded' })
        const sent = `${new URLSearchParams(house.token(browser))}&${text}`
        const request = new Request(house.base + where, { method: 'POST', headers, body: sent })
        const response = await house.app.answer(request, { address: '192.0.2.1' })
        keepCookies(browser, response)
        await assertSound({ ...house, failures }, response, { where, text })
      }),
      runs(200),
    )
  })

  test('as a hint of who was signed in is worth nothing unless we signed it', async () => {
    const house = await prepare(open)
    const person = house.browsers.person
    await house.world.storage.removeWhere('applications', {})
    await house.addApplication()
    const { body } = await redeem(house, await codeFor(person))
    const good = String(body['id_token'])
    const [header = '', payload = '', signature = ''] = good.split('.')
    const part = fc.oneof(
      fc.constantFrom(header, payload, signature, '', 'e30', 'bnVsbA', 'W10', 'IiI'),
      oddText.map((text) => Buffer.from(text).toString('base64url')),
      fc.json().map((text) => Buffer.from(text).toString('base64url')),
      fc
        .constantFrom(
          { alg: 'none' },
          { alg: 'HS256', kid: 'x' },
          { alg: 'RS256', jwk: {} },
          { crit: ['exp'] },
          { b64: false },
          { kid: '__proto__' },
        )
        .map((changes) => {
          const own = JSON.parse(Buffer.from(header, 'base64url').toString())
          return Buffer.from(JSON.stringify({ ...own, ...changes })).toString('base64url')
        }),
    )
    const token = fc.oneof(
      oddText,
      fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
      fc.nat(good.length - 1).map((at) => `${good.slice(0, at)}${good[at] === 'A' ? 'B' : 'A'}${good.slice(at + 1)}`),
    )
    await fc.assert(
      fc.asyncProperty(token, async (hint) => {
        // The last letter of a signature has bits that mean nothing.
        fc.pre(hint !== good && hint.slice(0, -1) !== good.slice(0, -1))
        const query = new URLSearchParams({ id_token_hint: hint.toWellFormed() })
        const signOut = await person.get(`/end-session?${query}`)
        assert.ok(signOut.status === 200 || signOut.status === 414, `${signOut.status} ${hint}`)
        const again = new URLSearchParams({ ...good_, id_token_hint: hint.toWellFormed() })
        const { location, status } = await person.get(`/authorize?${again}`)
        if (hint === '' || status === 414) return
        assert.equal(location?.searchParams.get('error'), 'invalid_request', hint)
      }),
      runs(150),
    )
    assert.deepEqual(house.failures, [])
    assert.equal((await person.get('/account')).status, 200)
  })

  const good_ = { client_id: 'notes', redirect_uri: testRedirect, response_type: 'code', scope: 'openid' }
})
