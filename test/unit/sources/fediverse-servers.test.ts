import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { minutes } from '../../../src/lib/clock.ts'
import { type FakeServer, type Wanted, withFediverse } from '../../support/fediverse/fediverse.ts'
import { friendica } from '../../support/fediverse/friendica.ts'
import { gotosocial } from '../../support/fediverse/gotosocial.ts'
import { hollo } from '../../support/fediverse/hollo.ts'
import { iceshrimpNet } from '../../support/fediverse/iceshrimp-net.ts'
import { mastodon, mastodonTraits } from '../../support/fediverse/mastodon.ts'
import { mastodonApi } from '../../support/fediverse/mastodon-api.ts'
import { pixelfed } from '../../support/fediverse/pixelfed.ts'
import { pleroma } from '../../support/fediverse/pleroma.ts'
import { signingIn, somebody } from '../../support/fediverse/signing-in.ts'
import type { Blueprint, Site } from '../../support/fediverse/site.ts'
import { takahe } from '../../support/fediverse/takahe.ts'
import { wordpressApps } from '../../support/fediverse/wordpress-ema.ts'

/** `code`: it binds codes to proof keys; `domain`: people are looked up by the name that their handles end in, and by no other. */
type Note = 'code' | 'domain'

interface Row {
  readonly fake: Blueprint
  /** What it is asked for: the least that it takes. */
  readonly scopes: string
  /** Alice's actor, below the server's origin. */
  readonly actor: string
  readonly software: string
  readonly notes: readonly Note[]
}

const row = (fake: Blueprint, scopes: string, actor: string, software: string, ...notes: Note[]): Row => ({
  ...{ fake, scopes, actor, software, notes },
})

const [accounts, alice] = ['read:accounts', '/users/alice']
const [number, author] = ['/ap/users/109348684011', '/?author=109348684011']

const coarse = (site: Site) => ({
  ...mastodonTraits('4.3').metadata?.(site),
  scopes_supported: ['read', 'read:accounts'],
})

const rows: Readonly<Record<string, Row>> = {
  'Mastodon 3.5': row(mastodon('3.5'), accounts, alice, 'mastodon'),
  'Mastodon 4.2': row(mastodon('4.2'), accounts, alice, 'mastodon'),
  'Mastodon 4.3': row(mastodon('4.3'), 'profile', alice, 'mastodon', 'code'),
  'Mastodon 4.4': row(mastodon('4.4'), 'profile', alice, 'mastodon', 'code'),
  'Mastodon 4.5, with numbers for actors': row(mastodon('4.5'), 'profile', number, 'mastodon', 'code'),
  Hometown: row(mastodon('4.2', { name: 'hometown' }), accounts, alice, 'hometown'),
  kmyblue: row(mastodon('4.4', { name: 'kmyblue' }), 'profile', alice, 'kmyblue', 'code'),
  'GoToSocial 0.18': row(gotosocial('0.18'), accounts, alice, 'gotosocial'),
  'GoToSocial 0.20': row(gotosocial('0.20'), accounts, alice, 'gotosocial'),
  Pleroma: row(pleroma('pleroma'), accounts, alice, 'pleroma', 'domain'),
  Akkoma: row(pleroma('akkoma'), accounts, alice, 'akkoma', 'domain'),
  Rebased: row(pleroma('rebased'), accounts, alice, 'rebased', 'domain'),
  Pixelfed: row(pixelfed(), 'read', alice, 'pixelfed', 'code'),
  Friendica: row(friendica(), 'read', '/profile/alice', 'friendica'),
  Takahe: row(takahe(), 'read', '/@alice@DOMAIN/', 'takahe', 'domain'),
  Hollo: row(hollo(), 'profile', '/@alice', 'hollo', 'code'),
  'Iceshrimp.NET': row(iceshrimpNet(), accounts, '/users/109348684011', 'iceshrimp.net'),
  'WordPress with Enable Mastodon Apps': row(wordpressApps(), 'read', author, 'wordpress'),
  'WordPress without NodeInfo': row(wordpressApps({ nodeinfo: false }), 'read', author, 'wordpress'),
  'a server that announces itself as Mastodon does, without the scope for so little': row(
    mastodonApi({
      ...mastodonTraits('4.3', 'acme'),
      keepsAnyScope: true,
      identityScopes: ['read:accounts'],
      metadata: coarse,
    }),
    ...([accounts, alice, 'acme', 'code'] as const),
  ),
  'a server that nobody has heard of, which knows no scopes below scopes': row(
    mastodon('3.5', { name: 'acme', traits: { scopes: ['read', 'write'] } }),
    ...(['read', alice, 'acme'] as const),
  ),
}

const open = async (t: { after(work: () => unknown): void }, fake: Wanted) => {
  const { servers, allow } = await withFediverse(t, { home: fake })
  return { home: servers.home, ...signingIn(t, { allow }) }
}

const pathsSince = ({ seen }: FakeServer, from: number): string[] =>
  seen.slice(from).map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)

describe('signing in with the fediverse', () => {
  for (const [name, { fake, scopes, actor, software, notes }] of Object.entries(rows)) {
    it(`takes somebody from ${name} for the actor that they are, by the least that can be asked for`, async (t) => {
      const { home, comes } = await open(t, fake)
      const subject = home.origin + actor.replace('DOMAIN', home.domain)
      const identity = somebody(await comes(`@alice@${home.domain}`, home))
      assert.equal(identity.subject, subject)
      const [code] = home.codes.values()
      assert.equal(code?.challenge?.length, notes.includes('code') ? 43 : undefined)
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
        for (const typed of [
          `@alice@${home.domain}`,
          ...(notes.includes('domain') ? [] : [`@alice@${home.host}`]),
          home.domain,
        ]) {
          const finished = await comes(typed, home)
          const { subject, profile, host } = somebody(finished)
          assert.equal(subject, home.origin + actor.replace('DOMAIN', home.domain))
          assert.deepEqual([host, profile.acct], [home.host, `alice@${home.domain}`])
          assert.equal(finished.ok && finished.instead, undefined, typed)
        }
      })
    }

    for (const split of [undefined, 'redirect', 'host-meta'] as const) {
      const how = split === undefined ? '' : ` by ${split} from the name of its handles`
      it(`makes three requests of ${name}${how} before the redirect and four after, once it is known`, async (t) => {
        const { home, goes, returns, world } = await open(t, split === undefined ? fake : { fake, split })
        const both = split === undefined || !notes.includes('domain')
        const ways = [`@alice@${home.domain}`, home.domain, ...(both ? [`@alice@${home.host}`, home.host] : [])]
        for (const typed of ways) {
          const first = await goes(typed)
          assert.ok((await returns(first, await home.approve(first.url))).ok)
          world.clock.advance(minutes(60))

          const from = home.seen.length
          const begun = await goes(typed)
          const before = pathsSince(home, from)
          assert.ok(before.length <= 3, `${typed}: ${before.join(', ')}`)
          assert.ok(!before.includes('POST /api/v1/apps'), before.join(', '))
          const callback = await home.approve(begun.url)
          const then = home.seen.length
          assert.ok((await returns(begun, callback)).ok)
          const after = pathsSince(home, then)
          assert.ok(after.length <= 4, `${typed}: ${after.join(', ')}`)
        }
      })
    }
  }
})
