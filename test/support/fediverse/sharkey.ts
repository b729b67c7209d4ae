import { mastodonTraits } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import type { Blueprint } from './site.ts'

/**
 * Sharkey, and others that put the Mastodon API in front of Misskey's sessions. Says of itself what Misskey says, proof keys and issuer
 * and all; what it does is another thing: nothing of it is bound to whoever began. Whether somebody may have signed in by it is to be
 * seen by `clients`.
 */
export const sharkey = (name: 'sharkey' | 'firefish' | 'iceshrimp' = 'sharkey'): Blueprint =>
  mastodonApi({
    ...mastodonTraits('4.2'),
    software: { name, version: '2025.2.2' },
    instanceVersion: `3.0.0 (compatible; ${name} 2025.2.2)`,
    actor: (site, { id }) => `${site.origin}/users/${id}`,
    ...(name === 'sharkey'
      ? {
          metadata: ({ origin }) => ({
            issuer: origin,
            authorization_endpoint: `${origin}/oauth/authorize`,
            token_endpoint: `${origin}/oauth/token`,
            scopes_supported: ['read:account', 'write:notes'],
            response_types_supported: ['code'],
            grant_types_supported: ['authorization_code'],
            code_challenge_methods_supported: ['S256'],
            authorization_response_iss_parameter_supported: true,
          }),
        }
      : {}),
  })
