import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hours } from '../../src/lib/clock.ts'
import { createTestApp, type TestApp, testRedirect } from '../support/app.ts'
import type { Seen, TestBrowser } from '../support/browser-in-memory.ts'
import { type OpenStorage, onEveryEngine } from '../support/engines.ts'
import { codeFor, redeem } from '../support/sign-in.ts'

const bye = 'https://app.example.org/bye'
const byeWithQuery = 'https://app.example.org/bye?from=id'
const othersBye = 'https://other.example/bye'
const cookie = '__Host-portico-session'

/** What a request to sign out may carry, by what it is worth. */
type Hint =
  | 'good'
  | 'expired'
  | 'other session'
  | 'other person'
  | 'other application'
  | 'garbage'
  | 'unsigned'
  | 'forged'
  | 'foreign'

const consentAnew = `/authorize?${new URLSearchParams({
  client_id: 'notes',
  redirect_uri: testRedirect,
  response_type: 'code',
  scope: 'openid',
  prompt: 'consent',
})}`

const segment = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

const ready = async (open?: OpenStorage) => {
  const app = createTestApp(open === undefined ? {} : { storage: await open() })
  const [alice, bob] = [await app.addAccount(), await app.addAccount({ username: 'bob' })]
  await app.addApplication({ postLogoutRedirectUris: [bye, byeWithQuery] })
  await app.addApplication({ slug: 'other', name: 'Other', postLogoutRedirectUris: [othersBye] })
  const alices = await app.signedIn(alice)
  const idToken = async (browser: TestBrowser, clientId = 'notes'): Promise<string> => {
    const code = await codeFor(browser, { client_id: clientId })
    return String((await redeem(app, code, {}, { clientId })).body['id_token'])
  }
  const hint = async (kind: Hint): Promise<string> => {
    if (kind === 'other session') return idToken(await app.signedIn(alice))
    if (kind === 'other person') return idToken(await app.signedIn(bob))
    if (kind === 'other application') return idToken(alices, 'other')
    const token = await idToken(alices)
    const [header = '', payload = '', signature = ''] = token.split('.')
    if (kind === 'garbage') return 'not.a.token'
    if (kind === 'unsigned') return `${segment({ alg: 'none', typ: 'JWT' })}.${payload}.`
    if (kind === 'forged') {
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
      return `${header}.${segment({ ...claims, sub: bob.id })}.${signature}`
    }
    if (kind === 'foreign') {
      const elsewhere = createTestApp({
        base: 'https://elsewhere.example',
        storage: app.world.storage,
        clock: app.world.clock,
      })
      const there = elsewhere.browser()
      for (const [name, value] of alices.cookies) there.cookies.set(name, value)
      return String((await redeem(elsewhere, await codeFor(there))).body['id_token'])
    }
    if (kind === 'expired') app.world.clock.advance(hours(2))
    return token
  }
  return { ...app, alice, alices, hint }
}

type Ready = Awaited<ReturnType<typeof ready>>

const isSignedIn = async ({ alices }: Pick<Ready, 'alices'>): Promise<boolean> =>
  (await alices.get('/account')).status === 200

/** `asks` first; or at once: the address it goes on to, or the code of the page that says what is wrong. */
interface Row {
  readonly name: string
  readonly hint?: Hint
  readonly params?: Readonly<Record<string, string>>
  readonly asks: boolean
  /** What happens in the end, asked or not, and also when nobody is signed in. */
  readonly ends: string
}

const state = { state: 'a b&c=d"%20ä' }
const withState = `?state=${encodeURIComponent(state.state)}`

