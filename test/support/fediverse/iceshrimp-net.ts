import { mastodonScopes, newlineList } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, json, textOf, words } from './site.ts'

/**
 * Iceshrimp.NET: the Mastodon API in earnest, with scopes held against the registration, and errors of its own form. It looks for a code and the client that
 * it is for at once, and says of either that it is the client that is wrong. Mistakes are shown where they are made.
 */
export const iceshrimpNet = (): Blueprint =>
  mastodonApi({
    software: { name: 'Iceshrimp.NET', version: '2025.1-beta5' },
    instanceVersion: '4.2.1 (compatible; Iceshrimp.NET/2025.1-beta5)',
    hasInstance2: true,
    actor: (site, { id }) => `${site.origin}/users/${id}`,
    scopes: mastodonScopes,
    refusesRegistration: (given) =>
      words(textOf(given['scopes'])).every((scope) => mastodonScopes.includes(scope))
        ? undefined
        : mistake(400, 'Bad Request', 'Invalid scopes parameter'),
    redirects: (given) =>
      typeof given['redirect_uris'] === 'string'
        ? newlineList(given)
        : mistake(400, 'Bad Request', 'Invalid redirect_uris parameter'),
    matches: (registered, given) => registered.includes(given),
    pkce: false,
    codeLasts: 300_000,
    remembersConsent: false,
    keepsMistakes: true,
    unknownClient: () => mistake(401, 'Unauthorized', 'Client authentication failed due to unknown client'),
    badCode: (what) =>
      what === 'unknown'
        ? mistake(401, 'Unauthorized', 'Client authentication failed due to unknown client')
        : mistake(400, 'Bad Request', 'The provided authorization grant is invalid'),
    basic: false,
    verifiesApps: 'any',
    revokes: 'client',
    identityScopes: ['read:accounts', 'read'],
    hasUri: true,
  })

const mistake = (statusCode: number, error: string, message: string): Response =>
  json(statusCode, { statusCode, error, message })
