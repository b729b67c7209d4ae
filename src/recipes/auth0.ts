import { auth0Api, auth0Asks, callbacks } from './auth0-api.ts'
import { bearerToken, hasText, userinfoAnswers } from './checks.ts'
import { bridgeFor } from './passing-through.ts'
import type { Given, Recipe } from './recipe.ts'

const scopes = 'openid profile email'

/** A custom social connection of Auth0: plain OAuth 2, and a script of ours that asks userinfo who it is. */
export const auth0: Recipe<'host' | 'connection' | 'domain' | 'people'> = {
  slug: 'auth0',
  name: 'Auth0',
  family: 'identity',
  asks: auth0Asks,

  application: ({ answers: { host, domain, people } }) => ({
    redirectUris: callbacks(host, domain),
    hidden: true,
    confidential: true,
    pkce: 'optional',
    signingAlgorithm: 'RS256',
    ...bridgeFor({ people }),
  }),

  blocks: (given) => [
    ...auth0Api(given.answers.host, socialConnection(given)),
    {
      id: 'form',
      insteadOf: 'cli',
      into: { kind: 'form', name: 'Authentication › Social › Create Connection › Create Custom' },
      language: 'text',
      content: [
        { label: 'Connection Name', value: given.answers.connection },
        { label: 'Authorization URL', value: given.installation.authorization },
        { label: 'Token URL', value: given.installation.token },
        { label: 'Scope', value: scopes },
        { label: 'Client ID', value: given.application.clientId },
        { label: 'Client Secret', value: given.clientSecret },
        { label: 'Fetch User Profile Script', value: profileScript(given.installation.userinfo) },
      ],
    },
  ],
  restart: [],
  traps: ['enable', 'patch', 'icon', 'picture', 'sync'],

  checks: (seen) => [
    bearerToken(seen),
    userinfoAnswers(seen),
    hasText(seen.userinfo, 'sub'),
    hasText(seen.userinfo, 'email', { needed: false }),
    hasText(seen.userinfo, 'name', { needed: false }),
  ],

  sources: [
    'https://auth0.com/docs/authenticate/identity-providers/social-identity-providers/oauth2',
    'https://auth0.com/docs/api/management/v2/connections/post-connections',
    'https://auth0.github.io/auth0-cli/auth0_api.html',
  ],
}

const socialConnection = ({
  installation,
  answers,
  application,
  clientSecret,
}: Given<'host' | 'connection' | 'domain' | 'people'>) => ({
  name: answers.connection,
  strategy: 'oauth2',
  display_name: installation.name,
  options: {
    client_id: application.clientId,
    client_secret: clientSecret,
    authorizationURL: installation.authorization,
    tokenURL: installation.token,
    scope: scopes,
    pkce_enabled: true,
    icon_url: installation.icon,
    scripts: { fetchUserProfile: profileScript(installation.userinfo) },
  },
})

/** Runs at Auth0 after every sign-in. `user_id` is the subject, which never changes. */
const profileScript = (userinfo: string): string => `function fetchUserProfile(accessToken, context, callback) {
  request.get(
    { url: ${JSON.stringify(userinfo)}, headers: { Authorization: 'Bearer ' + accessToken } },
    function (error, response, body) {
      if (error) return callback(error)
      if (response.statusCode !== 200) return callback(new Error(body))
      var claims
      try {
        claims = JSON.parse(body)
      } catch (problem) {
        return callback(new Error(body))
      }
      callback(null, {
        user_id: claims.sub,
        name: claims.name,
        nickname: claims.preferred_username,
        email: claims.email,
        email_verified: claims.email_verified === true,
        picture: claims.picture
      })
    }
  )
}`
