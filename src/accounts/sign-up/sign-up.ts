import { days, hours, type Time } from '../../lib/clock.ts'
import { keyedHash } from '../../lib/secret.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow, type Limit } from '../../limits/limit.ts'
import { type Change, putting, removing, removingWhere } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { draftAccount } from '../create.ts'
import { happened } from '../happened.ts'
import { type PostWorld, writing } from '../letters.ts'
import { draftLink, type Link, peekLink, takeLink } from '../links.ts'
import { unlessTaken } from '../names.ts'
import { type Outcome, refused } from '../outcome.ts'
import type { PasswordWorld } from '../passwords/change.ts'
import { knowing } from '../sessions/tries.ts'
import { tellingOfWaiting } from './approval.ts'
import { problemsOf } from './join.ts'
import { effectiveSignUp } from './sign-up-mode.ts'

const purpose = 'sign-up'

/** How long the link of the mail is good, and the username kept. */
export const signUpLasts: Time = hours(24)

const fromAddress = (address: string): readonly Limit[] => [
  { key: `sign-up:from:${bucketOfAddress(address)}`, most: 10, window: hours(1) },
  { key: `sign-up:from-day:${bucketOfAddress(address)}`, most: 30, window: days(1) },
]
const toMailbox = (hash: string): Limit => ({ key: `sign-up:to:${hash}`, most: 3, window: hours(1) })

/** How sign-up goes on here: with a mail, or at once with an administrator's look at it; or not at all. */
export const signUpWay = async (world: PostWorld): Promise<'mail' | 'look' | undefined> => {
  const mode = await effectiveSignUp(world)
  if (mode !== 'open' && mode !== 'approval') return undefined
  return world.mailer === undefined ? 'look' : 'mail'
}

export interface WantedAccount {
  readonly username: string
  readonly name: string
  readonly email: string
  readonly address: string
  readonly userAgent?: string | undefined
  readonly language?: string | undefined
}

interface Wanted {
  readonly username: string
  readonly name: string
  readonly email: string
  readonly language?: string | undefined
  /** The id of what keeps the username. */
  readonly reservation: string
}

export type Asked = Outcome | { readonly ok: 'limited'; readonly retryAfter: Time }

/**
 * Somebody wants an account. Nothing counts before the link of the mail was used, with which they choose the password: whoever typed the address
 * may not be who reads its mail. Until then the username is kept, one for each address. An address that has an account gets a mail that says so;
 * answer, work and what is stored are the same, and say nothing to whoever asks.
 */
export const askToSignUp = async (world: PostWorld, wanted: WantedAccount): Promise<Asked> => {
  const { username, name, email, address, userAgent, language } = wanted
  if ((await signUpWay(world)) !== 'mail') return refused('link', 'expired')
  const draft = draftAccount(world, { username, name, email })
  const missing = email.trim() === '' ? refused('email', 'required').problems : []
  if (!draft.ok || missing.length > 0) return { ok: false, problems: [...(draft.ok ? [] : draft.problems), ...missing] }
  const { account } = draft
  const mailbox = keyedHash(world.sealing.derive('mail limits')[0], account.emailKey ?? '')
  const limited = await firstRefusal(world, [...fromAddress(address), toMailbox(mailbox)])
  if (limited !== undefined) return { ok: 'limited', retryAfter: limited }
  const [namesake, known] = await Promise.all([
    world.storage.find('accounts', { usernameKey: account.usernameKey }),
    world.storage.find('accounts', { verifiedEmailKey: account.emailKey }),
  ])
  if (namesake !== undefined) return refused('username', 'taken')

  const reservation = `~${mailbox}`
  const data: Wanted = { username: account.username, name, email: account.email ?? '', language, reservation }
  const { secret, change } = draftLink(world, { purpose, data, ttl: signUpLasts })
  const until = world.clock.now() + signUpLasts
  const to = { name: '', address: account.email ?? '', language }
  return unlessTaken(async () => {
    await world.storage.atomically([
      ...keepingName(world, { id: reservation, usernameKey: account.usernameKey, until }),
      change,
      ...writing(
        world,
        to,
        known === undefined
          ? { kind: 'sign-up', secret, username: account.username }
          : { kind: 'sign-up-known', username: known.username },
        { until },
      ),
      happened(world, 'signup.asked', { address, userAgent }, { data: { username: account.username } }),
    ])
    return { ok: true }
  })
}

