import { type JsonObject, textOf } from '../../net/json.ts'
import type { SourceProblem } from '../source.ts'
import type { Asking } from './asking.ts'
import {
  authorizeAt,
  flagOf,
  isGood,
  isKnownAt,
  objectIn,
  redeemAt,
  refusedRegistration,
  registered,
  registration,
  takesClientUrl,
} from './code-grant.ts'
import type { Dialect, Identified, Said } from './dialect.ts'
import type { Server } from './server.ts'

/**
 * WordPress with the ActivityPub plugin from 8.1 on. Only `read` is asked for: it takes `profile` for a wish to write. The answer to the code
 * names the actor, and the actor's own document says the rest.
 */
export const wordpress: Dialect = {
  name: 'wordpress',
  scopes: () => ['read'],

  async register(asking, server, as) {
    if (takesClientUrl(server, as.clientUrl)) return { ok: true, clientId: as.clientUrl }
    const endpoint = server.findings.metadata?.registrationEndpoint
    if (endpoint === undefined) return refusedRegistration(server)
    return registered(server, await asking(endpoint, { json: registration(as) }), { id: 'client_id' })
  },

  isKnown: async (asking, server, client) =>
    URL.canParse(client.clientId) ? 'known' : isKnownAt(asking, tokenEndpoint(server), client),

  authorizeUrl: (server, client, going) =>
    authorizeAt(server.findings.metadata?.authorizationEndpoint ?? `${server.origin}${room}/authorize`, client, going),

  exchange: (asking, server, client, coming) => redeemAt(asking, server, tokenEndpoint(server), client, coming),

  async identify(asking, server, { accessToken, answer }): Promise<Identified> {
    const named = [textOf(answer['activitypub_actor_id']), textOf(answer['me'])].filter((one) => one !== undefined)
    const [actor] = named
    const unproven: SourceProblem = { code: 'unproven', place: server.host }
    if (actor === undefined) return { ok: false, problem: { code: 'broken', place: server.host } }
    // An actor of another host, or of another site on this one, is nobody this one may speak for, and none that our token goes to.
    if (!URL.canParse(actor) || !isBelow(homeOf(server), actor) || named.some((one) => one !== actor))
      return { ok: false, problem: unproven }
    const { down, document } = await read(asking, actor, accessToken)
    // Without the document nothing says that this is still the same person.
    if (down) return { ok: false, problem: { code: 'broken', place: server.host } }
    if (document !== undefined && document['id'] !== actor) return { ok: false, problem: unproven }
    if (isBlog(new URL(actor), document)) return { ok: false, problem: { code: 'no_profile', place: server.host } }
    const username = textOf(document?.['preferredUsername']) ?? (await nameOf(asking, actor))
    if (username === undefined) return { ok: false, problem: { code: 'broken', place: server.host } }
    return { ok: true, said: { actor, username, ...known(actor, document) } }
  },

  /** `read` opens more than who somebody is. */
  async revoke(asking, server, _client, { accessToken }) {
    const endpoint = server.findings.metadata?.revocationEndpoint ?? `${room}/revoke`
    await asking(endpoint, { form: { token: accessToken }, token: accessToken })
  },
}

const room = '/wp-json/activitypub/1.0/oauth'

const tokenEndpoint = ({ findings }: Server) => ({ url: findings.metadata?.tokenEndpoint ?? `${room}/token` })

/** Its issuer is the address of the site: below a path of another site's, where that is where it is. */
const homeOf = ({ origin, findings }: Server): string => (findings.metadata?.issuer ?? origin).replace(/\/?$/, '/')

const isBelow = (home: string, text: string): boolean => {
  const { origin, pathname, username, password } = new URL(text)
  return username === '' && password === '' && `${origin}${pathname}`.startsWith(home)
}

/**
 * Whoever has an account at the site and no actor of their own, be it a reader who registered to comment, is told to be the blog: nobody is
 * signed in as that. It is author 0 or the site's own `@name`, a `Group`, except where the site has a single author.
 */
const isBlog = ({ pathname, searchParams }: URL, document: JsonObject | undefined): boolean =>
  searchParams.get('author') === '0' ||
  /\/@[^/]+\/?$/.test(pathname) ||
  (document !== undefined && !['Person', 'Service', 'Application'].includes(textOf(document['type']) ?? ''))

const read = async (
  asking: Asking,
  actor: string,
  token: string,
): Promise<{ readonly down: boolean; readonly document?: JsonObject | undefined }> => {
  const answer = await asking(actor, { token, accept: 'application/activity+json' })
  return { down: answer.status >= 500 || answer.status === 429, document: isGood(answer) ? answer.json : undefined }
}

const nameOf = async (asking: Asking, actor: string): Promise<string | undefined> => {
  const { json } = await asking(`/.well-known/webfinger?resource=${encodeURIComponent(actor)}`)
  return /^acct:([^@]+)@[^@]+$/.exec(textOf(json?.['subject']) ?? '')?.[1]
}

const known = (actor: string, document: JsonObject | undefined): Partial<Said> => ({
  name: textOf(document?.['name']),
  picture: textOf(objectIn(document, 'icon')?.['url']),
  page: textOf(document?.['url']),
  localId: new URL(actor).searchParams.get('author') ?? undefined,
  createdAt: textOf(document?.['published']),
  locked: flagOf(document?.['manuallyApprovesFollowers']),
})
