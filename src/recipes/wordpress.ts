import {
  emailIsVerified,
  hasText,
  idTokenIsFor,
  isUsername,
  merged,
  userinfoAnswers,
  userinfoIsAboutTheSame,
} from './checks.ts'
import type { Given, Recipe } from './recipe.ts'
import { namesIn } from './words.ts'

/** As WordPress calls them, separated by commas. */
const languageNames = /^[a-z]{2,3}[A-Za-z_]{0,30}(?: ?, ?[a-z]{2,3}[A-Za-z_]{0,30}){0,20}$/

type Asks = 'host' | 'languages'

/** WordPress by the plugin OpenID Connect Generic: no discovery, a redirect address with a query, and both ID token and userinfo. */
export const wordpress: Recipe<Asks> = {
  slug: 'wordpress',
  name: 'WordPress',
  family: 'writing',
  asks: [
    { kind: 'address', name: 'host', example: 'blog.example.org', path: true },
    { kind: 'word', name: 'languages', example: 'en_US,de_DE', pattern: languageNames, fallback: 'en_US' },
  ],

  application: ({ answers: { host, languages } }) => ({
    redirectUris: [
      `${host}/wp-admin/admin-ajax.php?action=openid-connect-authorize`,
      `${host}/openid-connect-authorize`,
    ],
    // Its own sign-in page says in its address that somebody has signed out, and in which language.
    postLogoutRedirectUris: [
      host,
      `${host}/`,
      ...['', ...namesIn(languages).map((name) => `&wp_lang=${name}`)].map(
        (said) => `${host}/wp-login.php?loggedout=true${said}`,
      ),
    ],
    launchUrl: `${host}/wp-login.php`,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    missingEmail: 'ask',
    uidField: 'sub',
  }),

  blocks: (given) => [
    { id: 'php', into: { kind: 'file', name: 'wp-config.php' }, language: 'php', content: defines(settings(given)) },
    {
      id: 'alone',
      only: 'extra',
      into: { kind: 'file', name: 'wp-config.php' },
      language: 'php',
      content: defines([['OIDC_LOGIN_TYPE', 'auto']]),
    },
    {
      id: 'link',
      only: 'existing',
      into: { kind: 'file', name: 'wp-config.php' },
      language: 'php',
      content: defines([['OIDC_LINK_EXISTING_USERS', true]]),
    },
  ],
  restart: [],
  traps: ['plugin', 'place', 'threeMinutes', 'role'],

  checks: (seen) => {
    const known = merged(seen)
    return [
      ...idTokenIsFor(seen).filter(({ code }) => code !== 'issued_by' && code !== 'audience'),
      hasText(seen.idToken, 'sub'),
      userinfoAnswers(seen),
      userinfoIsAboutTheSame(seen),
      isUsername(known, 'preferred_username', /^[\w .@-]{1,60}$/),
      hasText(known, 'email'),
      // It takes every address for proven; so we look.
      emailIsVerified(known, { strict: true, needed: false }),
      hasText(known, 'name', { needed: false }),
    ]
  },

  sources: [
    'https://wordpress.org/plugins/daggerhart-openid-connect-generic/',
    'https://github.com/oidc-wp/openid-connect-generic',
  ],
}

type Settings = readonly (readonly [name: string, value: string | boolean])[]

const settings = ({ installation, application, clientSecret }: Given<Asks>): Settings => [
  ['OIDC_LOGIN_TYPE', 'button'],
  ['OIDC_CLIENT_ID', application.clientId],
  ['OIDC_CLIENT_SECRET', clientSecret],
  ['OIDC_CLIENT_SCOPE', 'openid profile email'],
  ['OIDC_ENDPOINT_LOGIN_URL', installation.authorization],
  ['OIDC_ENDPOINT_TOKEN_URL', installation.token],
  ['OIDC_ENDPOINT_USERINFO_URL', installation.userinfo],
  ['OIDC_ENDPOINT_LOGOUT_URL', installation.endSession],
  ['OIDC_CREATE_IF_DOES_NOT_EXIST', true],
  ['OIDC_LINK_EXISTING_USERS', false],
  ['OIDC_REDIRECT_USER_BACK', true],
]

const defines = (settings: Settings): string =>
  settings.map(([name, value]) => `define('${name}', ${phpValue(value)});`).join('\n')

const phpValue = (value: string | boolean): string =>
  typeof value === 'boolean' ? String(value) : `'${value.replace(/[\\']/g, '\\$&')}'`
