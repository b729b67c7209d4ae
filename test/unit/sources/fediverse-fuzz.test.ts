import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { arrive } from '../../../src/accounts/identities/arrive.ts'
import { FetchFailed } from '../../../src/net/fetch-failed.ts'
import type { Fetched, SafeFetch } from '../../../src/net/safe-fetch.ts'
import { createFediverse } from '../../../src/sources/fediverse/fediverse.ts'
import type { DialectName } from '../../../src/sources/fediverse/server.ts'
import { serverKey } from '../../../src/sources/fediverse/server-key.ts'
import type { Identity, SourceWorld } from '../../../src/sources/source.ts'
import { runs } from '../../support/fuzz.ts'
import { from, openTo } from '../accounts/identities/sample.ts'
import { createPasswordWorld } from '../accounts/support.ts'

const host = 'h.example.org'
const origin = `https://${host}`
const good = 'good.example.net'

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }
type Answers = Readonly<Record<string, Json>>

const actor = `${origin}/users/alice`
const answersOf = (software: string, more: Answers): Answers => ({
  '/.well-known/nodeinfo': {
    links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.1', href: `${origin}/nodeinfo/2.1` }],
  },
  '/nodeinfo/2.1': { software: { name: software, version: '1.2.3' } },
  '/.well-known/host-meta': { links: [{ rel: 'lrdd', template: `${origin}/.well-known/webfinger?resource={uri}` }] },
  '/.well-known/webfinger': {
    subject: `acct:alice@${host}`,
    aliases: [`${origin}/@alice`],
    links: [{ rel: 'self', type: 'application/activity+json', href: actor }],
  },
  ...more,
})

const metadata = (more: { readonly [name: string]: Json }): Json => ({
  issuer: origin,
  authorization_endpoint: `${origin}/oauth/authorize`,
  token_endpoint: `${origin}/oauth/token`,
  scopes_supported: ['profile', 'read'],
  code_challenge_methods_supported: ['S256'],
  ...more,
})
const client: Json = { client_id: 'id', client_secret: 'secret', client_secret_expires_at: 0 }
const token: Json = { access_token: 'token', token_type: 'Bearer', me: actor, activitypub_actor_id: actor }
const account: Json = {
  id: '1',
  username: 'alice',
  acct: 'alice',
  display_name: 'Alice',
  url: `${origin}/@alice`,
  uri: actor,
  avatar: `${origin}/a.png`,
  created_at: '2022-11-04T00:00:00.000Z',
  bot: false,
  moved: { uri: `https://${good}/users/alice` },
  pleroma: { ap_id: actor, email: 'alice@example.org' },
}

/** What a server of each dialect answers when all is well. */
const servers: Readonly<Record<DialectName, Answers>> = {
  mastodon: answersOf('mastodon', {
    '/.well-known/oauth-authorization-server': metadata({
      app_registration_endpoint: `${origin}/api/v1/apps`,
      userinfo_endpoint: `${origin}/oauth/userinfo`,
    }),
    '/api/v1/instance': { uri: host, version: '4.4.0', title: 'Home' },
    '/api/v1/apps': client,
    '/oauth/token': token,
    '/api/v1/accounts/verify_credentials': account,
    '/oauth/userinfo': { sub: actor, preferred_username: 'alice', name: 'Alice', picture: `${origin}/a.png` },
  }),
  misskey: answersOf('misskey', {
    '/.well-known/oauth-authorization-server': metadata({
      scopes_supported: ['read:account'],
      authorization_response_iss_parameter_supported: true,
    }),
    '/.well-known/webfinger': {
      subject: `acct:alice@${host}`,
      links: [{ rel: 'self', type: 'application/activity+json', href: `${origin}/users/9` }],
    },
    '/oauth/token': token,
    '/api/i': { id: '9', username: 'alice', host: null, name: 'Alice', avatarUrl: `${origin}/a.png`, isBot: false },
  }),
  wordpress: answersOf('wordpress', {
    '/.well-known/oauth-authorization-server': metadata({ registration_endpoint: `${origin}/activitypub/clients` }),
    '/activitypub/clients': client,
    '/oauth/token': token,
    '/users/alice': { id: actor, type: 'Person', preferredUsername: 'alice', name: 'A', icon: { url: `${origin}/a` } },
  }),
  bonfire: answersOf('bonfire', {
    '/.well-known/openid-configuration': metadata({
      registration_endpoint: `${origin}/register`,
      userinfo_endpoint: `${origin}/oauth/userinfo`,
    }),
    '/register': client,
    '/oauth/token': token,
    '/oauth/userinfo': { sub: '1', preferred_username: 'alice', name: 'Alice' },
    '/api/v1/accounts/1': account,
  }),
  mobilizon: answersOf('mobilizon', {
    '/apps': client,
    '/oauth/token': token,
    '/api': {
      data: {
        loggedUser: {
          id: 1,
          email: 'a@b.c',
          defaultActor: { id: 2, url: actor, preferredUsername: 'alice', name: 'A' },
        },
      },
    },
  }),
  mbin: answersOf('mbin', {
    '/api/client': { identifier: 'id', secret: 'secret' },
    '/token': token,
    '/api/users/me': { userId: 1, username: 'alice', apId: null, avatar: { storageUrl: `${origin}/a.png` } },
  }),
  funkwhale: answersOf('funkwhale', {
    '/api/v1/oauth/apps/': client,
    '/api/v1/oauth/token/': token,
    '/api/v1/users/me': {
      id: 1,
      username: 'alice',
      name: 'Alice',
      email: 'a@b.c',
      avatar: { urls: { original: 'x' } },
    },
  }),
}

