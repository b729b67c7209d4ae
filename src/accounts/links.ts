import type { Time } from '../lib/clock.ts'
import { hashSecret, newSecret, secretPrefixes } from '../lib/secret.ts'
import type { Row } from '../storage/records.ts'
import { adding, type Change, removingWhere } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'

export type Link = Row<'links'>

/** What a link is good for; it is good for nothing else. */
export type LinkPurpose =
  | 'set-up'
  | 'password'
  | 'sign-up'
  | 'email'
  | 'objection'
  | 'rules'
  | 'import'
  | 'undo'
  | 'typed'

export interface NewLink {
  readonly purpose: LinkPurpose
  readonly accountId?: string | undefined
  /** Plain values, for whoever takes it. */
  readonly data?: unknown
  readonly ttl: Time
}

/** A link as the changes that make it, to be committed with what it is about. */
export const draftLink = (
  world: Pick<World, 'random' | 'clock'>,
  { purpose, accountId, data, ttl }: NewLink,
): { readonly secret: string; readonly change: Change } => {
  const secret = newSecret(world.random, 'link')
  const now = world.clock.now()
  const link = { id: hashSecret(secret), purpose, accountId, data: data ?? {}, createdAt: now, expiresAt: now + ttl }
  return { secret, change: adding('links', link) }
}

/** Makes a one-time link and resolves to its secret, which is nowhere else. */
export const createLink = async (world: World, link: NewLink): Promise<string> => {
  const { secret, change } = draftLink(world, link)
  await world.storage.atomically([change])
  return secret
}

/** Voids an account's links for a purpose, so that only the newest is ever good. */
export const voidingLinks = (purpose: LinkPurpose, accountId: string): Change =>
  removingWhere('links', { purpose, accountId })

/** The link, if it is still good. Looking does not use it up: mail scanners look, only a person posts. */
export const peekLink = async (
  world: Pick<World, 'storage' | 'clock'>,
  secret: string,
  purpose: LinkPurpose,
): Promise<Link | undefined> => {
  if (!secret.startsWith(secretPrefixes.link)) return undefined
  const link = await world.storage.find('links', hashSecret(secret))
  return link !== undefined && isGood(link, purpose, world.clock.now()) ? link : undefined
}

const isGood = (link: Link, purpose: LinkPurpose, now: Time): boolean =>
  link.purpose === purpose && link.expiresAt > now

/**
 * Uses a link up, in one commit with what `then` makes of it; of any number of callers one gets it. Undefined when it
 * was used, has run out or was for something else. What `then` throws comes through, and the link is still there.
 */
export const takeLink = (
  world: Pick<World, 'storage' | 'clock'>,
  secret: string,
  purpose: LinkPurpose,
  then: (link: Link) => readonly Change[],
): Promise<Link | undefined> => takeLinkById(world, hashSecret(secret), purpose, then)

/** The same for a link that was found in another way, by a code that came with it. */
export const takeLinkById = async (
  world: Pick<World, 'storage' | 'clock'>,
  id: string,
  purpose: LinkPurpose,
  then: (link: Link) => readonly Change[],
): Promise<Link | undefined> => {
  const now = world.clock.now()
  try {
    return await world.storage.take('links', id, (link) => {
      if (!isGood(link, purpose, now)) throw new NotGood()
      return then(link)
    })
  } catch (error) {
    if (error instanceof NotGood) return undefined
    throw error
  }
}

/** Thrown through storage, which then leaves the link where it is. */
class NotGood extends Error {}
