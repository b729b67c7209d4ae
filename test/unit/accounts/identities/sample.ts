import type { Identity } from '../../../../src/sources/source.ts'
import type { TestWorld } from '../../../support/world.ts'

/** Somebody of a server, as the fediverse's source would say it. */
export const alice = (host = 'social.example', said: Partial<Identity> = {}): Identity => ({
  sourceId: 'fediverse',
  subject: `https://${host}/users/alice`,
  host,
  profile: { username: 'alice', name: 'Alice Example', acct: `alice@${host}`, software: 'mastodon' },
  anchors: { localId: '109', createdAt: '2022-11-04T00:00:00.000Z', software: 'mastodon' },
  assurance: { acr: 'urn:portico:acr:fediverse', amr: ['fed'] },
  ...said,
})

export const from = { address: '192.0.2.1', userAgent: 'test' }

/** Switches the fediverse on. */
export const openTo = (
  world: Pick<TestWorld, 'storage'>,
  firstSignIn: 'everyone' | 'servers' | 'invited' | 'linked',
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> =>
  world.storage.put('sources', {
    id: 'fediverse',
    kind: 'fediverse',
    name: 'Fediverse',
    position: 0,
    details: { firstSignIn, servers: [], vouchForPlaceholders: false, ...details },
    managed: false,
    createdAt: 0,
    updatedAt: 0,
  })
