import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import { describe, type TestContext, test } from 'node:test'
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import { deleteAccount, disableAccount } from '../../src/accounts/disable.ts'
import { endSessionByPublicId, sessionEndKind } from '../../src/accounts/sessions/end-session.ts'
import { type Application, issuerModes } from '../../src/applications/application.ts'
import { changeApplication, deleteApplication } from '../../src/applications/change-application.ts'
import { issuerOf } from '../../src/applications/issuer.ts'
import { runDueJobs } from '../../src/jobs/run-jobs.ts'
import { days, hours, minutes } from '../../src/lib/clock.ts'
import { createKeyring } from '../../src/protocol/keys/keyring.ts'
import { createSessionEndHandler, logoutKind } from '../../src/protocol/logout/session-end.ts'
import { createLogoutHandler } from '../../src/protocol/logout/tell.ts'
import { createTestApp, testPassword } from '../support/app.ts'
import { fetching, host, serving } from '../support/going-out.ts'
import { codeFor, redeem } from '../support/sign-in.ts'

const receives = `https://${host}/backchannel`

interface Heard {
  readonly method: string | undefined
  readonly path: string | undefined
  readonly type: string | undefined
  readonly token: string
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** An installation, and an application with a TLS server of its own that hears of sign-outs. It answers what `answers` says, in turn. */
const ready = async (t: TestContext, details: Partial<Application> = {}) => {
  const heard: Heard[] = []
  const answers: number[] = []
  const port = await serving(t, async (request, response) => {
    const form = new URLSearchParams(await bodyOf(request))
    const { method, url: path, headers } = request
    heard.push({ method, path, type: headers['content-type'], token: form.get('logout_token') ?? '' })
    response.writeHead(answers.shift() ?? 200, { 'cache-control': 'no-store' }).end()
  })
  const fetch = fetching(t, port)
  const app = createTestApp({ fetch })
  const { world } = app
  const alice = await app.addAccount()
  const application = await app.addApplication({ backchannelLogoutUri: receives, ...details })
  const keyring = createKeyring(world)
  const handlers = {
    [sessionEndKind]: createSessionEndHandler(world),
    [logoutKind]: createLogoutHandler({ ...world, keyring, fetch, base: app.base }),
  }
  const byRoot = async (path: string): Promise<unknown> => {
    const response = await app.app.answer(new Request(app.base + path), { address: '192.0.2.9' })
    return response.json()
  }
  return {
    ...app,
    alice,
    application,
    heard,
    answers,
    handlers,
    /** Does what is due by now, and what comes of that. */
    async settle() {
      while ((await runDueJobs(world, handlers)) > 0);
    },
    /** Alice in a browser of hers, who went on to the application. */
    async wentIn() {
      const browser = await app.signedIn(alice)
      const path = application.issuer === 'global' ? '/token' : '/application/o/token/'
      const { body } = await redeem(app, await codeFor(browser), {}, application, path)
      const { sid, sub } = decodeJwt(String(body['id_token']))
      return { browser, sid: String(sid), sub: String(sub) }
    },
    /** As a receiver verifies it (section 2.6). */
    async verify(token: string) {
      const { payload, protectedHeader } = await jwtVerify(
        token,
        createLocalJWKSet((await byRoot('/jwks')) as JSONWebKeySet),
        {
          ...{ issuer: issuerOf(app.base, application), audience: application.clientId, typ: 'logout+jwt' },
          ...{ currentDate: new Date(world.clock.now()), maxTokenAge: '2m' },
        },
      )
      return { payload, protectedHeader }
    },
    lines: (kind: string) => world.storage.list('events', { where: { kind, applicationId: application.id } }),
  }
}

type House = Awaited<ReturnType<typeof ready>>

const signOut = async ({ settle }: House, { browser }: Awaited<ReturnType<House['wentIn']>>): Promise<void> => {
  const asked = await browser.get('/sign-out')
  assert.equal((await browser.submit(asked, {})).status, 303)
  await settle()
}

describe('an application that wants to hear of sign-outs', () => {
  for (const issuer of issuerModes.filter((mode) => mode !== 'dex')) {
    for (const signingAlgorithm of ['RS256', 'EdDSA'] as const) {
      test(`is sent one that it can verify, by ${issuer} issuer and ${signingAlgorithm}`, async (t) => {
        const house = await ready(t, { issuer, signingAlgorithm })
        const visit = await house.wentIn()
        await signOut(house, visit)
        const [only, ...more] = house.heard
        assert.deepEqual(more, [])
        assert.equal(only?.method, 'POST')
        assert.equal(only?.path, '/backchannel')
        assert.equal(only?.type, 'application/x-www-form-urlencoded')
        const { payload, protectedHeader } = await house.verify(only?.token ?? '')
        assert.equal(protectedHeader.alg, signingAlgorithm)
        assert.equal(payload.sub, visit.sub)
        assert.equal(payload['sid'], visit.sid)
        assert.deepEqual(payload['events'], { 'http://schemas.openid.net/event/backchannel-logout': {} })
        assert.match(String(payload.jti), /^\w{22}$/)
        // With it, it could be taken for an ID token.
        assert.equal('nonce' in payload, false)
        assert.equal((await house.lines('logout.told')).length, 1)
      })
    }
  }

  test('hears of that session alone: others of the same person go on', async (t) => {
    const house = await ready(t)
    const [one, other] = [await house.wentIn(), await house.wentIn()]
    await signOut(house, one)
    assert.deepEqual(
      house.heard.map(({ token }) => decodeJwt(token)['sid']),
      [one.sid],
    )
    await signOut(house, other)
    assert.deepEqual(
      house.heard.map(({ token }) => decodeJwt(token)['sid']),
      [one.sid, other.sid],
    )
  })

  const endings: Readonly<Record<string, (house: House, sid: string) => Promise<unknown>>> = {
    'an administrator, or the person elsewhere, ends it': ({ world, alice }, sid) =>
      endSessionByPublicId(world, alice.id, sid),
    'the account is disabled': ({ world, alice }) => disableAccount(world, alice.id),
    'the account is deleted': ({ world, alice }) => deleteAccount(world, alice.id),
  }
  for (const [when, end] of Object.entries(endings)) {
    test(`hears of it when ${when}`, async (t) => {
      const house = await ready(t)
      const { sid, sub } = await house.wentIn()
      await end(house, sid)
      await house.settle()
      const [only] = house.heard
      const { payload } = await house.verify(only?.token ?? '')
      assert.deepEqual([payload['sid'], payload.sub], [sid, sub])
      assert.deepEqual(await house.world.storage.list('applicationSessions'), [])
    })
  }

  test('hears of it when somebody else signs in at that browser', async (t) => {
    const house = await ready(t)
    const bob = await house.addAccount({ username: 'bob' })
    await house.givePassword(bob)
    const { browser, sid } = await house.wentIn()
    const asked = await browser.get('/sign-in?again=yes')
    const other = await browser.submit(asked, { identifier: 'bob', password: testPassword }, { button: 'sign-in' })
    assert.equal(other.status, 303, other.text)
    await house.settle()
    const { payload } = await house.verify(house.heard[0]?.token ?? '')
    assert.equal(payload['sid'], sid)
  })

  test('hears nothing of sessions in which nobody came to it', async (t) => {
    const house = await ready(t)
    const browser = await house.signedIn(house.alice)
    await signOut(house, { browser, sid: '', sub: '' })
    assert.deepEqual(house.heard, [])
  })

  test('hears nothing, and nothing is kept, without an address for it', async (t) => {
    const house = await ready(t)
    await changeApplication(house.world, house.application.id, { backchannelLogoutUri: '' })
    await signOut(house, await house.wentIn())
    assert.deepEqual(house.heard, [])
    assert.deepEqual(await house.world.storage.list('applicationSessions'), [])
  })

  test('hears nothing any more once it was taken away, or was made another by its issuer', async (t) => {
    const house = await ready(t)
    const visit = await house.wentIn()
    await changeApplication(house.world, house.application.id, { issuer: 'application' })
    await signOut(house, visit)
    const again = await house.signedIn(house.alice)
    await deleteApplication(house.world, house.application.id)
    await signOut(house, { browser: again, sid: '', sub: '' })
    assert.deepEqual(house.heard, [])
  })

  test('is told again, with a token of that moment, until it listens', async (t) => {
    const house = await ready(t)
    house.answers.push(503, 500, 429)
    await signOut(house, await house.wentIn())
    for (let round = 0; round < 4; round += 1) {
      house.world.clock.advance(minutes(2))
      await house.settle()
    }
    assert.equal(house.heard.length, 4)
    assert.equal(new Set(house.heard.map(({ token }) => decodeJwt(token).jti)).size, 4)
    await assert.rejects(house.verify(house.heard[0]?.token ?? ''), 'the first one is too old by now')
    const [line] = await house.lines('logout.failed')
    assert.equal(line?.data['reason'], 'status 503')
    assert.equal(line?.data['triedAgain'], true)
    assert.equal((await house.lines('logout.told')).length, 1)
    assert.equal(await house.world.storage.count('jobs'), 0)
  })

  test('is not told again when it says that the token is no good, and the administrator can see it', async (t) => {
    for (const status of [400, 404, 302]) {
      const house = await ready(t)
      house.answers.push(status)
      await signOut(house, await house.wentIn())
      house.world.clock.advance(hours(2))
      await house.settle()
      assert.equal(house.heard.length, 1)
      const [line, ...more] = await house.lines('logout.failed')
      assert.deepEqual(more, [])
      assert.deepEqual([line?.data['reason'], line?.data['triedAgain']], [`status ${status}`, false])
    }
  })

  test('is given up after a day', async (t) => {
    const house = await ready(t)
    house.answers.push(...Array.from({ length: 100 }, () => 503))
    await signOut(house, await house.wentIn())
    for (let hour = 0; hour < 30; hour += 1) {
      house.world.clock.advance(hours(1))
      await house.settle()
    }
    assert.equal(await house.world.storage.count('jobs'), 0)
    const lines = await house.lines('logout.failed')
    assert.deepEqual(
      lines.map(({ data }) => data['triedAgain']).sort((a, b) => Number(a) - Number(b)),
      [false, true],
    )
  })

  test('is not gone to where nobody vouches for a private place, and no token gets there', async (t) => {
    const house = await ready(t, { backchannelLogoutUri: 'https://nextcloud.lan/backchannel' })
    await signOut(house, await house.wentIn())
    assert.deepEqual(house.heard, [])
    assert.equal((await house.lines('logout.failed'))[0]?.data['reason'], 'name')
  })

  test('keeps nobody waiting who signs out while it is silent', async (t) => {
    const house = await ready(t)
    const { browser } = await house.wentIn()
    const asked = await browser.get('/sign-out')
    // Nothing has been sent when the answer is there.
    assert.equal((await browser.submit(asked, {})).status, 303)
    assert.deepEqual(house.heard, [])
  })

  test('is told once where two nodes look at the same moment', async (t) => {
    const house = await ready(t)
    const { browser } = await house.wentIn()
    await browser.submit(await browser.get('/sign-out'), {})
    const job = { id: 'x', kind: '', data: { accountId: house.alice.id }, dueAt: 0, leasedUntil: 0, attempts: 1 }
    const look = house.handlers[sessionEndKind]
    await Promise.all([look?.(job), look?.(job), look?.(job)])
    await house.settle()
    assert.equal(house.heard.length, 1)
  })

  test('is no longer thought of when a session has run out and nobody ended it', async (t) => {
    const house = await ready(t)
    await house.wentIn()
    const [row] = await house.world.storage.list('applicationSessions')
    assert.ok((row?.expiresAt ?? 0) > house.world.clock.now() + days(30))
  })
})

describe('a logout token', () => {
  test('signs nobody out, and in, as an ID token', async (t) => {
    const house = await ready(t)
    const visit = await house.wentIn()
    await signOut(house, visit)
    const token = house.heard[0]?.token ?? ''
    assert.equal(decodeProtectedHeader(token).typ, 'logout+jwt')
    const { browser } = await house.wentIn()
    const { status } = await browser.get(`/end-session?id_token_hint=${token}`)
    assert.equal(status, 200, 'it asks')
  })
})

describe('discovery', () => {
  test('says that sign-outs are told, and of which session', async (t) => {
    const house = await ready(t)
    const request = new Request(`${house.base}/.well-known/openid-configuration`)
    const response = await house.app.answer(request, { address: '192.0.2.9' })
    const document: unknown = await response.json()
    assert.ok(typeof document === 'object' && document !== null)
    const told = Object.entries(document).filter(([name]) => name.startsWith('backchannel_logout'))
    assert.deepEqual(told, [
      ['backchannel_logout_supported', true],
      ['backchannel_logout_session_supported', true],
    ])
  })
})
