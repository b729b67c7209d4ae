import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { draftAccount, type NewAccount } from '../create.ts'
import { groupIdsThere } from '../groups.ts'
import { happened } from '../happened.ts'
import { unlessTaken } from '../names.ts'
import { type Outcome, type Problem, refused } from '../outcome.ts'
import { type PasswordWorld, refusePassword } from '../passwords/change.ts'
import { knowing } from '../sessions/tries.ts'
import { countUse, findInvitation, type Invitation, toldOf } from './invitations.ts'
import { effectiveSignUp } from './sign-up-mode.ts'

/** What somebody says of themselves who makes an account. */
export interface Newcomer {
  readonly username: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly address: string
  readonly userAgent?: string | undefined
}

/** The invitation of this link, for the page that asks; undefined also where nobody may sign up at all. */
export const findOpenInvitation = async (world: PasswordWorld, secret: string): Promise<Invitation | undefined> =>
  (await effectiveSignUp(world)) === 'closed' ? undefined : findInvitation(world, secret)

/**
 * Makes an account by an invitation, and counts its use in the same commit: of any number who race for the last one, one gets in. The address
 * of a mailed invitation is proven by having its link; one that an administrator wrote down is what they say; any other is what the person
 * says. What was wrong uses nothing up. Throws `Busy`.
 */
export const joinByInvitation = async (
  world: PasswordWorld,
  secret: string,
  newcomer: Newcomer,
): Promise<Outcome<{ readonly account: Account }>> => {
  const invitation = await findOpenInvitation(world, secret)
  if (invitation === undefined) return refused('link', 'expired')
  const { address, userAgent, password } = newcomer
  const by = { address, userAgent, via: 'invitation' } as const
  const input = await inputOf(world, invitation, newcomer)
  const problems = problemsOf(world, input, password)
  if (problems.length > 0) return { ok: false, problems }
  const passwordHash = await world.hasher.hash(password)

  return unlessTaken(async () => {
    const draft = draftAccount(world, { ...input, passwordHash }, by)
    if (!draft.ok) return draft
    const { account } = draft
    const counted = await countUse(world, invitation, [
      ...draft.changes,
      knowing(world, account.id, address),
      happened(world, 'invitation.used', by, { accountId: account.id, data: toldOf(invitation) }),
    ])
    return counted ? { ok: true, account } : refused('link', 'expired')
  })
}

const inputOf = async (
  world: World,
  { email, mailed, groupIds }: Invitation,
  newcomer: Newcomer,
): Promise<NewAccount> => ({
  username: newcomer.username,
  name: newcomer.name,
  email: email ?? newcomer.email,
  ...(mailed ? { emailVerifiedBy: 'mail' } : {}),
  emailFromOthers: email !== undefined && !mailed,
  // A group that was deleted since keeps nobody out.
  groupIds: await groupIdsThere(world, groupIds),
})

/** Everything that is wrong at once. */
export const problemsOf = (
  world: PasswordWorld,
  input: NewAccount,
  password: string | undefined,
): readonly Problem[] => {
  const tried = draftAccount(world, input)
  const unfit = password === undefined ? undefined : refusePassword(world, password, input)
  return [
    ...(tried.ok ? [] : tried.problems),
    ...((input.email ?? '').trim() === '' ? refused('email', 'required').problems : []),
    ...(unfit?.problems ?? []),
  ]
}
