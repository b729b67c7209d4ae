import { anchorsOf, calledOf, identitiesOf, type KeptIdentity, profileOf } from '../../accounts/identities/identity.ts'
import { acceptChangedHands, disputedOf } from '../../accounts/identities/link.ts'
import type { Time } from '../../lib/clock.ts'
import { type Admission, judgeServer } from '../../sources/fediverse/rules.ts'
import type { Anchors } from '../../sources/source.ts'
import type { World } from '../../storage/world.ts'
import type { By } from './world.ts'

/** Who somebody is elsewhere, as administrators see it. */
export interface IdentityView {
  readonly id: string
  /** `user@domain` where that is proven, or the subject. */
  readonly name: string
  readonly subject: string
  readonly host: string | undefined
  readonly since: Time
  readonly lastUsedAt: Time
  readonly admitted: boolean
  /** It came back as another, and nobody signs in with it until somebody has said whose it is. */
  readonly disputed:
    | { readonly at: Time; readonly was: Anchors; readonly is: Anchors; readonly name: string }
    | undefined
}

export const listIdentities = async (
  { storage }: Pick<World, 'storage'>,
  accountId: string,
): Promise<readonly IdentityView[]> => {
  const found = await identitiesOf({ storage }, accountId)
  const rules = found.length === 0 ? [] : await storage.list('instanceRules')
  const judge = ({
    host = '',
    profile,
  }: Pick<KeptIdentity, 'host'> & { profile: ReturnType<typeof profileOf> }): Admission =>
    judgeServer(rules, { host, handleDomain: profile.acct?.split('@')[1], software: profile.software })
  return found.map((row) => {
    const profile = profileOf(row)
    const disputed = disputedOf(row)
    const { id, subject, host, createdAt, lastUsedAt } = row
    return {
      ...{ id, name: calledOf({ subject, profile }), subject, host, since: createdAt, lastUsedAt },
      admitted: judge({ host, profile }).admitted,
      disputed: disputed && {
        at: disputed.at,
        was: anchorsOf(row),
        is: disputed.anchors,
        name: calledOf({ subject, profile: disputed.profile }),
      },
    }
  })
}

/** An administrator says that it is the same person still. False when it is not this account's, or nothing is disputed. */
export const acceptIdentity = async (world: World, accountId: string, identityId: string, by: By): Promise<boolean> => {
  const row = await world.storage.find('identities', identityId)
  return row?.accountId === accountId && acceptChangedHands(world, identityId, by)
}
