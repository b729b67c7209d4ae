import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { allowPublishedClients } from '../../src/applications/client-metadata/published-clients.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { days, hours, minutes } from '../../src/lib/clock.ts'
import { silentLog } from '../../src/lib/log.ts'
import { FetchFailed } from '../../src/net/fetch-failed.ts'
import { createSafeFetch, type SafeFetch, type SafeFetchSurroundings } from '../../src/net/safe-fetch.ts'
import { createTestApp } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { challenge, verifier } from '../support/pkce.ts'
import { callBack } from '../support/sign-in.ts'

const clientId = 'https://notes.example.org/client.json'
const redirectUri = 'https://notes.example.org/callback'
const right = {
  client_id: clientId,
  client_name: 'Notes',
  redirect_uris: [redirectUri],
  token_endpoint_auth_method: 'none',
}

interface Place {
  document: unknown
  status: number
  type: string
  headers: Record<string, string>
  fails: boolean
  asked: string[]
}

/** What is at every address, for as long as nobody changes it. */
const placeOf = (changes: Partial<Place> = {}): Place => ({
  ...{ document: right, status: 200, type: 'application/json', headers: {}, fails: false, asked: [] },
  ...changes,
})

const fetchFrom = (place: Place): SafeFetch =>
  Object.assign(
    async (url: string, { most, follow }: { most: number; follow?: number }) => {
      place.asked.push(url)
      const body = Buffer.from(typeof place.document === 'string' ? place.document : JSON.stringify(place.document))
      if (place.fails) throw new FetchFailed('timeout')
      if (body.length > most) throw new FetchFailed('too_large')
      if (place.status === 302 && follow === undefined) throw new FetchFailed('redirect')
      const headers = new Headers({ 'content-type': place.type, ...place.headers })
      return { status: place.status, headers, body: new Uint8Array(body), url }
    },
    { close: async () => {} },
  )

const open = async ({ allowed = true, place = placeOf() }: { allowed?: boolean; place?: Place } = {}) => {
  const app = createTestApp({ fetch: fetchFrom(place) })
  await allowPublishedClients(app.world, allowed, {})
  const alice = await app.addAccount()
  return { ...app, alice, place, browser: await app.signedIn(alice) }
}

const ask = (changes: Readonly<Record<string, string>> = {}): string =>
  `/authorize?${new URLSearchParams({
    ...{ client_id: clientId, redirect_uri: redirectUri, response_type: 'code', scope: 'openid profile', state: 'xyz' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
    ...changes,
  })}`

const errorOf = ({ text }: { text: string }): string | undefined => /data-error="(\w+)"/.exec(text)?.[1]

const agree = async (browser: TestBrowser, request = ask()): Promise<string> => {
  const page = await browser.follow(await browser.get(request))
  const { location, text } = await browser.submit(page, {}, { button: 'allow' })
  return location?.searchParams.get('code') ?? assert.fail(text)
}

const redeem = (app: Awaited<ReturnType<typeof open>>, code: string, changes: Readonly<Record<string, string>> = {}) =>
  callBack(app, '/token', {
    ...{
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      code_verifier: verifier,
    },
    ...changes,
  })

