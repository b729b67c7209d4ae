import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { before, describe, test } from 'node:test'
import { hashClientSecret } from '../../src/applications/client-secret.ts'
import { rotateSecret } from '../../src/applications/rotate-secret.ts'
import { hours } from '../../src/lib/clock.ts'
import { createTestApp, type TestApp, testSecret } from '../support/app.ts'
import { onEveryEngine } from '../support/engines.ts'
import { basic, callBack, type TokenAnswer } from '../support/sign-in.ts'

/** Every character that makes the encodings of HTTP Basic differ. */
const oddSecret = 'p%41ss+word:100% s&=%zz'
const foreignSecret = 'pässwörd-日本語-🔑'

const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64')
const raw = (id: string, secret: string): string => `Basic ${base64(`${id}:${secret}`)}`
/** As RFC 6749 appendix B has it, and as x/oauth2 and rack-oauth2 do. */
const formEncoded = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1)
const encoded = (id: string, secret: string): string => raw(formEncoded(id), formEncoded(secret))
/** As others encode: `%20` for a space, lower-case hex. */
const percentEncoded = (id: string, secret: string): string =>
  raw(
    encodeURIComponent(id),
    encodeURIComponent(secret).replace(/%[0-9A-F]{2}/g, (hex) => hex.toLowerCase()),
  )

const inBody = (client_id: string, client_secret?: string): Record<string, string> => ({
  client_id,
  ...(client_secret === undefined ? {} : { client_secret }),
})

type Outcome = 'known' | 'invalid_client' | 'invalid_request'

/** Says who it is in this way; an application that is known hears about the code, and only then. */
const present = async (
  app: Pick<TestApp, 'app' | 'base'>,
  authorization: string | undefined,
  body: Record<string, string> | URLSearchParams = {},
  path = '/token',
): Promise<TokenAnswer> => {
  const form = new URLSearchParams(body)
  form.append('grant_type', 'authorization_code')
  form.append('code', 'pac_unknown')
  return callBack(app, path, form, authorization === undefined ? {} : { authorization })
}

const outcomeOf = ({ body, status }: TokenAnswer): string => {
  if (body['error'] === 'invalid_grant' && status === 400) return 'known'
  return `${body['error']}`
}

const statusOf = { known: 400, invalid_client: 401, invalid_request: 400 } as const

