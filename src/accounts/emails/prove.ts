import { allow } from '../../limits/limit.ts'
import { type Change, expecting, Missing, setting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { happened } from '../happened.ts'
import type { PostWorld } from '../letters.ts'
import { type Link, peekLink, takeLink, takeLinkById } from '../links.ts'
import { unlessTaken } from '../names.ts'
import { type By, type Outcome, refused } from '../outcome.ts'
import { claimOf, emailCodeLasts, emailPurpose, findClaim } from './ask.ts'
import { codeTries, isCode, readCode } from './code.ts'
import { tellingReplaced } from './way-back.ts'

type Proven = Outcome<{ readonly address: string }>

/** The address that this link would prove, if it is this account's and still good. Looking does not use it up. */
export const findEmailLink = async (world: World, account: Account, secret: string): Promise<string | undefined> => {
  const link = await peekLink(world, secret, emailPurpose)
  return link?.accountId === account.id && claimOf(link).was === account.emailKey ? claimOf(link).address : undefined
}

/**
 * An address is proven to be a person's by the link that was sent there: to the person who asked for it, signed in.
 * Somebody else who gets the mail, because the address was mistyped, can do nothing with it.
 */
export const proveEmailByLink = (world: PostWorld, account: Account, secret: string, by: By): Promise<Proven> =>
  concluding(async () => {
    if ((await findEmailLink(world, account, secret)) === undefined) return undefined
    return takeLink(world, secret, emailPurpose, (link) => proving(world, account, link, by))
  })

/** The same by the code in the mail, in the page where it was asked for. Each guess is counted before it is looked at. */
export const proveEmailByCode = async (world: PostWorld, account: Account, typed: string, by: By): Promise<Proven> => {
  const link = await findClaim(world, account.id)
  if (link === undefined || link.createdAt + emailCodeLasts <= world.clock.now()) return refused('code', 'expired')
  const code = readCode(typed)
  if (code === undefined) return refused('code', typed.trim() === '' ? 'required' : 'wrong')
  const { nonce, codeHash } = claimOf(link)
  if (!(await allow(world, codeTries(nonce))).allowed) return refused('code', 'too_many_tries')
  if (!isCode(world, { nonce, codeHash }, code)) return refused('code', 'wrong')
  return concluding(() => takeLinkById(world, link.id, emailPurpose, (taken) => proving(world, account, taken, by)))
}

const concluding = (take: () => Promise<Link | undefined>): Promise<Proven> =>
  unlessTaken(async () => {
    try {
      const link = await take()
      return link === undefined ? refused('code', 'expired') : { ok: true, address: claimOf(link).address }
    } catch (error) {
      if (error instanceof Missing) return refused('code', 'expired')
      throw error
    }
  })

/** Nothing happens, and the link stays, when the address was changed, or the account switched off, since it was sent. */
const proving = (world: PostWorld, account: Account, link: Link, by: By): readonly Change[] => {
  const { address, key, was } = claimOf(link)
  const accountId = account.id
  const now = world.clock.now()
  const other = key !== was
  return [
    expecting('accounts', accountId, { disabledAt: undefined, emailKey: was }),
    setting('accounts', accountId, {
      ...{ email: address, emailKey: key, updatedAt: now },
      ...{ verifiedEmailKey: key, emailVerifiedAt: now, emailVerifiedBy: 'mail' },
      ...(other ? { vouchedEmailKey: undefined } : {}),
    }),
    ...(other ? [happened(world, 'email.changed', by, { accountId })] : []),
    happened(world, 'email.verified', by, { accountId, data: { prover: 'mail' } }),
    ...(other ? tellingReplaced(world, account, address) : []),
  ]
}
