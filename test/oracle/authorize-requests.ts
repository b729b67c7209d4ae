import { challenge, verifier } from '../support/pkce.ts'
import {
  encode,
  loopback,
  ownScheme,
  type Params,
  type Provider,
  request,
  secondWeb,
  type Who,
  web,
} from './two-providers.ts'

/** One authorization request, as the query of an address; `provider` gives what only it can make. */
export interface AskedRequest {
  readonly name: string
  readonly query: (provider: Provider) => string
  readonly who: Who
  readonly method: 'GET' | 'POST'
}

const changed: readonly (readonly [name: string, changes: Params])[] = [
  ['as it should be', {}],

  // Every parameter missing, empty, repeated
  ...[
    'client_id',
    'redirect_uri',
    'response_type',
    'scope',
    'state',
    'nonce',
    'code_challenge',
    'code_challenge_method',
  ].flatMap((name): [string, Params][] => [
    [`without ${name}`, { [name]: undefined }],
    [`with an empty ${name}`, { [name]: '' }],
    [`with ${name} twice, alike`, { [name]: [String(request()[name]), String(request()[name])] }],
    [`with ${name} twice, differently`, { [name]: [String(request()[name]), 'other'] }],
  ]),
  ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }],
  ['without state and nonce', { state: undefined, nonce: undefined }],
  ['with something nobody knows twice', { foo: ['1', '2'] }],

  // Who asks
  ['by an unknown application', { client_id: 'nobody' }],
  ['by an application that is switched off, or gone', { client_id: 'gone' }],
  ['by an application with an odd id', { client_id: '__proto__' }],
  ['by an application with a very long id', { client_id: 'x'.repeat(2000) }],
  ['by an application in another case', { client_id: 'Notes' }],
  ['by a public application', { client_id: 'spa' }],
  [
    'by a public application without PKCE',
    { client_id: 'spa', code_challenge: undefined, code_challenge_method: undefined },
  ],
  ['by a program on a machine', { client_id: 'native', redirect_uri: loopback }],
  ['by a program on a machine at a port it took', { client_id: 'native', redirect_uri: 'http://127.0.0.1:51004/cb' }],
  ['by a program on a machine by name', { client_id: 'native', redirect_uri: 'http://localhost/cb' }],
  ['by a program on a machine at another path', { client_id: 'native', redirect_uri: 'http://127.0.0.1:51004/other' }],
  ['by a program with a scheme of its own', { client_id: 'native', redirect_uri: ownScheme }],

  // Where to
  ['for another address of its own', { redirect_uri: secondWeb }],
  ...[
    'https://evil.example/',
    `${web}/`,
    `${web}?x=y`,
    `${web}#x`,
    `${web}/../evil`,
    `${web}%2f`,
    web.toUpperCase(),
    web.replace('https', 'http'),
    web.replace('app.', 'app.x.'),
    web.replace('example.org', 'example.org:443'),
    web.replace('app.example.org', 'app.example.org@evil.example'),
    web.replace('https://', 'https://evil.example\\@'),
    ` ${web}`,
    `${web}\n`,
    'javascript:alert(1)',
    'data:text/html,x',
    '/callback',
    'callback',
    '//app.example.org/callback',
  ].map((uri): [string, Params] => [`for ${JSON.stringify(uri)}`, { redirect_uri: uri }]),

  // What is asked
  ...[
    'token',
    'id_token',
    'code token',
    'code id_token',
    'id_token token',
    'none',
    'CODE',
    'code code',
    ' code',
    'nonsense',
  ].map((type): [string, Params] => [`for response_type=${JSON.stringify(type)}`, { response_type: type }]),
  ...['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'web_message', 'nonsense', 'QUERY', ''].map(
    (mode): [string, Params] => [`by response_mode=${mode}`, { response_mode: mode }],
  ),
  ['by response_mode twice', { response_mode: ['query', 'fragment'] }],
  ['for a mistake by fragment', { response_mode: 'fragment', prompt: 'nag' }],
  ['for a mistake by form_post', { response_mode: 'form_post', prompt: 'nag' }],
  ...[
    'openid',
    'profile email',
    'openid nonsense',
    'nonsense',
    'openid openid',
    'openid  email',
    'openid offline_access',
    'OPENID',
    'openid\temail',
    'openid,email',
  ].map((scope): [string, Params] => [`for scope=${JSON.stringify(scope)}`, { scope }]),

  // How the person is to be treated
  ...[
    'none',
    'login',
    'consent',
    'select_account',
    'login consent',
    'consent login',
    'none login',
    'create',
    'nag',
    'LOGIN',
    'none none',
    '  none ',
  ].map((prompt): [string, Params] => [`with prompt=${JSON.stringify(prompt)}`, { prompt }]),
  ['with prompt twice', { prompt: ['login', 'consent'] }],
  ['for offline access, with consent', { scope: 'openid offline_access', prompt: 'consent' }],
  ...['0', '86400', '3600', '-1', '1.5', 'x', '', '99999999999999999999', '0x10000', ' 86400', '1e3'].map(
    (age): [string, Params] => [`with max_age=${JSON.stringify(age)}`, { max_age: age }],
  ),
  ['with max_age=3600, silently', { max_age: '3600', prompt: 'none' }],
  ['with login_hint', { login_hint: 'alice@example.org' }],
  ['with ui_locales', { ui_locales: 'de fr-CA x' }],
  ['with acr_values', { acr_values: 'urn:x urn:y' }],
  ['with display=popup', { display: 'popup' }],
  ['with an unknown display', { display: 'nonsense' }],
  ['with claims', { claims: '{"id_token":{"email":null}}' }],
  ['with claims that are no JSON', { claims: '{' }],
  ['with Google’s own parameters', { access_type: 'offline', hd: 'example.org', include_granted_scopes: 'true' }],
  ['with a resource', { resource: 'https://api.example.org' }],
  ['with a request object', { request: 'e30.e30.' }],
  ['with a request_uri', { request_uri: 'https://app.example.org/request' }],
  ['with a registration', { registration: '{}' }],
  ['with an id_token_hint that is garbage', { id_token_hint: 'e30.e30.e30' }],
  ['with an empty id_token_hint', { id_token_hint: '' }],

  // PKCE
  ['with a plain challenge', { code_challenge: verifier, code_challenge_method: 'plain' }],
  ['with a challenge and an unknown method', { code_challenge_method: 'S512' }],
  ['with a method in lower case', { code_challenge_method: 's256' }],
  ['with a challenge that is too short', { code_challenge: challenge.slice(1) }],
  ['with a challenge that is too long', { code_challenge: 'x'.repeat(129) }],
  ['with a challenge of 128 characters', { code_challenge: 'x'.repeat(128) }],
  ['with a challenge of other letters', { code_challenge: `${challenge.slice(0, 42)}+` }],
  ['with a padded challenge', { code_challenge: `${challenge}=` }],

  // Odd names
  ['with scope[a]', { 'scope[a]': 'b' }],
  ['with __proto__', { __proto__x: 'b', constructor: 'c', 'state[]': 'd' }],
  ['with a state of every kind', { state: 'a b+c%20&=ä"<>\\🔑' }],
  ['with a very long state', { state: 's'.repeat(2000) }],
  ['with a very long nonce', { nonce: 'n'.repeat(1000) }],
]

