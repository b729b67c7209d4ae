import type { Check } from './check.ts'
import {
  bearerToken,
  discovered,
  emailIsVerified,
  hasText,
  idTokenHolds,
  issuerByHttps,
  merged,
  nonceComesBack,
  userinfoAnswers,
} from './checks.ts'
import { issuers } from './issuers.ts'
import type { Recipe } from './recipe.ts'
import { envLines } from './text.ts'

const callback = '/auth/auth/openid_connect/callback'

/** Mastodon 4 and its forks, through omniauth_openid_connect. */
export const mastodon: Recipe<'host' | 'uid' | 'issuer'> = {
  slug: 'mastodon',
  name: 'Mastodon',
  family: 'fediverse',
  asks: [
    { kind: 'address', name: 'host', example: 'social.example.org', httpsOnly: true },
    { kind: 'choice', name: 'uid', options: ['handle', 'sub', 'preferred_username'] },
    { kind: 'choice', name: 'issuer', options: issuers },
  ],

  application: ({ answers: { host, uid, issuer } }) => ({
    issuer: issuer === 'application' ? 'application' : 'global',
    redirectUris: [host + callback],
    postLogoutRedirectUris: [`${host}/`],
    // Its own sign-in begins with a form of its own, so nothing can lead past that page.
    launchUrl: `${host}/auth/sign_in`,
    confidential: true,
    // Versions that know nothing of it leave the setting unread.
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    usernameRule: 'mastodon',
    uidField: uid === 'handle' || uid === 'preferred_username' ? uid : 'sub',
  }),

  blocks: ({ installation, answers: { host, uid }, application, clientSecret }) => [
    {
      id: 'env',
      into: { kind: 'file', name: '.env.production' },
      language: 'env',
      content: envLines([
        ['OIDC_ENABLED', 'true'],
        ['OIDC_DISPLAY_NAME', installation.name],
        ['OIDC_DISCOVERY', 'true'],
        ['OIDC_ISSUER', installation.issuer],
        ['OIDC_AUTH_ENDPOINT', installation.authorization],
        ['OIDC_SCOPE', 'openid,profile,email'],
        ['OIDC_UID_FIELD', uid],
        ['OIDC_CLIENT_ID', application.clientId],
        ['OIDC_CLIENT_SECRET', clientSecret],
        ['OIDC_REDIRECT_URI', host + callback],
        ['OIDC_USE_PKCE', 'true'],
        ['OIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED', 'false'],
        ['OIDC_IDP_LOGOUT_REDIRECT_URI', `${host}/`],
        ['SSO_ACCOUNT_SETTINGS', installation.account],
      ]),
    },
    {
      id: 'alone',
      only: 'extra',
      into: { kind: 'file', name: '.env.production' },
      language: 'env',
      content: envLines([
        ['OMNIAUTH_ONLY', 'true'],
        ['ONE_CLICK_SSO_LOGIN', 'true'],
        // Shown to every visitor: none while the page would only say that nobody can.
        ...(installation.signUp === undefined ? [] : [['SSO_ACCOUNT_SIGN_UP', installation.signUp] as const]),
      ]),
    },
    {
      id: 'reattach',
      only: 'existing',
      into: { kind: 'file', name: '.env.production' },
      language: 'env',
      content: envLines([['ALLOW_UNSAFE_AUTH_PROVIDER_REATTACH', 'true']]),
    },
  ],
  restart: ['systemctl restart mastodon-web', 'docker compose up -d web'],
  traps: ['minimumAge', 'avatar', 'sameName', 'anotherIssuer', 'privateAddress'],

  checks: (seen, { uid }) => {
    const known = merged(seen)
    return [
      issuerByHttps(seen),
      ...discovered(seen, [
        'authorization_endpoint',
        'jwks_uri',
        'response_types_supported',
        'subject_types_supported',
        'id_token_signing_alg_values_supported',
      ]),
      bearerToken(seen),
      ...idTokenHolds(seen, algorithms),
      nonceComesBack(seen),
      userinfoAnswers(seen),
      hasText(known, uid),
      username(known, uid),
      hasText(known, 'email'),
      emailIsVerified(known, { strict: true, needed: false }),
      hasText(known, 'name', { needed: false }),
    ]
  },

  sources: [
    'https://docs.joinmastodon.org/admin/optional/sso/',
    'https://github.com/mastodon/mastodon/blob/main/config/initializers/3_omniauth.rb',
    'https://github.com/mastodon/mastodon/blob/main/app/models/concerns/user/omniauthable.rb',
    'https://github.com/mastodon/mastodon/pull/16221',
  ],
}

const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'ES256K']

/** What it makes a name of: cut at the first @, without what is no letter, digit or underscore, at most thirty of them. */
const username = (claims: Readonly<Record<string, unknown>>, uid: string): Check => {
  const given = typeof claims[uid] === 'string' ? claims[uid] : String(claims['sub'] ?? '')
  const made = (given.split('@')[0] ?? '').replace(/[^A-Za-z0-9_]/g, '').slice(0, 30)
  return { ok: made !== '', code: 'username', needed: true, claim: uid, found: given, remedy: 'rename' }
}