const rows: readonly Row[] = [
  // As relying parties send it
  { name: 'a hint alone (RomM)', hint: 'good', asks: false, ends: '/signed-out' },
  { name: 'an address alone (Mastodon)', params: { post_logout_redirect_uri: bye }, asks: true, ends: bye },
  { name: 'nothing', asks: true, ends: '/signed-out' },
  { name: 'a client_id alone', params: { client_id: 'notes' }, asks: true, ends: '/signed-out' },
  {
    name: 'hint, address, client_id and state (Outline)',
    hint: 'good',
    params: { client_id: 'notes', post_logout_redirect_uri: bye, ...state },
    asks: false,
    ends: bye + withState,
  },
  {
    name: 'address and client_id (Nextcloud)',
    params: { client_id: 'notes', post_logout_redirect_uri: bye, ...state },
    asks: true,
    ends: bye + withState,
  },
  {
    name: 'an address with a query of its own',
    hint: 'good',
    params: { post_logout_redirect_uri: byeWithQuery, ...state },
    asks: false,
    ends: `${byeWithQuery}&${withState.slice(1)}`,
  },
  { name: 'a state without an address', hint: 'good', params: state, asks: false, ends: '/signed-out' },
  {
    name: 'what nobody knows',
    hint: 'good',
    params: { logout_hint: 'alice', ui_locales: 'de x' },
    asks: false,
    ends: '/signed-out',
  },
  {
    name: 'empty values',
    params: { id_token_hint: '', client_id: '', post_logout_redirect_uri: '' },
    asks: true,
    ends: '/signed-out',
  },

  // What the hint is worth
  { name: 'an expired hint', hint: 'expired', params: { post_logout_redirect_uri: bye }, asks: false, ends: bye },
  {
    name: 'a hint of another session of this person',
    hint: 'other session',
    params: { post_logout_redirect_uri: bye },
    asks: false,
    ends: bye,
  },
  {
    name: 'a hint about another person',
    hint: 'other person',
    params: { post_logout_redirect_uri: bye },
    asks: true,
    ends: bye,
  },
  { name: 'a hint that is garbage', hint: 'garbage', params: { post_logout_redirect_uri: bye }, asks: true, ends: bye },
  {
    name: 'a hint that nobody signed',
    hint: 'unsigned',
    params: { post_logout_redirect_uri: bye },
    asks: true,
    ends: bye,
  },
  { name: 'a hint that somebody altered', hint: 'forged', asks: true, ends: '/signed-out' },
  { name: 'a hint from elsewhere, under the same key', hint: 'foreign', asks: true, ends: '/signed-out' },
  {
    name: 'a hint of another application',
    hint: 'other application',
    params: { post_logout_redirect_uri: othersBye },
    asks: false,
    ends: othersBye,
  },
  {
    name: 'a hint of another application than is named',
    hint: 'other application',
    params: { client_id: 'notes', post_logout_redirect_uri: bye },
    asks: true,
    ends: bye,
  },

  // Where to
  {
    name: 'an address nobody registered',
    params: { post_logout_redirect_uri: 'https://evil.example/' },
    asks: true,
    ends: 'post_logout_redirect_uri_mismatch',
  },
  {
    name: 'an address nobody registered, with a hint',
    hint: 'good',
    params: { post_logout_redirect_uri: 'https://evil.example/' },
    asks: false,
    ends: 'post_logout_redirect_uri_mismatch',
  },
  {
    name: 'another application’s address, with a hint',
    hint: 'good',
    params: { post_logout_redirect_uri: othersBye },
    asks: false,
    ends: 'post_logout_redirect_uri_mismatch',
  },
  {
    name: 'another application’s address, and a client_id',
    params: { client_id: 'notes', post_logout_redirect_uri: othersBye },
    asks: true,
    ends: 'post_logout_redirect_uri_mismatch',
  },
  {
    name: 'an address and an unknown client_id',
    params: { client_id: 'nobody', post_logout_redirect_uri: bye },
    asks: true,
    ends: 'post_logout_redirect_uri_mismatch',
  },
  {
    name: 'a redirect URI that is for signing in only',
    hint: 'good',
    params: { post_logout_redirect_uri: 'https://app.example.org/callback' },
    asks: false,
    ends: 'post_logout_redirect_uri_mismatch',
  },
  ...[
    `${bye}/`,
    `${bye}#x`,
    `${bye}?`,
    bye.toUpperCase(),
    `${bye}/../evil`,
    `https://evil.example\\@app.example.org/bye`,
    'javascript:alert(1)',
  ].map((uri) => ({
    name: `nearly the address: ${uri}`,
    hint: 'good' as const,
    params: { post_logout_redirect_uri: uri },
    asks: false,
    ends: 'post_logout_redirect_uri_mismatch',
  })),
]

const endedAs = (app: TestApp, seen: Seen): string => {
  const { location } = seen
  if (location !== undefined) return location.origin === app.base ? location.pathname : location.href
  const [, code] = /data-error="(\w+)"/.exec(seen.text) ?? []
  return code ?? `a page with status ${seen.status}`
}

const asksHere = (seen: Seen): boolean => seen.status === 200 && seen.text.includes('id="sign-out"')

/** Asks for it as an application does: by a link on its own site, or by a form there, which brings no cookies along. */
const begin = async (browser: TestBrowser, method: 'GET' | 'POST', sent: Record<string, string>): Promise<Seen> => {
  const crossSite = { 'sec-fetch-site': 'cross-site', origin: 'https://app.example.org' }
  if (method === 'GET') return browser.get(`/end-session?${new URLSearchParams(sent)}`, crossSite)
  const cookies = [...browser.cookies]
  browser.cookies.clear()
  const posted = await browser.post('/end-session', sent, crossSite)
  assert.equal(posted.status, 303)
  assert.equal(posted.location?.pathname, '/end-session')
  assert.deepEqual([...browser.cookies], [])
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser.get(posted.location ?? '', crossSite)
}

