import { newlineList } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import type { Blueprint } from './site.ts'

/**
 * A blog with the plugin Enable Mastodon Apps: the Mastodon API at the root of any site, with the coarse scopes. Authors are addresses
 * with a query. NodeInfo is another plugin's matter, and may be absent.
 */
export const wordpressApps = ({ nodeinfo = true }: { readonly nodeinfo?: boolean } = {}): Blueprint =>
  mastodonApi({
    software: { name: 'wordpress', version: '6.8.1' },
    ...(nodeinfo ? {} : { nodeinfo: false as const }),
    instanceVersion: '4.2.0 (compatible; Enable Mastodon Apps 1.4.0)',
    hasInstance2: true,
    actor: (site, { id }) => `${site.origin}/?author=${id}`,
    page: (site, { username }) => `${site.origin}/author/${username}/`,
    scopes: ['read', 'write', 'follow', 'push'],
    redirects: newlineList,
    matches: (registered, given) => registered.includes(given),
    pkce: false,
    codeLasts: 300_000,
    remembersConsent: false,
    basic: true,
    verifiesApps: 'any',
    revokes: false,
    identityScopes: ['read'],
    hasUri: false,
  })