describe('an application that nobody registered', () => {
  test('is unknown, and gone to by nobody, until an administrator lets such in', async () => {
    const { browser, place, world } = await open({ allowed: false })
    assert.equal(errorOf(await browser.get(ask())), 'client_unknown')
    assert.deepEqual(place.asked, [])
    assert.equal(await world.storage.count('applications'), 0)
    const discovery = JSON.parse((await browser.get('/.well-known/openid-configuration')).text)
    assert.equal(discovery.client_id_metadata_document_supported, false)
  })

  test('signs people in once it is let in, by the client id and nothing else', async () => {
    const app = await open()
    const discovery = JSON.parse((await app.browser.get('/.well-known/openid-configuration')).text)
    assert.equal(discovery.client_id_metadata_document_supported, true)
    const code = await agree(app.browser)
    const { status, body } = await redeem(app, code)
    assert.equal(status, 200, JSON.stringify(body))
    const claims = JSON.parse(Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').toString())
    assert.equal(claims.aud, clientId)
    assert.equal(claims.sub, app.alice.id)
    assert.deepEqual(app.place.asked, [clientId])
  })

  test('is shown with its domain, whatever it calls itself, to everybody and each time', async () => {
    const { browser } = await open({ place: placeOf({ document: { ...right, client_name: 'Your Bank' } }) })
    for (let time = 0; time < 2; time += 1) {
      const { text } = await browser.follow(await browser.get(ask()))
      assert.match(text, /Your Bank \(notes\.example\.org\)/)
      assert.match(text, /whatever notes\.example\.org says it is/)
      await agree(browser)
    }
    const silent = await browser.get(ask({ prompt: 'none' }))
    assert.equal(silent.location?.searchParams.get('error'), 'consent_required')
  })

  test('stands on nobody’s list of applications', async () => {
    const { browser } = await open()
    await agree(browser)
    assert.ok(!(await browser.get('/')).text.includes('notes.example.org'))
    assert.ok((await browser.get('/account/applications')).text.includes('notes.example.org'))
  })

  test('gets codes sent to the addresses in its document, to the letter', async () => {
    const { browser } = await open()
    for (const uri of [`${redirectUri}/`, `${redirectUri}?a=b`, 'https://notes.example.org/', 'https://evil.example/'])
      assert.equal(errorOf(await browser.get(ask({ redirect_uri: uri }))), 'redirect_uri_mismatch', uri)
  })

  test('cannot do without PKCE', async () => {
    const app = await open()
    const { location } = await app.browser.get(`${ask().split('&code_challenge')[0]}`)
    assert.equal(location?.searchParams.get('error'), 'invalid_request')
    const code = await agree(app.browser)
    assert.equal((await redeem(app, code, { code_verifier: `${verifier}x` })).body['error'], 'invalid_grant')
  })

  const wrong: Readonly<Record<string, Partial<Place>>> = {
    'is about another client id': { document: { ...right, client_id: 'https://notes.example.org/other.json' } },
    'sends people elsewhere': { document: { ...right, redirect_uris: [redirectUri, 'https://evil.example/cb'] } },
    'has a secret': { document: { ...right, client_secret: 'secret' } },
    'is no JSON': { document: '<!doctype html>' },
    'is a list': { document: [right] },
    'is a page': { type: 'text/html' },
  }
  for (const [what, changes] of Object.entries(wrong)) {
    test(`is refused when its document ${what}`, async () => {
      const { browser, world } = await open({ place: placeOf(changes) })
      const seen = await browser.get(ask())
      assert.equal(seen.status, 400)
      assert.equal(errorOf(seen), 'client_document_wrong')
      assert.equal(await world.storage.count('applications'), 0)
    })
  }

  const silent: Readonly<Record<string, Partial<Place>>> = {
    'is not there': { status: 404 },
    'is an error': { status: 500 },
    'is somewhere else': { status: 302, headers: { location: 'https://notes.example.org/moved.json' } },
    'does not come': { fails: true },
    'is too large': { document: { ...right, filling: 'x'.repeat(5 * 1024) } },
  }
  for (const [what, changes] of Object.entries(silent)) {
    test(`is refused when its document ${what}, in one sentence for all of that`, async () => {
      const { browser } = await open({ place: placeOf(changes) })
      assert.equal(errorOf(await browser.get(ask())), 'client_unreachable')
    })
  }

  test('is believed for as long as it says, an hour otherwise, and a day at most', async () => {
    for (const [control, least, most] of [
      [undefined, minutes(59), hours(1)],
      ['public, max-age=7200', minutes(119), hours(2)],
      ['max-age=0', minutes(4), minutes(5)],
      ['max-age=999999999', hours(23), hours(24)],
    ] as const) {
      const place = placeOf(control === undefined ? {} : { headers: { 'cache-control': control } })
      const { browser, world } = await open({ place })
      await browser.get(ask())
      world.clock.advance(least)
      await browser.get(ask())
      assert.equal(place.asked.length, 1, control)
      world.clock.advance(most - least + 1)
      await browser.get(ask())
      assert.equal(place.asked.length, 2, control)
    }
  })

  test('loses at once what is no longer in its document', async () => {
    const { browser, place, world } = await open()
    const waiting = await browser.follow(await browser.get(ask()))
    world.clock.advance(hours(1) + 1)
    place.document = { ...right, redirect_uris: ['https://notes.example.org/new'] }
    assert.equal(errorOf(await browser.get(ask())), 'redirect_uri_mismatch')
    // Nor does whoever was on the way go there.
    assert.equal((await browser.submit(waiting, {}, { button: 'allow' })).location, undefined)
  })

  test('lives for a day through its server’s trouble, and not a moment after its document has gone', async () => {
    const { browser, place, world } = await open()
    await agree(browser)
    world.clock.advance(hours(2))
    place.fails = true
    assert.equal((await browser.get(ask())).status, 303)
    place.fails = false
    place.status = 503
    assert.equal((await browser.get(ask())).status, 303)
    place.status = 404
    assert.equal(errorOf(await browser.get(ask())), 'client_unreachable')
    place.status = 503
    world.clock.advance(hours(23))
    assert.equal(errorOf(await browser.get(ask())), 'client_unreachable')
  })

  test('is forgotten after days when nobody has allowed it, and kept when somebody has', async () => {
    const { browser, world } = await open()
    await browser.get(ask())
    world.clock.advance(days(3) + 1)
    await sweep(world)
    assert.equal(await world.storage.count('applications'), 0)
    const again = await open()
    await agree(again.browser)
    again.world.clock.advance(days(300))
    await sweep(again.world)
    assert.equal(await again.world.storage.count('applications'), 1)
  })

  test('stays switched off, and is not even asked, when an administrator has switched it off', async () => {
    const { browser, place, world } = await open()
    await agree(browser)
    const [row] = await world.storage.list('applications')
    await world.storage.put('applications', { ...(row ?? assert.fail()), disabledAt: world.clock.now() })
    world.clock.advance(hours(2))
    assert.equal(errorOf(await browser.get(ask())), 'client_disabled')
    assert.equal(place.asked.length, 1)
  })

  test('gets nothing more once such are let in no longer', async () => {
    const app = await open()
    const code = await agree(app.browser)
    await allowPublishedClients(app.world, false, {})
    assert.equal((await redeem(app, code)).body['error'], 'invalid_client')
    assert.equal(errorOf(await app.browser.get(ask())), 'client_unknown')
  })

  test('is one of so many that one visitor may have looked up in an hour', async () => {
    const { browser, place } = await open()
    for (let number = 0; number < 30; number += 1)
      await browser.get(ask({ client_id: `https://notes.example.org/${number}.json` }))
    assert.equal(place.asked.length, 20)
  })

  test('comes back to any port of the machine in front of the person, as RFC 8252 has it', async () => {
    const { browser } = await open({
      place: placeOf({ document: { ...right, redirect_uris: ['http://127.0.0.1/cb'] } }),
    })
    assert.equal((await browser.get(ask({ redirect_uri: 'http://127.0.0.1:51004/cb' }))).status, 303)
    assert.equal(errorOf(await browser.get(ask({ redirect_uri: 'http://127.0.0.1:51004/' }))), 'redirect_uri_mismatch')
  })
})

describe('the way to an address that a stranger names', () => {
  const through = async (t: { after(work: () => unknown): void }, lookup: SafeFetchSurroundings['lookup']) => {
    const reached: string[] = []
    const fetch = createSafeFetch({
      allow: [],
      log: silentLog,
      lookup: (host) => {
        reached.push(host)
        return lookup?.(host) ?? Promise.reject(new Error('nobody'))
      },
    })
    t.after(() => fetch.close())
    const app = createTestApp({ fetch })
    await allowPublishedClients(app.world, true, {})
    return { browser: app.browser(), reached }
  }

  test('leads to no address that is not public, and it is never told which it was', async (t) => {
    const { browser, reached } = await through(t, async () => [{ address: '10.0.0.7', family: 4 }])
    const names = [
      ...['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '169.254.169.254', '10.0.0.1'],
      ...['localhost', 'metadata.internal', 'printer.local', 'db', 'notes.example.org:22', 'intranet.example.org'],
    ]
    const texts = new Set<string>()
    for (const name of names) {
      const seen = await browser.get(ask({ client_id: `https://${name}/client.json` }))
      assert.equal(seen.status, 400, name)
      assert.match(errorOf(seen) ?? '', /^client_(unreachable|unknown)$/, name)
      if (errorOf(seen) === 'client_unreachable') texts.add(/<h1[\s\S]*?<\/h1>/.exec(seen.text)?.[0] ?? '')
    }
    assert.equal(texts.size, 1)
    // A name is resolved to be judged; what is no public name is not even that.
    assert.deepEqual([...new Set(reached)], ['intranet.example.org'])
  })

  test('is not taken for what is no address of that kind', async (t) => {
    const { browser, reached } = await through(t, undefined)
    for (const name of ['http://notes.example.org/c', 'https://notes.example.org/', 'https://notes.example.org/c?x=1'])
      assert.equal(errorOf(await browser.get(ask({ client_id: name }))), 'client_unknown', name)
    assert.deepEqual(reached, [])
  })
})
