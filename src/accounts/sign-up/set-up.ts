import { days } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import { adding, removingWhere, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { setUpSetting } from '../administrators.ts'
import { draftAccount } from '../create.ts'
import { happened } from '../happened.ts'
import { draftLink, peekLink, takeLink } from '../links.ts'
import { unlessTaken } from '../names.ts'
import { type Outcome, refused } from '../outcome.ts'
import { type PasswordWorld, refusePassword } from '../passwords/change.ts'
import { knowing } from '../sessions/tries.ts'

const purpose = 'set-up'

/** Long enough for somebody who starts it today and comes back at the weekend; starting again makes a new one. */
const ttl = days(7)

/**
 * The secret of a one-time link that makes the first administrator; an earlier one is void. Undefined for an
 * installation that has an administrator or ever had one, even if that account is gone: set-up never opens again.
 */
export const offerSetUp = async (world: World): Promise<string | undefined> => {
  if (await isSetUp(world)) return undefined
  const { secret, change } = draftLink(world, { purpose, ttl })
  await world.storage.atomically([removingWhere('links', { purpose }), change])
  return secret
}

const isSetUp = async (world: Pick<World, 'storage'>): Promise<boolean> =>
  (await world.storage.find('settings', setUpSetting)) !== undefined ||
  (await world.storage.count('accounts', { administrator: true })) > 0

/** Whether there is nobody yet who could sign in: then every way in says where the set-up link is. */
export const awaitsSetUp = async (world: Pick<World, 'storage'>): Promise<boolean> =>
  !(await isSetUp(world)) && (await world.storage.list('accounts', { limit: 1 })).length === 0

/** Whether this link still sets up: for the page that asks. */
export const canSetUp = async (world: World, secret: string): Promise<boolean> =>
  (await peekLink(world, secret, purpose)) !== undefined && !(await isSetUp(world))

export interface FirstAdministrator {
  readonly secret: string
  readonly username: string
  readonly name: string
  readonly email: string
  readonly password: string
  readonly address: string
  readonly userAgent?: string | undefined
}

/**
 * Makes the first administrator and uses the link up, in one commit: of two who post at once one does. What was wrong
 * leaves the link as it is. The address counts as verified by this administrator, who could say so a minute later.
 * Throws `Busy`.
 */
export const completeSetUp = async (
  world: PasswordWorld,
  { secret, username, name, email, password, address, userAgent }: FirstAdministrator,
): Promise<Outcome<{ readonly account: Account }>> => {
  if (!(await canSetUp(world, secret))) return refused('link', 'expired')
  const by = { address, userAgent, via: 'set-up' } as const
  const id = newId(world.random)
  const input = { username, name, email, emailVerifiedBy: `administrator:${id}`, administrator: true } as const
  const tried = draftAccount(world, input, by, id)
  const problems = [
    ...(tried.ok ? [] : tried.problems),
    ...(email.trim() === '' ? refused('email', 'required').problems : []),
    ...(refusePassword(world, password, input)?.problems ?? []),
  ]
  if (problems.length > 0) return { ok: false, problems }
  const passwordHash = await world.hasher.hash(password)

  return unlessTaken(async () => {
    const draft = draftAccount(world, { ...input, passwordHash }, by, id)
    if (!draft.ok) return draft
    try {
      const link = await takeLink(world, secret, purpose, () => [
        adding('settings', { id: setUpSetting, value: 'over' }),
        ...draft.changes,
        knowing(world, id, address),
        happened(world, 'setup.completed', by, { accountId: id }),
      ])
      return link === undefined ? refused('link', 'expired') : { ok: true, account: draft.account }
    } catch (error) {
      if (error instanceof Taken && error.kind === 'settings') return refused('link', 'expired')
      throw error
    }
  })
}
