import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { minutes } from '../../src/lib/clock.ts'
import { createTestApp, testRedirect } from '../support/app.ts'
import type { Seen } from '../support/browser-in-memory.ts'
import { codeIn, createMailApp, type MailApp } from '../support/mail-app.ts'
import { challenge } from '../support/pkce.ts'
import { codeFor, redeem } from '../support/sign-in.ts'

const without = {
  ...{ email: undefined, emailKey: undefined, verifiedEmailKey: undefined },
  ...{ emailVerifiedAt: undefined, emailVerifiedBy: undefined },
}

const request = new URLSearchParams({
  ...{ client_id: 'notes', redirect_uri: testRedirect, response_type: 'code', scope: 'openid email', state: 'xyz' },
  ...{ code_challenge: challenge, code_challenge_method: 'S256' },
})

const codeOf = ({ location, text }: Seen): string => {
  const code = location?.searchParams.get('code')
  assert.ok(code, `no code: ${location ?? text}`)
  return code
}

/** Somebody without an address, on the way to an application that needs one. */
const onTheWay = async (app: MailApp, row: Parameters<MailApp['addAccount']>[0] = {}) => {
  const account = await app.addAccount({ ...without, ...row })
  await app.addApplication({ missingEmail: 'ask' })
  const tab = await app.signedIn(account)
  const asks = await tab.follow(await tab.get(`/authorize?${request}`))
  return { account, tab, asks }
}

describe('an application that needs an address', () => {
  it('gets one that is proven by a code, which is kept for next time', async () => {
    const app = createMailApp()
    const { account, tab, asks } = await onTheWay(app)
    assert.equal(asks.url.pathname, '/prove-email')
    assert.match(asks.text, /Notes needs your e-mail address/)
    const sent = await tab.follow(await tab.submit(asks, { email: 'alice@example.org' }))
    assert.match(sent.text, /alice@example\.org/)
    const [mail] = await app.deliver()
    assert.ok(mail)
    const wrong = await tab.submit(sent, { code: '000000' }, { button: 'confirm' })
    assert.equal(wrong.status, 400)
    const done = await tab.submit(wrong, { code: codeIn(mail) }, { button: 'confirm' })
    const { body } = await redeem(app, codeOf(done))
    const { email, email_verified } = decodeJwt(String(body['id_token']))
    assert.deepEqual({ email, email_verified }, { email: 'alice@example.org', email_verified: true })
    assert.equal((await app.world.storage.find('accounts', account.id))?.emailVerifiedBy, 'mail')
    codeOf(await tab.get(`/authorize?${request}`))
  })

  it('does not get one that was only typed', async () => {
    const app = createMailApp()
    const { account, tab, asks } = await onTheWay(app)
    await tab.submit(asks, { email: 'victim@example.org' })
    const again = await tab.follow(await tab.get(`/authorize?${request}`))
    assert.equal(again.url.pathname, '/prove-email')
    assert.equal((await app.world.storage.find('accounts', account.id))?.email, undefined)
  })

  it('lets somebody who mistyped it use another one', async () => {
    const app = createMailApp()
    const { tab, asks } = await onTheWay(app)
    const sent = await tab.follow(await tab.submit(asks, { email: 'alcie@example.org' }))
    const other = await tab.follow(await tab.submit(sent, {}, { button: 'other' }))
    assert.match(other.text, /name="email"/)
    const right = await tab.follow(await tab.submit(other, { email: 'alice@example.org' }))
    const mail = (await app.deliver()).find(({ to }) => to.address === 'alice@example.org')
    assert.ok(mail)
    codeOf(await tab.submit(right, { code: codeIn(mail) }, { button: 'confirm' }))
  })

  it('is told no address that is another account’s', async () => {
    const app = createMailApp()
    await app.addAccount({ username: 'bob' })
    const { tab, asks } = await onTheWay(app)
    const sent = await tab.follow(await tab.submit(asks, { email: 'bob@example.org' }))
    const [mail] = await app.deliver()
    assert.ok(mail)
    const taken = await tab.submit(sent, { code: codeIn(mail) }, { button: 'confirm' })
    assert.equal(taken.status, 400)
  })

  it('refuses what is no address, and keeps what was typed', async () => {
    const app = createMailApp()
    const { tab, asks } = await onTheWay(app)
    const refused = await tab.submit(asks, { email: 'alice at home' })
    assert.equal(refused.status, 400)
    assert.match(refused.text, /value="alice at home"/)
  })

  it('fills in what the place they come from mentions, without believing it', async () => {
    const app = createMailApp()
    const account = await app.addAccount(without)
    await app.world.storage.add('identities', {
      ...{ id: 'i', sourceId: 'fediverse', subject: 'https://a.example/users/alice', accountId: account.id },
      profile: { username: 'alice', name: 'Alice', emailHint: 'alice@a.example' },
      ...{ anchors: {}, createdAt: 0, lastUsedAt: 0 },
    })
    await app.addApplication({ missingEmail: 'ask' })
    const tab = await app.signedIn(account)
    const asks = await tab.follow(await tab.get(`/authorize?${request}`))
    assert.match(asks.text, /value="alice@a\.example"/)
  })

  it('has somebody prove who they are first whose sign-in is long ago', async () => {
    const app = createMailApp()
    const account = await app.addAccount(without)
    await app.givePassword(account)
    await app.addApplication({ missingEmail: 'ask' })
    const tab = await app.signedIn(account)
    app.world.clock.advance(minutes(20))
    const asks = await tab.follow(await tab.get(`/authorize?${request}`))
    assert.equal(asks.url.pathname, '/sign-in')
  })

  it('says so in a sentence where no mail can be sent', async () => {
    const app = createTestApp()
    const account = await app.addAccount(without)
    await app.addApplication({ missingEmail: 'ask' })
    const refused = await (await app.signedIn(account)).get(`/authorize?${request}`)
    assert.equal(refused.status, 403)
    assert.match(refused.text, /This application needs an e-mail address/)
    assert.match(refused.text, /no_email/)
  })
})

describe('an application that takes addresses of the operator’s own domain', () => {
  for (const vouchForPlaceholders of [true, false]) {
    it(`gets the same one every time, verified: ${vouchForPlaceholders}`, async () => {
      const app = createTestApp()
      const account = await app.addAccount(without)
      await app.world.storage.add('sources', {
        ...{ id: 'fediverse', kind: 'fediverse', name: 'Fediverse', position: 0, managed: false },
        details: { firstSignIn: 'everyone', placeholderEmailDomain: 'people.example.org', vouchForPlaceholders },
        ...{ createdAt: 0, updatedAt: 0 },
      })
      await app.addApplication({ missingEmail: 'placeholder' })
      const tab = await app.signedIn(account)
      const seen = new Set<string>()
      for (let times = 0; times < 2; times++) {
        const { body } = await redeem(app, await codeFor(tab))
        const { email, email_verified } = decodeJwt(String(body['id_token']))
        assert.equal(email_verified, vouchForPlaceholders)
        seen.add(String(email))
      }
      assert.deepEqual([...seen], [`${account.id.toLowerCase()}@people.example.org`])
    })
  }

  it('is told nothing where there is no such domain, and its people are refused', async () => {
    const app = createTestApp()
    const account = await app.addAccount(without)
    await app.addApplication({ missingEmail: 'placeholder' })
    assert.equal((await (await app.signedIn(account)).get(`/authorize?${request}`)).status, 403)
  })
})
