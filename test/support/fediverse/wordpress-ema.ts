import { mastodonScopes } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, type FakeAccount, json, refusal, type Site, textOf } from './site.ts'

export interface WordpressAppsOptions {
  readonly nodeinfo?: boolean
  /** Nobody has an actor but the blog, of this name, whom these people may write as; they are said to be it. */
  readonly blog?: { readonly name: string; readonly authors: readonly string[] }
}

/**
 * A blog with the plugin Enable Mastodon Apps: the Mastodon API at the root of any site, with scopes below scopes and none called `profile`, and commas between redirect URIs. Authors are addresses
 * with a query. NodeInfo is another plugin's matter, and may be absent.
 */
export const wordpressApps = ({ nodeinfo = true, blog }: WordpressAppsOptions = {}): Blueprint =>
  mastodonApi({
    software: { name: 'wordpress', version: '6.8.1' },
    ...(nodeinfo ? {} : { nodeinfo: false as const }),
    instanceVersion: 'WordPress/6.8.1, ActivityPub/5.8.0, EMA/1.4.0',
    hasInstance2: true,
    actor: (site, { id }) => `${site.origin}/?author=${id}`,
    page: (site, { username }) =>
      blog?.authors.includes(username) === true ? `${site.origin}/@${blog.name}` : `${site.origin}/author/${username}/`,
    ...(blog === undefined
      ? {}
      : {
          webFinger: (site: Site, resource: string) =>
            resource === `acct:${blog.name}@${site.domain}` ? theBlog(site, blog.name) : json(404, {}),
          account: (_: Site, { username }: FakeAccount) =>
            blog.authors.includes(username) ? { username: blog.name, acct: blog.name } : {},
        }),
    scopes: mastodonScopes,
    redirects: (given) => {
      const uris = given['redirect_uris']
      return Array.isArray(uris) ? uris.map(String) : textOf(uris).split(',')
    },
    matches: (registered, given) => registered.includes(given),
    pkce: false,
    codeLasts: 300_000,
    remembersConsent: false,
    basic: true,
    unknownClient: () => refusal(400, 'invalid_client', 'The client credentials are invalid'),
    verifiesApps: 'any',
    revokes: false,
    identityScopes: ['read:accounts', 'read'],
    hasUri: false,
  })

const theBlog = ({ origin, domain }: Site, name: string): Response => {
  const actor = `${origin}/?author=0`
  const links = [{ rel: 'self', type: 'application/activity+json', href: actor }]
  const said = { subject: `acct:${name}@${domain}`, aliases: [`${origin}/@${name}`, `${origin}/`, actor], links }
  return json(200, said, { 'content-type': 'application/jrd+json' })
}
