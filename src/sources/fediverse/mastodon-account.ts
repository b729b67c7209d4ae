import { type JsonObject, textOf as text } from '../../net/json.ts'
import { flagOf as flag, idOf, objectIn } from './code-grant.ts'
import type { Said } from './dialect.ts'

/**
 * Mastodon's account entity, as it and its relatives fill it in; undefined when it names nobody. `answer` is the token's: Pleroma and
 * Friendica name the actor there.
 */
export const readAccount = (account: JsonObject | undefined, answer: JsonObject): Said | undefined => {
  const username = text(account?.['username'])
  if (account === undefined || username === undefined) return undefined
  const pleroma = objectIn(account, 'pleroma')
  const moved = objectIn(account, 'moved')
  return {
    actor: text(answer['me']) ?? text(account['uri']) ?? text(pleroma?.['ap_id']),
    username,
    acct: text(account['acct']),
    name: text(account['display_name']),
    picture: text(account['avatar_static']) ?? text(account['avatar']),
    page: text(account['url']),
    localId: idOf(account['id']),
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
export const readUserinfo = (claims: JsonObject | undefined): Said | undefined => {
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
