import { newlineList } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, json, refusal } from './site.ts'

/**
 * Takahe. A person has several identities and picks one when asked; `state` goes onto the address as it came; a redirect URI is good if
 * it is a part of what was registered; a client's own token is the same for everybody, known or not; `read` is the one scope that reads.
 */
export const takahe = (): Blueprint =>
  mastodonApi({
    software: { name: 'takahe', version: '0.11.0' },
    instanceVersion: 'takahe/0.11.0',
    hasInstance2: true,
    answersFor: 'domain',
    actor: (site, { username }) => `${site.origin}/@${username}@${site.domain}/`,
    page: (site, { username }) => `${site.origin}/@${username}/`,
    scopes: [],
    keepsAnyScope: true,
    redirects: newlineList,
    matches: (registered, given) => registered.join('\n').includes(given),
    pkce: false,
    codeLasts: 600_000,
    remembersConsent: false,
    stateAsItIs: true,
    choices: (account, accounts) => [account, ...[...accounts.values()].filter((other) => other !== account)],
    basic: true,
    unknownClient: () => refusal(401, 'access_denied'),
    // It looks for the code as if there were one.
    badCode: (what) =>
      what === 'unknown' ? new Response('Server Error', { status: 500 }) : refusal(401, 'access_denied'),
    keepsMistakes: true,
    clientToken: () => json(200, { access_token: '__app__', token_type: 'Bearer', scope: 'read', created_at: 0 }),
    verifiesApps: 'any',
    revokes: 'client',
    identityScopes: ['read'],
    hasUri: false,
  })
