import { hash } from 'node:crypto'
import type { Anchors, Identity, Profile } from '../../sources/source.ts'
import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'
import { anchoredBy } from './anchors.ts'

/** The fediverse's id among the sources. */
export const fediverse = 'fediverse'

/** Who somebody is elsewhere, as it is kept. */
export type KeptIdentity = Row<'identities'>

/**
 * The same for the same person of the same source, on every node and after every restore: of any number of first sign-ins at once one makes an
 * account, and the others find it.
 */
export const identityIdOf = (sourceId: string, subject: string): string =>
  hash('sha256', JSON.stringify([sourceId, subject]), 'base64url')

/** Whether somebody has signed in, or linked, as this before. */
export const findIdentity = (
  { storage }: Pick<World, 'storage'>,
  { sourceId, subject }: Pick<Identity, 'sourceId' | 'subject'>,
): Promise<KeptIdentity | undefined> => storage.find('identities', identityIdOf(sourceId, subject))

/** Who an account's person is elsewhere, the first one first. */
export const identitiesOf = async (
  { storage }: Pick<World, 'storage'>,
  accountId: string,
): Promise<readonly KeptIdentity[]> => {
  // Cut short here: for an order with a limit SQLite makes a table on the side, which costs far more than the few rows there are.
  const all = await storage.list('identities', { where: { accountId }, orderBy: 'createdAt' })
  return all.length > mostIdentities ? all.slice(0, mostIdentities) : all
}

const mostIdentities = 500

/** What the source said last. It was written by `keptOf`. */
export const profileOf = ({ profile }: Pick<KeptIdentity, 'profile'>): Profile => profile as Profile

export const anchorsOf = ({ anchors }: Pick<KeptIdentity, 'anchors'>): Anchors => anchors as Anchors

/** What people know it as: `user@domain`, what they are called there, or its address. */
export const calledOf = ({ subject, profile }: Pick<Identity, 'subject' | 'profile'>): string =>
  profile.acct ?? profile.called ?? subject

/** The domains that stand behind an identity: the server's own, and that of the handle, which points back to it. */
export const domainsOf = ({ host, profile }: { readonly host?: string | undefined; readonly profile: Profile }) => {
  const domain = profile.acct?.split('@')[1]
  return [host, domain].filter((name) => name !== undefined)
}

/** Those behind all of somebody's identities. */
export const domainsOfAll = (identities: readonly KeptIdentity[]): readonly string[] =>
  identities.flatMap((row) => domainsOf({ host: row.host, profile: profileOf(row) }))

/** The record of somebody who is here for the first time. */
export const keptOf = (
  { clock }: Pick<World, 'clock'>,
  { sourceId, subject, host, profile, anchors }: Identity,
  accountId: string,
): KeptIdentity => ({
  ...{ id: identityIdOf(sourceId, subject), sourceId, subject, accountId, host, profile, anchors },
  createdAt: clock.now(),
  lastUsedAt: clock.now(),
})

/** What the record says after its person was here once more: names are news. */
export const seenAgain = (
  { clock }: Pick<World, 'clock'>,
  known: KeptIdentity,
  { host, profile, anchors }: Identity,
): Partial<KeptIdentity> => ({
  host,
  profile,
  anchors: anchoredBy(anchorsOf(known), anchors),
  lastUsedAt: clock.now(),
})
