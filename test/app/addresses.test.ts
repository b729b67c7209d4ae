import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createHouse, everyRoute, nameOf, visitors } from '../support/all-routes.ts'
import { createTestApp, testPassword, testRedirect } from '../support/app.ts'
import { redeem } from '../support/sign-in.ts'

/** Spellings that some proxy, filter or router takes for another page than some other does. */
const disguises = (path: string): readonly string[] => {
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/.exec(path) ?? []
  const hex = (letter: string) => `%${letter.charCodeAt(0).toString(16)}`
  return [
    `/${hex(first.charAt(0) || 'x')}${first.slice(1)}${rest}`,
    `/${[...first].map(hex).join('')}${rest}`,
    `/${first};x${rest}`,
    `/${first};jsessionid=1${rest}`,
    `${path};x=y`,
    `${path}/;x`,
    `${path}/.`,
    `//${first}${rest}`,
    `///${first}${rest}`,
    `/./${first}${rest}`,
    `/sign-in/../${first}${rest}`,
    `/sign-in/..;/${first}${rest}`,
    `/sign-in/%2e%2e/${first}${rest}`,
    `/sign-in/..%2f${first}${rest}`,
    `/assets/..%2f${first}${rest}`,
    `/%2f${first}${rest}`,
    `/\\${first}${rest}`,
    `/${first}%2f${rest.slice(1)}`,
    `${path}%00`,
    `${path}%20`,
    `${path}%3f`,
    `${path}%23`,
    `${path}//`,
    `${path}.json`,
    `${path}.css`,
    `/${first.toUpperCase()}${rest}`,
    `/%25${hex(first.charAt(0) || 'x').slice(1)}${first.slice(1)}${rest}`,
    `/${first.charAt(0)}\u0131${first.slice(1)}${rest}`,
  ]
}

describe('a guarded page', () => {
  for (const route of everyRoute.filter(({ who }) => who === 'person' || who === 'administrator')) {
    const strangers = visitors
      .filter((visitor) => visitor === 'anonymous' || route.who === 'administrator')
      .filter((visitor) => visitor !== 'administrator')

    test(`is guarded however its address is spelt: ${nameOf(route)}`, async () => {
      const house = await createHouse()
      for (const visitor of strangers) {
        const browser = house.as(visitor)
        for (const path of disguises(house.fill(route.path))) {
          const seen =
            route.method === 'GET'
              ? await browser.get(house.base + path)
              : await browser.post(house.base + path, house.token(browser))
          const turnedAway = [404, 405].includes(seen.status) || seen.location?.pathname === '/sign-in'
          // `/./` and `/../` are gone before the request leaves the browser; then this is another page.
          assert.ok(turnedAway || seen.url.pathname.startsWith('/sign-in'), `${visitor} ${path} ${seen.status}`)
          if (seen.location !== undefined) assert.equal(seen.location.origin, house.base, path)
        }
      }
    })
  }
})

