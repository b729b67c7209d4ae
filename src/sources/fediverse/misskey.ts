import { textOf } from '../../net/json.ts'
import { authorizeAt, flagOf, isGood, objectIn, redeemAt, trouble } from './code-grant.ts'
import type { Dialect, Identified } from './dialect.ts'
import type { Server } from './server.ts'

/**
 * Misskey from 2023.9 on, and CherryPick: OAuth in the shape of IndieAuth. Our client id is our own address for this server, which it fetches to
 * find the redirect URI; nothing is registered, and nothing can be forgotten. It will have PKCE, and sends `iss`.
 */
export const misskey: Dialect = {
  name: 'misskey',
  looksUsUp: true,
  scopes: () => ['read:account'],

  register: async (_asking, _server, { clientUrl }) => ({ ok: true, clientId: clientUrl }),

  authorizeUrl: (server, client, going) =>
    authorizeAt(server.findings.metadata?.authorizationEndpoint ?? `${server.origin}/oauth/authorize`, client, going),

  exchange: (asking, server, client, coming) =>
    redeemAt(asking, server, { url: server.findings.metadata?.tokenEndpoint ?? '/oauth/token' }, client, coming),

  async identify(asking, server, { accessToken }): Promise<Identified> {
    const answer = await asking('/api/i', { json: {}, token: accessToken })
    const { json } = answer
    if (objectIn(json, 'error')?.['code'] === 'YOUR_ACCOUNT_SUSPENDED')
      return { ok: false, problem: { code: 'account_state', place: server.host, state: 'suspended' } }
    const id = textOf(json?.['id'])
    const username = textOf(json?.['username'])
    if (
      !isGood(answer) ||
      json === undefined ||
      id === undefined ||
      username === undefined ||
      !/^[A-Za-z0-9]+$/.test(id)
    )
      return { ok: false, problem: trouble(server, answer) }
    const elsewhere = textOf(json['host'])
    return {
      ok: true,
      said: {
        // It names no actor for its own people: this is how it makes one, and WebFinger has to say the same.
        actor: actorOf(server, id),
        username,
        acct: elsewhere === undefined ? username : `${username}@${elsewhere}`,
        name: textOf(json['name']),
        picture: textOf(json['avatarUrl']),
        page: `${server.origin}/@${username}`,
        localId: id,
        createdAt: textOf(json['createdAt']),
        bot: flagOf(json['isBot']),
        locked: flagOf(json['isLocked']),
        suspended: flagOf(json['isSuspended']),
        movedTo: textOf(json['movedTo']),
      },
    }
  },
}

const actorOf = ({ origin }: Server, id: string): string => `${origin}/users/${id}`
