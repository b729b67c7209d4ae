import { minutes } from '../../lib/clock.ts'
import type { Identity } from '../../sources/source.ts'
import type { World } from '../../storage/world.ts'
import { type Account, findByIdentifier } from '../account.ts'
import { isFresh, type Person } from '../sessions/sessions.ts'
import { findInvitation, type Invitation } from '../sign-up/invitations.ts'
import { hasChangedHands } from './anchors.ts'
import { type ArrivalDecision, decideArrival } from './decide-arrival.ts'
import { anchorsOf, domainsOf, findIdentity, identitiesOf, type KeptIdentity } from './identity.ts'
import { type ApplicationNewcomers, ruleFor, rulesOf } from './newcomers.ts'

export interface ArrivalContext {
  readonly address: string
  readonly userAgent?: string | undefined
  /** What the person speaks here, for a new account. */
  readonly locale?: string | undefined
  /** The application that they are on their way to: it may take in others than the installation does. */
  readonly application?: ApplicationNewcomers | undefined
  /** The secret of an invitation's link, with which they came. */
  readonly invitation?: string | undefined
  /** Who is signed in, and wants it linked to their account; nobody is signed in then. */
  readonly linkTo?: Person | undefined
}

export interface Seen {
  readonly known: KeptIdentity | undefined
  readonly account: Account | undefined
  readonly invitation: Invitation | undefined
  readonly decision: ArrivalDecision
}

/** How long ago somebody may have proved who they are who links, or confirms, an identity. */
export const linkFreshFor = minutes(15)

/** What `arrive` would do, for a page that asks first. */
export const foreseeArrival = async (
  world: World,
  identity: Identity,
  context: ArrivalContext,
): Promise<ArrivalDecision> => (await lookAtArrival(world, identity, context)).decision

/** What is known here of somebody who comes, and what becomes of them. Changes nothing. */
export const lookAtArrival = async (
  world: World,
  identity: Identity,
  { application, invitation: secret, linkTo }: ArrivalContext,
): Promise<Seen> => {
  const known = await findIdentity(world, identity)
  const { standing } = identity
  const [same, account, invitation, rules] = await Promise.all([
    known === undefined && linkTo === undefined ? sameEmailAs(world, identity) : undefined,
    known === undefined ? undefined : world.storage.find('accounts', known.accountId),
    known !== undefined || secret === undefined ? undefined : findInvitation(world, secret),
    rulesOf(world, identity.sourceId),
  ])
  const decision = decideArrival({
    known: known && {
      accountId: known.accountId,
      disabled: account === undefined || account.disabledAt !== undefined,
      awaiting: account?.awaitingSince !== undefined,
      changedHands: hasChangedHands(anchorsOf(known), identity.anchors),
    },
    linkTo: linkTo && {
      accountId: linkTo.account.id,
      fresh: isFresh(world, linkTo, linkFreshFor),
      byThis: known !== undefined && linkTo.session.identityId === known.id && linkTo.session.amr.includes('fed'),
    },
    newcomer: { domains: domainsOf(identity), invited: invitation !== undefined },
    rule: ruleFor(rules.newcomers, application),
    off: rules.off,
    standing: standing && {
      refusal: standing.refusal,
      emailVerified: standing.email?.verified === true,
      linkByEmail: standing.linkByEmail,
    },
    sameEmail: same && {
      accountId: same.account.id,
      disabled: same.account.disabledAt !== undefined,
      awaiting: same.account.awaitingSince !== undefined,
      linkedThere: same.linkedThere,
    },
  })
  return { known, account: account ?? (decision.do === 'adopt' ? same?.account : undefined), invitation, decision }
}

/** Whose address here, proven, is the one that their source says. An unproven one is nobody's. */
const sameEmailAs = async (world: World, { sourceId, standing }: Identity) => {
  const { email, take, linkByEmail } = standing ?? {}
  if (email === undefined || (take?.email === 'ignore' && linkByEmail !== true)) return undefined
  const account = await findByIdentifier(world, email.address)
  if (account === undefined) return undefined
  const linked = await identitiesOf(world, account.id)
  return { account, linkedThere: linked.some((identity) => identity.sourceId === sourceId) }
}
