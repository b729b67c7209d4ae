/** Of our own invention, in the shape that Dex's documentation describes. */

export const hash = '$2b$04$bkMH0exw712WpCQOREzJJeO1rjsKbA8KxGrH3kcoDJhDIB7IAYOo.'

/** What `hash` is of. */
export const password = 'four words of alice'

export const dexConfig = `
issuer: https://sso.example.org/dex
storage:
  type: sqlite3
  config:
    file: /var/dex/dex.db
web:
  http: 0.0.0.0:5556
telemetry:
  http: 0.0.0.0:5558
expiry:
  idTokens: "12h"
  signingKeys: "6h"
  refreshTokens:
    reuseInterval: "3s"
    validIfNotUsedFor: "2160h"
    absoluteLifetime: "3960h"
oauth2:
  skipApprovalScreen: true
  responseTypes: [code]
staticClients:
- id: social
  secret: dGhpcy1pcy1hLXNlY3JldC1vZi1zb2NpYWw
  name: 'Example Social'
  redirectURIs:
  - 'https://social.example/auth/callback'
  postLogoutRedirectURIs:
  - 'https://social.example/'
- id: cli
  public: true
  name: 'Command line'
  redirectURIs:
  - 'http://127.0.0.1:8000/callback'
  - 'urn:ietf:wg:oauth:2.0:oob'
- idEnv: WIKI_ID
  secretEnv: WIKI_SECRET
  name: Wiki
  trustedPeers: [cli]
  logoURL: https://wiki.example/logo.png
  redirectURIs: ['https://wiki.example/oidc']
enablePasswordDB: true
staticPasswords:
- email: "alice@example.org"
  hash: "${hash}"
  username: "alice"
  userID: "08a8684b-db88-4b73-90a9-3cd1661f5466"
  groups: [staff, wiki]
- email: "bob@example.org"
  hash: "${Buffer.from(hash).toString('base64')}"
  username: "Bob B."
  name: "Bob Builder"
  emailVerified: false
  userID: "2"
connectors:
- type: oidc
  id: upstream
  name: Upstream
  config:
    issuer: https://id.example.net
    clientID: $UPSTREAM_ID
    clientSecret: upstream-secret-of-its-own
    redirectURI: https://sso.example.org/dex/callback
    scopes: [profile, email]
    insecureSkipEmailVerified: true
    userIDKey: sub
- type: ldap
  id: ldap
  name: Directory
  config: { host: 'ldap.example.org:636' }
`

export const environment = {
  WIKI_ID: 'wiki',
  WIKI_SECRET: 'a-secret-of-the-wiki-that-is-long',
  UPSTREAM_ID: 'portico-at-upstream',
}
