import type { Identity } from '../../sources/source.ts'
import { adding, type Change, expecting, setting } from '../../storage/storage.ts'
import { happened } from '../happened.ts'
import { notifying, type PostWorld } from '../letters.ts'
import type { By } from '../outcome.ts'
import type { Person } from '../sessions/sessions.ts'
import { hasChangedHands } from './anchors.ts'
import { anchorsOf, type KeptIdentity, keptOf, seenAgain } from './identity.ts'
import { gettingPicture } from './picture.ts'
import { handleOf, toldOfIdentity } from './told.ts'

/**
 * The changes that link an identity to the account of whoever is signed in; or, when it is theirs already, that take what it says now for
 * theirs too. They fail with `Missing` when the session ended meanwhile.
 */
export const linking = (
  world: PostWorld,
  { account, session }: Person,
  identity: Identity,
  known: KeptIdentity | undefined,
  by: By,
): readonly Change[] => {
  const about = { accountId: account.id, data: toldOfIdentity(identity) }
  const still = [
    expecting('accounts', account.id, { disabledAt: undefined }),
    expecting('sessions', session.id, { accountId: account.id }),
  ]
  if (known === undefined) {
    const kept = keptOf(world, identity, account.id)
    return [
      ...still,
      adding('identities', kept),
      happened(world, 'identity.linked', by, about),
      ...notifying(world, account, { kind: 'identity-linked', handle: handleOf(identity) }),
      ...gettingPicture(world, account, kept, identity.profile.picture),
    ]
  }
  const mine = expecting('identities', known.id, { accountId: account.id })
  const seen = seenAgain(world, known, identity)
  if (!hasChangedHands(anchorsOf(known), identity.anchors)) {
    return [...still, mine, setting('identities', known.id, seen)]
  }
  return [
    ...still,
    mine,
    setting('identities', known.id, { ...seen, anchors: identity.anchors, disputed: undefined }),
    happened(world, 'identity.confirmed', by, about),
  ]
}
