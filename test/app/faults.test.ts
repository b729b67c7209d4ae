import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Busy, type Hasher } from '../../src/accounts/passwords/hasher.ts'
import type { Log } from '../../src/lib/log.ts'
import type { Random } from '../../src/lib/random.ts'
import { createSealing, type Sealing } from '../../src/lib/sealing.ts'
import { createMemoryStorage } from '../../src/storage/memory/memory-storage.ts'
import { type Storage, StorageUnavailable } from '../../src/storage/storage.ts'
import { createTestApp, testPassword, testRedirect, testSecret } from '../support/app.ts'
import type { Seen } from '../support/browser-in-memory.ts'
import { basic, redemption } from '../support/sign-in.ts'
import { createTestRandom } from '../support/world.ts'

const canary = 'details that are nobody’s business'

/** Lets everything through until it is armed; then the call with this number fails, once. */
interface Fuse {
  armed: boolean
  blown: boolean
  /** Returns when the call may go on. */
  pass(what: string): void
}

const createFuse = (what: string, nth: number, error: () => unknown): Fuse => {
  let calls = 0
  return {
    armed: false,
    blown: false,
    pass(call) {
      if (!this.armed || this.blown || call !== what || calls++ < nth) return
      this.blown = true
      throw error()
    },
  }
}

/** Every method of a part of the world, through the fuse. */
const fused = <T extends object>(part: T, name: string, fuse: Fuse): T =>
  new Proxy(part, {
    get(target, method, receiver) {
      const value: unknown = Reflect.get(target, method, receiver)
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        fuse.pass(`${name}.${String(method)}`)
        return value.apply(target, args)
      }
    },
  })

const storageVerbs = [
  'find',
  'list',
  'count',
  'add',
  'put',
  'remove',
  'removeWhere',
  'take',
  'change',
  'bump',
  'rotate',
  'atomically',
] as const

interface Step {
  readonly name: string
  readonly seen: Seen
}

const field = (page: Seen | undefined, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page?.text ?? '')?.[1] ?? ''

/** A whole sign-in with everything that can come after it; ends with the first answer that is a failure. */
const walk = async (fuse: Fuse): Promise<{ readonly steps: readonly Step[]; readonly log: readonly string[] }> => {
  const lines: string[] = []
  const log: Log = { debug() {}, info() {}, warn() {}, error: (message) => lines.push(message) }
  const random: Random = fused(createTestRandom(), 'random', fuse)
  const sealing: Sealing = fused(
    createSealing([new Uint8Array(32).fill(7)], createTestRandom('seals')),
    'sealing',
    fuse,
  )
  const storage: Storage = fused(createMemoryStorage(), 'storage', fuse)
  const hasher = (quick: Hasher): Hasher => fused(quick, 'hasher', fuse)
  const app = createTestApp({ storage, random, sealing, log, hasher, makesKeys: true })
  await app.givePassword(await app.addAccount())
  await app.addApplication({ consent: 'explicit', postLogoutRedirectUris: ['https://app.example.org/bye'] })
  const browser = app.browser()
  const program = app.browser()
  fuse.armed = true

  const steps: Step[] = []
  const done = (name: string, seen: Seen): Seen => {
    steps.push({ name, seen })
    if (seen.status >= 500) throw new Stopped()
    return seen
  }
  const scope = 'openid profile email offline_access'
  const request = { client_id: 'notes', redirect_uri: testRedirect, response_type: 'code', scope }
  try {
    const asked = done('authorize', await browser.get(`/authorize?${new URLSearchParams(request)}`))
    const page = done('sign-in page', await browser.get(asked.location ?? ''))
    const credentials = { form_token: field(page, 'form_token'), identifier: 'alice' }
    done('wrong password', await browser.post(page.url, { ...credentials, password: 'wrong' }))
    const signedIn = done('sign in', await browser.post(page.url, { ...credentials, password: testPassword }))
    const consent = done('consent page', await browser.get(signedIn.location ?? ''))
    const agreed = { form_token: field(consent, 'form_token'), account: field(consent, 'account'), decision: 'allow' }
    const answered = done('allow', await browser.post(consent.url, agreed))
    const code = answered.location?.searchParams.get('code') ?? ''
    const { code_verifier: _, ...form } = redemption(code)
    const tokens = done('token', await program.post('/token', form, basic('notes', testSecret)))
    const { access_token, refresh_token, id_token } = JSON.parse(tokens.text)
    done('userinfo', await program.get('/userinfo', { authorization: `Bearer ${access_token}` }))
    done(
      'refresh',
      await program.post('/token', { grant_type: 'refresh_token', refresh_token }, basic('notes', testSecret)),
    )
    done('introspect', await program.post('/introspect', { token: access_token }, basic('notes', testSecret)))
    done('silent', await browser.get(`/authorize?${new URLSearchParams({ ...request, prompt: 'none' })}`))
    done('code again', await program.post('/token', form, basic('notes', testSecret)))
    done('revoke', await program.post('/revoke', { token: refresh_token }, basic('notes', testSecret)))
    done('discovery', await program.get('/.well-known/openid-configuration'))
    done('keys', await program.get('/jwks'))
    done('account', await browser.get('/account'))
    done('home', await browser.get('/'))
    done('sign out', await browser.get(`/end-session?id_token_hint=${id_token}`))
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
  }
  return { steps, log: lines }
}

