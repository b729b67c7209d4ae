import { textOf } from '../../net/json.ts'
import { authorizeAt, flagOf, idOf, isGood, isKnownAt, objectIn, redeemAt, registered, trouble } from './code-grant.ts'
import type { Dialect, Identified } from './dialect.ts'

/**
 * Mbin: it registers by JSON in words of its own, twice in six hours from one address, and will have somebody's e-mail address with that. A magazine
 * may have the name of a person, and comes first where WebFinger is asked for it: whose token it is is a person always.
 */
export const mbin: Dialect = {
  name: 'mbin',
  scopes: () => ['user:profile:read'],

  async register(asking, server, { name, redirectUri, scopes, website }) {
    const answer = await asking('/api/client', {
      json: {
        name,
        contactEmail: contactAt(new URL(website)),
        description: website,
        public: false,
        redirectUris: [redirectUri],
        grants: ['authorization_code'],
        scopes: scopes.split(' '),
      },
    })
    return registered(server, answer, { id: 'identifier', secret: 'secret' })
  },

  isKnown: (asking, _server, client) => isKnownAt(asking, { url: '/token' }, client),

  authorizeUrl: (server, client, going) => authorizeAt(`${server.origin}/authorize`, client, going),

  exchange: (asking, server, client, coming) => redeemAt(asking, server, { url: '/token' }, client, coming),

  async identify(asking, server, { accessToken }): Promise<Identified> {
    const answer = await asking('/api/users/me', { token: accessToken })
    const { json } = answer
    const username = textOf(json?.['username'])
    if (!isGood(answer) || json === undefined || username === undefined)
      return { ok: false, problem: trouble(server, answer) }
    return {
      ok: true,
      said: {
        // It names an actor for people of other servers only: this is how it makes its own, and WebFinger has to say the same.
        actor: textOf(json['apProfileId']) ?? `${server.origin}/u/${encodeURIComponent(username)}`,
        username,
        acct: textOf(json['apId']) ?? username,
        name: textOf(json['title']),
        picture: textOf(objectIn(json, 'avatar')?.['storageUrl']),
        localId: idOf(json['userId']),
        createdAt: textOf(json['createdAt']),
        bot: flagOf(json['isBot']),
      },
    }
  },
}

/** It takes no address without a dot in its domain, such as one at this very machine. */
const contactAt = ({ hostname }: URL): string =>
  `no-reply@${/^[\w-]+(?:\.[\w-]+)+$/.test(hostname) ? hostname : 'portico.invalid'}`
