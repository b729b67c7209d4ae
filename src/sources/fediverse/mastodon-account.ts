import type { Said } from './dialect.ts'

type Read = Readonly<Record<string, unknown>>

/**
 * Mastodon's account entity, as it and its relatives fill it in; undefined when it names nobody. `answer` is the token's: Pleroma and
 * Friendica name the actor there.
 */
export const readAccount = (account: Read | undefined, answer: Read): Said | undefined => {
  const username = text(account?.['username'])
  if (account === undefined || username === undefined) return undefined
  const pleroma = object(account['pleroma'])
  const moved = object(account['moved'])
  const id = account['id']
  return {
    actor: text(answer['me']) ?? text(account['uri']) ?? text(pleroma?.['ap_id']),
    username,
    acct: text(account['acct']),
    name: text(account['display_name']),
    picture: text(account['avatar_static']) ?? text(account['avatar']),
    page: text(account['url']),
    localId: typeof id === 'number' ? String(id) : text(id),
    createdAt: text(account['created_at']),
    emailHint: text(pleroma?.['email']),
    bot: flag(account['bot']),
    group: flag(account['group']),
    locked: flag(account['locked']),
    suspended: flag(account['suspended']),
    memorial: flag(account['memorial']),
    movedTo: text(moved?.['uri']) ?? text(moved?.['url']),
  }
}

/** OpenID Connect's claims, of which Hollo spells one in its own way. */
export const readUserinfo = (claims: Read | undefined): Said | undefined => {
  const username = text(claims?.['preferred_username']) ?? text(claims?.['preferredUsername'])
  const actor = text(claims?.['sub'])
  if (claims === undefined || username === undefined || actor === undefined) return undefined
  return {
    actor,
    username,
    name: text(claims['name']),
    picture: text(claims['picture']),
    page: text(claims['profile']),
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const flag = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)

const object = (value: unknown): Read | undefined =>
  typeof value === 'object' && value !== null ? { ...value } : undefined