const oddTexts = [
  ...['', ' ', '@', '\ud800', `${origin}/users/\ud800`, `${origin}/users/\udfff/`, 'a\u0000b', `\u0000 ${actor}\u0000`],
  ...[
    'x'.repeat(70_000),
    `${origin}/${'x'.repeat(60_000)}`,
    'e\u0301'.repeat(300),
    '\u202ealice',
    'alice\n',
    '%00',
    '\\',
  ],
  ...[
    `alice\uff20${good}`,
    `alice@${good}`,
    `acct:alice@${good}`,
    `acct:alice\uff20x@${host}`,
    `https://${good}/users/alice`,
  ],
  ...[
    `${origin}@${good}/`,
    `https://${host}:444/`,
    `http://${host}/users/alice`,
    `//${good}/`,
    'javascript:alert(1)',
    'data:,',
  ],
  ...['__proto__', 'constructor', '-1', '1e999', '9'.repeat(400), 'Thu, 99 Foo 20000', '2022-11-04', 'null', '{}', '['],
]
const oddNumbers = [1e308, -1e308, 0, -1, 0.5, 2 ** 53, 2 ** 60, 8.64e15, Number.MIN_VALUE]
const anything: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(...oddTexts, ...oddNumbers, true, false, null, [], {}, [[]], [null], { links: [null] }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue().map((value) => value as Json),
)

/** One place in an answer, as often as not one that matters, and what is there instead. */
interface Change {
  readonly path: number
  readonly steps: readonly number[]
  readonly to: Json | undefined
}
const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    path: fc.nat(20),
    steps: fc.array(fc.nat(12), { minLength: 0, maxLength: 4 }),
    to: fc.option(anything, { nil: undefined, freq: 8 }),
  }),
  { maxLength: 4 },
)
const statuses = fc.array(
  fc.tuple(fc.nat(20), fc.constantFrom(200, 201, 302, 400, 401, 403, 404, 410, 422, 429, 500)),
  {
    maxLength: 2,
  },
)
const headers = fc.dictionary(
  fc.constantFrom('retry-after', 'x-ratelimit-reset', 'date', 'location', 'content-type'),
  fc.constantFrom('-1', '9'.repeat(400), 'x', '2022-11-04T00:00:00Z', '1e5', `https://${good}/`, 'text/html', ''),
  { maxKeys: 2 },
)

const changed = (value: Json, [step, ...rest]: readonly number[], to: Json | undefined): Json | undefined => {
  if (step === undefined || typeof value !== 'object' || value === null) return to
  const names = Object.keys(value)
  const name = names[step % Math.max(1, names.length)]
  if (name === undefined) return to
  const inner = changed((value as Record<string, Json>)[name] ?? null, rest, to)
  if (Array.isArray(value)) return value.map((one, at) => (String(at) === name ? (inner ?? null) : one))
  const copy: Record<string, Json> = { ...(value as Record<string, Json>) }
  if (inner === undefined) delete copy[name]
  else copy[name] = inner
  return copy
}

interface Answering {
  readonly changes: readonly Change[]
  readonly statuses: readonly (readonly [number, number])[]
  readonly headers: Readonly<Record<string, string>>
}

