import { mastodonApi, type Traits } from './mastodon-api.ts'
import { type Blueprint, type FakeAccount, refusal, type Site, textOf } from './site.ts'

export type MastodonVersion = '3.5' | '4.2' | '4.3' | '4.4' | '4.5'

const exactly: Readonly<Record<MastodonVersion, string>> = {
  '3.5': '3.5.19',
  '4.2': '4.2.10',
  '4.3': '4.3.3',
  '4.4': '4.4.2',
  '4.5': '4.5.1',
}

const granular = (scope: string): string[] => [scope, `${scope}:accounts`, `${scope}:statuses`, `${scope}:follows`]
export const mastodonScopes: readonly string[] = [...granular('read'), ...granular('write'), 'follow', 'push']

/** Doorkeeper's check: a query is ignored where the registered address has none. */
export const laxMatch = (registered: readonly string[], given: string): boolean =>
  registered.some((uri) => uri === given || (!uri.includes('?') && uri === given.replace(/\?.*$/s, '')))

/** One text, split at line breaks; a list is dropped before the model sees it, so that nothing is there to validate. */
export const newlineList = (given: Readonly<Record<string, unknown>>): readonly string[] =>
  textOf(given['redirect_uris'])
    .split(/\s+/)
    .filter((uri) => uri !== '')

/** Mastodon, and what is built on its code, by the name that NodeInfo gives it; with `traits` for one that has been bent. */
export const mastodon = (
  version: MastodonVersion,
  as: { readonly name?: string; readonly traits?: Partial<Traits> } = {},
): Blueprint => mastodonApi({ ...mastodonTraits(version, as.name), ...as.traits })

export const mastodonTraits = (version: MastodonVersion, name = 'mastodon'): Traits => {
  const full = exactly[version]
  const since = (first: MastodonVersion): boolean => Number(version) >= Number(first)
  return {
    software: { name, version: full },
    instanceVersion: full,
    hasInstance2: since('4.2'),
    actor: (site, { id, username }) =>
      since('4.5') ? `${site.origin}/ap/users/${id}` : `${site.origin}/users/${username}`,
    scopes: [...mastodonScopes, ...(since('4.3') ? ['profile'] : [])],
    redirects(given) {
      const uris = given['redirect_uris']
      if (Array.isArray(uris))
        return since('4.3') ? uris.map(String) : refusal(422, 'Validation failed: Redirect URI is missing')
      return newlineList(given)
    },
    ...(since('4.2') ? { registrationsPerTenMinutes: 5 } : {}),
    registered: ({ redirects, scopes }) => ({
      ...(since('4.3') ? { redirect_uris: redirects, scopes } : {}),
      // RFC 7591: never.
      ...(since('4.4') ? { client_secret_expires_at: 0 } : {}),
    }),
    matches: laxMatch,
    pkce: since('4.3'),
    codeLasts: 600_000,
    remembersConsent: true,
    basic: true,
    verifiesApps: since('4.3') ? 'any' : 'read',
    revokes: 'client',
    identityScopes: [...(since('4.3') ? ['profile'] : []), 'read', 'read:accounts'],
    hasUri: since('4.2'),
    movedIsRefused: !since('4.3'),
    ...(since('4.3') ? { metadata: (site: Site) => metadata(site, since('4.4')) } : {}),
    ...(since('4.4') ? { userinfo: mastodonUserinfo } : {}),
  }
}

const metadata = ({ origin }: Site, hasUserinfo: boolean): Readonly<Record<string, unknown>> => ({
  issuer: `${origin}/`,
  service_documentation: 'https://docs.joinmastodon.org/',
  authorization_endpoint: `${origin}/oauth/authorize`,
  token_endpoint: `${origin}/oauth/token`,
  revocation_endpoint: `${origin}/oauth/revoke`,
  ...(hasUserinfo ? { userinfo_endpoint: `${origin}/oauth/userinfo` } : {}),
  app_registration_endpoint: `${origin}/api/v1/apps`,
  scopes_supported: [...mastodonScopes, 'profile'],
  response_types_supported: ['code'],
  response_modes_supported: ['query', 'fragment', 'form_post'],
  grant_types_supported: ['authorization_code', 'client_credentials'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
})

const mastodonUserinfo = ({ origin }: Site, account: FakeAccount): Readonly<Record<string, unknown>> => ({
  iss: `${origin}/`,
  sub: account.actor,
  name: account.name,
  preferred_username: account.username,
  profile: `${origin}/@${account.username}`,
  picture: `${origin}/avatars/${account.id}.png`,
})
