import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { arrive } from '../../src/accounts/identities/arrive.ts'
import { startSession } from '../../src/accounts/sessions/sessions.ts'
import type { Application } from '../../src/applications/application.ts'
import { createTestApp, testRedirect, testSecret } from '../support/app.ts'
import { challenge } from '../support/pkce.ts'
import { basic, callBack, codeFor, redeem } from '../support/sign-in.ts'
import { alice, from, openTo } from '../unit/accounts/identities/sample.ts'

const acr = 'urn:portico:acr:fediverse'

/** Somebody of a server, signed in at a browser. */
const ready = async (details: Partial<Application> = {}) => {
  const app = createTestApp()
  await openTo(app.world, 'everyone')
  await app.addApplication(details)
  const comeIn = async (host = 'social.example') => {
    const arrived = await arrive(app.world, alice(host), from)
    assert.ok(arrived.ok)
    const { account, identityId, amr, acr } = arrived
    return { account, identityId, tab: await app.signedIn(account, { amr, acr, identityId }) }
  }
  return { ...app, comeIn, here: await comeIn() }
}

const userinfo = async ({ app, base }: Pick<Awaited<ReturnType<typeof ready>>, 'app' | 'base'>, token: unknown) => {
  const request = new Request(`${base}/userinfo`, { headers: { authorization: `Bearer ${token}` } })
  return JSON.parse(await (await app.answer(request, { address: '192.0.2.9' })).text())
}

const refresh = (app: Parameters<typeof callBack>[0], refresh_token: unknown) =>
  callBack(
    app,
    '/token',
    { grant_type: 'refresh_token', refresh_token: String(refresh_token) },
    basic('notes', testSecret),
  )

const asking = new URLSearchParams({
  ...{ client_id: 'notes', redirect_uri: testRedirect, response_type: 'code', scope: 'openid profile', state: 'xyz' },
  ...{ code_challenge: challenge, code_challenge_method: 'S256' },
})

describe('an application', () => {
  it('is told where somebody is at home and how strong the sign-in was, in the ID token and at userinfo', async () => {
    const app = await ready()
    const { body } = await redeem(app, await codeFor(app.here.tab))
    const claims = decodeJwt(String(body['id_token']))
    const told = await userinfo(app, body['access_token'])
    for (const seen of [claims, told]) {
      assert.equal(seen['acct'], 'alice@social.example')
      assert.equal(seen['actor'], 'https://social.example/users/alice')
      assert.equal(seen['instance_software'], 'mastodon')
      assert.equal(seen['preferred_username'], 'alice')
      assert.deepEqual([seen['acr'], seen['amr']], [acr, ['fed']])
      assert.equal(seen['email'], undefined)
    }
    assert.equal(claims.sub, app.here.account.id)
  })

  it('knows the same person by the same subject and handle whatever their home calls them', async () => {
    const app = await ready()
    const before = decodeJwt(String((await redeem(app, await codeFor(app.here.tab))).body['id_token']))
    const profile = { ...alice().profile, username: 'alicia', acct: 'alicia@hills.example' }
    const arrived = await arrive(app.world, alice('social.example', { profile }), from)
    assert.ok(arrived.ok)
    const after = decodeJwt(String((await redeem(app, await codeFor(app.here.tab))).body['id_token']))
    assert.deepEqual([after.sub, after['handle']], [before.sub, before['handle']])
    assert.equal(after['acct'], 'alicia@hills.example')
  })

  it('is told as whom somebody signed in this time who is several', async () => {
    const app = await ready()
    const { account } = app.here
    await app.world.storage.add('identities', {
      ...{ id: 'second', sourceId: 'fediverse', subject: 'https://b.example/users/al', accountId: account.id },
      ...{ host: 'b.example', profile: { username: 'al', name: 'Al', acct: 'al@b.example' }, anchors: {} },
      ...{ createdAt: app.world.clock.now() + 1, lastUsedAt: 0 },
    })
    const second = await app.signedIn(account, { amr: ['fed'], acr, identityId: 'second' })
    const byPassword = await app.signedIn(account)
    const acctOf = async (tab: typeof second) =>
      decodeJwt(String((await redeem(app, await codeFor(tab))).body['id_token']))['acct']
    assert.deepEqual(
      [await acctOf(app.here.tab), await acctOf(second), await acctOf(byPassword)],
      ['alice@social.example', 'al@b.example', 'alice@social.example'],
    )
  })

  it('shows the same on the page that asks for consent', async () => {
    const app = await ready({ consent: 'explicit' })
    const page = await app.here.tab.follow(await app.here.tab.get(`/authorize?${asking}`))
    // Long ones may part at their joints.
    const text = page.text.replaceAll('<wbr>', '')
    assert.match(text, /alice@social\.example/)
    assert.match(text, /https:\/\/social\.example\/users\/alice/)
  })
})