const rows: readonly (readonly [
  name: string,
  authorization: string | undefined,
  body: Record<string, string> | URLSearchParams,
  outcome: Outcome,
])[] = [
  // HTTP Basic
  ['Basic, raw', raw('notes', testSecret), {}, 'known'],
  ['Basic, form-encoded', encoded('notes', testSecret), {}, 'known'],
  ['basic in lower case', raw('notes', testSecret).replace('Basic', 'basic'), {}, 'known'],
  ['BASIC in upper case', raw('notes', testSecret).replace('Basic', 'BASIC'), {}, 'known'],
  ['Basic and several spaces', raw('notes', testSecret).replace(' ', '   '), {}, 'known'],
  ['Basic without padding', raw('notes', testSecret).replace(/=+$/, ''), {}, 'known'],
  ['Basic, an odd secret raw', raw('odd', oddSecret), {}, 'known'],
  ['Basic, an odd secret form-encoded', encoded('odd', oddSecret), {}, 'known'],
  ['Basic, an odd secret percent-encoded', percentEncoded('odd', oddSecret), {}, 'known'],
  ['Basic, a foreign secret raw', raw('foreign', foreignSecret), {}, 'known'],
  ['Basic, a foreign secret form-encoded', encoded('foreign', foreignSecret), {}, 'known'],
  [
    'Basic, a foreign secret in latin1',
    `Basic ${base64(Buffer.from('foreign:pässwörd', 'latin1'))}`,
    {},
    'invalid_client',
  ],
  ['Basic, an id with odd letters raw', raw('my notes+(1)', testSecret), {}, 'known'],
  ['Basic, an id with odd letters form-encoded', encoded('my notes+(1)', testSecret), {}, 'known'],
  ['Basic, a wrong secret', raw('notes', `${testSecret}x`), {}, 'invalid_client'],
  ['Basic, a secret cut short', raw('notes', testSecret.slice(0, -1)), {}, 'invalid_client'],
  ['Basic, a secret in another case', raw('notes', testSecret.toLowerCase()), {}, 'invalid_client'],
  ['Basic, no secret', raw('notes', ''), {}, 'invalid_client'],
  ['Basic, an unknown application', raw('nobody', testSecret), {}, 'invalid_client'],
  ['Basic, an id in another case', raw('Notes', testSecret), {}, 'invalid_client'],
  ['Basic, an application that is switched off', raw('off', testSecret), {}, 'invalid_client'],
  ['Basic without a colon', `Basic ${base64('notes')}`, {}, 'invalid_client'],
  ['Basic with nothing before the colon', raw('', testSecret), {}, 'invalid_client'],
  ['Basic with a NUL', raw('notes\0', testSecret), {}, 'invalid_client'],
  ['Basic with an encoded NUL', raw('notes%00', testSecret), {}, 'invalid_client'],
  ['Basic with nothing', 'Basic', {}, 'invalid_client'],
  ['Basic with an empty value', 'Basic ', {}, 'invalid_client'],
  ['Basic that is no base64', 'Basic n*tes:secret', {}, 'invalid_client'],
  ['Basic of bytes that are no text', `Basic ${base64(Buffer.of(0xff, 0xfe, 0x3a, 0xff))}`, {}, 'invalid_client'],
  ['two Authorization headers', `${raw('notes', testSecret)}, ${raw('notes', testSecret)}`, {}, 'invalid_client'],
  ['Basic and a parameter', `${raw('notes', testSecret)}, realm=x`, {}, 'invalid_client'],
  ['a Bearer token', 'Bearer pat_x', {}, 'invalid_client'],
  ['a scheme nobody knows', 'Negotiate abc', {}, 'invalid_client'],
  ['an empty Authorization header', '', {}, 'invalid_client'],

  // The body
  ['the body', undefined, inBody('notes', testSecret), 'known'],
  ['the body, an odd secret', undefined, inBody('odd', oddSecret), 'known'],
  ['the body, a foreign secret', undefined, inBody('foreign', foreignSecret), 'known'],
  [
    'the body, an odd secret encoded once more',
    undefined,
    inBody('odd', encodeURIComponent(oddSecret)),
    'invalid_client',
  ],
  ['the body, a wrong secret', undefined, inBody('notes', 'wrong'), 'invalid_client'],
  ['the body, an empty secret', undefined, inBody('notes', ''), 'invalid_client'],
  ['the body, no secret', undefined, inBody('notes'), 'invalid_client'],
  ['the body, an unknown application', undefined, inBody('nobody', testSecret), 'invalid_client'],
  ['the body, an application that is switched off', undefined, inBody('off', testSecret), 'invalid_client'],
  ['the body, a secret without an id', undefined, { client_secret: testSecret }, 'invalid_request'],
  ['nothing at all', undefined, {}, 'invalid_client'],
  ['the body, its id twice', undefined, new URLSearchParams('client_id=notes&client_id=notes'), 'invalid_request'],
  [
    'the body, its secret twice',
    undefined,
    new URLSearchParams([
      ['client_id', 'notes'],
      ['client_secret', testSecret],
      ['client_secret', testSecret],
    ]),
    'invalid_request',
  ],
  ['an assertion', undefined, { ...inBody('notes'), client_assertion: 'e30.e30.e30' }, 'invalid_client'],

  // Both
  ['both, alike', raw('notes', testSecret), inBody('notes', testSecret), 'known'],
  ['both, alike and odd', encoded('odd', oddSecret), inBody('odd', oddSecret), 'known'],
  ['Basic, and the id in the body', raw('notes', testSecret), inBody('notes'), 'known'],
  ['Basic, and an empty secret in the body', raw('notes', testSecret), inBody('notes', ''), 'known'],
  ['both, another id in the body', raw('notes', testSecret), inBody('odd', oddSecret), 'invalid_request'],
  ['both, another id alone in the body', raw('notes', testSecret), inBody('odd'), 'invalid_request'],
  ['both, another secret in the body', raw('notes', testSecret), inBody('notes', 'wrong'), 'invalid_request'],
  ['both, another secret in the header', raw('notes', 'wrong'), inBody('notes', testSecret), 'invalid_request'],
  ['no secret in the header, one in the body', raw('notes', ''), inBody('notes', testSecret), 'invalid_request'],
  ['both, wrong alike', raw('notes', 'wrong'), inBody('notes', 'wrong'), 'invalid_client'],

  // Public applications
  ['a public application by its id', undefined, inBody('native'), 'known'],
  ['a public application with an empty secret', undefined, inBody('native', ''), 'known'],
  ['a public application by Basic', raw('native', ''), {}, 'known'],
  ['a public application with a secret', undefined, inBody('native', 'x'), 'invalid_client'],
  ['a public application by Basic with a secret', raw('native', 'x'), {}, 'invalid_client'],
  ['a public application that is switched off', undefined, inBody('native-off'), 'invalid_client'],

  // Secrets beside one another
  ['a secret that is being replaced', raw('two', 'the-old-secret-0123456789'), {}, 'known'],
  ['the secret that replaces it', raw('two', 'the-new-secret-0123456789'), {}, 'known'],
  ['a secret that has ended', raw('two', 'the-dead-secret-0123456789'), {}, 'invalid_client'],
  ['the empty secret of an application that has none', raw('bare', ''), {}, 'invalid_client'],
  ['any secret of an application that has none', raw('bare', 'undefined'), {}, 'invalid_client'],
]