const firstRefusal = async (world: World, limits: readonly Limit[]): Promise<Time | undefined> => {
  for (const limit of limits) {
    const { allowed, retryAfter } = await allow(world, limit)
    if (!allowed) return retryAfter
  }
  return undefined
}

/** Fails with `Taken` when somebody had this name, or asked for it first. */
const keepingName = (
  { clock }: Pick<World, 'clock'>,
  { id, usernameKey, until }: { readonly id: string; readonly usernameKey: string; readonly until: Time },
): readonly Change[] => {
  const now = clock.now()
  return [
    removingWhere('tombstones', { usernameKey, reservedUntil: { before: now + 1 } }),
    putting('tombstones', { id, usernameKey, deletedAt: now, reservedUntil: until }),
  ]
}

/** What the link of a mail is about, for the page that asks for the password; looking does not use it up. */
export const findSignUp = async (
  world: PostWorld,
  secret: string,
): Promise<Pick<Wanted, 'username' | 'email' | 'language'> | undefined> => {
  const link = await peekLink(world, secret, purpose)
  return link === undefined || (await signUpWay(world)) === undefined ? undefined : wantedOf(link)
}

const wantedOf = ({ data }: Link): Wanted => data as Wanted

interface Finishing {
  readonly username: string
  readonly password: string
  readonly address: string
  readonly userAgent?: string | undefined
}

/** `waiting`: an administrator looks at it first, and nobody signs in with it until then. */
export type Joined = Outcome<{ readonly account: Account; readonly waiting: boolean }>

/**
 * Makes the account that the link of the mail is for, and uses the link up in the same commit: of any number who post at once one does. The
 * username may be another than the one that was kept. Throws `Busy`.
 */
export const finishSignUp = async (world: PasswordWorld, secret: string, finishing: Finishing): Promise<Joined> => {
  const link = await peekLink(world, secret, purpose)
  const mode = await effectiveSignUp(world)
  if (link === undefined || (mode !== 'open' && mode !== 'approval')) return refused('link', 'expired')
  const { name, email, language, reservation } = wantedOf(link)
  const { username, password, address, userAgent } = finishing
  const waiting = mode === 'approval'
  const input = { username, name, email, emailVerifiedBy: 'mail', locale: language, awaitsApproval: waiting } as const
  const problems = problemsOf(world, input, password)
  if (problems.length > 0) return { ok: false, problems }
  const passwordHash = await world.hasher.hash(password)
  const by = { address, userAgent, via: 'sign-up' } as const
  return unlessTaken(async () => {
    const draft = draftAccount(world, { ...input, passwordHash }, by)
    if (!draft.ok) return draft
    const { account, changes } = draft
    const told = waiting ? await tellingOfWaiting(world, account) : []
    const taken = await takeLink(world, secret, purpose, () => [
      removing('tombstones', reservation),
      ...changes,
      ...(waiting ? [happened(world, 'signup.waiting', by, { accountId: account.id })] : []),
      ...told,
      knowing(world, account.id, address),
    ])
    return taken === undefined ? refused('link', 'expired') : { ok: true, account, waiting }
  })
}

/**
 * Where there is no mail: makes an account that waits for an administrator. Its address is what the person says, and counts for nothing.
 * Throws `Busy`.
 */
export const signUpToBeLookedAt = async (
  world: PasswordWorld,
  wanted: WantedAccount & { readonly password: string },
): Promise<Joined | Extract<Asked, { ok: 'limited' }>> => {
  const { username, name, email, password, address, userAgent } = wanted
  if ((await signUpWay(world)) !== 'look') return refused('link', 'expired')
  const input = { username, name, email, awaitsApproval: true }
  const problems = problemsOf(world, input, password)
  if (problems.length > 0) return { ok: false, problems }
  const retryAfter = await firstRefusal(world, fromAddress(address))
  if (retryAfter !== undefined) return { ok: 'limited', retryAfter }
  const passwordHash = await world.hasher.hash(password)
  const by = { address, userAgent, via: 'sign-up' } as const
  return unlessTaken(async () => {
    const draft = draftAccount(world, { ...input, passwordHash }, by)
    if (!draft.ok) return draft
    const { account, changes } = draft
    await world.storage.atomically([...changes, happened(world, 'signup.waiting', by, { accountId: account.id })])
    return { ok: true, account, waiting: true }
  })
}