describe('a refresh', () => {
  it('keeps saying how strong the sign-in was', async () => {
    const app = await ready()
    const { body } = await redeem(app, await codeFor(app.here.tab, { scope: 'openid profile offline_access' }))
    const again = await refresh(app, body['refresh_token'])
    const claims = decodeJwt(String(again.body['id_token']))
    assert.deepEqual([claims['acr'], claims['amr'], claims['acct']], [acr, ['fed'], 'alice@social.example'])
    assert.equal((await userinfo(app, again.body['access_token']))['acr'], acr)
  })

  it('is refused once a rule turns the server away, and an identity that was unlinked', async () => {
    const app = await ready()
    const { body } = await redeem(app, await codeFor(app.here.tab, { scope: 'openid offline_access' }))
    const rule = { about: 'domain', action: 'deny', reason: '', managed: false, createdAt: 0 } as const
    await app.world.storage.add('instanceRules', { id: 'domain:social.example', value: 'social.example', ...rule })
    const denied = await refresh(app, body['refresh_token'])
    assert.deepEqual([denied.status, denied.body['error']], [400, 'invalid_grant'])
    await app.world.storage.remove('instanceRules', 'domain:social.example')
    const allowed = await refresh(app, body['refresh_token'])
    assert.equal(allowed.status, 200)
    await app.world.storage.remove('identities', app.here.identityId)
    assert.equal((await refresh(app, allowed.body['refresh_token'])).status, 400)
  })
})

describe('what somebody has by a way in', () => {
  it('rests while that is closed', async () => {
    const app = await ready()
    const { body } = await redeem(app, await codeFor(app.here.tab, { scope: 'openid offline_access' }))
    await app.world.storage.change('sources', 'fediverse', (row) => ({ ...row, disabledAt: 1 }))
    assert.equal((await refresh(app, body['refresh_token'])).status, 400)
    await app.world.storage.change('sources', 'fediverse', (row) => ({ ...row, disabledAt: undefined }))
    assert.equal((await refresh(app, body['refresh_token'])).status, 200)
  })

  it('goes by the rules about fediverse servers for people of those alone', async () => {
    const app = await ready()
    const { body } = await redeem(app, await codeFor(app.here.tab, { scope: 'openid offline_access' }))
    const [kept] = await app.world.storage.list('identities')
    const source = await app.world.storage.find('sources', 'fediverse')
    assert.ok(kept && source)
    await app.world.storage.add('sources', { ...source, id: 'work', kind: 'openid' })
    await app.world.storage.put('identities', { ...kept, sourceId: 'work' })
    const rule = { about: 'software', action: 'deny', reason: '', managed: false, createdAt: 0 } as const
    await app.world.storage.add('instanceRules', { id: 'software:*', value: '*', ...rule })
    assert.equal((await refresh(app, body['refresh_token'])).status, 200)
  })

  it('is not theirs again because the way in is another account’s now', async () => {
    const app = await ready()
    const { body } = await redeem(app, await codeFor(app.here.tab, { scope: 'openid offline_access' }))
    const [kept] = await app.world.storage.list('identities')
    assert.ok(kept)
    const other = await app.addAccount({ username: 'mallory' })
    await app.world.storage.put('identities', { ...kept, accountId: other.id })
    assert.equal((await refresh(app, body['refresh_token'])).status, 400)
    assert.equal((await userinfo(app, body['access_token']))['sub'], undefined)
  })
})

describe('an application that takes newcomers of some servers only', () => {
  it('refuses others in a sentence, at their first sign-in and not once they are known', async () => {
    const app = await ready({ newcomers: 'servers', newcomerServers: ['b.example'] })
    const refused = await app.here.tab.get(`/authorize?${asking}`)
    assert.equal(refused.status, 403)
    assert.match(refused.text, /server_not_admitted/)
    const other = await app.comeIn('b.example')
    // Their name was taken, so they are asked for another one first: they are let in.
    const asked = await other.tab.follow(await other.tab.get(`/authorize?${asking}`))
    assert.equal(asked.url.pathname, '/choose-username')
    assert.match(asked.text, /value="alice_b_example" id="username"/)
    const local = await app.addAccount({ username: 'kept-here' })
    assert.ok(await codeFor(await app.signedIn(local)))
  })
})

describe('an application that people only pass through', () => {
  it('calls them by their proven address, and asks for no username', async () => {
    const app = await ready({ bridge: true })
    const second = await app.comeIn('b.example')
    assert.equal(second.account.usernameMadeUp, true)
    const { body } = await redeem(app, await codeFor(second.tab))
    assert.equal(decodeJwt(String(body['id_token']))['preferred_username'], 'alice@b.example')
  })

  it('has whoever is signed in with an account kept here sign in with a fediverse account', async () => {
    const app = await ready({ bridge: true })
    const local = await app.addAccount({ username: 'kept-here' })
    const tab = await app.signedIn(local)
    assert.equal((await tab.get(`/authorize?${asking}`)).location?.pathname, '/sign-in')
  })
})

describe('a session that came from elsewhere', () => {
  it('is not started for somebody who was switched off meanwhile', async () => {
    const app = await ready()
    const { account, identityId } = app.here
    await app.world.storage.change('accounts', account.id, (row) => ({ ...row, disabledAt: 1 }))
    assert.equal(await startSession(app.world, { account, amr: ['fed'], identityId }), undefined)
  })
})
