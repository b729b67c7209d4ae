import { textOf } from '../../net/json.ts'
import {
  authorizeAt,
  isGood,
  isKnownAt,
  redeemAt,
  refusedRegistration,
  registered,
  registration,
  takesClientUrl,
  trouble,
} from './code-grant.ts'
import type { Dialect, Identified } from './dialect.ts'
import { readAccount } from './mastodon-account.ts'
import type { Server } from './server.ts'

/**
 * Bonfire where signing in elsewhere is switched on (`ENABLE_SSO_PROVIDER`): an OpenID provider with dynamic registration. Its `sub` is an id of
 * its own, so the person is looked up by that; the `name` beside it is not believed to be a username, since it need not stay one.
 */
export const bonfire: Dialect = {
  name: 'bonfire',
  scopes: () => ['openid profile', 'profile'],

  async register(asking, server, as) {
    if (takesClientUrl(server, as.clientUrl)) return { ok: true, clientId: as.clientUrl }
    const endpoint = server.findings.metadata?.registrationEndpoint
    if (endpoint === undefined) return refusedRegistration(server)
    const answer = await asking(endpoint, { json: registration(as) })
    return registered(server, answer, { id: 'client_id', secret: 'client_secret' })
  },

  isKnown: async (asking, server, client) =>
    URL.canParse(client.clientId) ? 'known' : isKnownAt(asking, tokenEndpoint(server), client),

  authorizeUrl(server, client, going) {
    const endpoint = server.findings.metadata?.authorizationEndpoint ?? `${server.origin}/oauth/authorize`
    return authorizeAt(endpoint, client, going, going.afresh ? { prompt: 'login' } : {})
  },

  exchange: (asking, server, client, coming) => redeemAt(asking, server, tokenEndpoint(server), client, coming),

  async identify(asking, server, { accessToken: token }): Promise<Identified> {
    const info = await asking(server.findings.metadata?.userinfoEndpoint ?? '/oauth/userinfo', { token })
    const subject = textOf(info.json?.['sub'])
    if (!isGood(info) || subject === undefined) return { ok: false, problem: trouble(server, info) }
    const account = await asking(`/api/v1/accounts/${encodeURIComponent(subject)}`, { token })
    if (isGood(account)) {
      const said = readAccount(account.json, {})
      return said?.localId === subject
        ? { ok: true, said }
        : { ok: false, problem: { code: 'unproven', place: server.host } }
    }
    const username = textOf(info.json?.['preferred_username'])
    if (username === undefined) return { ok: false, problem: trouble(server, account) }
    const name = textOf(info.json?.['name'])
    return { ok: true, said: { username, name, picture: textOf(info.json?.['picture']), localId: subject } }
  },
}

const tokenEndpoint = ({ findings }: Server) => ({ url: findings.metadata?.tokenEndpoint ?? '/oauth/token' })
