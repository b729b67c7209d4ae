import { Refusal } from '../../http/refusal.ts'
import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { callbackUrl, clientUrl } from '../../sources/fediverse/server-key.ts'
import { html } from '../ui/html.ts'
import type { WebWorld } from '../world.ts'

/**
 * `GET /fediverse/client/:server`: who we are to a server that takes an address for a client id. The same in three forms: client metadata
 * (RFC 7591 names, as a client id metadata document and IndieAuth have them), an object of ActivityStreams with `redirectURI`, and a page with
 * an `h-app` for those that read only that; the redirect URI is in a `Link` as well. It lists that one server's callback, so that nobody can
 * use what we are to one server at another. It is there for every server that there could be: one that is there for some would tell whether anybody
 * comes from a server of their own.
 */
export const clientDocument = async (world: WebWorld, { base, path, request }: Visit): Promise<Response> => {
  const key = path['server'] ?? ''
  if (!/^[0-9a-f]{20}$/.test(key)) throw new Refusal(404, 'not_found')

  const client: Client = {
    id: clientUrl(base, key),
    name: (await world.look()).branding.name,
    home: `${base}/`,
    logo: `${base}/icon`,
    redirectUri: callbackUrl(base, key),
  }
  const headers = {
    link: `<${client.redirectUri}>; rel="redirect_uri"`,
    vary: 'Accept, User-Agent',
    'cache-control': 'public, max-age=3600',
  }
  if (!wantsPage(request.headers)) return json(documentOf(client), { headers })
  return new Response(pageOf(client), {
    headers: {
      ...headers,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'",
    },
  })
}

interface Client {
  readonly id: string
  readonly name: string
  readonly home: string
  readonly logo: string
  readonly redirectUri: string
}

/** Misskey asks for anything, and finds our name in a page only; what it has to find is in `Link` in any case. */
const wantsPage = (headers: Headers): boolean => {
  const accept = headers.get('accept') ?? ''
  if (accept.includes('json')) return false
  return accept.includes('text/html') || /^(?:Misskey|CherryPick)\//i.test(headers.get('user-agent') ?? '')
}

const documentOf = ({ id, name, home, logo, redirectUri }: Client) => ({
  '@context': ['https://www.w3.org/ns/activitystreams', 'https://purl.archive.org/socialweb/oauth'],
  type: 'Application',
  id,
  name,
  url: home,
  icon: { type: 'Image', url: logo },
  redirectURI: redirectUri,
  client_id: id,
  client_name: name,
  client_uri: home,
  logo_uri: logo,
  redirect_uris: [redirectUri],
  application_type: 'web',
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
})

const pageOf = ({ id, name, home, logo, redirectUri }: Client): string =>
  html`<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${name}</title><link rel="redirect_uri" href="${redirectUri}"></head><body><div class="h-app"><img class="u-logo" src="${logo}" alt="" width="64" height="64"> <a class="u-url p-name" href="${id}">${name}</a></div><p><a href="${home}">${home}</a></p></body></html>`.toString()
