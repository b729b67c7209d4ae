import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, refusal, secretText, textOf } from './site.ts'

const scopes = ['read', 'write', 'follow', 'push']

/**
 * Pixelfed: Laravel Passport. One redirect URI, taken as it is, in a form or as JSON, where a list is its undoing; no scopes but the coarse ones, which is said at the authorization.
 * `oauth: false`: the operator has switched applications off, and there is no such address.
 */
export const pixelfed = ({ oauth = true }: { readonly oauth?: boolean } = {}): Blueprint =>
  mastodonApi({
    software: { name: 'pixelfed', version: '0.12.3' },
    instanceVersion: '3.5.3 (compatible; Pixelfed 0.12.3)',
    hasInstance2: true,
    actor: (site, { username }) => `${site.origin}/users/${username}`,
    page: (site, { username }) => `${site.origin}/${username}`,
    scopes,
    keepsAnyScope: true,
    refusesRegistration(given) {
      if (!oauth) return refusal(404, 'Not Found')
      return Array.isArray(given['redirect_uris']) ? refusal(500, 'Server Error') : undefined
    },
    redirects: (given) => [textOf(given['redirect_uris'])],
    clientId: () => String(10_000 + (Number.parseInt(secretText().replace(/\D/g, ''), 10) % 90_000)),
    matches: (registered, given) => registered.includes(given),
    refusesScopes: (asked) => (asked.every((scope) => scopes.includes(scope)) ? undefined : 'redirected'),
    pkce: true,
    codeLasts: 600_000,
    remembersConsent: true,
    basic: true,
    tokenAnswer: () => ({ refresh_token: secretText(), expires_in: 31_536_000 }),
    saysScope: false,
    verifiesApps: false,
    revokes: false,
    identityScopes: ['read'],
    hasUri: false,
  })
