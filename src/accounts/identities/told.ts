import type { Identity } from '../../sources/source.ts'
import type { Change } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { happened } from '../happened.ts'
import { calledOf } from './identity.ts'

/** For people: `@user@domain`, or an address where there is none. */
export const handleOf = ({ subject, profile }: Pick<Identity, 'subject' | 'profile'>): string =>
  profile.acct === undefined ? (profile.called ?? subject) : `@${profile.acct}`

/** For the audit log. */
export const toldOfIdentity = (
  identity: Pick<Identity, 'sourceId' | 'subject' | 'profile'> & { readonly host?: string | undefined },
) => ({
  method: identity.sourceId,
  identity: calledOf(identity),
  host: identity.host,
})

export const signedIn = (
  world: World,
  identity: Identity,
  accountId: string,
  by: { readonly address: string; readonly userAgent: string | undefined },
): Change => happened(world, 'signin.succeeded', by, { accountId, data: toldOfIdentity(identity) })
