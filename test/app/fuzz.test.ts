import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Log } from '../../src/lib/log.ts'
import { createHouse, everyRoute } from '../support/all-routes.ts'
import { createTestApp, testPassword, testRedirect } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { type OpenStorage, onEveryEngine } from '../support/engines.ts'
import { runs } from '../support/fuzz.ts'
import { anyRequest, authorization, odd, oddText, type Sent, travelling } from '../support/odd-requests.ts'
import { challenge } from '../support/pkce.ts'
import { codeFor, redeem } from '../support/sign-in.ts'

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

await onEveryEngine('whatever is sent', (open) => {
  test('is answered: no failure, no rejection, no answer without its headers', async () => {
    const house = await prepare(open)
    const property = fc.asyncProperty(anyRequest, async (sent) => assertSound(house, await ask(house, sent), sent))
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
