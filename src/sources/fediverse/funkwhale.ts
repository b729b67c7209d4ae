import { textOf } from '../../net/json.ts'
import { authorizeAt, idOf, isGood, isKnownAt, objectIn, redeemAt, registered, trouble } from './code-grant.ts'
import type { Dialect, Identified } from './dialect.ts'

/**
 * Funkwhale: OAuth below `/api/v1/oauth/`, with the page for people beside it, which drops the proof key and keeps mistakes to itself. It names neither
 * an actor nor a page: WebFinger does, by the name in `full_username`, which is another than the one that people sign in by where that holds signs
 * that no handle has.
 */
export const funkwhale: Dialect = {
  name: 'funkwhale',
  scopes: () => ['read:profile'],

  async register(asking, server, { name, redirectUri, scopes }) {
    const answer = await asking('/api/v1/oauth/apps/', { form: { name, redirect_uris: redirectUri, scopes } })
    return registered(server, answer, { id: 'client_id', secret: 'client_secret' })
  },

  isKnown: (asking, _server, client) => isKnownAt(asking, tokenEndpoint, client),

  authorizeUrl: (server, client, going) => authorizeAt(`${server.origin}/authorize`, client, going),

  exchange: (asking, server, client, coming) => redeemAt(asking, server, tokenEndpoint, client, coming),

  async identify(asking, server, { accessToken }): Promise<Identified> {
    const answer = await asking('/api/v1/users/me', { token: accessToken })
    const { json } = answer
    const username = /^([^@]+)@[^@]+$/.exec(textOf(json?.['full_username']) ?? '')?.[1] ?? textOf(json?.['username'])
    if (!isGood(answer) || json === undefined || username === undefined)
      return { ok: false, problem: trouble(server, answer) }
    const avatar = objectIn(json, 'avatar')
    return {
      ok: true,
      said: {
        username,
        name: textOf(json['name']),
        picture: textOf(objectIn(avatar, 'urls')?.['original']) ?? textOf(avatar?.['original']),
        localId: idOf(json['id']),
        createdAt: textOf(json['date_joined']),
        emailHint: textOf(json['email']),
      },
    }
  },
}

const tokenEndpoint = { url: '/api/v1/oauth/token/' }
