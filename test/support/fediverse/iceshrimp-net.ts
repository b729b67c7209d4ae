import { mastodonScopes, newlineList } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, refusal } from './site.ts'

/** Iceshrimp.NET: the Mastodon API in earnest, with scopes held against the registration word by word. */
export const iceshrimpNet = (): Blueprint =>
  mastodonApi({
    software: { name: 'Iceshrimp.NET', version: '2025.1-beta5' },
    instanceVersion: '4.2.1 (compatible; Iceshrimp.NET/2025.1-beta5)',
    hasInstance2: true,
    actor: (site, { id }) => `${site.origin}/users/${id}`,
    scopes: mastodonScopes,
    redirects: (given) =>
      typeof given['redirect_uris'] === 'string' ? newlineList(given) : refusal(400, 'Invalid redirect_uris parameter'),
    matches: (registered, given) => registered.includes(given),
    pkce: false,
    codeLasts: 300_000,
    remembersConsent: false,
    basic: false,
    verifiesApps: 'any',
    revokes: 'client',
    identityScopes: ['read:accounts', 'read'],
    hasUri: false,
  })
