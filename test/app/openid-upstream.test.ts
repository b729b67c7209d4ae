import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { createGroup, groupsOf } from '../../src/accounts/groups.ts'
import { createInvitation } from '../../src/accounts/sign-up/invitations.ts'
import { days } from '../../src/lib/clock.ts'
import {
  accountOf,
  chooseName,
  comeBackFrom,
  createOpenidApp,
  errorOf,
  signInFrom,
  suggestedIn,
  upstream,
} from '../support/openid-app.ts'
import { codeFor } from '../support/sign-in.ts'

const session = '__Host-portico-session'

describe('somebody from an OpenID provider', () => {
  it('is asked for a username the first time, pre-filled from preferred_username, and found by subject ever after', async (t) => {
    const app = await createOpenidApp(t)
    const browser = app.browser()
    const page = await signInFrom(app, browser)
    assert.equal(page.url.pathname, '/choose-username')
    assert.equal(suggestedIn(page), 'alice')
    const home = await chooseName(browser, page, 'alice_here')
    assert.equal(home.url.pathname, '/')
    const account = await accountOf(app, 'alice_here')
    assert.deepEqual(
      [account?.name, account?.email, account?.emailVerifiedBy],
      ['Alice Example', 'alice@example.org', 'source:upstream'],
    )
    Object.assign(app.provider.people['alice'] ?? {}, {
      preferred_username: 'other',
      email: 'other@example.org',
      name: 'Other',
    })
    const again = app.browser()
    assert.equal((await signInFrom(app, again)).url.pathname, '/')
    const [identity, ...others] = await app.world.storage.list('identities')
    assert.equal(others.length, 0)
    assert.deepEqual([identity?.accountId, identity?.subject], [account?.id, `${app.provider.issuer} alice-1`])
    assert.equal((await accountOf(app, 'alice_here'))?.email, 'alice@example.org')
  })

  it('goes on to the application that they came for', async (t) => {
    const app = await createOpenidApp(t)
    await app.addApplication()
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    assert.ok(await codeFor(browser))
    assert.ok((await app.world.storage.list('sessions'))[0]?.amr.includes('fed'))
  })

  it('who is somebody else there is somebody else here, whatever they are called', async (t) => {
    const app = await createOpenidApp(t)
    const first = app.browser()
    await chooseName(first, await signInFrom(app, first))
    Object.assign(app.provider.people['bob'] ?? {}, { preferred_username: 'alice' })
    const second = app.browser()
    const page = await signInFrom(app, second, { as: 'bob' })
    assert.equal(suggestedIn(page), 'alice_2')
  })

  it('is let in by nobody else’s browser, and once', async (t) => {
    const app = await createOpenidApp(t)
    const browser = app.browser()
    const left = await browser.submit(await browser.get('/sign-in'), {}, { button: 'source-upstream' })
    const callback = await app.provider.approve(left.location ?? '')
    assert.equal((await app.browser().get(callback)).status, 400)
    await browser.get(callback)
    assert.ok(browser.cookies.has(session))
    assert.equal((await browser.get(callback)).status, 400)
  })

  it('may come back by a form, which another site sends without cookies', async (t) => {
    const app = await createOpenidApp(t, upstream('responseMode: form_post'))
    const browser = app.browser()
    const left = await browser.submit(await browser.get('/sign-in'), {}, { button: 'source-upstream' })
    assert.equal(left.location?.searchParams.get('response_mode'), 'form_post')
    const callback = new URL(await app.provider.approve(left.location ?? ''))
    const posted = await app
      .browser()
      .post(callback.pathname, Object.fromEntries(callback.searchParams), { 'sec-fetch-site': 'cross-site' })
    assert.equal(posted.status, 303)
    await browser.get(posted.location ?? '')
    assert.ok(browser.cookies.has(session))
  })

  it('has a second account by no accident: an address that is known here is a page that says what to do', async (t) => {
    const app = await createOpenidApp(t)
    const account = await app.addAccount({
      username: 'smith',
      email: 'alice@example.org',
      emailKey: 'alice@example.org',
      verifiedEmailKey: 'alice@example.org',
    })
    const browser = app.browser()
    const page = await comeBackFrom(app, browser)
    assert.equal(errorOf(page), 'email_known')
    assert.equal(page.status, 403)
    assert.match(page.text, /id="event-code"/)
    assert.equal(browser.cookies.has(session), false)
    const known = await app.signedIn(account)
    const linked = await signInFrom(app, known, { page: await known.get('/account/identities') })
    assert.equal(linked.url.pathname, '/account/identities')
    assert.match(linked.text, /role="status"/)
    const again = app.browser()
    await signInFrom(app, again)
    assert.ok(again.cookies.has(session))
    assert.equal((await app.world.storage.list('accounts')).length, 1)
    const shown = await again.get('/account/identities')
    const id = /name="identity"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="identity"/.exec(shown.text)
    assert.equal(await app.world.storage.count('identities'), 1, String(id))
  })

  it('is asked there once more who they are, before they link', async (t) => {
    const app = await createOpenidApp(t)
    const known = await app.signedIn(await app.addAccount({ username: 'smith' }))
    const left = await known.submit(await known.get('/account/identities'), {}, { button: 'source-upstream' })
    assert.deepEqual(
      [left.location?.searchParams.get('prompt'), left.location?.searchParams.get('max_age')],
      ['login', '0'],
    )
    Object.assign(app.provider.people['alice'] ?? {}, { auth_time: Math.floor(Date.now() / 1000) - 3600 })
    const back = await known.get(await app.provider.approve(left.location ?? ''))
    assert.equal(errorOf(back), 'not_afresh')
    assert.equal(await app.world.storage.count('identities'), 0)
  })
})

