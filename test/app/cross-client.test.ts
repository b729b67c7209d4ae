import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import type { Application } from '../../src/applications/application.ts'
import { createTestApp, testRedirect } from '../support/app.ts'
import { codeFor, redeem } from '../support/sign-in.ts'

const scope = 'openid offline_access audience:server:client_id:wiki'

/** `notes` may have tokens that the wiki takes too, as Dex's `trustedPeers` say of the wiki. */
const ready = async (notes: Partial<Application> = {}, wiki: Partial<Application> = {}) => {
  const app = createTestApp()
  const account = await app.addAccount()
  await app.addApplication({ alsoFor: ['wiki'], subjectMode: 'imported', ...notes })
  const other = await app.addApplication({ slug: 'wiki', clientId: 'wiki', subjectMode: 'imported', ...wiki })
  const tab = await app.signedIn(account)
  const tokensFor = async (changes: Readonly<Record<string, string>> = {}) => {
    const { body, status } = await redeem(app, await codeFor(tab, { scope, ...changes }))
    assert.equal(status, 200, JSON.stringify(body))
    return { body, idToken: decodeJwt(String(body['id_token'])) }
  }
  return { ...app, account, other, tab, tokensFor }
}

describe('an ID token for another application too', () => {
  it('names both, and who asked for it, also after a refresh', async () => {
    const house = await ready()
    const { body, idToken } = await house.tokensFor()
    assert.deepEqual([idToken.aud, idToken['azp'], body['scope']], [['wiki', 'notes'], 'notes', scope])
    const refreshing = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) }
    const again = await redeem(house, '', refreshing)
    assert.deepEqual(decodeJwt(String(again.body['id_token'])).aud, ['wiki', 'notes'])
  })

  it('is as ever where nobody asks for it, and where nobody said that it may be', async () => {
    const asked = { scope: 'openid' }
    const plain = (await (await ready()).tokensFor(asked)).idToken
    assert.deepEqual([plain.aud, plain['azp']], ['notes', undefined])
    const untrusted = await (await ready({ alsoFor: [] })).tokensFor()
    assert.deepEqual([untrusted.idToken.aud, untrusted.body['scope']], ['notes', 'openid offline_access'])
    const { tokensFor } = await ready()
    const someone = await tokensFor({ scope: 'openid audience:server:client_id:games audience:server:client_id:' })
    assert.equal(someone.idToken.aud, 'notes')
  })

  it('keeps for the other what it was told, so that the person is nobody else when they come there', async () => {
    const house = await ready()
    const { idToken } = await house.tokensFor()
    const [handle] = await house.world.storage.list('handles', { where: { applicationId: house.other.id } })
    assert.equal(handle?.accountId, house.account.id)
    const code = await codeFor(house.tab, { client_id: 'wiki', redirect_uri: testRedirect })
    const there = await redeem(house, code, {}, { clientId: 'wiki' })
    assert.equal(decodeJwt(String(there.body['id_token'])).sub, idToken.sub)
  })

  const kept: Readonly<Record<string, Partial<Application>>> = {
    'may not be entered by the person': {
      accessRules: { match: 'any', rules: [{ kind: 'expression', value: 'false', negate: false, enabled: true }] },
    },
    'is switched off': { disabledAt: 1 },
    'has another issuer': { issuer: 'application' },
    'knows the person by another sub': { subjectMode: 'uuid' },
    'takes no newcomers of their kind': { newcomers: 'linked' },
    'people only pass through to': { bridge: true },
  }
  for (const [what, wiki] of Object.entries(kept)) {
    it(`is not for one that ${what}`, async () => {
      const house = await ready({ newcomers: 'everyone' }, { newcomers: 'everyone', ...wiki })
      const { account } = house
      await house.world.storage.put('accounts', { ...account, cameBy: 'source' })
      assert.equal((await house.tokensFor()).idToken.aud, 'notes')
      assert.equal(await house.world.storage.count('handles', { applicationId: house.other.id }), 0)
    })
  }

  const claimed: Readonly<Record<string, Partial<Application>>> = {
    'calls every address verified': { assertEmailVerified: true },
    'is told of roles': { roles: [{ value: 'admin', groups: [] }] },
    'is told claims of its own': { claimMappings: [{ scope: 'openid', expression: '{"admin": true}' }] },
  }
  for (const [what, more] of Object.entries(claimed)) {
    it(`is for no other one where it ${what}, unless that one is told the same`, async () => {
      assert.equal((await (await ready(more)).tokensFor()).idToken.aud, 'notes')
      assert.deepEqual((await (await ready(more, more)).tokensFor()).idToken.aud, ['wiki', 'notes'])
      assert.deepEqual((await (await ready({}, more)).tokensFor()).idToken.aud, ['wiki', 'notes'])
    })
  }

  it('is for one that takes newcomers of their kind, or knows them', async () => {
    for (const [newcomers, knows] of [
      ['everyone', false],
      ['linked', true],
    ] as const) {
      const house = await ready({ newcomers: 'everyone' }, { newcomers })
      if (knows) await redeem(house, await codeFor(house.tab, { client_id: 'wiki' }), {}, { clientId: 'wiki' })
      await house.world.storage.put('accounts', { ...house.account, cameBy: 'source' })
      assert.deepEqual((await house.tokensFor()).idToken.aud, ['wiki', 'notes'], newcomers)
    }
  })

  it('is spoken of on the page that asks the person', async () => {
    const house = await ready({ consent: 'explicit', name: 'Notes' }, { name: 'The wiki' })
    const query = new URLSearchParams({
      ...{ client_id: 'notes', redirect_uri: testRedirect, response_type: 'code', scope, state: 'x' },
    })
    const page = await house.tab.follow(await house.tab.get(`/authorize?${query}`))
    assert.match(page.text, /Notes can use this sign-in at The wiki too/)
  })

  it('is a hint like any other when somebody signs out', async () => {
    const house = await ready()
    const { body } = await house.tokensFor()
    const query = new URLSearchParams({ id_token_hint: String(body['id_token']) })
    await house.tab.get(`/end-session?${query}`)
    assert.equal(await house.world.storage.count('sessions'), 0, 'without a question, by its own token')
  })
})
