import type { Time } from '../../lib/clock.ts'
import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { countTry } from '../sessions/tries.ts'
import { findPassword, type PasswordCredential } from './credential.ts'
import { Busy, type Hasher } from './hasher.ts'

export type PasswordProof =
  | {
      readonly ok: true
      readonly account: Account
      readonly credential: PasswordCredential
      /** To be stored instead, when it was kept in an older or foreign way. */
      readonly rehashed: string | undefined
    }
  | {
      readonly ok: false
      /**
       * For the audit log. What is said outside is `wrong` for all but `limited`, and `waiting`: the password was right, and the account is not
       * approved yet.
       */
      readonly reason: 'limited' | 'unknown' | 'disabled' | 'waiting' | 'no_password' | 'wrong'
      readonly retryAfter: Time
      /** False for the second and later ones that a limit refused. */
      readonly worthALine: boolean
    }

/**
 * Whether this is the account's password. The try is counted first; then an account that is not there, is disabled or
 * has no password goes the same way as any other, through the same work (OWASP ASVS 6.3.8). Throws `Busy`, and the try
 * is then not counted.
 */
export const provePassword = async (
  world: World & { readonly hasher: Hasher },
  input: {
    readonly account: Account | undefined
    /** Whom the try is counted as: the account's id, or `nobody`. */
    readonly whom: string
    readonly password: string
    readonly address: string
  },
): Promise<PasswordProof> => {
  const { account, whom, password } = input
  const counted = await countTry(world, input)
  if (!counted.allowed) {
    return { ok: false, reason: 'limited', retryAfter: counted.retryAfter, worthALine: counted.first }
  }
  try {
    const credential = await findPassword(world, whom)
    const verdict = await world.hasher.verify(credential?.data.hash, password)
    const wrong = (reason: 'unknown' | 'disabled' | 'waiting' | 'no_password' | 'wrong') =>
      ({ ok: false, reason, retryAfter: 0, worthALine: true }) as const
    if (account === undefined) return wrong('unknown')
    if (account.awaitingSince !== undefined && verdict.ok) return wrong('waiting')
    if (account.disabledAt !== undefined) return wrong('disabled')
    if (credential === undefined) return wrong('no_password')
    if (!verdict.ok) return wrong('wrong')
    const rehashed = verdict.rehash ? await hashIfIdle(world.hasher, password) : undefined
    await counted.giveBack()
    return { ok: true, account, credential, rehashed }
  } catch (error) {
    if (error instanceof Busy) await counted.giveBack()
    throw error
  }
}

/** The person is not kept waiting for it: the next sign-in can do it as well. */
const hashIfIdle = async (hasher: Hasher, password: string): Promise<string | undefined> => {
  try {
    return await hasher.hash(password)
  } catch (error) {
    if (error instanceof Busy) return undefined
    throw error
  }
}
