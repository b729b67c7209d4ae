import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it } from 'node:test'
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose'
import { problemOf, somebody } from '../../../support/fediverse/signing-in.ts'
import { type Coming, coming, testClientSecret } from '../../../support/openid/coming.ts'
import type { RudeProvider } from '../../../support/openid/rude-provider.ts'

const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
const theirs = { ...(await exportJWK(publicKey)), kid: 'evil', alg: 'RS256', use: 'sig' }

type Header = JWTHeaderParameters & Readonly<Record<string, unknown>>

const partOf = (token: string, at: 0 | 1): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[at] ?? '', 'base64url').toString())

/** The provider's answer with a token in it that somebody else has made of its own. */
const swaps = (provider: RudeProvider, make: (token: string) => Promise<string>): Promise<void> => {
  // The answer is changed before it is sent, and cannot wait: the token is made beforehand, of the one that came before.
  let made: string | undefined
  provider.tokenAnswer = (answer) => {
    const body = answer.body as { id_token: string }
    if (made !== undefined) answer.body = { ...body, id_token: made }
  }
  return provider.sign({}).then(async (token) => {
    made = await make(token)
  })
}

const comesWith = async (one: Coming, make: (claims: Record<string, unknown>, kid: string) => Promise<string>) => {
  const begun = await one.goes()
  const { nonce } = begun.memo as { readonly nonce?: string }
  const callback = await one.provider.approve(begun.url)
  await swaps(one.provider, (token) => {
    const { kid } = partOf(token, 0)
    return make({ ...partOf(token, 1), sub: 'bob-1', aud: 'portico', nonce }, String(kid))
  })
  return one.returns(begun, callback)
}

const signed = (claims: Record<string, unknown>, header: Header, key: Parameters<SignJWT['sign']>[0] = privateKey) =>
  new SignJWT(claims).setProtectedHeader(header).sign(key)

