import { type SourceSubject, sourceContract } from '../../../src/sources/contract.ts'
import { dump } from '../../support/dump.ts'
import { withFediverse, withNamedFediverse } from '../../support/fediverse/fediverse.ts'
import { friendica } from '../../support/fediverse/friendica.ts'
import { gotosocial } from '../../support/fediverse/gotosocial.ts'
import { hollo } from '../../support/fediverse/hollo.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { pixelfed } from '../../support/fediverse/pixelfed.ts'
import { pleroma } from '../../support/fediverse/pleroma.ts'
import { signingIn } from '../../support/fediverse/signing-in.ts'
import type { Blueprint } from '../../support/fediverse/site.ts'
import { takahe } from '../../support/fediverse/takahe.ts'

const at =
  (fake: Blueprint) =>
  async (t: { after(work: () => unknown): void }): Promise<SourceSubject> => {
    const { servers, allow } = await withFediverse(t, { home: fake })
    const { home } = servers
    const { source, world } = signingIn(t, { allow })
    return {
      source,
      address: home.domain,
      approve: (url, person) =>
        home.approve(url, { ...person, ...(person?.as === undefined ? {} : { identity: person.as }) }),
      dump: () => dump(world.storage),
      secrets: () => [
        ...home.codes.keys(),
        ...home.tokens.keys(),
        ...[...home.clients.values()].map(({ secret }) => secret),
      ],
      silence() {
        home.meddle = () => new Response(null, { status: 503 })
      },
    }
  }

sourceContract('fediverse, at Mastodon 3.5', at(mastodon('3.5')))
sourceContract('fediverse, at Mastodon 4.5', at(mastodon('4.5')))
sourceContract('fediverse, at GoToSocial', at(gotosocial('0.20')))
sourceContract('fediverse, at Akkoma', at(pleroma('akkoma')))
sourceContract('fediverse, at Pixelfed', at(pixelfed()))
sourceContract('fediverse, at Friendica', at(friendica()))
sourceContract('fediverse, at Takahe', at(takahe()))
sourceContract('fediverse, at Hollo', at(hollo()))

sourceContract('fediverse, at a name of its own', async (t) => {
  const { servers, surroundings } = await withNamedFediverse(t, {
    'social.example.org': { fake: mastodon('4.4'), domain: 'example.org', split: 'redirect' },
  })
  const home = servers['social.example.org']
  const { source, world } = signingIn(t, surroundings)
  return {
    source,
    address: 'example.org',
    approve: home.approve,
    dump: () => dump(world.storage),
    secrets: () => [
      ...home.codes.keys(),
      ...home.tokens.keys(),
      ...[...home.clients.values()].map(({ secret }) => secret),
    ],
    silence() {
      home.meddle = () => new Response(null, { status: 503 })
    },
  }
})
