import type { Check, CheckCode, Remedy, Seen, SeenClaims } from './check.ts'

/**
 * What many applications look at, said once. A recipe lists those that its application really does: a check that it does not make
 * would send people looking for a fault that is none.
 */

const check = (
  code: CheckCode,
  ok: boolean,
  more: Omit<Check, 'code' | 'ok' | 'needed'> & { needed?: boolean } = {},
) => ({
  code,
  ok,
  needed: true,
  ...more,
})

/** A value as it can be shown beside what was expected. */
const shown = (value: unknown): { readonly found?: string } =>
  value === undefined
    ? {}
    : { found: (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200) }

export const textOf = (claims: SeenClaims | undefined, claim: string): string | undefined => {
  const value = claims?.[claim]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const listOf = (claims: SeenClaims | undefined, claim: string): readonly string[] | undefined => {
  const value = claims?.[claim]
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined
}

/** Ruby's clients and a few more go to https whatever the issuer says. */
export const issuerByHttps = ({ issuer }: Seen): Check =>
  check('https', issuer.startsWith('https://'), { remedy: 'use_https', ...shown(issuer) })

/** Fields of the discovery document, and the issuer in it letter by letter. */
export const discovered = (seen: Seen, fields: readonly string[]): readonly Check[] => [
  ...fields.map((claim) =>
    check('discovery', seen.discovery[claim] !== undefined, { claim, ...shown(seen.discovery[claim]) }),
  ),
  check('issuer', seen.discovery['issuer'] === seen.issuer, {
    ...shown(seen.discovery['issuer']),
    expected: seen.issuer,
    remedy: 'copy_issuer',
  }),
]

/** The ID token is from whom it should be, for whom it should be, and not over. */
export const idTokenHolds = (seen: Seen, algorithms: readonly string[]): readonly Check[] => {
  const { idToken, header, issuer, clientId, now } = seen
  const { iss, aud, exp } = idToken
  const audiences = Array.isArray(aud) ? aud : [aud]
  return [
    check('plain', header.enc === undefined, shown(header.enc)),
    check(
      'algorithm',
      algorithms.some((algorithm) => algorithm === header.alg),
      {
        ...shown(header.alg),
        expected: algorithms.join(', '),
        remedy: 'set_algorithm',
      },
    ),
    check('issued_by', iss === issuer, { claim: 'iss', ...shown(iss), expected: issuer, remedy: 'copy_issuer' }),
    check('audience', audiences.includes(clientId), { claim: 'aud', ...shown(aud), expected: clientId }),
    check('lifetime', typeof exp === 'number' && exp * 1000 > now, { claim: 'exp', ...shown(exp) }),
  ]
}

/** The same, by those that look into an ID token and ask for nobody's keys. */
export const idTokenIsFor = (seen: Seen): readonly Check[] =>
  idTokenHolds(seen, []).filter(({ code }) => code !== 'algorithm')

/** Both together; where they differ, the ID token is believed. */
export const merged = ({ userinfo = {}, idToken }: Seen): SeenClaims => ({ ...userinfo, ...idToken })

/** What was sent comes back; and where nothing was sent, nothing does. */
export const nonceComesBack = ({ idToken, nonce }: Seen): Check =>
  check('nonce', idToken['nonce'] === nonce, { claim: 'nonce', ...shown(idToken['nonce']) })

export const userinfoAnswers = ({ userinfo }: Seen): Check => check('userinfo', userinfo !== undefined)

export const userinfoIsAboutTheSame = ({ userinfo, idToken }: Seen): Check =>
  check('subject', userinfo?.['sub'] === idToken['sub'], { claim: 'sub', ...shown(userinfo?.['sub']) })

export const bearerToken = ({ token }: Seen): Check =>
  check('token_type', String(token['token_type']).toLowerCase() === 'bearer', shown(token['token_type']))

type More = { readonly needed?: boolean; readonly remedy?: Remedy }

/** A claim that is there, as a text that is not empty. */
export const hasText = (claims: SeenClaims | undefined, claim: string, more: More = {}): Check =>
  check('claim', textOf(claims, claim) !== undefined, {
    claim,
    ...shown(claims?.[claim]),
    remedy: remedies.get(claim) ?? 'allow_scope',
    ...more,
  })

const remedies: ReadonlyMap<string, Remedy> = new Map([
  ['email', 'set_email'],
  ['picture', 'set_picture'],
  ['acct', 'from_fediverse'],
])

export const hasList = (claims: SeenClaims | undefined, claim: string, more: More = {}): Check =>
  check('list', listOf(claims, claim) !== undefined, {
    claim,
    ...shown(claims?.[claim]),
    remedy: 'allow_scope',
    ...more,
  })

/** True, false or absent. The word "true" stops programs that are strict about types. */
export const isFlag = (claims: SeenClaims | undefined, claim: string): Check =>
  check(
    'flag',
    [undefined, true, false].some((value) => value === claims?.[claim]),
    { claim, ...shown(claims?.[claim]) },
  )

/** `strict`: what is absent counts as false. Where there is no address, there is nothing yet to be proven. */
export const emailIsVerified = (
  claims: SeenClaims | undefined,
  { strict, ...more }: More & { readonly strict: boolean },
): Check => {
  const value = claims?.['email_verified']
  const ok = value === true || (!strict && value === undefined)
  const remedy = textOf(claims, 'email') === undefined ? 'set_email' : 'verify_email'
  return check('email_verified', ok, { claim: 'email_verified', ...shown(value), remedy, ...more })
}

/** A name that the application takes as it is. */
export const isUsername = (claims: SeenClaims | undefined, claim: string, fits: RegExp, more: More = {}): Check => {
  const value = textOf(claims, claim) ?? ''
  return check('username', fits.test(value), { claim, ...shown(value), remedy: 'rename', ...more })
}

/** At least one of those that it lets in; anybody, if it names none. Whoever may do the least comes first: they are put into that one. */
export const hasOneOf = (claims: SeenClaims | undefined, claim: string, wanted: readonly string[]): Check => {
  const held = listOf(claims, claim) ?? []
  return check('role', wanted.length === 0 || wanted.some((role) => held.includes(role)), {
    claim,
    ...shown(claims?.[claim]),
    expected: [...new Set(wanted)].join(', '),
    remedy: 'join_group',
  })
}

/** Discovery lists one of these: `offers(seen, 'token_endpoint_auth_methods_supported', ['client_secret_post'])`. */
export const offers = (seen: Seen, claim: string, oneOf: readonly string[]): Check => {
  const offered = listOf(seen.discovery, claim) ?? []
  return check(
    'offered',
    oneOf.some((method) => offered.includes(method)),
    {
      claim,
      ...shown(seen.discovery[claim]),
      expected: oneOf.join(', '),
    },
  )
}

export const codeAtMost = ({ codeLength }: Seen, most: number): Check =>
  check('code_length', codeLength === undefined || codeLength <= most, {
    ...shown(codeLength),
    expected: String(most),
  })
