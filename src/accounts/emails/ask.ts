import { hours, minutes, type Time } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import { keyedHash } from '../../lib/secret.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow, type Limit } from '../../limits/limit.ts'
import { type Change, expecting, Missing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Account } from '../account.ts'
import { canonicalEmail } from '../canonical.ts'
import { happened } from '../happened.ts'
import { notifying, type PostWorld, writing } from '../letters.ts'
import { draftLink, type Link, voidingLinks } from '../links.ts'
import { type By, type Outcome, refused } from '../outcome.ts'
import { hashCode, newCode } from './code.ts'
import { draftObjection } from './way-back.ts'

export const emailPurpose = 'email'

/** How long the link of a mail confirms, and how long the code in it, which is short enough to be guessed. */
export const emailLinkLasts = hours(24)
export const emailCodeLasts = minutes(15)

/** What a link of this purpose is bound to, beside its account. */
export interface EmailClaim {
  /** The address that was written to. */
  readonly address: string
  readonly key: string
  /** The account's address when this was asked for; when it is another one by now, this proves nothing any more. */
  readonly was?: string | undefined
  /** What the code of the mail is hashed with, and its tries are counted under. */
  readonly nonce: string
  readonly codeHash: string
}

/**
 * How often a mail may be asked for: by one person, to one address whoever asks, and from one place. Otherwise this
 * would be a way to fill somebody's mailbox.
 */
const limits = (world: Pick<World, 'sealing'>, accountId: string, key: string, address: string): readonly Limit[] => [
  { key: `mails:account:${accountId}`, most: 5, window: hours(1) },
  { key: `mails:to:${keyedHash(world.sealing.derive('mail limits')[0], key)}`, most: 5, window: hours(1) },
  { key: `mails:from:${bucketOfAddress(address)}`, most: 30, window: hours(1) },
]

export interface EmailAsked {
  readonly account: Account
  /** As it was typed; empty for the one the account has. */
  readonly email: string
  readonly address: string
  readonly userAgent?: string | undefined
  /** What the person speaks here, when the account says nothing of it. */
  readonly language?: string | undefined
}

/**
 * Asks a person to prove that an address is theirs: the one their account has, or one that is to replace it. Nothing
 * of the account changes before it is proven. The old address, if it is proven, is told at once and may object. What
 * was asked for before is void. Whether somebody else has the address is not said here, but to whoever can read its
 * mail.
 */
export const askToProveEmail = async (
  world: PostWorld,
  { account, email, address, userAgent, language }: EmailAsked,
): Promise<Outcome<{ readonly address: string }>> => {
  const wanted = canonicalEmail(email.trim() === '' ? (account.email ?? '') : email)
  if (!wanted.ok) return refused('email', wanted.code)
  if (wanted.key === account.verifiedEmailKey && wanted.shown === account.email) return refused('email', 'already')
  for (const limit of limits(world, account.id, wanted.key, address)) {
    if (!(await allow(world, limit)).allowed) return refused('email', 'too_many_mails')
  }
  const changes = draftAsking(world, account, wanted, { by: { actorId: account.id, address, userAgent }, language })
  try {
    await world.storage.atomically([
      expecting('accounts', account.id, { disabledAt: undefined, emailKey: account.emailKey }),
      ...changes,
    ])
  } catch (error) {
    if (error instanceof Missing) return refused('email', 'expired')
    throw error
  }
  return { ok: true, address: wanted.shown }
}

const draftAsking = (
  world: PostWorld,
  account: Account,
  wanted: { readonly shown: string; readonly key: string },
  { by, language }: { readonly by: By; readonly language: string | undefined },
): readonly Change[] => {
  const code = newCode(world.random)
  const accountId = account.id
  const nonce = newId(world.random)
  const claim: EmailClaim = {
    address: wanted.shown,
    key: wanted.key,
    was: account.emailKey,
    nonce,
    codeHash: hashCode(world, nonce, code),
  }
  const { secret, change } = draftLink(world, { purpose: emailPurpose, accountId, data: claim, ttl: emailLinkLasts })
  const to = { name: '', address: wanted.shown, language: account.locale ?? language }
  const until = world.clock.now() + emailLinkLasts
  const other = account.verifiedEmailKey !== undefined && account.verifiedEmailKey !== wanted.key
  return [
    voidingLinks(emailPurpose, accountId),
    change,
    ...writing(world, to, { kind: 'email-confirm', secret, code }, { accountId, until }),
    ...(other ? tellingOld(world, account, wanted.shown) : []),
    happened(world, 'email.asked', by, { accountId }),
  ]
}

const tellingOld = (world: PostWorld, account: Account, next: string): readonly Change[] => {
  const { secret, changes } = draftObjection(world, account)
  return [...changes, ...notifying(world, account, { kind: 'email-asked', secret, next: blurred(next) })]
}

/** Enough to be recognised by whoever it belongs to: `a***@example.org`. */
export const blurred = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${[...address.slice(0, at)].slice(0, 1).join('')}***${address.slice(at)}`
}

/** What a person has asked for and not proven yet. */
export interface EmailPending {
  readonly address: string
  /** Until when the code of the mail is good; past once it was used up. */
  readonly codeUntil: Time
}

export const findEmailPending = async (
  world: Pick<World, 'storage' | 'clock'>,
  accountId: string,
): Promise<EmailPending | undefined> => {
  const link = await findClaim(world, accountId)
  return link && { address: claimOf(link).address, codeUntil: link.createdAt + emailCodeLasts }
}

/** There is one at most: what is asked for voids what was asked for before. */
export const findClaim = async (
  world: Pick<World, 'storage' | 'clock'>,
  accountId: string,
): Promise<Link | undefined> => {
  const where = { purpose: emailPurpose, accountId, expiresAt: { after: world.clock.now() } }
  const [link] = await world.storage.list('links', { where, orderBy: 'createdAt', descending: true, limit: 1 })
  return link
}

export const claimOf = ({ data }: Link): EmailClaim => data as EmailClaim

/** Takes back what was asked for. */
export const forgetEmailPending = (world: Pick<World, 'storage'>, accountId: string): Promise<void> =>
  world.storage.atomically([voidingLinks(emailPurpose, accountId)])
