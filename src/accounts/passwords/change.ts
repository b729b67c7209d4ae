import { newSecret } from '../../lib/secret.ts'
import { type Change, expecting, Missing, Taken } from '../../storage/storage.ts'
import type { Account } from '../account.ts'
import { happened } from '../happened.ts'
import { notifying, type PostWorld } from '../letters.ts'
import { type By, type Outcome, type Refused, refused } from '../outcome.ts'
import { endEverything } from '../sessions/end-session.ts'
import { type Lifetimes, lifetimesOf, type Person, renewed, type Started } from '../sessions/sessions.ts'
import { breakingRow, forgivingTries, knowing } from '../sessions/tries.ts'
import { firstPassword, passwordCredential } from './credential.ts'
import type { Hasher } from './hasher.ts'
import { provePassword } from './prove.ts'
import { judgePassword, type PasswordRules } from './rules.ts'

/** A world that keeps passwords: who hashes them, and what the operator asks of them. */
export interface PasswordWorld extends PostWorld {
  readonly hasher: Hasher
  readonly passwordRules?: PasswordRules | undefined
}

type Whose = { readonly [K in 'username' | 'name' | 'email']?: string | undefined }

/** What is wrong with a password for this person, as problems of the field `password`. */
export const refusePassword = (
  world: Pick<PasswordWorld, 'passwordRules'>,
  password: string,
  { username, name, email }: Whose,
): Refused | undefined => {
  if (password === '') return refused('password', 'required')
  const codes = judgePassword(password, [username, name, email], world.passwordRules)
  if (codes.length === 0) return undefined
  return { ok: false, problems: codes.map((code) => ({ field: 'password', code })) }
}

export interface OwnPasswordChange {
  readonly person: Person
  readonly current: string
  readonly next: string
  readonly address: string
  readonly userAgent?: string | undefined
  readonly lifetimes?: Lifetimes | undefined
}

/**
 * A person changes their own password, who knows the one so far: a session alone, perhaps a stolen one, is not enough.
 * Everything else that was signed in with it is out; this browser goes on under the new secret. Throws `Busy`.
 */
export const changeOwnPassword = async (
  world: PasswordWorld,
  { person, current, next, address, userAgent, lifetimes = lifetimesOf(world) }: OwnPasswordChange,
): Promise<Outcome<Started>> => {
  const { account, session: was } = person
  const unfit = refusePassword(world, next, account)
  if (unfit !== undefined) return unfit
  const proof = await provePassword(world, { account, whom: account.id, password: current, address })
  if (!proof.ok) {
    if (proof.worthALine) {
      const data = { method: 'password', reason: proof.reason, during: 'password change' }
      const line = { outcome: 'refused', accountId: account.id, data } as const
      await world.storage.atomically([happened(world, 'signin.failed', { address, userAgent }, line)])
    }
    return refused('current', proof.reason === 'limited' ? 'too_many_tries' : 'wrong')
  }
  const hash = await world.hasher.hash(next)
  const secret = newSecret(world.random, 'session')
  const is = renewed(was, secret, { now: world.clock.now(), amr: ['pwd'], lifetimes })
  const done = await unlessMissing(() =>
    world.storage.atomically([
      expecting('credentials', proof.credential.id, {}),
      ...passwordCredential(world, account.id, hash),
      ...endEverything(account.id, { keep: { was, is } }),
      knowing(world, account.id, address),
      breakingRow(account.id),
      ...telling(world, account, { address, userAgent }),
    ]),
  )
  return done ? { ok: true, secret, session: is } : refused('current', 'expired')
}

export interface FirstPassword {
  readonly person: Person
  readonly next: string
  readonly address: string
  readonly userAgent?: string | undefined
}

/**
 * Somebody who came from elsewhere chooses a password as one more way in: whoever calls this has made sure that they proved a short while ago
 * who they are. Nobody is signed out by it. `current`: there is one by now, which has to be known to be changed. Throws `Busy`.
 */
export const setFirstPassword = async (
  world: PasswordWorld,
  { person: { account, session }, next, address, userAgent }: FirstPassword,
): Promise<Outcome> => {
  const unfit = refusePassword(world, next, account)
  if (unfit !== undefined) return unfit
  const hash = await world.hasher.hash(next)
  try {
    await world.storage.atomically([
      expecting('accounts', account.id, { disabledAt: undefined }),
      expecting('sessions', session.id, { accountId: account.id }),
      firstPassword(world, account.id, hash),
      ...telling(world, account, { address, userAgent }),
    ])
    return { ok: true }
  } catch (error) {
    if (error instanceof Missing) return refused('password', 'expired')
    if (error instanceof Taken) return refused('current', 'required')
    throw error
  }
}

/**
 * An administrator, or the command line, gives an account a password. Whoever was signed in with it is out. Throws
 * `Busy`.
 */
export const setPassword = async (
  world: PasswordWorld,
  { accountId, password }: { readonly accountId: string; readonly password: string },
  by: By,
): Promise<Outcome> => {
  const account = await world.storage.find('accounts', accountId)
  if (account === undefined) return refused('account', 'unknown')
  const unfit = refusePassword(world, password, account)
  if (unfit !== undefined) return unfit
  const hash = await world.hasher.hash(password)
  const done = await unlessMissing(() =>
    world.storage.atomically([expecting('accounts', accountId, {}), ...replacingPassword(world, account, hash, by)]),
  )
  return done ? { ok: true } : refused('account', 'unknown')
}

/** The changes of every new password that needed no old one. */
export const replacingPassword = (world: PostWorld, account: Account, hash: string, by: By): readonly Change[] => [
  ...passwordCredential(world, account.id, hash),
  ...endEverything(account.id),
  ...forgivingTries(account.id),
  ...telling(world, account, by),
]

/** The audit log, and the person. */
const telling = (world: PostWorld, account: Account, by: By): readonly Change[] => [
  happened(world, 'password.changed', by, { accountId: account.id }),
  ...notifying(world, account, { kind: 'password-changed', username: account.username }),
]

const unlessMissing = async (work: () => Promise<void>): Promise<boolean> => {
  try {
    await work()
    return true
  } catch (error) {
    if (error instanceof Missing) return false
    throw error
  }
}
