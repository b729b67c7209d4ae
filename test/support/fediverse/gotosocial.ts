import { newlineList } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, refusal } from './site.ts'

/**
 * GoToSocial. Nothing is answered to a request that does not say who it is. Lists as JSON are refused, the secret is read from the body
 * only, and a redirect URI is due even where nobody is redirected. A proof key is dropped. What it does not find in its database, be it a client or a
 * code, it says in its database's words. Before 0.19 a token may do everything, whatever was asked for, and nothing takes it back.
 */
export const gotosocial = (version: '0.18' | '0.20'): Blueprint => {
  const enforces = version === '0.20'
  return mastodonApi({
    software: { name: 'gotosocial', version: `${version}.2+git-fd7c7d9` },
    instanceVersion: `${version}.2+git-fd7c7d9`,
    hasInstance2: true,
    refuses: (request) =>
      (request.headers.get('user-agent') ?? '') === '' ? refusal(418, "I'm a teapot: no user-agent sent") : undefined,
    actor: (site, { username }) => `${site.origin}/users/${username}`,
    scopes: [],
    keepsAnyScope: true,
    redirects: (given) =>
      typeof given['redirect_uris'] === 'string'
        ? newlineList(given)
        : refusal(400, 'Bad Request: cannot unmarshal array into field of type string'),
    matches: (registered, given) => registered.includes(given),
    pkce: false,
    codeLasts: 600_000,
    remembersConsent: false,
    forgetsSession: true,
    basic: false,
    refusesExchange: (given) => {
      const missing = ['grant_type', 'client_id', 'client_secret', 'redirect_uri'].find(
        (name) => given[name] === undefined,
      )
      return missing === undefined
        ? undefined
        : refusal(400, 'invalid_request', `${missing} was not set in the token request form`)
    },
    unknownClient: (what) => (what === 'id' ? notFound() : refusal(400, 'invalid_client')),
    badCode: (what) => (what === 'unknown' ? notFound() : refusal(400, 'invalid authorize code')),
    verifiesApps: false,
    revokes: enforces ? 'client' : false,
    identityScopes: enforces ? ['profile', 'read:accounts', 'read'] : 'any',
    hasUri: false,
  })
}

const notFound = (): Response => {
  const why = 'sql: no rows in result set'
  return refusal(400, why, `Bad Request: could not get access token: ${why}`)
}
