import fc from 'fast-check'
import { everyPath } from './all-routes.ts'
import { testSecret } from './app.ts'
import { basic } from './sign-in.ts'

const emoji = '\u{1F511}'

/** Text that somebody's parser somewhere has stumbled over. */
export const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '\0',
    'a\0b',
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    '[object Object]',
    '{}',
    '[]',
    'null',
    'undefined',
    'NaN',
    '-1',
    '0',
    '1e9',
    '99999999999999999999',
    '%',
    '%00',
    '\r\nSet-Cookie: x=y',
    '"><script>alert(1)</script>',
    "' or 1=1 --",
    '../../etc/passwd',
    '\u202e\u2066',
    '\ufeff',
    '\ud800',
    '\uffff',
    '{{7*7}}',
    'a'.repeat(3000),
    // Half a surrogate pair is left of these by whoever cuts text at a round number.
    ...[49, 99, 199, 299, 499].map((at) => 'a'.repeat(at) + emoji),
    emoji.repeat(500),
    'e\u0301'.repeat(500),
    '(a+)+$'.repeat(100),
    '/'.repeat(3000),
    ';'.repeat(3000),
    'en,'.repeat(300),
    'a-'.repeat(500),
  ),
)

const parameterNames = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'prompt',
  'max_age',
  'id_token_hint',
  'login_hint',
  'ui_locales',
  'request',
  'request_uri',
  'registration',
  'claims',
  'acr_values',
  'display',
  'resource',
  'grant_type',
  'code',
  'code_verifier',
  'refresh_token',
  'client_secret',
  'client_assertion',
  'token',
  'token_type_hint',
  'access_token',
  'post_logout_redirect_uri',
  'identifier',
  'password',
  'account',
  'decision',
  'form_token',
  'to',
  'again',
  'another',
  'saved',
  'current',
  'name',
  'username',
  'email',
  'locale',
  'session',
  'others',
  'grant',
  'search',
  'page',
  'from',
  'until',
  'kind',
  'confirm',
] as const

const parameterName = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...parameterNames) },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'constructor', 'scope[a]', 'scope[]', 'state.x', '', '\0') },
  { weight: 1, arbitrary: oddText },
)

/** As it travels: sometimes encoded as it should be, sometimes as it comes, broken escapes and bytes that are no text included. */
export const travelling = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: text.map((value) => encodeURIComponent(value.toWellFormed())) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('%', '%f', '%zz', '%ff%fe', '%c0%80', '%ed%a0%80', '%u0041', '+', '%00', ''),
    },
  )

const query = fc
  .array(fc.tuple(travelling(parameterName), fc.option(travelling(oddText))), { maxLength: 8 })
  .map((pairs) => pairs.map(([name, value]) => (value === null ? name : `${name}=${value}`)).join('&'))

/** What a header can carry over HTTP: bytes, without what ends it. */
const headerText = oddText.map((text) =>
  Buffer.from(text.toWellFormed().slice(0, 2000), 'utf8')
    .toString('latin1')
    .replace(/[\0\r\n]/g, ' ')
    .trim(),
)

const headerNames = [
  'cookie',
  'authorization',
  'accept-language',
  'accept',
  'user-agent',
  'origin',
  'sec-fetch-site',
  'x-forwarded-for',
  'forwarded',
  'referer',
  'content-type',
  'content-length',
  'if-none-match',
  'range',
  'x-request-id',
] as const

const cookieHeader = fc
  .array(
    fc.tuple(
      fc.constantFrom('__Host-portico-session', '__Host-portico-browser', 'portico-session', '__proto__', 'x', ''),
      fc.oneof(headerText, fc.constantFrom('pse_', `pse_${'A'.repeat(43)}`, '"quoted"', 'A'.repeat(22))),
    ),
  )
  .map((cookies) => cookies.map(([name, value]) => `${name}=${value}`).join('; '))

export const authorization = fc.oneof(
  headerText,
  headerText.map((text) => `Basic ${text}`),
  oddText.map((text) => `Basic ${Buffer.from(text).toString('base64')}`),
  fc.tuple(oddText, oddText).map(([id, secret]) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`),
  headerText.map((text) => `Bearer ${text}`),
  fc.constant(basic('notes', testSecret).authorization),
)

const headers = fc.record(
  {
    ...Object.fromEntries(headerNames.map((name) => [name, headerText])),
    cookie: cookieHeader,
    authorization,
    'content-type': fc.oneof(
      { weight: 5, arbitrary: fc.constant('application/x-www-form-urlencoded') },
      { weight: 1, arbitrary: headerText },
    ),
    'sec-fetch-site': fc.constantFrom('same-origin', 'none', 'cross-site'),
  },
  { requiredKeys: [] },
)

const path = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom(...everyPath), travelling(oddText))
      .map(([pattern, value]) => pattern.replace(/:\w+/g, () => value)),
  },
  { weight: 1, arbitrary: travelling(oddText).map((value) => `/${value}`) },
  { weight: 1, arbitrary: query.map((value) => `/${value.replaceAll('&', '/')}`) },
)

const body = fc.oneof(
  { weight: 3, arbitrary: query.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 1, arbitrary: oddText.map((text) => Buffer.from(text)) },
)

export const anyRequest = fc.record({
  method: fc.constantFrom('GET', 'POST', 'POST', 'HEAD', 'PUT', 'OPTIONS'),
  path,
  query,
  headers,
  body,
  who: fc.constantFrom('anonymous' as const, 'person' as const, 'administrator' as const),
})

export type Sent = typeof anyRequest extends fc.Arbitrary<infer T> ? T : never

/** A form as it should be, with some of it missing and some of it odd. */
export const odd = (form: Record<string, string>): fc.Arbitrary<string> =>
  fc
    .record(Object.fromEntries(Object.keys(form).map((name) => [name, fc.option(oddText)])), { requiredKeys: [] })
    .map((changes) => {
      const all = { ...form, ...changes }
      const pairs = Object.entries(all).flatMap(([name, value]) =>
        value === null || value === undefined ? [] : [[name, value.toWellFormed()]],
      )
      return new URLSearchParams(pairs).toString()
    })
