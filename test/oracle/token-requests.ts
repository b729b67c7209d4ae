import { testSecret } from '../support/app.ts'
import { challenge, verifier } from '../support/pkce.ts'
import { basic } from '../support/sign-in.ts'
import {
  encode,
  type Params,
  type Provider,
  redemption,
  request,
  secondWeb,
  type TokenAnswer,
  web,
} from './two-providers.ts'

type Headers = Readonly<Record<string, string>>

/** One exchange, from what it needs to the last answer. */
export interface AskedExchange {
  readonly name: string
  readonly run: (provider: Provider) => Promise<TokenAnswer>
}

const asNotes = basic('notes', testSecret)
const post = (provider: Provider, params: Params, headers: Headers = asNotes): Promise<TokenAnswer> =>
  provider.token(new URLSearchParams(encode(params)), headers)

/** A fresh code, redeemed with something changed. */
const redeeming = (name: string, changes: Params, headers: Headers = asNotes, asked: Params = {}): AskedExchange => ({
  name,
  run: async (provider) => post(provider, redemption(await provider.code(request(asked)), changes), headers),
})

const noPkce: Params = { code_challenge: undefined, code_challenge_method: undefined }
const raw = (text: string): Headers => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` })
const inBody = { client_id: 'notes', client_secret: testSecret }

const codes: readonly AskedExchange[] = [
  redeeming('a code as it should be', {}),
  redeeming('a code with an extra scope (rack-oauth2)', { scope: 'openid profile' }),
  redeeming('a code with parameters nobody knows', { foo: 'bar', 'scope[a]': 'b', __proto__x: 'y' }),
  ...['code', 'redirect_uri', 'code_verifier', 'grant_type'].flatMap((name) => [
    redeeming(`a code without ${name}`, { [name]: undefined }),
    redeeming(`a code with an empty ${name}`, { [name]: '' }),
    redeeming(`a code with an odd ${name}`, { [name]: '__proto__' }),
  ]),
  redeeming('a code with redirect_uri twice', { redirect_uri: [web, web] }),
  redeeming('a code with code_verifier twice', { code_verifier: [verifier, verifier] }),
  redeeming('a code with grant_type twice', { grant_type: ['authorization_code', 'authorization_code'] }),
  ...[`${web}/`, `${web}?`, web.toUpperCase(), secondWeb, 'https://evil.example/'].map((uri) =>
    redeeming(`a code for ${uri}`, { redirect_uri: uri }),
  ),
  redeeming('a code of the second address', { redirect_uri: secondWeb }, asNotes, { redirect_uri: secondWeb }),
  redeeming('a code with the challenge as its verifier', { code_verifier: challenge }),
  redeeming('a code with a wrong verifier', { code_verifier: 'x'.repeat(50) }),
  redeeming('a code with a verifier in another case', { code_verifier: verifier.toUpperCase() }),
  redeeming('a code with a verifier that is too short', { code_verifier: 'x'.repeat(42) }),
  redeeming('a code with a verifier that is too long', { code_verifier: 'x'.repeat(129) }),
  redeeming('a code with a verifier of other letters', { code_verifier: `${'x'.repeat(43)} ` }),
  redeeming('a code without PKCE', { code_verifier: undefined }, asNotes, noPkce),
  redeeming('a code without PKCE, with a verifier', {}, asNotes, noPkce),
  redeeming('a code of plain OAuth', {}, asNotes, { scope: 'openid', nonce: undefined }),
  redeeming('another application’s code', {}, basic('other', testSecret)),
  redeeming('another application’s code, by one without a secret', { client_id: 'spa' }, {}),
  {
    name: 'a code with code twice',
    run: async (provider) => {
      const code = await provider.code(request())
      return post(provider, { ...redemption(code), code: [code, code] })
    },
  },
  { name: 'a code that does not exist', run: (provider) => post(provider, redemption('pac_nothing')) },
  { name: 'a very long code', run: (provider) => post(provider, redemption('x'.repeat(5000))) },
  {
    name: 'a code once more',
    run: async (provider) => {
      const form = redemption(await provider.code(request()))
      await post(provider, form)
      return post(provider, form)
    },
  },
  {
    name: 'a code after another application tried it',
    run: async (provider) => {
      const form = redemption(await provider.code(request()))
      await post(provider, form, basic('other', testSecret))
      return post(provider, form)
    },
  },
  {
    name: 'a code after a wrong secret',
    run: async (provider) => {
      const form = redemption(await provider.code(request()))
      await post(provider, form, basic('notes', 'wrong'))
      return post(provider, form)
    },
  },
  {
    name: 'a code after a wrong verifier',
    run: async (provider) => {
      const form = redemption(await provider.code(request()))
      await post(provider, { ...form, code_verifier: 'x'.repeat(50) })
      return post(provider, form)
    },
  },
  {
    name: 'a code after a wrong redirect_uri',
    run: async (provider) => {
      const form = redemption(await provider.code(request()))
      await post(provider, { ...form, redirect_uri: secondWeb })
      return post(provider, form)
    },
  },
  {
    name: 'a public application’s code',
    run: async (provider) => {
      const code = await provider.code(request({ client_id: 'spa' }))
      return post(provider, { ...redemption(code), client_id: 'spa' }, {})
    },
  },
  {
    name: 'a public application’s code, without a verifier',
    run: async (provider) => {
      const code = await provider.code(request({ client_id: 'spa' }))
      return post(provider, { ...redemption(code), client_id: 'spa', code_verifier: undefined }, {})
    },
  },
]

const grants: readonly AskedExchange[] = [
  ...[
    'password',
    'client_credentials',
    'implicit',
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'AUTHORIZATION_CODE',
    'constructor',
  ].map(
    (grant_type): AskedExchange => ({
      name: `grant_type=${grant_type}`,
      run: (provider) => post(provider, { grant_type, username: 'alice', password: 'x' }),
    }),
  ),
  { name: 'nothing at all', run: (provider) => post(provider, {}) },
  { name: 'nothing at all, by nobody', run: (provider) => post(provider, {}, {}) },
  {
    name: 'a body that is no form',
    run: (provider) =>
      post(provider, { grant_type: 'authorization_code' }, { ...asNotes, 'content-type': 'application/json' }),
  },
]

const authentication: readonly AskedExchange[] = [
  redeeming('Basic in lower case', {}, { authorization: asNotes.authorization.replace('Basic', 'basic') }),
  redeeming('Basic, form-encoded', {}, raw(`notes:${encodeURIComponent(testSecret)}`)),
  redeeming('Basic, a wrong secret', {}, basic('notes', 'wrong')),
  redeeming('Basic, an unknown application', {}, basic('nobody', testSecret)),
  redeeming('Basic, no secret', {}, raw('notes:')),
  redeeming('Basic, no colon', {}, raw('notes')),
  redeeming('Basic, no id', {}, raw(`:${testSecret}`)),
  redeeming('Basic, nothing', {}, { authorization: 'Basic' }),
  redeeming('Basic, no base64', {}, { authorization: 'Basic n*tes' }),
  redeeming('a Bearer token', {}, { authorization: 'Bearer x' }),
  redeeming('nothing', {}, {}),
  redeeming('the id alone', { client_id: 'notes' }, {}),
  redeeming('the body', inBody, {}),
  redeeming('the body, a wrong secret', { ...inBody, client_secret: 'wrong' }, {}),
  redeeming('the body, an unknown application', { ...inBody, client_id: 'nobody' }, {}),
  redeeming('the body, its secret twice', { ...inBody, client_secret: [testSecret, testSecret] }, {}),
  redeeming('Basic, and the id in the body', { client_id: 'notes' }),
  redeeming('Basic, and another id in the body', { client_id: 'other' }),
  redeeming('both, alike', inBody),
  redeeming('both, another secret in the body', { ...inBody, client_secret: 'wrong' }),
  redeeming(
    'an assertion of a kind nobody knows',
    {
      client_assertion: 'x',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    },
    {},
  ),
  redeeming('a public application with a secret', { client_id: 'spa', client_secret: 'x' }, {}),
]

const refreshing = (name: string, changes: Params, headers: Headers = asNotes): AskedExchange => ({
  name: `refreshing ${name}`,
  run: async (provider) => {
    const refresh_token = await provider.refreshToken('notes')
    return post(provider, { grant_type: 'refresh_token', refresh_token, ...changes }, headers)
  },
})

const refreshes: readonly AskedExchange[] = [
  refreshing('as it should be', {}),
  refreshing('for fewer scopes', { scope: 'openid email' }),
  refreshing('for the same scopes', { scope: 'openid profile email groups offline_access' }),
  refreshing('for scopes it never had', { scope: 'openid phone' }),
  refreshing('for a scope that does not exist', { scope: 'nonsense' }),
  refreshing('for an empty scope', { scope: '' }),
  refreshing('without a token', { refresh_token: undefined }),
  refreshing('with an empty token', { refresh_token: '' }),
  refreshing('with a token that does not exist', { refresh_token: 'prt_nothing' }),
  refreshing('with a token cut short', { refresh_token: 'prt_x.y' }),
  refreshing('by another application', {}, basic('other', testSecret)),
  refreshing('with a wrong secret', {}, basic('notes', 'wrong')),
  refreshing('by nobody', {}, {}),
  {
    name: 'refreshing with a code',
    run: async (provider) =>
      post(provider, { grant_type: 'refresh_token', refresh_token: await provider.code(request()) }),
  },
  {
    name: 'refreshing with the successor',
    run: async (provider) => {
      const first = { grant_type: 'refresh_token', refresh_token: await provider.refreshToken('notes') }
      const { body } = await post(provider, first)
      return post(provider, { ...first, refresh_token: String(body['refresh_token']) })
    },
  },
  {
    name: 'refreshing once more, at once',
    run: async (provider) => {
      const first = { grant_type: 'refresh_token', refresh_token: await provider.refreshToken('notes') }
      await post(provider, first)
      return post(provider, first)
    },
  },
  {
    name: 'refreshing with a token that is two behind',
    run: async (provider) => {
      const first = { grant_type: 'refresh_token', refresh_token: await provider.refreshToken('notes') }
      const { body } = await post(provider, first)
      await post(provider, { ...first, refresh_token: String(body['refresh_token']) })
      return post(provider, first)
    },
  },
  {
    name: 'refreshing with the newest token after an old one was seen',
    run: async (provider) => {
      const first = { grant_type: 'refresh_token', refresh_token: await provider.refreshToken('notes') }
      const second = await post(provider, first)
      const third = await post(provider, { ...first, refresh_token: String(second.body['refresh_token']) })
      await post(provider, first)
      return post(provider, { ...first, refresh_token: String(third.body['refresh_token']) })
    },
  },
  {
    name: 'refreshing by a public application',
    run: async (provider) => {
      const refresh_token = await provider.refreshToken('spa')
      return post(provider, { grant_type: 'refresh_token', refresh_token, client_id: 'spa' }, {})
    },
  },
]

export const askedExchanges: readonly AskedExchange[] = [...codes, ...grants, ...authentication, ...refreshes]

/** What an application is told, in a few words. */
export const inWords = ({ status, body }: TokenAnswer): string => {
  if (status !== 200) return `${status} ${body['error'] ?? 'without an error'}`
  const given = ['access_token', 'id_token', 'refresh_token'].filter((name) => typeof body[name] === 'string')
  return `gives ${given.join(', ')}; scope ${body['scope'] ?? 'not said'}`
}
