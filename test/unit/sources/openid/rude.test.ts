import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { OpenidWords } from '../../../../src/sources/openid/settings.ts'
import { problemOf, somebody } from '../../../support/fediverse/signing-in.ts'
import { type Coming, coming } from '../../../support/openid/coming.ts'
import type { RudeProvider } from '../../../support/openid/rude-provider.ts'

const unsigned = (payload: object): string =>
  `${[{ alg: 'none', typ: 'JWT' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')}.`

/** An ID token as it came, with its payload or its signature meddled with. */
const forge =
  (change: (token: string) => string) =>
  (provider: RudeProvider): void => {
    provider.tokenAnswer = (answer) => {
      const body = answer.body as { id_token?: string }
      if (body.id_token !== undefined) answer.body = { ...body, id_token: change(body.id_token) }
    }
  }

const payloadOf = (token: string): object => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString())

const says = (claims: Record<string, unknown>) => (provider: RudeProvider) => {
  provider.token = ({ payload }) => void Object.assign(payload, claims)
}

type Answer = { body: unknown; statusCode: number }

const is =
  (change: Partial<Answer>) =>
  (answer: Answer): void => {
    Object.assign(answer, change)
  }

const exchanging = (change: (answer: Answer) => void) => (provider: RudeProvider) => {
  provider.tokenAnswer = change
}

const informing = (change: (answer: Answer) => void) => (provider: RudeProvider) => {
  provider.userinfo = change
}

const describing = (change: (answer: Answer) => void) => (provider: RudeProvider) => {
  provider.metadata = change
}

const seconds = () => Math.floor(Date.now() / 1000)

const rude: readonly (readonly [
  name: string,
  does: (provider: RudeProvider) => void,
  code: string,
  words?: OpenidWords,
])[] = [
  ['says another issuer', says({ iss: 'https://evil.example' }), 'unproven'],
  ['has a token for another audience', says({ aud: 'another' }), 'unproven'],
  [
    'has a token for several audiences that another one asked for',
    says({ aud: ['portico', 'another'], azp: 'another' }),
    'unproven',
  ],
  ['has a token that is over', says({ exp: seconds() - 3600 }), 'unproven'],
  ['has a token that has not begun', says({ nbf: seconds() + 3600 }), 'unproven'],
  ['has a token with another nonce', says({ nonce: 'another' }), 'unproven'],
  ['has a token without a nonce', says({ nonce: undefined }), 'unproven'],
  ['has a token without a subject', says({ sub: undefined }), 'unproven'],
  ['has a token with a number for a subject', says({ sub: 7 }), 'unproven'],
  ['has a token without an expiry', says({ exp: undefined }), 'unproven'],
  ['signs nothing', forge((token) => unsigned(payloadOf(token))), 'unproven'],
  [
    'signs something else',
    forge((token) => {
      const [header, , signature] = token.split('.')
      return [
        header,
        Buffer.from(JSON.stringify({ ...payloadOf(token), sub: 'bob-1' })).toString('base64url'),
        signature,
      ].join('.')
    }),
    'unproven',
  ],
  [
    'signs with our own secret',
    forge((token) => {
      const header = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url')
      return [header, token.split('.')[1], 'AAAA'].join('.')
    }),
    'unproven',
  ],
  ['signs by another algorithm than is expected', () => {}, 'unproven', { algorithms: ['ES256'] }],
  [
    'sends no ID token',
    exchanging((answer) => {
      const { id_token: _, ...rest } = answer.body as { id_token?: string }
      answer.body = rest
    }),
    'unproven',
  ],
  ['sends an ID token that is none', forge(() => 'no token'), 'unproven'],
  ['does not know us', exchanging(is({ statusCode: 401, body: { error: 'invalid_client' } })), 'not_set_up'],
  ['fails', exchanging(is({ statusCode: 500, body: {} })), 'broken'],
  ['answers with a list', exchanging(is({ body: [1, 2] })), 'unproven'],
  ['answers without end', exchanging(is({ body: { more: 'x'.repeat(600_000) } })), 'unreachable'],
  ['has userinfo of somebody else', informing(is({ body: { sub: 'bob-1' } })), 'unproven', { userinfo: 'always' }],
  ['has userinfo that fails', informing(is({ statusCode: 500 })), 'broken', { userinfo: 'always' }],
  ['does not say what people are known by', () => {}, 'incomplete', { uidField: 'employee' }],
  ['says a list for what people are known by', says({ employee: ['1'] }), 'incomplete', { uidField: 'employee' }],
]

