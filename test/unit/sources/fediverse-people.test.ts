import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { type FakeServer, withFediverse } from '../../support/fediverse/fediverse.ts'
import { friendica } from '../../support/fediverse/friendica.ts'
import { gotosocial } from '../../support/fediverse/gotosocial.ts'
import { saying } from '../../support/fediverse/hostile.ts'
import { mastodon, mastodonTraits } from '../../support/fediverse/mastodon.ts'
import { mastodonApi } from '../../support/fediverse/mastodon-api.ts'
import { pixelfed } from '../../support/fediverse/pixelfed.ts'
import { pleroma } from '../../support/fediverse/pleroma.ts'
import { problemOf, signingIn, somebody } from '../../support/fediverse/signing-in.ts'
import type { Blueprint, FakeAccount } from '../../support/fediverse/site.ts'
import { takahe } from '../../support/fediverse/takahe.ts'

const open = async (t: TestContext, fake: Blueprint) => {
  const { servers, allow } = await withFediverse(t, { home: fake })
  return { home: servers.home, ...signingIn(t, { allow }) }
}

const person = (server: FakeServer, name: string): FakeAccount => {
  const account = server.accounts.get(name)
  assert.ok(account)
  return account
}

describe('whoever comes from the fediverse', () => {
  it('is told apart from whom they said they were', async (t) => {
    const { home, comes } = await open(t, mastodon('4.4'))
    const finished = await comes(`@alice@${home.domain}`, home, { as: 'bob' })
    assert.equal(somebody(finished).profile.acct, `bob@${home.domain}`)
    assert.deepEqual(finished.ok && finished.instead, { typed: `@alice@${home.domain}` })
  })

  it('may be anybody where only a server was named', async (t) => {
    const { home, comes } = await open(t, mastodon('4.4'))
    for (const typed of [home.domain, home.origin, `${home.origin}/`]) {
      const finished = await comes(typed, home, { as: 'bob' })
      assert.equal(somebody(finished).profile.username, 'bob')
      assert.equal(finished.ok && finished.instead, undefined)
    }
  })

  it('may write their name in any letters, and paste the address of their page', async (t) => {
    const { home, comes } = await open(t, mastodon('4.4'))
    for (const typed of [
      `@ALICE@${home.domain}`,
      `acct:alice@${home.domain}`,
      `${home.origin}/@alice`,
      `alice@${home.domain} `,
    ]) {
      const finished = await comes(typed, home)
      assert.equal(somebody(finished).profile.username, 'alice')
      assert.equal(finished.ok && finished.instead, undefined, typed)
    }
  })

  it('has to be somebody there', async (t) => {
    const { home, begin } = await open(t, mastodon('4.4'))
    const place = home.host
    assert.deepEqual(problemOf(await begin(`@nobody@${home.domain}`)), { code: 'no_person', place })
    person(home, 'bob').state = 'gone'
    assert.deepEqual(problemOf(await begin(`@bob@${home.domain}`)), { code: 'no_person', place })
  })

  for (const [state, version, told] of [
    ['suspended', '4.2', 'suspended'],
    ['suspended', '4.5', 'suspended'],
    ['unconfirmed', '4.4', 'not_ready'],
    ['pending', '4.3', 'not_ready'],
  ] as const) {
    it(`does not come in when ${state} at Mastodon ${version}`, async (t) => {
      const { home, comes } = await open(t, mastodon(version))
      person(home, 'alice').state = state
      const problem = problemOf(await comes(home.domain, home))
      assert.deepEqual(problem, { code: 'account_state', place: home.host, state: told })
    })
  }

  it('does not come in as somebody who is remembered', async (t) => {
    const { home, comes } = await open(t, mastodon('4.4'))
    person(home, 'alice').memorial = true
    const problem = problemOf(await comes(home.domain, home))
    assert.deepEqual(problem, { code: 'account_state', place: home.host, state: 'memorial' })
  })

  it('comes in as who they were where they have moved on, and where they went is a hint', async (t) => {
    const { home, comes } = await open(t, mastodon('4.4'))
    person(home, 'alice').movedTo = 'https://elsewhere.example.net/users/alice'
    const { subject, profile } = somebody(await comes(home.domain, home))
    assert.equal(subject, `${home.origin}/users/alice`)
    assert.equal(profile.movedTo, 'https://elsewhere.example.net/users/alice')
  })

  it('brings along whether they are a bot, a group, or choose their followers', async (t) => {
    const { home, comes } = await open(t, mastodon('4.4'))
    Object.assign(person(home, 'alice'), { bot: true, locked: true })
    const { profile } = somebody(await comes(home.domain, home))
    assert.deepEqual([profile.bot, profile.group, profile.locked], [true, false, true])
  })

  it('has an e-mail address only as a hint, where the server mentions one', async (t) => {
    for (const [fake, hint] of [
      [pleroma('akkoma'), 'alice@mail.example.org'],
      [mastodon('4.4'), undefined],
    ] as const) {
      const { home, comes } = await open(t, fake)
      assert.equal(somebody(await comes(home.domain, home)).profile.emailHint, hint)
    }
  })

  it('is the one of their identities that they picked', async (t) => {
    const { home, comes } = await open(t, takahe())
    const finished = await comes(`@alice@${home.domain}`, home, { as: 'alice', identity: 'bob' })
    assert.equal(somebody(finished).profile.acct, `bob@${home.domain}`)
    assert.deepEqual(finished.ok && finished.instead, { typed: `@alice@${home.domain}` })
  })

  it('never comes in by a token in the address, and does when asked afresh', async (t) => {
    const { home, comes, goes, returns } = await open(t, pleroma('pleroma'))
    const cookies = new Map<string, string>()
    somebody(await comes(home.domain, home, { cookies }))
    const begun = await goes(home.domain)
    const clientId = new URL(begun.url).searchParams.get('client_id') ?? ''
    home.tokens.set('another', { clientId, username: 'alice', scopes: ['read:accounts'] })
    const callback = await home.approve(begun.url, { cookies })
    assert.match(callback, /access_token=/)
    const problem = problemOf(await returns(begun, callback))
    assert.deepEqual(problem, { code: 'token_in_callback', place: home.host })
    somebody(await comes(home.domain, home, { cookies }, { afresh: true }))
  })

  it('can be another one than last time, when asked afresh', async (t) => {
    for (const fake of [mastodon('3.5'), mastodon('4.5'), gotosocial('0.20'), pleroma('akkoma')]) {
      const { home, comes } = await open(t, fake)
      const cookies = new Map<string, string>()
      assert.equal(somebody(await comes(home.domain, home, { as: 'alice', cookies })).profile.username, 'alice')
      const again = await comes(home.domain, home, { as: 'bob', cookies }, { afresh: true })
      assert.equal(somebody(again).profile.username, 'bob')
    }
  })

  it('comes in again without a question where the server remembers, as often as they like', async (t) => {
    for (const fake of [mastodon('4.4'), friendica(), pixelfed()]) {
      const { home, comes } = await open(t, fake)
      const cookies = new Map<string, string>()
      for (let times = 0; times < 3; times += 1) {
        assert.equal(somebody(await comes(home.domain, home, { cookies })).profile.username, 'alice')
      }
    }
  })

  it('is known by the server’s word where nobody can be looked up, if it names the actor', async (t) => {
    for (const [fake, actor] of [
      [mastodon('4.5'), '/ap/users/109348684011'],
      [pleroma('akkoma'), '/users/alice'],
      [saying('/oauth/token', (said) => ({ ...said, me: undefined }), pleroma('pleroma')), '/users/alice'],
      [friendica(), '/profile/alice'],
      [mastodon('3.5'), undefined],
    ] as const) {
      const { home, goes, returns } = await open(t, fake)
      const begun = await goes(home.domain)
      const callback = await home.approve(begun.url)
      home.meddle = ({ url }) =>
        url.includes('/.well-known/webfinger') ? new Response(null, { status: 503 }) : undefined
      const finished = await returns(begun, callback)
      if (actor === undefined) assert.equal(finished.ok, false)
      else assert.equal(somebody(finished).subject, home.origin + actor)
    }
  })

  it('is known by userinfo where the account itself is closed to so little', async (t) => {
    const closed = mastodonApi({ ...mastodonTraits('4.4'), identityScopes: [] })
    const inOneWord = (said: Readonly<Record<string, unknown>>) => {
      const { preferred_username: preferredUsername, ...others } = said
      return { ...others, preferredUsername }
    }
    for (const fake of [closed, saying('/oauth/userinfo', inOneWord, closed)]) {
      const { home, comes } = await open(t, fake)
      const { subject, profile } = somebody(await comes(home.domain, home))
      assert.deepEqual([subject, profile.username], [`${home.origin}/users/alice`, 'alice'])
    }
  })

  it('leaves no token behind that opens more than who they are, where it can be given back', async (t) => {
    const { home, comes } = await open(t, takahe())
    somebody(await comes(home.domain, home))
    assert.equal(home.tokens.size, 0)
  })

  it('leaves nothing behind at Akkoma that an old code would be good for', async (t) => {
    const { home, goes, returns } = await open(t, pleroma('akkoma'))
    const begun = await goes(home.domain)
    const callback = await home.approve(begun.url)
    somebody(await returns(begun, callback))
    const later = await goes(home.domain)
    const old = new URL(callback)
    old.searchParams.set('state', new URL(later.url).searchParams.get('state') ?? '')
    assert.deepEqual(problemOf(await returns(later, old.href)), { code: 'mixed_up', place: home.host })
  })

  it('has no secret sent to where nobody takes tokens back', async (t) => {
    for (const fake of [pixelfed(), gotosocial('0.18')]) {
      const { home, comes } = await open(t, fake)
      somebody(await comes(home.domain, home))
      assert.ok(!home.seen.some(({ path }) => path.includes('revoke')))
    }
  })

  it('may come in twice at once where both get one token', async (t) => {
    const { home, comes } = await open(t, mastodon('4.4'))
    somebody(await comes(home.domain, home))
    assert.equal(home.tokens.size, 1)
  })

  it('is asked in their own language', async (t) => {
    const { home, goes } = await open(t, mastodon('4.4'))
    const { url } = await goes(home.domain, { locale: 'de' })
    assert.equal(new URL(url).searchParams.get('lang'), 'de')
  })

  it('is called what can be shown', async (t) => {
    const identity = '/api/v1/accounts/verify_credentials'
    const name = `\u202egnp.exe\u0000 ${'x'.repeat(5000)}`
    const page = 'https://elsewhere.example.net/@alice'
    const bent = saying(identity, (said) => ({
      ...said,
      display_name: name,
      url: page,
      avatar_static: 'javascript:1',
      avatar: 'javascript:1',
    }))
    const { home, comes } = await open(t, bent)
    const { profile } = somebody(await comes(home.domain, home))
    assert.match(profile.name, /^[^\p{Cc}\p{Cf}]{1,100}$/u)
    assert.equal(profile.page, undefined)
    assert.equal(profile.picture, undefined)
  })

  it('is called by their username where the name is nothing but invisible', async (t) => {
    const bent = saying('/api/v1/accounts/verify_credentials', (said) => ({ ...said, display_name: ' \u200b\u202e ' }))
    const { home, comes } = await open(t, bent)
    assert.equal(somebody(await comes(home.domain, home)).profile.name, 'alice')
  })

  it('is the same person by the same anchors, and another one by others', async (t) => {
    const { home, comes } = await open(t, mastodon('4.4'))
    const before = somebody(await comes(home.domain, home))
    Object.assign(person(home, 'alice'), { id: '42', createdAt: '2026-01-01T00:00:00.000Z' })
    const after = somebody(await comes(home.domain, home))
    assert.equal(after.subject, before.subject)
    assert.deepEqual(after.anchors, { localId: '42', createdAt: '2026-01-01T00:00:00.000Z', software: 'mastodon' })
    assert.notDeepEqual(after.anchors, before.anchors)
  })
})
