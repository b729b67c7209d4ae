import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type FakeServer, type Wanted, withFediverse } from '../../support/fediverse/fediverse.ts'
import { friendica } from '../../support/fediverse/friendica.ts'
import { gotosocial } from '../../support/fediverse/gotosocial.ts'
import { hollo } from '../../support/fediverse/hollo.ts'
import { iceshrimpNet } from '../../support/fediverse/iceshrimp-net.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { pixelfed } from '../../support/fediverse/pixelfed.ts'
import { pleroma } from '../../support/fediverse/pleroma.ts'
import { signingIn, somebody } from '../../support/fediverse/signing-in.ts'
import type { Blueprint } from '../../support/fediverse/site.ts'
import { takahe } from '../../support/fediverse/takahe.ts'
import { wordpressApps } from '../../support/fediverse/wordpress-ema.ts'

interface Row {
  readonly fake: Blueprint
  /** What it is asked for: the least that it takes. */
  readonly scopes: string
  /** Alice's actor, below the server's origin. */
  readonly actor: string
  readonly software: string | undefined
}

const rows: Readonly<Record<string, Row>> = {
  'Mastodon 3.5': { fake: mastodon('3.5'), scopes: 'read:accounts', actor: '/users/alice', software: 'mastodon' },
  'Mastodon 4.2': { fake: mastodon('4.2'), scopes: 'read:accounts', actor: '/users/alice', software: 'mastodon' },
  'Mastodon 4.3': { fake: mastodon('4.3'), scopes: 'profile', actor: '/users/alice', software: 'mastodon' },
  'Mastodon 4.4': { fake: mastodon('4.4'), scopes: 'profile', actor: '/users/alice', software: 'mastodon' },
  'Mastodon 4.5, with numbers for actors': {
    ...{ fake: mastodon('4.5'), scopes: 'profile', actor: '/ap/users/109348684011', software: 'mastodon' },
  },
  Hometown: {
    ...{ fake: mastodon('4.2', { name: 'hometown' }), scopes: 'read:accounts', actor: '/users/alice' },
    software: 'hometown',
  },
  kmyblue: {
    ...{ fake: mastodon('4.4', { name: 'kmyblue' }), scopes: 'profile', actor: '/users/alice', software: 'kmyblue' },
  },
  'GoToSocial 0.18': {
    ...{ fake: gotosocial('0.18'), scopes: 'read:accounts', actor: '/users/alice', software: 'gotosocial' },
  },
  'GoToSocial 0.20': {
    ...{ fake: gotosocial('0.20'), scopes: 'read:accounts', actor: '/users/alice', software: 'gotosocial' },
  },
  Pleroma: { fake: pleroma('pleroma'), scopes: 'read:accounts', actor: '/users/alice', software: 'pleroma' },
  Akkoma: { fake: pleroma('akkoma'), scopes: 'read:accounts', actor: '/users/alice', software: 'akkoma' },
  Rebased: { fake: pleroma('rebased'), scopes: 'read:accounts', actor: '/users/alice', software: 'rebased' },
  Pixelfed: { fake: pixelfed(), scopes: 'read', actor: '/users/alice', software: 'pixelfed' },
  Friendica: { fake: friendica(), scopes: 'read', actor: '/profile/alice', software: 'friendica' },
  Takahe: { fake: takahe(), scopes: 'read', actor: '/@alice@DOMAIN/', software: 'takahe' },
  Hollo: { fake: hollo(), scopes: 'profile', actor: '/@alice', software: 'hollo' },
  'Iceshrimp.NET': {
    ...{ fake: iceshrimpNet(), scopes: 'read:accounts', actor: '/users/109348684011', software: 'iceshrimp.net' },
  },
  'WordPress with Enable Mastodon Apps': {
    ...{ fake: wordpressApps(), scopes: 'read', actor: '/?author=109348684011', software: 'wordpress' },
  },
  'WordPress without NodeInfo': {
    fake: wordpressApps({ nodeinfo: false }),
    scopes: 'read',
    actor: '/?author=109348684011',
    software: 'wordpress',
  },
  'a server that nobody has heard of, which knows no scopes below scopes': {
    fake: mastodon('3.5', { name: 'acme', traits: { scopes: ['read', 'write'] } }),
    scopes: 'read',
    actor: '/users/alice',
    software: 'acme',
  },
}

const open = async (t: { after(work: () => unknown): void }, fake: Wanted) => {
  const { servers, allow } = await withFediverse(t, { home: fake })
  return { home: servers.home, ...signingIn(t, { allow }) }
}

const pathsSince = ({ seen }: FakeServer, from: number): string[] =>
  seen.slice(from).map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)

describe('signing in with the fediverse', () => {
  for (const [name, { fake, scopes, actor, software }] of Object.entries(rows)) {
    it(`takes somebody from ${name} for the actor that they are, by the least that can be asked for`, async (t) => {
      const { home, comes } = await open(t, fake)
      const subject = home.origin + actor.replace('DOMAIN', home.domain)
      const identity = somebody(await comes(`@alice@${home.domain}`, home))
      assert.equal(identity.subject, subject)
      assert.equal(identity.host, home.host)
      assert.equal(identity.profile.acct, `alice@${home.domain}`)
      assert.equal(identity.profile.software, software)
      assert.deepEqual([...home.clients.values()].at(-1)?.scopes, scopes.split(' '))
      assert.equal(identity.anchors.localId, '109348684011')
      assert.equal(identity.anchors.createdAt, '2022-11-16T00:00:00.000Z')
    })

    for (const split of ['redirect', 'host-meta'] as const) {
      it(`takes somebody from ${name} whose handle ends in another name, which leads on by ${split}`, async (t) => {
        const { home, comes } = await open(t, { fake, split })
        for (const typed of [`@alice@${home.domain}`, `@alice@${home.host}`]) {
          const finished = await comes(typed, home)
          const { subject, profile, host } = somebody(finished)
          assert.equal(subject, home.origin + actor.replace('DOMAIN', home.domain))
          assert.deepEqual([host, profile.acct], [home.host, `alice@${home.domain}`])
          assert.equal(finished.ok && finished.instead, undefined, typed)
        }
      })
    }

    it(`makes three requests of ${name} before the redirect and four after, once it is known`, async (t) => {
      const { home, goes, returns, world } = await open(t, fake)
      const first = await goes(`@alice@${home.domain}`)
      assert.ok((await returns(first, await home.approve(first.url))).ok)
      world.clock.advance(60 * 60_000)

      const from = home.seen.length
      const begun = await goes(`@alice@${home.domain}`)
      const before = pathsSince(home, from)
      assert.ok(before.length <= 3, before.join(', '))
      assert.ok(!before.includes('POST /api/v1/apps'), before.join(', '))
      const callback = await home.approve(begun.url)
      const then = home.seen.length
      assert.ok((await returns(begun, callback)).ok)
      const after = pathsSince(home, then)
      assert.ok(after.length <= 4, after.join(', '))
    })
  }
})