describe('an OpenID provider that is rude', () => {
  for (const [name, does, code, words] of rude)
    it(`gets nobody in when it ${name}`, async (t) => {
      const one = await coming(t, words)
      does(one.provider)
      const problem = problemOf(await one.comes())
      assert.equal(problem.code, code)
      assert.equal('place' in problem && problem.place, 'Upstream')
      assert.equal((await one.world.storage.find('sources', 'upstream'))?.trouble?.code, code)
    })

  const metadata = (change: Record<string, unknown>) =>
    describing((answer) => {
      answer.body = { ...(answer.body as object), ...change }
    })
  const wrong: readonly (readonly [string, (provider: RudeProvider) => void, string])[] = [
    ['its metadata are another’s', metadata({ issuer: 'https://evil.example' }), 'not_set_up'],
    ['its metadata have no token endpoint', metadata({ token_endpoint: undefined }), 'not_set_up'],
    ['an endpoint of it is no address', metadata({ authorization_endpoint: 'javascript:alert(1)' }), 'not_set_up'],
    ['it has no metadata', describing(is({ statusCode: 404 })), 'not_set_up'],
    ['its metadata never end', metadata({ more: 'x'.repeat(300_000) }), 'unreachable'],
    ['it is silent', (provider) => provider.silence(), 'unreachable'],
  ]
  for (const [name, does, code] of wrong)
    it(`sends nobody away when ${name}`, async (t) => {
      const one = await coming(t)
      does(one.provider)
      assert.equal(problemOf(await one.begin()).code, code)
    })

  it('is not asked inside, however its metadata want it', async (t) => {
    const one = await coming(t)
    metadata({ token_endpoint: 'http://127.0.0.1:1/token', jwks_uri: 'http://169.254.169.254/keys' })(one.provider)
    assert.equal(problemOf(await one.comes()).code, 'unreachable')
  })

  it('may have been silent: whoever comes when it speaks again gets in', async (t) => {
    const one = await coming(t)
    one.provider.silence()
    assert.equal(problemOf(await one.begin()).code, 'unreachable')
    one.provider.speakAgain()
    assert.equal(somebody(await eventually(one)).profile.username, 'alice')
    assert.equal((await one.world.storage.find('sources', 'upstream'))?.trouble, undefined)
  })

  it('is asked for its metadata once an hour, and needs them no more once they are known', async (t) => {
    const one = await coming(t)
    await one.comes()
    await one.comes('bob')
    assert.equal(one.provider.asked.metadata, 1)
    one.world.clock.advance(3_700_000)
    describing(is({ statusCode: 503 }))(one.provider)
    await one.goes()
    assert.equal(one.provider.asked.metadata, 2)
  })

  it('names errors of its own, which are told as what they are', async (t) => {
    const one = await coming(t)
    const came: Record<string, string> = {}
    for (const error of [
      'access_denied',
      'login_required',
      'invalid_scope',
      'unauthorized_client',
      'server_error',
      '<b>',
    ])
      came[error] = problemOf(await returned(one, error)).code
    assert.deepEqual(came, {
      access_denied: 'denied',
      login_required: 'denied',
      invalid_scope: 'not_set_up',
      unauthorized_client: 'not_set_up',
      server_error: 'broken',
      '<b>': 'denied',
    })
  })
})

const returned = async (one: Coming, denies: string) => {
  const begun = await one.goes()
  return one.returns(begun, await one.provider.approve(begun.url, { denies }))
}

/** A place that was found dead is left alone for a moment by the clock of the guarded fetch. */
const eventually = async (one: Coming) => {
  one.world.clock.advance(120_000)
  return one.comes()
}

describe('userinfo that is a token', () => {
  const encrypted = [{ alg: 'RSA-OAEP', enc: 'A256GCM' }, 'key', 'iv', 'text', 'tag']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const withPayload = (token: string, payload: object): string => {
    const [header, , signature] = token.split('.')
    return [header, Buffer.from(JSON.stringify(payload)).toString('base64url'), signature].join('.')
  }
  const kept = async ({ world }: Coming) => (await world.storage.find('sources', 'upstream'))?.trouble

  it('is read when the provider has signed it', async (t) => {
    const one = await coming(t, { userinfo: 'always', usernameAttribute: 'nick' })
    one.provider.userinfoToken = (claims) => one.provider.sign({ ...claims, nick: 'al', aud: 'portico' })
    assert.equal(somebody(await one.comes()).profile.username, 'al')
  })

  const refused: readonly (readonly [string, (one: Coming) => NonNullable<RudeProvider['userinfoToken']>])[] = [
    ['nobody has signed it', () => (claims) => unsigned(claims)],
    [
      'somebody has changed it since',
      ({ provider }) =>
        async (claims) =>
          withPayload(await provider.sign(claims), { ...claims, nick: 'root' }),
    ],
    [
      'it is meant for somebody else',
      ({ provider }) =>
        (claims) =>
          provider.sign({ ...claims, aud: 'another' }),
    ],
    [
      'it is of another issuer',
      ({ provider }) =>
        (claims) =>
          provider.sign({ ...claims, iss: 'https://evil.example' }),
    ],
    [
      'it is about somebody else',
      ({ provider }) =>
        (claims) =>
          provider.sign({ ...claims, sub: 'bob-1' }),
    ],
  ]
  for (const [name, token] of refused)
    it(`gets nobody in when ${name}`, async (t) => {
      const one = await coming(t, { userinfo: 'always' })
      one.provider.userinfoToken = token(one)
      assert.equal(problemOf(await one.comes()).code, 'unproven')
    })

  it('is refused, and the administrator told so in words, when it is encrypted', async (t) => {
    const one = await coming(t, { userinfo: 'always' })
    one.provider.userinfoToken = () => encrypted
    assert.equal(problemOf(await one.comes()).code, 'not_set_up')
    assert.equal((await kept(one))?.detail, 'encrypted')
  })

  it('is refused likewise when it is the ID token that is encrypted', async (t) => {
    const one = await coming(t)
    forge(() => encrypted)(one.provider)
    assert.equal(problemOf(await one.comes()).code, 'not_set_up')
    assert.equal((await kept(one))?.detail, 'encrypted')
  })
})
