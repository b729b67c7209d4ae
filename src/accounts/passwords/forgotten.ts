import { days, hours, minutes, type Time } from '../../lib/clock.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow, type Limit } from '../../limits/limit.ts'
import { posting } from '../../mail/outbox.ts'
import { expecting, Missing } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type Account, findByIdentifier } from '../account.ts'
import { happened } from '../happened.ts'
import { type Addressee, addresseeOf, type PostWorld, writing } from '../letters.ts'
import { draftLink } from '../links.ts'
import { type By, type Outcome, refused } from '../outcome.ts'
import { offerPasswordLink, passwordLinkLasts } from './link.ts'

/** The kind of the outbox's entries that ask for such a link. */
export const forgottenKind = 'forgotten'

/** Long enough for a slow mail server; the person is waiting for it. */
export const forgottenLinkLasts = hours(1)

const fromAddress = (address: string): Limit => ({
  key: `forgotten:from:${bucketOfAddress(address)}`,
  most: 10,
  window: minutes(15),
})
const toAccount = (accountId: string): readonly Limit[] => [
  { key: `forgotten:hour:${accountId}`, most: 3, window: hours(1) },
  { key: `forgotten:day:${accountId}`, most: 8, window: days(1) },
]

export interface Forgotten {
  /** Username or e-mail address, as typed. */
  readonly identifier: string
  readonly address: string
  readonly userAgent?: string | undefined
  readonly language?: string | undefined
}

/**
 * Somebody has forgotten a password. Who that is, is not looked up here but when the outbox comes to it: so nothing of
 * this answer, neither its words nor its work nor its time, can tell whether there is such an account (OWASP ASVS
 * 6.3.8). How often one place may ask is counted; how often one account is written to, is counted there.
 */
export const askForPasswordLink = async (
  world: PostWorld,
  { identifier, address, userAgent, language }: Forgotten,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly retryAfter: Time }> => {
  const { allowed, retryAfter } = await allow(world, fromAddress(address))
  if (!allowed) return { ok: false, retryAfter }
  const content: Forgotten = { identifier: identifier.slice(0, 400), address, userAgent, language }
  await world.storage.atomically([
    posting(world, { kind: forgottenKind, content, until: world.clock.now() + forgottenLinkLasts }),
  ])
  return { ok: true }
}

/**
 * What the outbox does with it: a link goes to the account's own address, if that is proven to be its person's. Links
 * sent before stay good, so that nobody can void them by asking again; the first that is used ends them all.
 */
export const answerForgotten = async (world: PostWorld, asked: Forgotten): Promise<void> => {
  const { identifier, address, userAgent, language } = asked
  const account = await findByIdentifier(world, identifier)
  const verdict = await judge(world, account, language)
  const by = { address, userAgent }
  const tell = (reason: string) =>
    happened(world, 'password.forgotten', by, { outcome: 'refused', accountId: account?.id, data: { reason } })
  if (!verdict.ok) return world.storage.atomically([tell(verdict.reason)])
  const { to, accountId, username } = verdict
  const { secret, change } = draftLink(world, { purpose: 'password', accountId, ttl: forgottenLinkLasts })
  const until = world.clock.now() + forgottenLinkLasts
  try {
    await world.storage.atomically([
      expecting('accounts', accountId, { disabledAt: undefined, verifiedEmailKey: account?.verifiedEmailKey }),
      change,
      ...writing(world, to, { kind: 'password-link', secret, username, ttl: forgottenLinkLasts }, { accountId, until }),
      happened(world, 'password.forgotten', by, { accountId }),
    ])
  } catch (error) {
    if (!(error instanceof Missing)) throw error
    await world.storage.atomically([tell('changed')])
  }
}

type Verdict =
  | { readonly ok: true; readonly to: Addressee; readonly accountId: string; readonly username: string }
  /** For the audit log only: whoever asked is told nothing. */
  | { readonly ok: false; readonly reason: 'unknown' | 'disabled' | 'unverified' | 'limited' }

const judge = async (world: World, account: Account | undefined, language: string | undefined): Promise<Verdict> => {
  if (account === undefined) return { ok: false, reason: 'unknown' }
  if (account.disabledAt !== undefined) return { ok: false, reason: 'disabled' }
  const to = addresseeOf(account, language)
  if (to === undefined) return { ok: false, reason: 'unverified' }
  for (const limit of toAccount(account.id)) {
    if (!(await allow(world, limit)).allowed) return { ok: false, reason: 'limited' }
  }
  return { ok: true, to, accountId: account.id, username: account.username }
}

/** An administrator has a link sent to a person, at an address that is proven to be theirs. */
export const mailPasswordLink = async (
  world: PostWorld,
  account: Account,
  by: By,
): Promise<Outcome<{ readonly address: string }>> => {
  const to = addresseeOf(account)
  if (world.mailer === undefined || to === undefined) return refused('email', 'unverified')
  const until = world.clock.now() + passwordLinkLasts
  const offered = await offerPasswordLink(world, account.id, by, {
    also: ({ id: accountId, username }, secret) =>
      writing(world, to, { kind: 'password-link', secret, username, ttl: passwordLinkLasts }, { accountId, until }),
  })
  return offered.ok ? { ok: true, address: to.address } : offered
}
