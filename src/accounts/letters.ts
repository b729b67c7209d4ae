import type { Time } from '../lib/clock.ts'
import type { Mailer } from '../mail/mailer.ts'
import { posting } from '../mail/outbox.ts'
import type { Change } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import type { Account } from './account.ts'

/** A world that may have a mail server. Without one nobody is written to. */
export interface PostWorld extends World {
  readonly mailer?: Mailer | undefined
}

/** Who a letter is for. */
export interface Addressee {
  /** Empty for an address that may be anybody's: a stranger could be called anything, and have it said to others. */
  readonly name: string
  readonly address: string
  /** The language to write in, where one is known. */
  readonly language?: string | undefined
}

/** What is said in a letter; the words are in `locales/`. A `secret` is a link's. */
export type Letter =
  | { readonly kind: 'email-confirm'; readonly secret: string; readonly code: string }
  /** To the old address, at once. `next` is the new one, not wholly readable. */
  | { readonly kind: 'email-asked'; readonly secret: string; readonly next: string }
  /** To the old address. Without a `secret` there is no way back but to ask an administrator. */
  | { readonly kind: 'email-changed'; readonly secret?: string | undefined; readonly next?: string | undefined }
  | { readonly kind: 'username-changed'; readonly from: string; readonly to: string }
  /** An account elsewhere lets somebody in from now on, or does so no more. */
  | { readonly kind: 'identity-linked' | 'identity-unlinked'; readonly handle: string }
  | { readonly kind: 'password-link'; readonly secret: string; readonly username: string; readonly ttl: Time }
  | { readonly kind: 'password-changed'; readonly username: string }
  /** To somebody who has no account yet. */
  | { readonly kind: 'invitation'; readonly secret: string; readonly ttl: Time }
  | { readonly kind: 'sign-up'; readonly secret: string; readonly username: string }
  /** Somebody wants an account with an address that has one. */
  | { readonly kind: 'sign-up-known'; readonly username: string }
  /** To administrators. The name is what a stranger typed, so only the username is told. */
  | { readonly kind: 'account-waiting'; readonly username: string }
  | { readonly kind: 'approved'; readonly username: string }
  | { readonly kind: 'declined' }
  /** To the address that was theirs: there is nobody to answer any more. */
  | { readonly kind: 'account-deleted'; readonly username: string }
  | { readonly kind: 'test' }

/** As it lies in the outbox. */
export interface StoredLetter {
  readonly to: Addressee
  readonly letter: Letter
}

/** The change that puts a letter into the outbox; none without a mail server. */
export const writing = (
  world: PostWorld,
  to: Addressee,
  letter: Letter,
  about: { readonly accountId?: string | undefined; readonly until?: Time | undefined } = {},
): readonly Change[] =>
  world.mailer === undefined ? [] : [posting(world, { ...about, kind: letter.kind, content: { to, letter } })]

/** An account as somebody to write to: at an address that is proven to be theirs, or not at all. */
export const addresseeOf = (
  { name, email, verifiedEmailKey, locale }: Pick<Account, 'name' | 'email' | 'verifiedEmailKey' | 'locale'>,
  language?: string,
): Addressee | undefined =>
  email === undefined || verifiedEmailKey === undefined
    ? undefined
    : { name, address: email, language: locale ?? language }

/**
 * The change that tells a person of something that was done to their account, so that a thief does not go unnoticed:
 * at the address that was theirs before it was done.
 */
export const notifying = (world: PostWorld, account: Account, letter: Letter): readonly Change[] => {
  const to = addresseeOf(account)
  return to === undefined ? [] : writing(world, to, letter, { accountId: account.id })
}
