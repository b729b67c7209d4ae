import { findAccount } from '../../accounts/account.ts'
import type { PostWorld } from '../../accounts/letters.ts'
import {
  createInvitation as create,
  type Invitation,
  type InvitationQuery,
  isGood,
  listInvitations as list,
  revokeInvitation as revoke,
} from '../../accounts/sign-up/invitations.ts'
import { days, type Time } from '../../lib/clock.ts'
import type { World } from '../../storage/world.ts'
import type { Outcome } from './outcome.ts'
import type { By } from './world.ts'

export interface InvitationSummary {
  readonly id: string
  readonly note: string
  readonly email: string | undefined
  readonly mailed: boolean
  /** Those that are still there. */
  readonly groups: readonly string[]
  readonly uses: number
  readonly used: number
  readonly createdBy: string | undefined
  readonly createdAt: Time
  readonly expiresAt: Time
  /** Whether somebody can still join by it. */
  readonly good: boolean
}

/** A page of them, the newest first. What has run out goes by itself. */
export const listInvitations = async (
  world: World,
  query: InvitationQuery = {},
): Promise<{ readonly invitations: readonly InvitationSummary[]; readonly more: boolean }> => {
  const { invitations: rows, more } = await list(world, query)
  const joined = [...new Set(rows.flatMap(({ groupIds }) => groupIds))]
  const groups = joined.length === 0 ? [] : await world.storage.list('groups', { where: { id: { oneOf: joined } } })
  const names = new Map(groups.map(({ id, name }) => [id, name]))
  const makers = [...new Set(rows.flatMap(({ createdBy }) => createdBy ?? []))]
  const known = await Promise.all(makers.map((id) => findAccount(world, id)))
  const makerNames = new Map(known.flatMap((account) => (account === undefined ? [] : [[account.id, account.name]])))
  const invitations = rows.map((row) => ({
    ...summaryOf(row, world.clock.now()),
    groups: row.groupIds.flatMap((id) => names.get(id) ?? []),
    createdBy: row.createdBy === undefined ? undefined : makerNames.get(row.createdBy),
  }))
  return { invitations, more }
}

const summaryOf = (row: Invitation, now: Time) => {
  const { id, note, email, mailed, uses, used, createdAt, expiresAt } = row
  return { id, note, email, mailed, uses, used, createdAt, expiresAt, good: isGood(row, now) }
}

export interface InvitationInput {
  readonly note: string
  readonly email: string
  readonly groupIds: readonly string[]
  readonly uses: number
  /** Days that it is good for. */
  readonly days: number
  readonly mail: boolean
  /** What a mail is written in. */
  readonly language: string
}

/** `secret` is shown once, to be handed on; undefined when the link went out by mail and to nobody else. */
export const createInvitation = async (
  world: PostWorld,
  { days: length, ...input }: InvitationInput,
  by: By,
): Promise<Outcome<{ readonly email: string | undefined; readonly secret: string | undefined }>> => {
  const made = await create(world, { ...input, ttl: days(length) }, by)
  return made.ok ? { ok: true, email: made.invitation.email, secret: made.secret } : made
}

/** Nobody joins by it any more; whoever has joined stays. The invitation as it was; undefined when it was gone already. */
export const revokeInvitation = (world: World, id: string, by: By): Promise<Invitation | undefined> =>
  revoke(world, id, by)
