import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import {
  type AnyRoute,
  createHouse,
  everyRoute,
  type House,
  nameOf,
  type Visitor,
  visitors,
} from '../support/all-routes.ts'
import { createTestApp } from '../support/app.ts'
import type { Seen } from '../support/browser-in-memory.ts'

/** What may be kept by caches: it is the same for everybody and holds nothing of anybody. */
const keepable: Readonly<Record<string, string>> = {
  'GET /.well-known/openid-configuration': 'public, max-age=3600',
  'GET /.well-known/oauth-authorization-server': 'public, max-age=3600',
  'GET /jwks': 'public, max-age=900',
  'GET /keys': 'public, max-age=900',
  'GET /dex/keys': 'public, max-age=900',
  'GET /application/o/:slug/jwks': 'public, max-age=900',
  'GET /brand.css': '',
  'GET /icon': 'public, max-age=3600',
  'GET /fediverse/client/:server': 'public, max-age=3600',
}

/** Pages whose form may end at an application, and no others (Chromium holds form-action against the whole chain). */
const formsMayLeave = new Set([
  '/invite/:link',
  '/sign-up/confirm/:link',
  '/choose-username',
  '/sign-in',
  '/choose-account',
  '/consent',
  '/sign-out',
  '/end-session',
  '/application/o/:slug/end-session',
  '/application/o/authorize',
  '/authorize',
])

/** Of these, the ones that come back with what was wrong. */
const formsComeBack = new Set(['/sign-in', '/invite/:link', '/sign-up/confirm/:link'])

const policyOf = (seen: Pick<Seen, 'headers'>): ReadonlyMap<string, string> =>
  new Map(
    (seen.headers.get('content-security-policy') ?? '').split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values.join(' ')]
    }),
  )

const assertHardened = (headers: Headers, where: string): void => {
  assert.equal(headers.get('referrer-policy'), 'no-referrer', where)
  assert.equal(headers.get('x-content-type-options'), 'nosniff', where)
  assert.match(headers.get('strict-transport-security') ?? '', /^max-age=31536000/, where)
  assert.equal(headers.get('server'), null, where)
  assert.equal(headers.get('x-powered-by'), null, where)
  assert.equal(headers.get('access-control-allow-credentials'), null, where)
}

const assertPageIsSafe = (seen: Seen, formsLeave: boolean, where: string): void => {
  const policy = policyOf(seen)
  assert.equal(policy.get('default-src'), "'none'", where)
  assert.equal(policy.get('script-src'), "'self'", where)
  assert.equal(policy.get('style-src'), "'self'", where)
  assert.equal(policy.get('img-src'), "'self' data:", where)
  assert.equal(policy.get('base-uri'), "'none'", where)
  assert.equal(policy.get('frame-ancestors'), "'none'", where)
  assert.equal(policy.get('form-action'), formsLeave ? undefined : "'self'", where)
  assert.equal(seen.headers.get('x-frame-options'), 'DENY', where)
  assert.equal(seen.headers.get('cross-origin-opener-policy'), 'same-origin-allow-popups', where)
  // What the policy would stop anyway, and what a page must not do even where no policy is heeded.
  assert.doesNotMatch(seen.text, /<script(?![^>]* src="\/assets\/)/, where)
  assert.doesNotMatch(seen.text, / on\w+=|<style|<iframe|<base|javascript:/i, where)
  for (const [, url = ''] of seen.text.matchAll(/<(?:script|link|img|source)\b[^>]* (?:src|href)="([^"]*)"/g))
    assert.match(url, /^(?:\/|data:image\/|https:\/\/id\.example\.org\/)/, where)
}

describe('an answer', () => {
  let house: House
  before(async () => {
    house = await createHouse()
  })

  /** With an origin of its own, as a program in a page elsewhere would send it. */
  const visit = (route: AnyRoute, visitor: Visitor): Promise<Seen> => {
    const browser = house.as(visitor)
    const path = house.fill(route.path)
    const headers = { origin: 'https://app.example.org' }
    if (route.method === 'GET') return browser.get(path, headers)
    const isForm = route.who !== 'anyone' && route.who !== 'application'
    return browser.post(path, isForm ? house.token(browser) : {}, headers)
  }

  for (const route of everyRoute) {
    for (const visitor of visitors) {
      test(`to ${nameOf(route)} is hardened, kept by nobody and open to nobody else's page, for: ${visitor}`, async () => {
        const where = `${nameOf(route)} as ${visitor}`
        const seen = await visit(route, visitor)
        assertHardened(seen.headers, where)
        assert.equal(seen.headers.get('access-control-allow-origin'), route.cors ? '*' : null, where)
        const caching = keepable[nameOf(route)]
        if (caching === undefined) assert.equal(seen.headers.get('cache-control'), 'no-store', where)
        else if (caching !== '') assert.equal(seen.headers.get('cache-control'), caching, where)
        if (seen.headers.get('content-type')?.startsWith('text/html')) {
          // A mistake at signing in is told beside the same form; other mistakes are pages without one.
          const hasForm = seen.status === 200 || formsComeBack.has(route.path)
          assertPageIsSafe(seen, formsMayLeave.has(route.path) && hasForm, where)
        }
        for (const cookie of seen.headers.getSetCookie()) {
          assert.match(cookie, /^__Host-[a-z-]+=[^;]*; Path=\/; HttpOnly; SameSite=Lax; Secure(; Max-Age=\d+)?$/, where)
        }
        if (seen.location !== undefined) assert.equal(seen.location.origin, house.base, where)
      })
    }
  }

  test('to a form that was refused, and to what is not there, is no weaker', async () => {
    const browser = house.as('person')
    const answers = [
      await browser.post('/sign-out', {}),
      await browser.get('/nothing'),
      await browser.get('/consent?request=prq_x'),
      await browser.get(`/account?${'x'.repeat(9000)}`),
      await browser.post('/account', house.token(browser), { 'content-type': 'text/plain' }),
    ]
    for (const seen of answers) {
      const where = `${seen.url.pathname} ${seen.status}`
      assert.ok(seen.status >= 400)
      assertHardened(seen.headers, where)
      assert.equal(seen.headers.get('cache-control'), 'no-store', where)
      assertPageIsSafe(seen, false, where)
    }
  })

  test('on plain http at this machine promises no https, and marks no cookie as secure', async () => {
    const app = createTestApp({ base: 'http://localhost:8080' })
    await app.addAccount()
    const { headers } = await app.browser().get('/sign-in')
    assert.equal(headers.get('strict-transport-security'), null)
    assert.match(headers.getSetCookie()[0] ?? '', /^portico-browser=\w{22}; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  test('with a file of ours may be kept for ever under the name that holds its hash', async () => {
    const page = await house.as('anonymous').get('/sign-in')
    const files = [...page.text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, url]) => url ?? '')
    assert.ok(files.length >= 2)
    for (const file of files) {
      const { status, headers } = await house.as('anonymous').get(file)
      assert.equal(status, 200)
      assert.match(headers.get('cache-control') ?? '', /immutable/)
      assert.equal(headers.get('x-content-type-options'), 'nosniff')
      assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin')
      const stale = await house.as('anonymous').get(file.replace(/\.[\w-]+\.(\w+)$/, '.x.$1'))
      assert.equal(stale.headers.get('cache-control'), 'no-cache')
    }
  })
})