describe('where we are', () => {
  const evil = 'evil.example'
  const claims: Readonly<Record<string, string>> = {
    host: evil,
    'x-forwarded-host': evil,
    'x-forwarded-server': evil,
    'x-forwarded-proto': 'http',
    'x-forwarded-port': '1234',
    'x-forwarded-prefix': `/${evil}`,
    'x-original-url': `/console?${evil}`,
    'x-rewrite-url': '/console',
    'x-http-method-override': 'DELETE',
    'x-host': evil,
    forwarded: `for=${evil};host=${evil};proto=http`,
    referer: `https://${evil}/`,
  }

  test('is what the installation says, whatever a request claims, in every answer', async () => {
    const house = await createHouse()
    const trusting = createTestApp({
      storage: house.world.storage,
      clock: house.world.clock,
      trustedProxies: ['192.0.2.0/24'],
    })
    for (const { app } of [house, trusting]) {
      for (const visitor of visitors) {
        for (const route of everyRoute.filter(({ method }) => method === 'GET')) {
          const cookie = [...house.as(visitor).cookies].map(([name, value]) => `${name}=${value}`).join('; ')
          const request = new Request(`http://${evil}${house.fill(route.path)}`, { headers: { ...claims, cookie } })
          const response = await app.answer(request, { address: '192.0.2.1' })
          const whole = JSON.stringify([...response.headers]) + (await response.text())
          assert.ok(!whole.includes(evil), `${nameOf(route)} as ${visitor}: ${whole.slice(0, 200)}`)
          assert.ok(!whole.includes(':1234'), nameOf(route))
        }
      }
    }
  })

  test('is the same in tokens, answers and links for whoever signs in through another name', async () => {
    const app = createTestApp()
    const browser = await app.signedIn(await app.addAccount())
    await app.addApplication()
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const request = { client_id: 'notes', redirect_uri: testRedirect, response_type: 'code', scope: 'openid' }
    const asked = new Request(`http://${evil}/authorize?${new URLSearchParams(request)}`, {
      headers: { ...claims, cookie },
    })
    const location = new URL((await app.app.answer(asked, { address: '192.0.2.1' })).headers.get('location') ?? '')
    assert.equal(location.searchParams.get('iss'), app.base)
    const { body } = await redeem(app, location.searchParams.get('code') ?? '', { code_verifier: '' })
    assert.ok(Buffer.from(String(body['id_token']).split('.')[1] ?? '', 'base64url').includes(`"iss":"${app.base}"`))
  })

  test('does not depend on what was asked before under another name', async () => {
    const app = createTestApp()
    const ask = async (origin: string) =>
      (await app.app.answer(new Request(`${origin}/.well-known/openid-configuration`), { address: '192.0.2.1' })).text()
    const first = await ask(`http://${evil}`)
    assert.equal(JSON.parse(first).issuer, app.base)
    assert.equal(await ask(app.base), first)
  })
})

describe('a visitor’s address', () => {
  const nonsense = [
    '',
    ' ',
    'unknown',
    '::::',
    '999.1.1.1',
    '127.0.0.1, ',
    ',,,,',
    `${'1.'.repeat(5000)}`,
    '<script>',
    '%00',
    '[::1',
    '1.2.3.4:99999',
    '\u00ff',
  ]

  test('that cannot be read lets nobody in, and shuts nobody out', async () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'cf-connecting-ip', 'true-client-ip']) {
      for (const value of nonsense) {
        const app = createTestApp({ trustedProxies: ['192.0.2.0/24'] })
        await app.givePassword(await app.addAccount())
        const browser = app.browser()
        const page = await browser.get('/sign-in', { [header]: value })
        assert.equal(page.status, 200, `${header}: ${value.slice(0, 20)}`)
        const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? []
        const send = (tried: string) =>
          browser.post('/sign-in', { form_token: token, identifier: 'alice', password: tried }, { [header]: value })
        assert.equal((await send('wrong wrong wrong')).status, 401)
        assert.equal(await app.world.storage.count('sessions'), 0)
        assert.equal((await send(testPassword)).status, 303)
      }
    }
  })

  test('that a visitor makes up buys no further tries', async () => {
    const app = createTestApp({ trustedProxies: ['192.0.2.0/24'] })
    await app.givePassword(await app.addAccount())
    const browser = app.browser('198.51.100.7')
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec((await browser.get('/sign-in')).text) ?? []
    const statuses: number[] = []
    for (let at = 0; at < 12; at++) {
      const claimed = {
        'x-forwarded-for': `203.0.113.${at}`,
        forwarded: `for=203.0.113.${at}`,
        'x-real-ip': `203.0.113.${at}`,
      }
      const seen = await browser.post(
        '/sign-in',
        { form_token: token, identifier: 'alice', password: 'wrong' },
        claimed,
      )
      statuses.push(seen.status)
    }
    assert.deepEqual(statuses, [...Array(10).fill(401), 429, 429])
  })
})
