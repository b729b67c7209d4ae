import type { Identity } from '../../sources/source.ts'
import { adding, type Change, Missing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type Account, findByIdentifier } from '../account.ts'
import { canonicalEmail } from '../canonical.ts'
import { draftAccount, type NewAccount } from '../create.ts'
import { groupIdsThere } from '../groups.ts'
import { happened } from '../happened.ts'
import { knowing } from '../sessions/tries.ts'
import { countUse, type Invitation, toldOf } from '../sign-up/invitations.ts'
import { readLocale } from '../text.ts'
import { keptOf } from './identity.ts'
import { gettingPicture } from './picture.ts'
import { signedIn, toldOfIdentity } from './told.ts'
import { usernameFor } from './username.ts'

export interface NewArrival {
  readonly address: string
  readonly userAgent?: string | undefined
  readonly locale?: string | undefined
  readonly invitation: Invitation | undefined
}

/**
 * Makes an account for somebody who comes for the first time, with their identity, in one commit; an invitation's use is counted in it too.
 * Throws `Taken` when somebody else was quicker with the identity or the name, `Missing` when the invitation, or a group of it, is gone.
 */
export const makeAccount = async (world: World, identity: Identity, arrival: NewArrival): Promise<Account> => {
  const { address, userAgent, invitation } = arrival
  const by = { address, userAgent, via: 'source' } as const
  const draft = draftAccount(world, await inputOf(world, identity, arrival), by)
  // Everything in it was made fit for this.
  if (!draft.ok) throw new Error(`no account could be made: ${draft.problems.map(({ field }) => field).join(', ')}`)
  const { account } = draft
  const accountId = account.id
  const kept = keptOf(world, identity, accountId)
  const used =
    invitation === undefined ? [] : [happened(world, 'invitation.used', by, { accountId, data: toldOf(invitation) })]
  const changes: readonly Change[] = [
    ...draft.changes,
    adding('identities', kept),
    happened(world, 'identity.linked', by, { accountId, data: toldOfIdentity(identity) }),
    ...used,
    signedIn(world, identity, accountId, { address, userAgent }),
    knowing(world, accountId, address),
    ...gettingPicture(world, account, kept, identity.profile.picture),
  ]
  if (invitation === undefined) await world.storage.atomically(changes)
  else if (!(await countUse(world, invitation, changes))) throw new Missing('invitations')
  return account
}

const inputOf = async (
  world: World,
  identity: Identity,
  { locale = '', invitation }: NewArrival,
): Promise<NewAccount> => {
  const { username, madeUp } = await usernameFor(world, identity)
  return {
    username,
    usernameMadeUp: madeUp,
    name: identity.standing?.take.name === 'ignore' ? username : identity.profile.name,
    locale: readLocale(locale).ok ? locale : '',
    cameBy: invitation === undefined ? 'source' : 'invitation',
    ...(invitation === undefined ? {} : await invitedAs(world, invitation)),
    ...emailFrom(identity),
  }
}

/** What the source says their address is; proven, where it says so. Nobody comes this far whose address somebody here has proven. */
const emailFrom = ({ sourceId, standing }: Identity): Partial<NewAccount> => {
  const { email, take } = standing ?? {}
  if (email === undefined || take?.email === 'ignore' || !canonicalEmail(email.address).ok) return {}
  return {
    email: email.address,
    // What a provider will not vouch for is as good as typed: at many of them anybody can put in anybody's address.
    emailFromOthers: false,
    emailVerifiedBy: email.verified ? `source:${sourceId}` : undefined,
  }
}

/** The address that an invitation is for is theirs as far as the invitation says so; unless somebody has proved meanwhile that it is theirs. */
const invitedAs = async (world: World, { email, mailed, groupIds }: Invitation): Promise<Partial<NewAccount>> => {
  const there = await groupIdsThere(world, groupIds)
  const owner = email === undefined ? undefined : await findByIdentifier(world, email)
  if (email === undefined || owner !== undefined) return { groupIds: there }
  return { groupIds: there, email, emailFromOthers: !mailed, ...(mailed ? { emailVerifiedBy: 'mail' } : {}) }
}