class Stopped extends Error {}

const noFuse = (): Fuse => createFuse('nothing', 0, () => new Error('never'))

/** Nothing that is worth anything, nothing of what went wrong, and a way to be told about it. */
const assertFailedClosed = ({ name, seen }: Step, where: string): void => {
  const whole = `${JSON.stringify([...seen.headers])} ${seen.text}`
  assert.ok(!/pac_|pat_|prt_|pse_\w{43}|id_token"|eyJ/.test(whole), `${where}: ${name} gave something away`)
  assert.ok(!whole.includes(canary), where)
  assert.ok(!/\.ts\b|node:|at \w+ \(/.test(whole), `${where}: ${name} told how it is made`)
  assert.equal(seen.location, undefined, where)
  assert.equal(seen.headers.get('cache-control'), 'no-store', where)
  assert.equal(seen.headers.get('x-content-type-options'), 'nosniff', where)
}

const isJson = (seen: Seen): boolean => seen.headers.get('content-type') === 'application/json'

/** As many runs as there are calls of this kind in a walk, each with another call that fails. */
const eachCall = async (
  what: string,
  error: () => unknown,
  check: (failed: Step, where: string) => void,
): Promise<number> => {
  for (let nth = 0; ; nth++) {
    const fuse = createFuse(what, nth, error)
    const { steps } = await walk(fuse)
    if (!fuse.blown) return nth
    const last = steps.at(-1)
    assert.ok(last !== undefined)
    const where = `call ${nth} of ${what}, at ${last.name}`
    assert.ok(last.seen.status >= 500, `${where}: went on as if nothing had happened`)
    assertFailedClosed(last, where)
    check(last, where)
  }
}

const unexpected = ({ seen }: Step, where: string): void => {
  assert.equal(seen.status, 500, where)
  if (isJson(seen)) {
    const body = JSON.parse(seen.text)
    assert.deepEqual(Object.keys(body).sort(), ['error', 'reference'], where)
    assert.match(body.reference, /^[0-9A-Z]{3}-[0-9A-Z]{3}$/, where)
  } else {
    assert.match(seen.text, /data-error="unexpected"/, where)
    assert.match(seen.text, /id="event-code"[^>]*>[0-9A-Z]{3}-[0-9A-Z]{3}</, where)
  }
}

const unavailable = ({ seen }: Step, where: string): void => {
  assert.equal(seen.status, 503, where)
  assert.match(seen.headers.get('retry-after') ?? '', /^\d+$/, where)
  if (!isJson(seen)) assert.match(seen.text, /data-error="(?:unavailable|busy)"|id="sign-in"/, where)
}

describe('a sign-in', () => {
  test('goes well as long as nothing fails', async () => {
    const { steps, log } = await walk(noFuse())
    assert.deepEqual(
      steps.map(({ name, seen }) => `${name} ${seen.status}`),
      [
        'authorize 303',
        'sign-in page 200',
        'wrong password 401',
        'sign in 303',
        'consent page 200',
        'allow 303',
        'token 200',
        'userinfo 200',
        'refresh 200',
        'introspect 200',
        'silent 303',
        'code again 400',
        'revoke 200',
        'discovery 200',
        'keys 200',
        'account 200',
        'home 200',
        'sign out 303',
      ],
    )
    assert.deepEqual(log, [])
  })

  const used = new Map<string, number>()
  for (const verb of storageVerbs) {
    test(`fails closed wherever storage.${verb} fails`, async () => {
      used.set(verb, await eachCall(`storage.${verb}`, () => new Error(canary), unexpected))
    })

    test(`asks to come back later wherever storage.${verb} cannot be reached`, async () => {
      await eachCall(`storage.${verb}`, () => new StorageUnavailable(canary), unavailable)
    })
  }

  test('uses most of what storage can do, so that the tests above look at something', () => {
    for (const verb of ['find', 'list', 'add', 'take', 'change', 'bump', 'rotate', 'atomically'])
      assert.ok((used.get(verb) ?? 0) > 0, verb)
  })

  for (const what of ['hasher.verify', 'sealing.open', 'sealing.seal', 'sealing.derive', 'random.bytes']) {
    test(`fails closed wherever ${what} fails`, async () => {
      const calls = await eachCall(what, () => new Error(canary), unexpected)
      assert.ok(calls > 0)
    })
  }

  test('asks to come back later when too many passwords are being checked', async () => {
    const calls = await eachCall('hasher.verify', () => new Busy(7), unavailable)
    assert.equal(calls, 2)
  })
})
