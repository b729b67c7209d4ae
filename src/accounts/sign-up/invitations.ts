import { days, minutes, type Time } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import { hashSecret, newSecret, secretPrefixes } from '../../lib/secret.ts'
import type { Row } from '../../storage/records.ts'
import { adding, type Change, expecting, Missing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { canonicalEmail } from '../canonical.ts'
import { findGroup } from '../groups.ts'
import { happened } from '../happened.ts'
import { type PostWorld, writing } from '../letters.ts'
import { type By, type Outcome, type Problem, refused } from '../outcome.ts'
import { cleanName } from '../text.ts'

export type Invitation = Row<'invitations'>

export const mostUses = 1000
export const longestInvitation: Time = days(365)

export interface NewInvitation {
  /** What the administrator calls it; may be empty. */
  readonly note?: string | undefined
  readonly groupIds?: readonly string[] | undefined
  /** Binds it to an address, and then to one use. */
  readonly email?: string | undefined
  readonly uses: number
  readonly ttl: Time
  /** Sends it to that address, and shows it to nobody. */
  readonly mail?: boolean | undefined
  /** What the mail is written in. */
  readonly language?: string | undefined
}

/**
 * Makes an invitation. The secret of its link is answered once, or it is mailed and answered to nobody: then whoever has it can read that
 * address's mail.
 */
export const createInvitation = async (
  world: PostWorld,
  input: NewInvitation,
  by: By,
): Promise<Outcome<{ readonly invitation: Invitation; readonly secret: string | undefined }>> => {
  const email = (input.email ?? '').trim() === '' ? undefined : canonicalEmail(input.email ?? '')
  const problems = await problemsIn(world, input, email)
  if (problems.length > 0) return { ok: false, problems }
  const address = email?.ok === true ? email.shown : undefined
  const mailed = address !== undefined && input.mail === true && world.mailer !== undefined
  const secret = newSecret(world.random, 'link')
  const now = world.clock.now()
  const invitation: Invitation = {
    id: newId(world.random),
    secretHash: hashSecret(secret),
    note: cleanName(input.note ?? ''),
    groupIds: [...new Set(input.groupIds ?? [])],
    email: address,
    mailed,
    uses: address === undefined ? input.uses : 1,
    used: 0,
    createdBy: by.actorId,
    createdAt: now,
    expiresAt: now + input.ttl,
  }
  const letter = { kind: 'invitation', secret, ttl: input.ttl } as const
  const to = { name: '', address: address ?? '', language: input.language }
  try {
    await world.storage.atomically([
      ...invitation.groupIds.map((id) => expecting('groups', id, {})),
      adding('invitations', invitation),
      happened(world, 'invitation.created', by, { data: toldOf(invitation) }),
      ...(mailed ? writing(world, to, letter, { until: invitation.expiresAt }) : []),
    ])
  } catch (error) {
    if (error instanceof Missing) return refused('groups', 'unknown')
    throw error
  }
  return { ok: true, invitation, secret: mailed ? undefined : secret }
}

const problemsIn = async (
  world: PostWorld,
  { groupIds = [], uses, ttl }: NewInvitation,
  email: ReturnType<typeof canonicalEmail> | undefined,
): Promise<readonly Problem[]> => {
  const problems: Problem[] = []
  if (email?.ok === false) problems.push({ field: 'email', code: email.code })
  if (email?.ok === true && (await world.storage.find('accounts', { verifiedEmailKey: email.key })) !== undefined) {
    problems.push({ field: 'email', code: 'taken' })
  }
  if (!Number.isSafeInteger(uses) || uses < 1 || uses > mostUses) problems.push({ field: 'uses', code: 'malformed' })
  if (!Number.isSafeInteger(ttl) || ttl < minutes(1) || ttl > longestInvitation) {
    problems.push({ field: 'expires', code: 'malformed' })
  }
  const groups = await Promise.all(groupIds.map((id) => findGroup(world, id)))
  if (groups.includes(undefined)) problems.push({ field: 'groups', code: 'unknown' })
  return problems
}

/** For the audit log: nothing that lets anybody in. */
export const toldOf = ({ id, note, groupIds, uses, mailed }: Invitation): Readonly<Record<string, unknown>> => ({
  ...{ invitationId: id, note, groupIds, uses },
  ...(mailed ? { mailed } : {}),
})

export interface InvitationQuery {
  /** Part of its note or of the address that it is for. */
  readonly search?: string | undefined
  readonly limit?: number | undefined
  readonly offset?: number | undefined
}

/** A page of those that can still be used or have not been swept yet, the newest first. */
export const listInvitations = async (
  world: Pick<World, 'storage'>,
  { search = '', limit = 50, offset = 0 }: InvitationQuery = {},
): Promise<{ readonly invitations: readonly Invitation[]; readonly more: boolean }> => {
  const contains = cleanName(search)
  const invitations = await world.storage.list('invitations', {
    ...(contains === '' ? {} : { anyOf: [{ note: { contains } }, { email: { contains: search.trim() } }] }),
    orderBy: 'createdAt',
    descending: true,
    limit: limit + 1,
    offset,
  })
  return { invitations: invitations.slice(0, limit), more: invitations.length > limit }
}

/** Whoever has its link and has not joined yet can do nothing with it any more. */
export const revokeInvitation = (world: World, id: string, by: By): Promise<Invitation | undefined> =>
  world.storage.take('invitations', id, (row) => [
    happened(world, 'invitation.revoked', by, { data: { ...toldOf(row), used: row.used } }),
  ])

/** The invitation of this link, if it is still good. Looking does not use it up. */
export const findInvitation = async (
  world: Pick<World, 'storage' | 'clock'>,
  secret: string,
): Promise<Invitation | undefined> => {
  if (!secret.startsWith(secretPrefixes.link)) return undefined
  const found = await world.storage.find('invitations', { secretHash: hashSecret(secret) })
  return found !== undefined && isGood(found, world.clock.now()) ? found : undefined
}

export const isGood = ({ uses, used, expiresAt }: Invitation, now: Time): boolean => used < uses && expiresAt > now

/** Thrown through storage, which then leaves the invitation as it is. */
class UsedUp extends Error {}

/** Counts a use of it in one commit with what it is used for. False, and nothing happened, when it was used up meanwhile. */
export const countUse = async (world: World, { id }: Invitation, changes: readonly Change[]): Promise<boolean> => {
  const now = world.clock.now()
  try {
    const after = await world.storage.change('invitations', id, (row) => {
      if (!isGood(row, now)) throw new UsedUp()
      return [{ ...row, used: row.used + 1 }, changes]
    })
    return after !== undefined
  } catch (error) {
    // A group that went in this very moment: whoever comes again is not put into it.
    if (error instanceof UsedUp || error instanceof Missing) return false
    throw error
  }
}
