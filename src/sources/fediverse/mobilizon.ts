import { asObject, type JsonObject, objectsOf, textOf } from '../../net/json.ts'
import { authorizeAt, idOf, isGood, isKnownAt, objectIn, redeemAt, registered, trouble } from './code-grant.ts'
import type { Dialect, Identified } from './dialect.ts'
import type { Client } from './server.ts'

/**
 * Mobilizon from 3.2 on. It demands at the token endpoint the `scope` that others refuse there, and says who somebody is by GraphQL. One login
 * has several actors: the one that they have chosen to appear as is who signs in.
 */
export const mobilizon: Dialect = {
  name: 'mobilizon',
  scopes: () => ['read:profile', 'read'],

  async register(asking, server, { name, redirectUri, scopes, website }) {
    const answer = await asking('/apps', { form: { name, redirect_uri: redirectUri, scope: scopes, website } })
    return registered(server, answer, { id: 'client_id', secret: 'client_secret' })
  },

  isKnown: (asking, _server, client) => isKnownAt(asking, tokenEndpoint(client), client),

  authorizeUrl: (server, client, going) => authorizeAt(`${server.origin}/oauth/authorize`, client, going),

  exchange: (asking, server, client, coming) => redeemAt(asking, server, tokenEndpoint(client), client, coming),

  async identify(asking, server, { accessToken }): Promise<Identified> {
    const answer = await asking('/api', { json: { query }, token: accessToken })
    const user = objectIn(objectIn(answer.json, 'data'), 'loggedUser')
    const actor = chosen(user)
    const username = textOf(actor?.['preferredUsername'])
    const url = textOf(actor?.['url'])
    if (!isGood(answer) || user === undefined || actor === undefined || username === undefined || url === undefined)
      return { ok: false, problem: trouble(server, answer) }
    const elsewhere = textOf(actor['domain'])
    return {
      ok: true,
      said: {
        actor: url,
        username,
        acct: elsewhere === undefined ? username : `${username}@${elsewhere}`,
        name: textOf(actor['name']),
        picture: textOf(objectIn(actor, 'avatar')?.['url']),
        page: `${server.origin}/@${username}`,
        localId: idOf(actor['id']),
        emailHint: textOf(user['email']),
        suspended: actor['suspended'] === true || user['disabled'] === true,
      },
    }
  },
}

const actor = '{ id url preferredUsername name domain suspended avatar { url } }'
const query = `{ loggedUser { id email disabled defaultActor ${actor} actors ${actor} } }`

/** To an application that it does not know, it says that the request is wrong. */
const tokenEndpoint = ({ scopes }: Client) => ({
  url: '/oauth/token',
  more: { scope: scopes },
  unknownClient: 'invalid_request',
})

/** Of several, none is better than another unless the person says so. */
const chosen = (user: JsonObject | undefined): JsonObject | undefined => {
  const [first, ...others] = objectsOf(user?.['actors'])
  return asObject(user?.['defaultActor']) ?? (others.length === 0 ? first : undefined)
}