describe('an invitation', () => {
  it('lets somebody in by a provider that takes whoever is invited, and nobody without', async (t) => {
    const app = await createOpenidApp(t, upstream('firstSignIn: invited'))
    assert.equal(errorOf(await comeBackFrom(app, app.browser())), 'not_invited')
    const group = await createGroup(app.world, { name: 'friends' })
    assert.ok(group.ok)
    const made = await createInvitation(app.world, { groupIds: [group.group.id], uses: 1, ttl: days(1) }, {})
    assert.ok(made.ok)
    const browser = app.browser()
    await signInFrom(app, browser, { page: await browser.get(`/invite/${made.secret}`) })
    const [account] = await app.world.storage.list('accounts')
    assert.deepEqual([account?.cameBy, account?.email], ['invitation', 'alice@example.org'])
    assert.deepEqual(await groupsOf(app.world, account?.id ?? ''), ['friends'])
  })
})

describe('a provider that only speaks OAuth', () => {
  it('is asked who somebody is, for their addresses and for their groups, as at GitHub', async (t) => {
    const app = await createOpenidApp(t, '')
    const { issuer } = app.provider
    const lists = createServer((request, response) => {
      const said =
        request.url === '/emails'
          ? [
              { email: 'old@example.org', verified: true },
              { email: 'octo@example.org', primary: true, verified: true },
            ]
          : [{ login: 'makers', id: 1 }]
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(request.headers.authorization?.startsWith('Bearer ') ? said : []))
    })
    lists.listen(0, '127.0.0.1')
    await once(lists, 'listening')
    t.after(() => void lists.close())
    const at = `http://127.0.0.1:${(lists.address() as AddressInfo).port}`
    await app.apply(
      JSON.stringify({
        outbound: { allow: [at] },
        sources: [
          {
            ...{
              id: 'upstream',
              kind: 'openid',
              preset: 'github',
              clientId: 'portico',
              clientSecret: 'secretSecretSecret',
            },
            ...{ issuer, authorizationEndpoint: `${issuer}/authorize`, tokenEndpoint: `${issuer}/token` },
            ...{ userinfoEndpoint: `${issuer}/userinfo`, emailsEndpoint: `${at}/emails`, groupsEndpoint: `${at}/orgs` },
            ...{ firstSignIn: 'everyone', allowedGroups: ['makers'] },
          },
        ],
      }),
    )
    app.provider.people['alice'] = {
      sub: undefined,
      id: 583231,
      login: 'octo',
      name: 'Octo Cat',
      avatar_url: undefined,
    }
    app.provider.tokenAnswer = (answer) => {
      const { access_token } = answer.body as { access_token: string }
      answer.body = { access_token, token_type: 'bearer', scope: 'read:user' }
    }
    const browser = app.browser()
    const page = await signInFrom(app, browser)
    assert.equal(suggestedIn(page), 'octo')
    const [identity] = await app.world.storage.list('identities')
    assert.equal(identity?.subject, `${issuer} 583231`)
    assert.equal((await accountOf(app, 'octo'))?.verifiedEmailKey, 'octo@example.org')
  })
})

describe('a provider that does not answer', () => {
  it('stops neither the start nor other ways in, and is told of in words', async (t) => {
    const app = await createOpenidApp(t)
    const account = await app.addAccount({ username: 'smith' })
    await app.givePassword(account)
    app.provider.silence()
    const browser = app.browser()
    const page = await browser.submit(await browser.get('/sign-in'), {}, { button: 'source-upstream' })
    assert.equal(errorOf(page), 'unreachable')
    assert.match(page.text, /Upstream does not answer/)
    const way = await browser.get('/sign-in')
    assert.match(way.text, /Upstream does not answer just now/)
    await browser.submit(way, { identifier: 'smith', password: 'correct horse battery staple' }, { button: 'sign-in' })
    assert.ok(browser.cookies.has(session))
  })
})