const forgeries: readonly (readonly [
  name: string,
  make: (claims: Record<string, unknown>, kid: string) => Promise<string>,
])[] = [
  ['with a key of their own, under a name of the provider’s', (claims, kid) => signed(claims, { alg: 'RS256', kid })],
  ['with a key of their own, without a name', (claims) => signed(claims, { alg: 'RS256' })],
  ['with a key that the token brings along', (claims) => signed(claims, { alg: 'RS256', kid: 'evil', jwk: theirs })],
  [
    'with a key that the token says where to find',
    (claims) =>
      signed(claims, { alg: 'RS256', kid: 'evil', jku: 'https://evil.example/jwks', x5u: 'https://evil.example/x' }),
  ],
  ['with a key whose name is a path', (claims) => signed(claims, { alg: 'RS256', kid: '../../../../dev/null' })],
  [
    'with our own secret',
    (claims, kid) => signed(claims, { alg: 'HS256', kid }, new TextEncoder().encode(testClientSecret)),
  ],
  [
    'with nothing',
    async (claims) =>
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`,
  ],
  [
    'with nothing, in capital letters',
    async (claims) =>
      `${Buffer.from('{"alg":"nOnE"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`,
  ],
]

describe('an ID token that somebody else signed', () => {
  for (const [name, make] of forgeries)
    it(`lets nobody in: ${name}`, async (t) => {
      for (const words of [{}, { skipVerification: true }]) {
        const problem = problemOf(await comesWith(await coming(t, words), make))
        assert.equal(problem.code, 'unproven', JSON.stringify(words))
      }
    })
})

describe('an ID token that the provider signed', () => {
  const changes: readonly (readonly [
    string,
    (token: { header: Record<string, unknown>; payload: Record<string, unknown> }) => void,
  ])[] = [
    [
      'is for somebody else beside us, who is not told',
      ({ payload }) => void Object.assign(payload, { aud: ['portico', 'evil'] }),
    ],
    ['says that another one asked for it', ({ payload }) => void Object.assign(payload, { azp: 'evil' })],
    ['has our name inside another one', ({ payload }) => void Object.assign(payload, { aud: 'not-portico' })],
    [
      'has an issuer that only begins like the provider',
      ({ payload }) => void Object.assign(payload, { iss: `${payload['iss']}.evil.example` }),
    ],
    ['has an issuer that is a list', ({ payload }) => void Object.assign(payload, { iss: [payload['iss']] })],
    ['has a nonce that is a list', ({ payload }) => void Object.assign(payload, { nonce: [payload['nonce']] })],
    ['has an expiry in words', ({ payload }) => void Object.assign(payload, { exp: '9999999999' })],
    ['has a subject that is longer than any', ({ payload }) => void Object.assign(payload, { sub: 'x'.repeat(256) })],
    ['has a subject with what no database takes', ({ payload }) => void Object.assign(payload, { sub: 'alice-1\0' })],
  ]
  for (const [name, change] of changes)
    it(`lets nobody in when it ${name}`, async (t) => {
      const one = await coming(t)
      one.provider.token = change
      assert.ok(['unproven', 'incomplete', 'broken'].includes(problemOf(await one.comes()).code))
    })

  it('lets nobody in without our nonce, also where nothing else of it is looked at', async (t) => {
    const one = await coming(t, { skipVerification: true })
    one.provider.token = ({ payload }) => void Object.assign(payload, { nonce: undefined })
    assert.equal(problemOf(await one.comes()).code, 'unproven')
    const without = await coming(t, { skipVerification: true, nonce: false })
    without.provider.token = ({ payload }) => void Object.assign(payload, { nonce: undefined })
    somebody(await without.comes())
  })

  it('lets nobody in by an algorithm that is not expected, also where nothing else of it is looked at', async (t) => {
    const one = await coming(t, { skipVerification: true, algorithms: ['ES256'] })
    assert.equal(problemOf(await one.comes()).code, 'unproven')
  })
})

describe('a code', () => {
  it('of somebody else’s sign-in signs nobody in: the nonce is another', async (t) => {
    const one = await coming(t, { pkce: 'never' })
    const [victim, attacker] = [await one.goes(), await one.goes()]
    const stolen = new URL(await one.provider.approve(victim.url, { as: 'bob' }))
    const own = new URL(await one.provider.approve(attacker.url))
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '')
    assert.equal(problemOf(await one.returns(attacker, own.href)).code, 'unproven')
  })

  it('counts for nothing when another issuer says that it answers', async (t) => {
    const one = await coming(t)
    for (const iss of ['https://evil.example', `${one.provider.issuer}/`]) {
      const begun = await one.goes()
      const back = new URL(await one.provider.approve(begun.url))
      back.searchParams.set('iss', iss)
      assert.ok(['unproven', 'broken', 'mixed_up'].includes(problemOf(await one.returns(begun, back.href)).code), iss)
    }
  })

  it('counts for nothing without an issuer where the provider says that it names one', async (t) => {
    const one = await coming(t)
    one.provider.metadata = (answer) => {
      answer.body = { ...(answer.body as object), authorization_response_iss_parameter_supported: true }
    }
    const begun = await one.goes()
    const back = new URL(await one.provider.approve(begun.url))
    back.searchParams.delete('iss')
    assert.ok(problemOf(await one.returns(begun, back.href)).code)
    const again = await one.goes()
    const named = new URL(await one.provider.approve(again.url))
    named.searchParams.set('iss', one.provider.issuer)
    somebody(await one.returns(again, named.href))
  })

  for (const [name, value] of [
    ['id_token', 'x.y.z'],
    ['response', 'x.y.z'],
  ] as const)
    it(`counts for nothing beside ${name}, which nobody asked for`, async (t) => {
      const one = await coming(t)
      const begun = await one.goes()
      const back = new URL(await one.provider.approve(begun.url))
      back.searchParams.set(name, value)
      assert.ok(problemOf(await one.returns(begun, back.href)).code)
    })
})

describe('the secret that proves who we are', () => {
  it('follows no redirect', async (t) => {
    const heard: string[] = []
    const listens = async (answer: (response: ServerResponse) => void): Promise<string> => {
      const server = createServer((request, response) => {
        heard.push(request.url ?? '')
        answer(response)
      })
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      t.after(() => void server.close())
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    }
    const evil = await listens((response) => response.end('{}'))
    const front = await listens((response) => response.writeHead(307, { location: `${evil}/evil` }).end())
    const words = { tokenEndpoint: `${front}/token`, clientAuth: 'post' } as const
    const one = await coming(t, words, {}, [front, evil])
    assert.ok(problemOf(await one.comes()).code)
    assert.deepEqual(heard, ['/token'])
  })
})
