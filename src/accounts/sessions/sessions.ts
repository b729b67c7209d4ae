import { minutes, type Time } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import { defaultPolicy } from '../../lib/policy.ts'
import { hashSecret, newSecret, secretPrefixes } from '../../lib/secret.ts'
import type { Row } from '../../storage/records.ts'
import { adding, type Change, expecting, Missing, removing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { tellingOfEnd } from './end-session.ts'

export type Session = Row<'sessions'>

/** Who is signed in at a browser, as of this request. */
export interface Person {
  readonly account: Account
  readonly session: Session
}

export interface Lifetimes {
  /** A session that nobody used for so long has ended. */
  readonly idle: Time
  /** So long after the person last proved who they are it has ended, used or not (NIST SP 800-63B: at most 30 days). */
  readonly absolute: Time
}

/** As the installation has decided. */
export const lifetimesOf = ({ policy }: Pick<World, 'policy'>): Lifetimes => {
  const { sessionIdle, sessionAbsolute } = policy?.() ?? defaultPolicy
  return { idle: sessionIdle, absolute: sessionAbsolute }
}

/** A session is marked as used at most so often, so that reading pages does not write. */
const touchEvery = minutes(1)

export interface Started {
  /** For the cookie, and nowhere else. */
  readonly secret: string
  readonly session: Session
}

/** How somebody proved who they are. */
interface Proven {
  /** RFC 8176: `pwd`, `hwk`, `otp`, ... */
  readonly amr: readonly string[]
  /** How strong it was, where a source says so, and the identity it came by. */
  readonly acr?: string | undefined
  readonly identityId?: string | undefined
  /** How the place that the identity is of knows the session, and what it wants to see of whoever signs out: as they are stored. */
  readonly elsewhere?: string | undefined
  readonly signOutHint?: Uint8Array | undefined
  /** The place may have let them through unasked, and there is something here that asks: see `provenAt` of the record. */
  readonly unasked?: boolean | undefined
}

export interface NewSession extends Proven {
  readonly account: Pick<Account, 'id'>
  readonly address?: string | undefined
  readonly userAgent?: string | undefined
  readonly lifetimes?: Lifetimes | undefined
  /**
   * The secret the browser had before. Its session ends in the same commit: a sign-in never takes over an id
   * (fixation).
   */
  readonly replaces?: string | undefined
  /** What must still be so when the session starts, or is said in its commit: `proof` of a sign-in. */
  readonly proof?: readonly Change[] | undefined
}

/**
 * Starts a session under a new secret. Undefined when the account was disabled or deleted meanwhile, or when the
 * sign-in it rests on no longer counts, because the password was changed while it was being checked.
 */
export const startSession = async (world: World, input: NewSession): Promise<Started | undefined> => {
  const secret = newSecret(world.random, 'session')
  const session = newSession(world, secret, input)
  const { replaces, proof = [] } = input
  const before = replaces === undefined ? undefined : await world.storage.find('sessions', hashSecret(replaces))
  try {
    await world.storage.atomically([
      expecting('accounts', input.account.id, { disabledAt: undefined }),
      ...proof,
      ...(before === undefined ? [] : [removing('sessions', before.id), tellingOfEnd(before.accountId)]),
      adding('sessions', session),
    ])
    return { secret, session }
  } catch (error) {
    if (error instanceof Missing) return undefined
    throw error
  }
}

export const newSession = (
  world: Pick<World, 'clock' | 'random' | 'policy'>,
  secret: string,
  {
    account,
    amr,
    acr,
    identityId,
    elsewhere,
    signOutHint,
    unasked = false,
    address,
    userAgent,
    lifetimes = lifetimesOf(world),
  }: NewSession,
): Session => {
  const now = world.clock.now()
  return {
    id: hashSecret(secret),
    publicId: newId(world.random),
    accountId: account.id,
    createdAt: now,
    lastSeenAt: now,
    authTime: now,
    amr,
    ...(acr === undefined ? {} : { acr }),
    ...(identityId === undefined ? {} : { identityId }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
    ...(signOutHint === undefined ? {} : { signOutHint }),
    ...(unasked ? { provenAt: never } : {}),
    address,
    userAgent: userAgent?.slice(0, 300),
    expiresAt: now + Math.min(lifetimes.idle, lifetimes.absolute),
    endsAt: now + lifetimes.absolute,
  }
}

/** Proved by nothing that asks. */
const never: Time = 0

const isSecret = (secret: string | undefined): secret is string =>
  secret?.startsWith(secretPrefixes.session) === true && secret.length < 100

/** Who a browser's cookie stands for; undefined when its session has ended, or the account is disabled or gone. */
export const findPerson = async (world: World, secret: string | undefined): Promise<Person | undefined> => {
  if (!isSecret(secret)) return undefined
  const found = await world.storage.find('sessions', hashSecret(secret))
  if (found === undefined) return undefined
  if (isOver(world, found)) {
    // Removed now rather than swept later: a clock that is set back must not bring it back to life.
    await world.storage.remove('sessions', found.id)
    return undefined
  }
  const account = await world.storage.find('accounts', found.accountId)
  if (account === undefined || account.disabledAt !== undefined) return undefined
  const session = await touch(world, found)
  return session === undefined ? undefined : { account, session }
}

/** By the limits it began with, and by those of today: a limit that is made shorter holds at once. */
const isOver = (world: Pick<World, 'clock' | 'policy'>, session: Session): boolean => {
  const now = world.clock.now()
  if (session.expiresAt <= now || session.endsAt <= now) return true
  if (world.policy === undefined) return false
  const { idle, absolute } = lifetimesOf(world)
  return session.lastSeenAt + idle <= now || session.authTime + absolute <= now
}

/** Marks a session as used; undefined when it was ended meanwhile. What is left of the idle time starts again. */
const touch = async (world: World, session: Session): Promise<Session | undefined> => {
  const now = world.clock.now()
  if (now - session.lastSeenAt < touchEvery) return session
  return world.storage.change('sessions', session.id, (row) =>
    row.lastSeenAt >= now
      ? undefined
      : { ...row, lastSeenAt: now, expiresAt: Math.min(now + (row.expiresAt - row.lastSeenAt), row.endsAt) },
  )
}

/**
 * The person proved again who they are: the session goes on under a new secret, with a new `authTime` and new limits.
 * Undefined when it has ended meanwhile. Its `publicId`, the `sid` that applications know, stays.
 */
export const confirmSession = async (
  world: World,
  secret: string,
  { lifetimes = lifetimesOf(world), proof = [], ...proven }: Proven & Pick<NewSession, 'lifetimes' | 'proof'>,
): Promise<Started | undefined> => {
  const now = world.clock.now()
  const next = newSecret(world.random, 'session')
  let session: Session | undefined
  try {
    await world.storage.take('sessions', hashSecret(secret), (row) => {
      if (isOver(world, row)) throw new Missing('sessions')
      session = renewed(row, next, { ...proven, now, lifetimes })
      return [expecting('accounts', row.accountId, { disabledAt: undefined }), ...proof, adding('sessions', session)]
    })
  } catch (error) {
    if (error instanceof Missing) return undefined
    throw error
  }
  return session === undefined ? undefined : { secret: next, session }
}

/**
 * The session as it goes on after its person proved again who they are. By a credential of their own here it is still the one that began
 * elsewhere: that place ends it, and is told of its end.
 */
export const renewed = (
  session: Session,
  secret: string,
  {
    now,
    amr,
    acr,
    identityId,
    elsewhere,
    signOutHint,
    unasked = false,
    lifetimes,
  }: Proven & { readonly now: Time; readonly lifetimes: Lifetimes },
): Session => ({
  ...session,
  id: hashSecret(secret),
  authTime: now,
  provenAt: unasked ? (session.provenAt ?? session.authTime) : undefined,
  lastSeenAt: now,
  amr,
  acr,
  ...(identityId === undefined ? {} : { identityId, elsewhere, signOutHint }),
  expiresAt: now + Math.min(lifetimes.idle, lifetimes.absolute),
  endsAt: now + lifetimes.absolute,
})

/**
 * Whether the person proved who they are within the last `within` ms: asked before anything that a thief would do
 * first.
 */
export const isFresh = (world: Pick<World, 'clock'>, person: Pick<Person, 'session'>, within: Time): boolean => {
  const { authTime, provenAt = authTime } = person.session
  const age = world.clock.now() - provenAt
  return age >= 0 && age <= within
}

/** An account's live sessions, the one used last first. */
export const listSessions = (world: Pick<World, 'storage' | 'clock'>, accountId: string): Promise<readonly Session[]> =>
  world.storage.list('sessions', {
    where: { accountId, expiresAt: { after: world.clock.now() } },
    orderBy: 'lastSeenAt',
    descending: true,
  })
