import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { membersOf } from '../../src/applications/access.ts'
import { createTestApp, type TestApp, testRedirect } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { challenge } from '../support/pkce.ts'

type Changes = Record<string, string | undefined>

const ask = (changes: Changes = {}): string => {
  const all: Changes = {
    client_id: 'notes',
    redirect_uri: testRedirect,
    response_type: 'code',
    scope: 'openid',
    state: 'xyz',
    ...changes,
  }
  const sent = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return `/authorize?${new URLSearchParams(sent)}`
}

/** As somebody who is not signed in, so that where it goes is not asked about first. */
const createGone = async (browser: TestBrowser, uri: string) => {
  const cookies = [...browser.cookies]
  browser.cookies.clear()
  const seen = await browser.get(`/end-session?${new URLSearchParams({ post_logout_redirect_uri: uri })}`)
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return seen
}

const someoneSignedIn = async (application: Parameters<TestApp['addApplication']>[0] = {}) => {
  const app = createTestApp()
  const account = await app.addAccount()
  await app.addApplication(application)
  return { ...app, account, browser: await app.signedIn(account) }
}

describe('an authorization request', () => {
  test('is answered with a code, the state byte for byte, and who answers', async () => {
    const { browser, base } = await someoneSignedIn()
    const state = 'a b+c%20&=ä"<>\\'
    const { status, location } = await browser.get(ask({ state }))
    assert.equal(status, 303)
    assert.equal(`${location?.origin}${location?.pathname}`, testRedirect)
    assert.match(location?.searchParams.get('code') ?? '', /^pac_[A-Za-z0-9]{43}$/)
    assert.equal(location?.searchParams.get('state'), state)
    assert.equal(location?.searchParams.get('iss'), base)
  })

  test('keeps a query that the redirect URI has of its own', async () => {
    const uri = 'https://app.example.org/wp-admin/admin-ajax.php?action=openid-connect-authorize'
    const { browser } = await someoneSignedIn({ redirectUris: [uri] })
    const { headers } = await browser.get(ask({ redirect_uri: uri }))
    assert.ok(headers.get('location')?.startsWith(`${uri}&code=pac_`))
  })

  test('goes to a private-use scheme as it was registered', async () => {
    const uri = 'app.immich:///oauth-callback'
    const { browser } = await someoneSignedIn({ redirectUris: [uri] })
    const { headers } = await browser.get(ask({ redirect_uri: uri }))
    assert.ok(headers.get('location')?.startsWith(`${uri}?code=pac_`))
  })

  test('is answered in the fragment when it asks for that', async () => {
    const { browser } = await someoneSignedIn()
    const { location } = await browser.get(ask({ response_mode: 'fragment' }))
    assert.equal(location?.search, '')
    assert.match(location?.hash ?? '', /^#code=pac_\w+&state=xyz&iss=/)
  })

  test('is answered by a form that posts itself, whatever the state is made of', async () => {
    const { browser } = await someoneSignedIn()
    const { status, text, headers } = await browser.get(ask({ response_mode: 'form_post', state: '"><script>x' }))
    assert.equal(status, 200)
    assert.match(text, /<form[^>]* action="https:\/\/app\.example\.org\/callback"/)
    assert.match(text, /name="code" value="pac_/)
    assert.ok(!text.includes('<script>x'))
    assert.ok(!headers.get('content-security-policy')?.includes('form-action'))
    assert.equal(headers.get('cache-control'), 'no-store')
  })

  test('may come by POST, and goes on as a GET that brings the cookies', async () => {
    const { browser, base } = await someoneSignedIn()
    const fields = Object.fromEntries(new URL(ask(), base).searchParams)
    const posted = await browser.post('/authorize', fields, { 'sec-fetch-site': 'cross-site' })
    assert.equal(posted.status, 303)
    const { location } = await browser.get(posted.location ?? '')
    assert.match(location?.searchParams.get('code') ?? '', /^pac_/)
  })

  test('ignores what it does not know, and scopes that do not exist', async () => {
    const { browser } = await someoneSignedIn()
    const changes = {
      scope: 'openid roles https://x',
      claims: '{',
      acr_values: '1',
      display: 'popup',
      hd: 'x',
      resource: 'x',
    }
    const { location } = await browser.get(`${ask(changes)}&hd=y&resource=z&scope[a]=b&__proto__=c`)
    assert.ok(location?.searchParams.has('code'))
  })

  test('that asks for a token where nobody gives one hears so where it listens', async () => {
    const { browser } = await someoneSignedIn()
    const { location } = await browser.get(ask({ response_type: 'id_token token' }))
    assert.match(location?.hash ?? '', /^#error=unsupported_response_type&/)
    const asked = await browser.get(ask({ response_type: 'id_token token', response_mode: 'query' }))
    assert.equal(asked.location?.hash, '')
  })

  const refused: readonly (readonly [name: string, changes: Changes, error: string])[] = [
    ['has no response type', { response_type: undefined }, 'invalid_request'],
    ['has an empty response type', { response_type: '' }, 'invalid_request'],
    ['asks for a token in the browser', { response_type: 'token' }, 'unsupported_response_type'],
    ['asks for an ID token in the browser', { response_type: 'id_token' }, 'unsupported_response_type'],
    ['asks for a code and a token', { response_type: 'code token' }, 'unsupported_response_type'],
    ['asks for scopes of which none exists', { scope: 'openid,email' }, 'invalid_scope'],
    ['asks for scopes in another case', { scope: 'OPENID' }, 'invalid_scope'],
    ['has a response mode nobody knows', { response_mode: 'jwt' }, 'invalid_request'],
    ['has a prompt nobody knows', { prompt: 'nag' }, 'invalid_request'],
    ['combines prompt=none', { prompt: 'none login' }, 'invalid_request'],
    ['has a max_age that is no number', { max_age: '-1' }, 'invalid_request'],
    ['has a plain challenge', { code_challenge: challenge }, 'invalid_request'],
    ['has a short challenge', { code_challenge: 'abc', code_challenge_method: 'S256' }, 'invalid_request'],
    ['has a method without a challenge', { code_challenge_method: 'S256' }, 'invalid_request'],
    ['has a request object', { request: 'e30.e30.' }, 'request_not_supported'],
    ['has a request_uri', { request_uri: 'https://app.example.org/r' }, 'request_uri_not_supported'],
    ['has a registration', { registration: '{}' }, 'registration_not_supported'],
    ['has an id_token_hint that is none of ours', { id_token_hint: 'e30.e30.e30' }, 'invalid_request'],
  ]
  for (const [name, changes, error] of refused) {
    test(`that ${name} is refused to the application`, async () => {
      const { browser, base } = await someoneSignedIn()
      const { status, location } = await browser.get(ask(changes))
      assert.equal(status, 303)
      assert.equal(`${location?.origin}${location?.pathname}`, testRedirect)
      const inFragment = /token/.test(changes['response_type'] ?? '')
      const answer = new URLSearchParams(inFragment ? location?.hash.slice(1) : location?.search)
      assert.equal(answer.get('error'), error)
      assert.match(answer.get('error_description') ?? '', /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
      assert.equal(answer.get('state'), 'xyz')
      assert.equal(answer.get('iss'), base)
      assert.ok(!answer.has('code'))
    })
  }

  for (const name of ['state', 'scope', 'nonce', 'response_type', 'code_challenge']) {
    test(`that has ${name} twice is refused to the application`, async () => {
      const { browser } = await someoneSignedIn()
      const { location } = await browser.get(`${ask({ nonce: 'n' })}&${name}=x&${name}=y`)
      assert.equal(location?.searchParams.get('error'), 'invalid_request')
    })
  }

  test('must use PKCE when the application is public', async () => {
    const { browser } = await someoneSignedIn({ confidential: false, secrets: [], pkce: 'required' })
    const without = await browser.get(ask())
    assert.equal(without.location?.searchParams.get('error'), 'invalid_request')
    const { location } = await browser.get(ask({ code_challenge: challenge, code_challenge_method: 'S256' }))
    assert.ok(location?.searchParams.has('code'))
  })

  const mistakes: readonly (readonly [name: string, changes: Changes, code: string])[] = [
    ['has no client_id', { client_id: undefined }, 'client_id_missing'],
    ['has an unknown client_id', { client_id: 'nobody' }, 'client_unknown'],
    ['has no redirect_uri', { redirect_uri: undefined }, 'redirect_uri_missing'],
    ['has another redirect_uri', { redirect_uri: 'https://evil.example/' }, 'redirect_uri_mismatch'],
    [
      'has another redirect_uri and prompt=none',
      { redirect_uri: 'https://evil.example/', prompt: 'none' },
      'redirect_uri_mismatch',
    ],
  ]
  for (const [name, changes, code] of mistakes) {
    test(`that ${name} is shown to the person and nobody else`, async () => {
      const { browser } = await someoneSignedIn()
      const { status, location, text, headers } = await browser.get(ask(changes))
      assert.equal(status, 400)
      assert.equal(location, undefined)
      assert.ok(text.includes(`data-error="${code}"`))
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
    })
  }

  test('is only ever answered at exactly the registered URI', async () => {
    const { browser } = await someoneSignedIn()
    const registered = testRedirect
    const mutations = [
      ...[...registered].map((_, at) => `${registered.slice(0, at)}x${registered.slice(at + 1)}`),
      `${registered}/`,
      `${registered}?`,
      `${registered}#`,
      `${registered}/../evil`,
      `${registered}/%2e%2e/evil`,
      `${registered}%2f..%2fevil`,
      `${registered};x`,
      registered.replace('app.example.org', 'app%2eexample.org'),
      registered.replace('app.example.org', 'app.example.org%40evil.example'),
      registered.replace('app.example.org', 'app.example.org.'),
      `${registered}%20`,
      `${registered}\n`,
      registered.replace('https:', 'http:'),
      registered.replace('https:', 'HTTPS:'),
      registered.replace('app.example.org', 'app.example.org.evil.example'),
      registered.replace('app.example.org', 'app.example.org:443'),
      registered.replace('https://', 'https://app.example.org@evil.example/'),
      registered.replace('https://', 'https://evil.example\\@'),
      ` ${registered}`,
      registered.toUpperCase(),
    ].filter((uri) => uri !== registered)
    for (const uri of mutations) {
      const { status, location } = await browser.get(ask({ redirect_uri: uri }))
      assert.equal(status, 400, uri)
      assert.equal(location, undefined, uri)
    }
  })

  const harmful = [
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://app.example.org/x',
    'https://app.example.org/callback#x',
    'https://user:pass@app.example.org/callback',
    'https://app.example.org\\callback',
    'https://app.example.org/call back',
    'https://app.example.org/callbäck',
    'https://例え.example/callback',
    'callback',
  ]
  test('is never answered at an address that does harm, however it came to be registered', async () => {
    const { browser } = await someoneSignedIn({ redirectUris: harmful, postLogoutRedirectUris: harmful })
    for (const uri of harmful) {
      for (const response_mode of ['query', 'form_post']) {
        const { status, location, text } = await browser.get(ask({ redirect_uri: uri, response_mode }))
        assert.equal(status, 400, uri)
        assert.equal(location, undefined, uri)
        assert.match(text, /data-error="redirect_uri_harmful"/, uri)
      }
    }
    for (const uri of harmful) {
      const { status, location } = await browser.get(
        `/end-session?${new URLSearchParams({ post_logout_redirect_uri: uri })}`,
      )
      assert.ok(status === 200 && location === undefined, uri)
      const { status: gone } = await createGone(browser, uri)
      assert.ok(gone < 500, uri)
    }
  })

  test('is answered nowhere while no address is registered: the first one is not believed', async () => {
    const { browser } = await someoneSignedIn({ redirectUris: [] })
    for (const uri of [testRedirect, 'http://127.0.0.1/cb']) {
      const { status, text } = await browser.get(ask({ redirect_uri: uri }))
      assert.equal(status, 400)
      assert.match(text, /data-error="redirect_uri_mismatch"/)
    }
  })

  test('is answered so that nothing keeps the code or passes it on', async () => {
    const { browser } = await someoneSignedIn()
    for (const response_mode of ['query', 'fragment', 'form_post']) {
      const { headers } = await browser.get(ask({ response_mode }))
      assert.equal(headers.get('cache-control'), 'no-store')
      assert.equal(headers.get('referrer-policy'), 'no-referrer')
      assert.equal(headers.get('access-control-allow-origin'), null)
    }
  })

  test('lets a native application choose its port on a loopback address, and nothing else', async () => {
    const { browser } = await someoneSignedIn({
      confidential: false,
      pkce: 'required',
      redirectUris: ['http://127.0.0.1/cb', 'http://[::1]/cb', 'http://localhost:7000/cb'],
    })
    const sent = { code_challenge: challenge, code_challenge_method: 'S256', prompt: 'none' }
    const answered = async (uri: string) => (await browser.get(ask({ ...sent, redirect_uri: uri }))).status
    assert.equal(await answered('http://127.0.0.1:51004/cb'), 303)
    assert.equal(await answered('http://[::1]:51004/cb'), 303)
    assert.equal(await answered('http://localhost:51004/cb'), 400)
    assert.equal(await answered('http://127.0.0.1:51004/other'), 400)
    assert.equal(await answered('http://127.0.0.1:5@evil.example/cb'), 400)
    assert.equal(await answered('https://127.0.0.1:51004/cb'), 400)
  })

  test('that is longer than an address may be is refused', async () => {
    const { browser } = await someoneSignedIn()
    assert.equal((await browser.get(ask({ state: 'x'.repeat(9000) }))).status, 414)
    assert.equal((await browser.post('/authorize', { state: 'x'.repeat(9000) })).status, 414)
    assert.equal((await browser.post('/authorize', { state: 'x'.repeat(90_000) })).status, 413)
  })

  test('for an application that is switched off is shown to the person', async () => {
    const { browser } = await someoneSignedIn({ disabledAt: 1 })
    const { status, text } = await browser.get(ask())
    assert.equal(status, 400)
    assert.ok(text.includes('data-error="client_disabled"'))
  })
})

describe('prompt=none', () => {
  test('says login_required when nobody is signed in', async () => {
    const app = createTestApp()
    await app.addApplication()
    const { location } = await app.browser().get(ask({ prompt: 'none' }))
    assert.equal(location?.searchParams.get('error'), 'login_required')
  })

  test('says login_required when the sign-in is older than max_age', async () => {
    const { browser, world } = await someoneSignedIn()
    world.clock.advance(61_000)
    const old = await browser.get(ask({ prompt: 'none', max_age: '60' }))
    assert.equal(old.location?.searchParams.get('error'), 'login_required')
    const young = await browser.get(ask({ prompt: 'none', max_age: '62' }))
    assert.ok(young.location?.searchParams.has('code'))
  })

  test('says consent_required until the person has agreed', async () => {
    const { browser, world, account } = await someoneSignedIn({ id: 'notes-id', consent: 'explicit' })
    const asked = await browser.get(ask({ prompt: 'none', scope: 'openid email' }))
    assert.equal(asked.location?.searchParams.get('error'), 'consent_required')
    const grant = {
      id: `notes-id:${account.id}`,
      applicationId: 'notes-id',
      accountId: account.id,
      createdAt: 0,
      updatedAt: 0,
    }
    await world.storage.add('grants', { ...grant, scopes: ['openid', 'email'] })
    const agreed = await browser.get(ask({ prompt: 'none', scope: 'openid email' }))
    assert.ok(agreed.location?.searchParams.has('code'))
    const more = await browser.get(ask({ prompt: 'none', scope: 'openid email groups' }))
    assert.equal(more.location?.searchParams.get('error'), 'consent_required')
  })

  test('says access_denied to somebody who is in none of the groups', async () => {
    const { browser } = await someoneSignedIn({ accessRules: membersOf(['staff-id']) })
    const { location } = await browser.get(ask({ prompt: 'none' }))
    assert.equal(location?.searchParams.get('error'), 'access_denied')
  })
})

describe('mistakes that anybody can send', () => {
  test('are written down a hundred times an hour for one address, and shown every time', async () => {
    const app = createTestApp()
    const browser = app.browser('198.51.100.7')
    for (let sent = 0; sent < 105; sent++) assert.equal((await browser.get('/authorize')).status, 400)
    assert.equal(await app.world.storage.count('events'), 100)
    const other = await app.browser('198.51.100.8').get('/authorize')
    assert.match(other.text, /id="event-code"/)
    app.world.clock.advance(3_600_000)
    assert.match((await browser.get('/authorize')).text, /id="event-code"/)
  })

  test('are written down as seldom when it is the application that is told', async () => {
    const app = createTestApp()
    await app.addApplication()
    const browser = app.browser('198.51.100.7')
    for (let sent = 0; sent < 105; sent++) {
      const { location } = await browser.get(ask({ prompt: 'none' }))
      assert.equal(location?.searchParams.get('error'), 'login_required')
    }
    assert.equal(await app.world.storage.count('events', { kind: 'authorization.refused' }), 100)
    // What people cannot go on with is told apart from what programs ask all day.
    assert.match((await browser.get('/authorize')).text, /id="event-code"/)
  })
})