describe('groups of a provider', () => {
  it('become groups here where an administrator wants that, with a prefix and by a filter, and go again', async (t) => {
    const app = await createOpenidApp(
      t,
      upstream("take: { groups: always }, groupsPrefix: 'up:', groupsFilter: '[a-z]+'"),
    )
    const people = app.provider.people['alice'] ?? {}
    const browser = app.browser()
    people['groups'] = ['staff', 'NOT', { name: 'crew' }]
    await chooseName(browser, await signInFrom(app, browser))
    const account = await accountOf(app, 'alice')
    assert.deepEqual(await groupsOf(app.world, account?.id ?? ''), ['up:crew', 'up:staff'])
    people['groups'] = 'staff'
    await signInFrom(app, app.browser())
    assert.deepEqual(await groupsOf(app.world, account?.id ?? ''), ['up:staff'])
  })

  it('are not taken unless somebody says so', async (t) => {
    const app = await createOpenidApp(t)
    await signInFrom(app, app.browser())
    assert.equal(await app.world.storage.count('groups'), 0)
  })
})

describe('signing out', () => {
  it('goes on to the provider, and back from there to where the application wants them', async (t) => {
    const app = await createOpenidApp(t, upstream('signOutThere: true'))
    await app.addApplication({ postLogoutRedirectUris: ['https://app.example.org/bye'] })
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    const to = `/end-session?client_id=notes&post_logout_redirect_uri=${encodeURIComponent('https://app.example.org/bye')}`
    const asked = await browser.get(to)
    const left = asked.location === undefined ? await browser.submit(asked, {}, { action: '/sign-out' }) : asked
    assert.equal(left.location?.origin, app.provider.issuer)
    const there = left.location?.searchParams
    assert.ok(app.provider.secrets.includes(there?.get('id_token_hint') ?? ''))
    assert.equal(there?.get('post_logout_redirect_uri'), `${app.base}/signed-out`)
    assert.equal(await app.world.storage.count('sessions'), 0)
    const back = await browser.get(`/signed-out?state=${there?.get('state')}`)
    assert.equal(back.location?.href, 'https://app.example.org/bye')
    assert.equal((await browser.get('/signed-out?state=abc')).status, 200)
    app.world.clock.advance(days(1))
    assert.equal((await browser.get(`/signed-out?state=${there?.get('state')}`)).status, 200)
  })

  it('there ends sessions here, by their name or all of a person’s', async (t) => {
    const app = await createOpenidApp(t)
    const say = async (claims: Record<string, unknown>) => {
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
      const token = await app.provider.sign({ aud: 'portico', jti: '1', events, ...claims })
      return app
        .browser()
        .post('/sources/upstream/backchannel-logout', { logout_token: token }, { 'sec-fetch-site': undefined })
    }
    const alice = app.provider.people['alice'] ?? {}
    const [one, two] = [app.browser(), app.browser()]
    Object.assign(alice, { sid: 'first' })
    await chooseName(one, await signInFrom(app, one))
    Object.assign(alice, { sid: 'second' })
    await signInFrom(app, two)
    assert.equal(await app.world.storage.count('sessions'), 2)
    for (const wrong of [
      { aud: 'another', sid: 'first' },
      { iss: 'https://evil.example', sid: 'first' },
      { nonce: '1', sid: 'first' },
      { events: {}, sid: 'first' },
      {},
    ])
      assert.equal((await say(wrong)).status, 400)
    assert.equal(await app.world.storage.count('sessions'), 2)
    const said = await say({ sid: 'first' })
    assert.deepEqual([said.status, said.headers.get('cache-control')], [200, 'no-store'])
    assert.equal((await one.get('/')).location?.pathname, '/sign-in')
    assert.equal((await two.get('/')).status, 200)
    assert.equal((await say({ sub: 'alice-1' })).status, 200)
    assert.equal(await app.world.storage.count('sessions'), 0)
  })
})

describe('the only way in', () => {
  it('is gone by itself where that is wanted, by a page, with a way to stay and without going round in circles', async (t) => {
    const app = await createOpenidApp(t, upstream('autoRedirect: true'))
    const browser = app.browser()
    const leaving = await browser.get('/sign-in')
    assert.equal(leaving.status, 200)
    const href = /url=([^"]+)"/.exec(leaving.text)?.[1]?.replaceAll('&amp;', '&') ?? ''
    assert.ok(href.startsWith(app.provider.issuer))
    const stay = await app.browser().get('/sign-in?with=password')
    assert.match(stay.text, /id="source-upstream"/)
    assert.match((await browser.get('/sign-in')).text, /id="source-upstream"/)
    await chooseName(browser, await browser.follow(await browser.get(await app.provider.approve(href))))
    await browser.submit(await browser.get('/sign-out'), {}, { action: '/sign-out' })
    assert.match((await browser.get('/sign-in')).text, /id="source-upstream"/)
  })
})

describe('a source that is switched off', () => {
  it('lets nobody in, and whoever is in by it is out, with what applications hold', async (t) => {
    const app = await createOpenidApp(t)
    await app.addApplication()
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    const away = app.browser()
    const left = await away.submit(await away.get('/sign-in'), {}, { button: 'source-upstream' })
    await app.apply(upstream('disabled: true'))
    assert.equal(await app.world.storage.count('sessions'), 0)
    assert.equal((await away.get(await app.provider.approve(left.location ?? ''))).status, 400)
    assert.doesNotMatch((await app.browser().get('/sign-in')).text, /source-upstream/)
  })
})