const answering = (answers: Answers, { changes, statuses, headers }: Answering): SafeFetch => {
  const paths = Object.keys(answers)
  const at = (index: number): string => paths[index % paths.length] ?? ''
  const bent = new Map<string, Json | undefined>(Object.entries(answers))
  for (const { path, steps, to } of changes) bent.set(at(path), changed(bent.get(at(path)) ?? null, steps, to))
  const status = new Map(statuses.map(([path, code]) => [at(path), code]))
  const fetch = async (url: string): Promise<Fetched> => {
    const { origin: there, pathname } = new URL(url)
    if (there !== origin) throw new FetchFailed('dns')
    const body = bent.get(pathname)
    return {
      status: status.get(pathname) ?? (body === undefined ? 404 : 200),
      headers: new Headers({ 'content-type': 'application/json', ...(status.has(pathname) ? headers : {}) }),
      body: new TextEncoder().encode(body === undefined ? '' : JSON.stringify(body)),
      url,
    }
  }
  return Object.assign(fetch, { close: async () => {} })
}

const parameters = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Record<string, string>>({ code: 'code', iss: origin }) },
  fc.dictionary(
    fc.constantFrom('code', 'error', 'iss', 'state', 'access_token', 'error_description'),
    fc.oneof(fc.constantFrom('access_denied', 'invalid_scope', 'invalid_client', ...oddTexts), fc.string()),
  ),
)

const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : []

const assertSound = ({ subject, host: vouches, profile, anchors, assurance }: Identity): void => {
  assert.deepEqual([new URL(subject).origin, new URL(subject).href, vouches], [origin, subject, host])
  for (const text of textsIn({ profile, anchors, assurance })) {
    assert.ok(text.isWellFormed() && !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text), JSON.stringify(text))
    assert.ok(text.length <= 2000, `${text.length} characters`)
  }
  const acct = profile.acct?.normalize('NFKC') ?? ''
  assert.match(acct, /^[^@]+@h\.example\.org$/, acct)
}

describe('a host that leads elsewhere', () => {
  it('leads nowhere by an address that is none of the Web', async () => {
    for (const template of [
      'data:{uri}',
      'mailto:{uri}',
      'blob:{uri}',
      'file:///{uri}',
      'javascript:{uri}',
      'x:{uri}',
    ]) {
      const bare = answersOf('', { '/.well-known/host-meta': { links: [{ rel: 'lrdd', template }] } })
      const world = createPasswordWorld()
      const fetch = answering(bare, { changes: [], headers: {}, statuses: [[3, 404]] })
      const outside = { ...world, fetch, base: 'https://id.portico-test.org', vouched: () => new Set<string>() }
      const source = createFediverse(outside, { name: async () => 'Portico' })
      for (const address of [host, `@alice@${host}`]) {
        const begun = await source.begin({ address, state: 's'.repeat(43), afresh: false, locale: 'en' })
        assert.equal(begun.ok, false, template)
      }
    }
  })
})

describe('a server that answers with anything', () => {
  for (const [name, answers] of Object.entries(servers)) {
    it(`gets in as nobody else, and brings nothing down, where it speaks as ${name} does`, async () => {
      let came = 0
      await fc.assert(
        fc.asyncProperty(fc.record({ changes, statuses, headers }), parameters, async (bending, back) => {
          const world = createPasswordWorld()
          await openTo(world, 'everyone')
          const fetch = answering(answers, bending)
          const outside: SourceWorld & typeof world = {
            ...world,
            fetch,
            base: 'https://id.portico-test.org',
            vouched: () => new Set(),
          }
          const source = createFediverse(outside, { name: async () => 'Portico' })
          for (const address of [`@alice@${host}`, host]) {
            const begun = await source.begin({ address, state: 's'.repeat(43), afresh: false, locale: 'en' })
            if (!begun.ok) continue
            assert.equal(new URL(begun.url).origin, origin)
            const memo: unknown = JSON.parse(JSON.stringify(begun.memo))
            const arrival = { memo, callback: serverKey(host), parameters: new Map(Object.entries(back)) }
            const finished = await source.finish(arrival)
            if (!finished.ok) continue
            came += 1
            assertSound(finished.identity)
            await arrive(world, finished.identity, from)
          }
        }),
        runs(150),
      )
      assert.ok(came > 0, 'nobody ever came: this test looks at nothing')
    })
  }
})
