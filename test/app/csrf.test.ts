import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createHouse, everyRoute, type House, nameOf, visitors } from '../support/all-routes.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { dump } from '../support/dump.ts'

type Headers = Readonly<Record<string, string | undefined>>

/** How a form comes in, and whether it may. `token` is what the form has in it. */
interface Attempt {
  readonly name: string
  readonly headers: Headers
  readonly token: 'right' | 'none' | 'empty' | 'wrong' | 'of another browser'
  readonly cookie?: 'gone' | 'malformed'
  readonly passes: boolean
}

const ours = { 'sec-fetch-site': 'same-origin' }
/** As a program sends it that knows nothing of either header. */
const silent: Headers = { 'sec-fetch-site': undefined }
const base = 'https://id.example.org'

const attempts: readonly Attempt[] = [
  { name: 'by a form on our page', headers: { ...ours, origin: base }, token: 'right', passes: true },
  { name: 'by our page, which sends no referrer', headers: { ...ours, origin: 'null' }, token: 'right', passes: true },
  { name: 'by the person’s own doing', headers: { 'sec-fetch-site': 'none' }, token: 'right', passes: true },
  { name: 'by an old browser on our page', headers: { ...silent, origin: base }, token: 'right', passes: true },
  { name: 'by an old browser without an origin', headers: { ...silent, origin: 'null' }, token: 'right', passes: true },
  { name: 'by a program', headers: silent, token: 'right', passes: true },

  { name: 'from another site', headers: { 'sec-fetch-site': 'cross-site' }, token: 'right', passes: false },
  { name: 'from a sister host', headers: { 'sec-fetch-site': 'same-site' }, token: 'right', passes: false },
  { name: 'from where nobody knows', headers: { 'sec-fetch-site': 'elsewhere' }, token: 'right', passes: false },
  {
    name: 'from another site that claims our origin',
    headers: { 'sec-fetch-site': 'cross-site', origin: base },
    token: 'right',
    passes: false,
  },
  {
    name: 'by an old browser elsewhere',
    headers: { ...silent, origin: 'https://evil.example' },
    token: 'right',
    passes: false,
  },
  {
    name: 'by an old browser at our host by http',
    headers: { ...silent, origin: 'http://id.example.org' },
    token: 'right',
    passes: false,
  },
  {
    name: 'by an old browser at another port',
    headers: { ...silent, origin: `${base}:8443` },
    token: 'right',
    passes: false,
  },
  {
    name: 'by an old browser at a host that begins like ours',
    headers: { ...silent, origin: `${base}.evil.example` },
    token: 'right',
    passes: false,
  },

  { name: 'without a token', headers: ours, token: 'none', passes: false },
  { name: 'with an empty token', headers: ours, token: 'empty', passes: false },
  { name: 'with a wrong token', headers: ours, token: 'wrong', passes: false },
  { name: 'with another browser’s token', headers: ours, token: 'of another browser', passes: false },
  { name: 'without a token by a program', headers: silent, token: 'none', passes: false },
  { name: 'without the cookie', headers: ours, token: 'right', cookie: 'gone', passes: false },
  { name: 'with a cookie we never gave', headers: ours, token: 'right', cookie: 'malformed', passes: false },
]

const cookie = '__Host-portico-browser'

const fieldsFor = (house: House, browser: TestBrowser, { token }: Attempt): Record<string, string> => {
  const right = house.token(browser)
  const changed = (value: string) => Object.fromEntries(Object.keys(right).map((name) => [name, value]))
  const another = house.as('anonymous')
  switch (token) {
    case 'none':
      return {}
    case 'empty':
      return changed('')
    case 'wrong':
      return changed('A'.repeat(43))
    case 'of another browser':
      return browser === another ? house.token(house.as('person')) : house.token(another)
    default:
      return right
  }
}

describe('a form', () => {
  const guarded = everyRoute.filter(({ method, who }) => method === 'POST' && who !== 'anyone' && who !== 'application')

  for (const route of guarded) {
    test(`to ${nameOf(route)} is taken from our own pages in this browser, and from nowhere else`, async () => {
      for (const visitor of visitors) {
        let house = await createHouse()
        for (const attempt of attempts) {
          const browser = house.as(visitor)
          const cookies = [...browser.cookies]
          const fields = fieldsFor(house, browser, attempt)
          if (attempt.cookie === 'gone') browser.cookies.delete(cookie)
          if (attempt.cookie === 'malformed') browser.cookies.set(cookie, '<script>')
          const before = await dump(house.world.storage)
          const seen = await browser.post(house.fill(route.path), fields, attempt.headers)
          const where = `${visitor}: ${attempt.name}`
          assert.equal(seen.status !== 403, attempt.passes, where)
          if (attempt.passes) house = await createHouse()
          else {
            assert.match(seen.text, /data-error="(?:cross_site|form_expired)"/, where)
            assert.equal(await dump(house.world.storage), before, `${where}: something was changed all the same`)
            for (const [name, value] of cookies) browser.cookies.set(name, value)
          }
        }
      }
    })
  }

  test('is what changes anything: no GET does', async () => {
    for (const visitor of visitors) {
      const house = await createHouse()
      const kept = async () =>
        (await dump(house.world.storage))
          .split('\n')
          .filter((line) => !/^(counters|events|settings|signingKeys) /.test(line))
      const before = await kept()
      for (const route of everyRoute.filter(({ method }) => method === 'GET')) {
        await house.as(visitor).get(house.fill(route.path), { 'sec-fetch-site': 'cross-site' })
        assert.deepEqual(await kept(), before, nameOf(route))
      }
    }
  })

  test('of an application needs no token, and reads no cookie', async () => {
    const house = await createHouse()
    for (const route of everyRoute.filter(({ who }) => who === 'application')) {
      const browser = house.as('administrator')
      const seen =
        route.method === 'GET' ? await browser.get(route.path) : await browser.post(route.path, house.token(browser))
      // Of a source that is not there: no page of ours is sought in its stead.
      assert.equal(seen.status, route.path.startsWith('/sources/') ? 404 : 401, route.path)
      assert.deepEqual(seen.headers.getSetCookie(), [])
    }
  })
})
