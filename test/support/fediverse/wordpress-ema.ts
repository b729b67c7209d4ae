import { mastodonScopes } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, refusal, textOf } from './site.ts'

/**
 * A blog with the plugin Enable Mastodon Apps: the Mastodon API at the root of any site, with scopes below scopes and none called `profile`, and commas between redirect URIs. Authors are addresses
 * with a query. NodeInfo is another plugin's matter, and may be absent.
 */
export const wordpressApps = ({ nodeinfo = true }: { readonly nodeinfo?: boolean } = {}): Blueprint =>
  mastodonApi({
    software: { name: 'wordpress', version: '6.8.1' },
    ...(nodeinfo ? {} : { nodeinfo: false as const }),
    instanceVersion: 'WordPress/6.8.1, ActivityPub/5.8.0, EMA/1.4.0',
    hasInstance2: true,
    actor: (site, { id }) => `${site.origin}/?author=${id}`,
    page: (site, { username }) => `${site.origin}/author/${username}/`,
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