describe('signing out for an application', () => {
  for (const row of rows) {
    for (const method of ['GET', 'POST'] as const) {
      test(`by ${method} with ${row.name} ${row.asks ? 'asks, then ' : ''}ends at ${row.ends}`, async () => {
        const app = await ready()
        const hint = row.hint === undefined ? {} : { id_token_hint: await app.hint(row.hint) }
        const sent = { ...hint, ...row.params }
        assert.equal(endedAs(app, await begin(app.browser(), method, sent)), row.ends, 'with nobody signed in')

        const { alices } = app
        let seen = await begin(alices, method, sent)
        assert.equal(asksHere(seen), row.asks)
        if (row.asks) {
          assert.ok(await isSignedIn(app), 'a link from elsewhere has ended a session')
          seen = await alices.submit(seen, {}, { button: 'sign-out' })
        }
        assert.equal(endedAs(app, seen), row.ends)
        assert.ok(!alices.cookies.has(cookie))
        assert.ok(!(await isSignedIn(app)))
      })
    }
  }

  test('is followed by no way to an application that is switched off', async () => {
    const app = createTestApp()
    await app.addApplication({ postLogoutRedirectUris: [bye], disabledAt: app.world.clock.now() })
    for (const sent of [{}, { client_id: 'notes' }]) {
      const seen = await begin(app.browser(), 'GET', { ...sent, post_logout_redirect_uri: bye })
      assert.equal(endedAs(app, seen), 'post_logout_redirect_uri_mismatch')
    }
  })

  test('leads nowhere by itself afterwards', async () => {
    const { alices, base } = await ready()
    const seen = await alices.submit(await alices.get('/sign-out'), {}, { button: 'sign-out' })
    assert.equal(seen.location?.href, `${base}/signed-out`)
    const page = await alices.follow(seen)
    assert.equal(page.status, 200)
    assert.equal(page.url.pathname, '/signed-out')
    assert.doesNotMatch(page.text, /http-equiv="refresh"|<script(?! type="module" src="\/assets\/)/)
    // However often somebody asks who is not signed in.
    for (const path of ['/end-session', '/sign-out', '/end-session?client_id=notes']) {
      assert.equal((await alices.follow(await alices.get(path))).url.pathname, '/signed-out')
    }
  })

  test('tells the person who asks, and where they will be afterwards', async () => {
    const { alices } = await ready()
    const named = await alices.get(`/end-session?${new URLSearchParams({ post_logout_redirect_uri: bye })}`)
    assert.match(named.text, /Notes/)
    assert.match(named.text, /app\.example\.org/)
  })

  test('is not possible by a form from elsewhere, whatever it brings', async () => {
    const app = await ready()
    const page = await app.alices.get('/sign-out')
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? []
    const foreign: readonly (readonly [Record<string, string>, Record<string, string>])[] = [
      [{ form_token: token }, { 'sec-fetch-site': 'cross-site' }],
      [{ form_token: token }, { 'sec-fetch-site': 'same-site' }],
      [{}, {}],
      [{ form_token: 'x' }, {}],
    ]
    for (const [fields, headers] of foreign) {
      assert.equal((await app.alices.post('/sign-out', fields, headers)).status, 403)
      assert.ok(await isSignedIn(app))
    }
  })

  test('shows what the application sent as text', async () => {
    const { alices } = await ready()
    const markup = '"><script>alert(1)</script>'
    for (const name of ['state', 'client_id', 'post_logout_redirect_uri', 'id_token_hint']) {
      const { text } = await alices.get(`/end-session?${new URLSearchParams({ [name]: markup })}`)
      assert.ok(!text.includes('<script>alert'))
    }
  })
})

await onEveryEngine('a sign-out', (open) => {
  test('ends the session, what was issued in it, and no other session', async () => {
    const app = await ready(open)
    const { world, alice, alices } = app
    const elsewhere = await app.signedIn(alice)
    const code = await codeFor(alices)
    await alices.get(`/end-session?id_token_hint=${await app.hint('good')}`)
    assert.equal((await redeem(app, code)).body['error'], 'invalid_grant')
    assert.equal(await world.storage.count('sessions'), 1)
    assert.equal(await world.storage.count('accessTokens'), 0)
    assert.equal((await elsewhere.get('/account')).status, 200)
    const [line, ...more] = await world.storage.list('events', { where: { kind: 'signout' } })
    assert.equal(line?.accountId, alice.id)
    assert.equal(more.length, 0)
  })

  test('is final for the cookie of before, and for a request that was under way', async () => {
    const app = await ready(open)
    const { alices } = app
    const kept = [...alices.cookies]
    const waiting = await alices.follow(await alices.get(consentAnew))
    await alices.submit(await alices.get('/sign-out'), {}, { button: 'sign-out' })
    for (const [name, value] of kept) alices.cookies.set(name, value)
    assert.ok(!(await isSignedIn(app)))
    const landed = await alices.follow(await alices.submit(waiting, {}, { button: 'allow' }))
    assert.equal(landed.url.pathname, '/sign-in')
    assert.equal(await app.world.storage.count('codes'), 0)
  })
})