describe('an application', () => {
  let app: TestApp

  before(async () => {
    app = createTestApp()
    const { sealing, clock } = app.world
    const secret = (text: string, expiresAt?: number) => ({
      hash: hashClientSecret(sealing, text),
      createdAt: 0,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    })
    const sha256 = createHash('sha256').update(foreignSecret).digest('hex')
    await app.addApplication()
    await app.addApplication({ slug: 'odd', secrets: [secret(oddSecret)] })
    await app.addApplication({ slug: 'foreign', secrets: [{ hash: `sha256:${sha256}`, createdAt: 0 }] })
    await app.addApplication({ slug: 'spaced', clientId: 'my notes+(1)' })
    await app.addApplication({ slug: 'off', disabledAt: 1 })
    await app.addApplication({ slug: 'native', confidential: false, secrets: [] })
    await app.addApplication({ slug: 'native-off', confidential: false, secrets: [], disabledAt: 1 })
    await app.addApplication({ slug: 'bare', secrets: [] })
    const now = clock.now()
    await app.addApplication({
      slug: 'two',
      secrets: [
        secret('the-new-secret-0123456789'),
        secret('the-old-secret-0123456789', now + 1),
        secret('the-dead-secret-0123456789', now),
      ],
    })
  })

  for (const [name, authorization, body, outcome] of rows) {
    test(`that comes with ${name} is ${outcome}`, async () => {
      const answer = await present(app, authorization, body)
      assert.equal(outcomeOf(answer), outcome)
      assert.equal(answer.status, statusOf[outcome])
      assert.equal(answer.headers.get('content-type'), 'application/json')
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      const challenge = answer.headers.get('www-authenticate')
      if (outcome === 'invalid_client' && authorization !== undefined) assert.match(challenge ?? '', /^Basic realm="/)
      else assert.equal(challenge, null)
    })
  }

  test('learns nothing about which ids exist from how it is refused', async () => {
    const refused = [raw('notes', 'wrong'), raw('nobody', 'wrong'), raw('native', 'wrong'), raw('bare', 'wrong')]
    const answers = await Promise.all(refused.map((header) => present(app, header)))
    const [first, ...others] = answers.map(({ status, body, headers }) => ({ status, body, all: [...headers] }))
    for (const other of others) assert.deepEqual(other, first)
  })

  for (const path of ['/revoke', '/introspect']) {
    test(`is asked for the same at ${path}`, async () => {
      const token = { token: 'pat_x' }
      const good = await callBack(app, path, token, basic('notes', testSecret))
      assert.equal(good.status, 200)
      for (const header of [raw('notes', 'wrong'), raw('nobody', testSecret), raw('off', testSecret)]) {
        const { status, body } = await callBack(app, path, token, { authorization: header })
        assert.deepEqual([status, body['error']], [401, 'invalid_client'])
      }
      assert.equal((await callBack(app, path, token)).status, 401)
    })
  }

  test('may not introspect when it is public', async () => {
    const { status, body } = await callBack(app, '/introspect', { token: 'pat_x', client_id: 'native' })
    assert.deepEqual([status, body['error']], [401, 'invalid_client'])
  })

  for (const name of ['client_secret', 'code', 'code_verifier', 'refresh_token', 'token', 'access_token']) {
    test(`may not send ${name} in the URL`, async () => {
      const answer = await present(app, raw('notes', testSecret), {}, `/token?${name}=x`)
      assert.equal(outcomeOf(answer), 'invalid_request')
    })
  }

  test('keeps its old secret for as long as was said after it has a new one, on every request', async () => {
    const { id } = await app.addApplication({ slug: 'rotating' })
    const rotated = await rotateSecret(app.world, id, { overlap: hours(1) })
    assert.ok(rotated.ok && rotated.clientSecret !== undefined)
    const tried = async (secret: string) => outcomeOf(await present(app, raw('rotating', secret)))
    assert.equal(await tried(rotated.clientSecret), 'known')
    app.world.clock.advance(hours(1) - 1)
    assert.equal(await tried(testSecret), 'known')
    app.world.clock.advance(1)
    assert.equal(await tried(testSecret), 'invalid_client')
    assert.equal(await tried(rotated.clientSecret), 'known')
  })
})

await onEveryEngine('an application', (open) => {
  test('is unknown, and nothing more, by whatever id no engine can keep', async () => {
    const app = createTestApp({ storage: await open() })
    for (const id of [
      '\0',
      'a\0b',
      '\u{10FFFF}',
      '日本語',
      'x'.repeat(20_000),
      "' or 1=1 --",
      '%',
      '_',
      '\\',
      '{"$ne":1}',
    ]) {
      for (const [authorization, body] of [
        [raw(id, testSecret), {}],
        [undefined, inBody(id, testSecret)],
      ] as const) {
        const { status, body: answer } = await present(app, authorization, body)
        assert.deepEqual([status, answer['error']], [401, 'invalid_client'], JSON.stringify(id.slice(0, 20)))
      }
    }
  })
})
