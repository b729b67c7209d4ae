import { readAnswers } from '../../src/recipes/answers.ts'
import type { Seen } from '../../src/recipes/check.ts'
import type { Answers, Installation, Recipe } from '../../src/recipes/recipe.ts'

/** The installation on the pages. */
export const installation: Installation = {
  name: 'Example ID',
  base: 'https://id.example.org',
  issuer: 'https://id.example.org',
  discovery: 'https://id.example.org/.well-known/openid-configuration',
  authorization: 'https://id.example.org/authorize',
  token: 'https://id.example.org/token',
  userinfo: 'https://id.example.org/userinfo',
  jwks: 'https://id.example.org/jwks',
  endSession: 'https://id.example.org/end-session',
  account: 'https://id.example.org/account',
  signUp: 'https://id.example.org/sign-up',
  icon: 'https://id.example.org/icon',
}

export const clientId = 'k3Vt9Qd1xwZ0aB7cD2eF5g'
export const clientSecret = 'pcsShownOnceWhenYouConnectIt'

/** Every question as its example has it; of choices, what is advised. */
export const exampleAnswers = ({ asks }: Recipe): Answers => {
  const typed = asks.map((ask) => [ask.name, ask.kind === 'choice' ? ask.options[0] : ask.example] as const)
  const read = readAnswers({ asks }, Object.fromEntries(typed))
  if (!read.ok) throw new Error(`the examples of a recipe are wrong: ${JSON.stringify(read.problems)}`)
  return read.answers
}

const alice = {
  sub: '4mJ0Zc8XbQeV2yTnR6wKpL',
  name: 'Alice Example',
  preferred_username: 'alice',
  nickname: 'alice',
  handle: 'alice',
  email: 'alice@example.org',
  email_verified: true,
  picture: 'https://id.example.org/avatars/alice.webp',
  immich_role: 'user',
  acct: 'alice@social.example',
}

/** The questions of all recipes that are answered with names of groups. */
const asksForGroups = new Set(['admin', 'admins', 'allowed', 'editor', 'editors', 'viewer'])

/** A sign-in at which nothing is missing; `groups` are those that the example's answers name. */
export const seenWell = (answers: Answers): Seen => {
  const { issuer, authorization, token, userinfo, jwks, endSession } = installation
  const groups = Object.entries(answers).flatMap(([name, answer]) =>
    asksForGroups.has(name) ? answer.split(/, ?/) : [],
  )
  const claims = { ...alice, groups: groups.filter((group) => group !== '') }
  return {
    clientId,
    issuer,
    header: { alg: 'RS256', kid: '1' },
    idToken: { ...claims, iss: issuer, aud: clientId, exp: 2_000_000_000, nonce: 'n' },
    userinfo: claims,
    token: { access_token: 'masked', id_token: 'masked', token_type: 'Bearer', scope: 'openid profile email groups' },
    discovery: {
      issuer,
      authorization_endpoint: authorization,
      token_endpoint: token,
      userinfo_endpoint: userinfo,
      jwks_uri: jwks,
      end_session_endpoint: endSession,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'ES256', 'EdDSA'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      code_challenge_methods_supported: ['S256'],
      scopes_supported: ['openid', 'profile', 'email', 'groups'],
      claims_supported: ['sub', 'email', 'email_verified', 'groups'],
    },
    nonce: 'n',
    codeLength: 47,
    now: 1_800_000_000_000,
  }
}
