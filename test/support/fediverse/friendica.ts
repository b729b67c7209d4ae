import { newlineList } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, refusal } from './site.ts'

const scopes = ['read', 'write', 'follow', 'push']
const mistake = (text: string): Response => refusal(422, text)
const unauthorized = (): Response => refusal(401, 'Unauthorized')

/**
 * Friendica. Keeps the first redirect URI, and cuts off whatever follows a question mark before it compares, so that one with a query
 * fits nothing. Reads its four words out of scopes. Who has allowed it once goes through without a word, whatever was asked for. Its people's pages are their
 * actors, and said beside the token. Whoever gives back a token ends everybody's of that application, and the codes that are under way.
 */
export const friendica = (): Blueprint =>
  mastodonApi({
    software: { name: 'friendica', version: '2024.08' },
    instanceVersion: '2.8.0 (compatible; Friendica 2024.08)',
    hasInstance2: true,
    actor: (site, { username }) => `${site.origin}/profile/${username}`,
    page: (site, { username }) => `${site.origin}/profile/${username}`,
    scopes,
    keepsAnyScope: true,
    redirects: (given) => {
      const [first] = newlineList(given)
      return first === undefined ? mistake('Missing parameters') : [first]
    },
    matches: (registered, given) => registered.includes(given.replace(/\?.*$/s, '')),
    refusesScopes: (asked) =>
      asked.every((scope) => scopes.includes(scope)) ? undefined : mistake('Unsupported or missing scope'),
    pkce: false,
    codeLasts: 300_000,
    remembersConsent: 'always',
    basic: true,
    badCode: unauthorized,
    tokenAnswer: (site, { username }) => ({ me: `${site.origin}/profile/${username}` }),
    verifiesApps: 'any',
    revokes: 'everybody',
    identityScopes: ['read'],
    hasUri: false,
    account: () => ({ source: undefined }),
  })