const hinted: readonly Omit<AskedRequest, 'who' | 'method'>[] = [
  { name: 'with an id_token_hint', query: ({ idToken }) => encode(request({ id_token_hint: idToken })) },
  {
    name: 'with an id_token_hint, silently',
    query: ({ idToken }) => encode(request({ id_token_hint: idToken, prompt: 'none' })),
  },
  {
    name: 'by another application with an id_token_hint',
    query: ({ idToken }) => encode(request({ client_id: 'other', id_token_hint: idToken })),
  },
  {
    name: 'with an id_token_hint that was altered',
    query: ({ idToken }) => encode(request({ id_token_hint: `${idToken.slice(0, -5)}AAAAA` })),
  },
  { name: 'with nothing at all', query: () => '' },
  { name: 'with names without values', query: () => `${encode(request())}&prompt&max_age` },
  { name: 'with broken escapes', query: () => `${encode(request({ state: undefined }))}&state=%zz%` },
]

const posted = new Set([
  'as it should be',
  'without client_id',
  'for "https://evil.example/"',
  'with prompt="none"',
  'with a plain challenge',
])

const all = [...changed.map(([name, changes]) => ({ name, query: () => encode(request(changes)) })), ...hinted]

/** What may come out otherwise when there is nobody yet. */
const dependsOnWho =
  /^as it should be$|^with (?:prompt|max_age|an id_token_hint)|^by (?:an unknown|a program|response_mode=f)|^for (?:scope="openid |"https:\/\/evil)/

export const askedRequests: readonly AskedRequest[] = [
  ...all.map((one) => ({ ...one, who: 'person', method: 'GET' }) as const),
  ...all
    .filter(({ name }) => dependsOnWho.test(name))
    .map((one) => ({ ...one, name: `${one.name}, with nobody signed in`, who: 'nobody', method: 'GET' }) as const),
  ...all
    .filter(({ name }) => posted.has(name))
    .map((one) => ({ ...one, name: `${one.name}, by POST`, who: 'person', method: 'POST' }) as const),
]
