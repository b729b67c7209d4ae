import { newlineList } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, refusal, secretText } from './site.ts'

/**
 * Pleroma and what came of it. Knows no scope `profile`, though it registers whatever it is told; says who it is for beside the token;
 * tells the owner's e-mail address, confirmed or not; says of a client and of a code alike that they are not good; and sends the token itself to a browser that has one, unless it is to ask afresh. Akkoma
 * goes back with the code of the last time instead, whatever it is to do, and takes it again, for as long as the token that came of it lives.
 */
export const pleroma = (name: 'pleroma' | 'akkoma' | 'rebased' = 'akkoma'): Blueprint =>
  mastodonApi({
    software: { name, version: '3.16.0' },
    instanceVersion: `2.7.2 (compatible; ${name} 3.16.0)`,
    hasInstance2: name !== 'pleroma',
    answersFor: 'domain',
    actor: (site, { username }) => `${site.origin}/users/${username}`,
    page: (site, { username }) => `${site.origin}/users/${username}`,
    scopes: [],
    keepsAnyScope: true,
    redirects: (given) =>
      typeof given['redirect_uris'] === 'string'
        ? newlineList(given)
        : refusal(400, 'Invalid string. Got: array at /redirect_uris'),
    matches: (registered, given) => registered.includes(given),
    pkce: false,
    codeLasts: 600_000,
    remembersConsent: false,
    tokenInCallback: name !== 'akkoma',
    reusesCodes: name === 'akkoma',
    basic: true,
    tokenAnswer: (_, { actor, id }) => ({ id, me: actor, refresh_token: secretText(), expires_in: 3_110_400_000 }),
    unknownClient: () => refusal(400, 'Invalid credentials'),
    badCode: () => refusal(400, 'Invalid credentials'),
    verifiesApps: 'any',
    revokes: 'token',
    identityScopes: ['read:accounts', 'read'],
    hasUri: false,
    account: (site, { actor, username, email }) => ({
      fqn: `${username}@${site.domain}`,
      pleroma: { ap_id: actor, is_confirmed: false, email },
    }),
  })
