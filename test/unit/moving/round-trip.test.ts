import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { findByUsername } from '../../../src/accounts/account.ts'
import { identityIdOf } from '../../../src/accounts/identities/identity.ts'
import { exportFile } from '../../../src/admin/operations/export.ts'
import { findBySlug } from '../../../src/applications/application.ts'
import { introducing } from '../../../src/applications/known-as/introduce.ts'
import { kinds } from '../../../src/storage/fit.ts'
import { onEveryEngine } from '../../support/engines.ts'
import { createInstallation } from '../apply/support.ts'

const some = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const word = fc.stringMatching(/^[a-z][a-z0-9]{0,10}$/)
const line = fc.string({ minLength: 1, maxLength: 30 }).map((text) => text.replace(/[\p{C}\s]/gu, '').trim() || 'x')
const hash = '$2b$04$bkMH0exw712WpCQOREzJJeO1rjsKbA8KxGrH3kcoDJhDIB7IAYOo.'
const clientSecret = 'what this place proves itself with'
const outside = { environment: { PORTICO_SOURCE_CORP_SECRET: clientSecret } }
const groups = ['readers', 'writers', 'Those of the night'] as const

const account = fc.record(
  {
    name: line,
    passwordHash: fc.constant(hash),
    emailVerified: fc.boolean(),
    admin: fc.boolean(),
    groups: fc.uniqueArray(fc.constantFrom(...groups)),
    locale: fc.constantFrom('en', 'de-AT'),
    disabled: fc.boolean(),
  },
  { requiredKeys: [] },
)
const rule = fc.oneof(
  fc.record({ kind: fc.constant('group'), value: fc.constantFrom(...groups), negate: fc.boolean() }),
  fc.record({ kind: fc.constant('account'), value: fc.constant('root'), enabled: fc.boolean() }),
  fc.record({ kind: fc.constant('instance'), value: fc.constant('social.example') }),
  fc.record({ kind: fc.constant('expression'), value: fc.constant('user.emailVerified') }),
)
const application = fc.record(
  {
    name: line,
    clientSecret: fc.stringMatching(/^[a-zA-Z0-9]{20}$/),
    redirectUris: fc.uniqueArray(
      fc.constantFrom('https://a.example/cb', 'https://b.example/cb?x=1', {
        match: 'regex',
        uri: 'https://c\\.example/[a-z]+',
      }),
      { selector: (uri) => JSON.stringify(uri) },
    ),
    consent: fc.constantFrom('explicit', 'implicit'),
    pkce: fc.constantFrom('required', 'optional'),
    signingAlgorithm: fc.constantFrom('RS256', 'ES256', 'EdDSA'),
    accessRules: fc.record({ match: fc.constantFrom('any', 'all'), rules: fc.array(rule, { maxLength: 3 }) }),
    claimMappings: fc.constantFrom([], [{ scope: 'profile', expression: '{"level": 3}' }]),
    roles: fc.constantFrom([], [{ value: 'admin', groups: ['readers', 'writers'] }]),
    allowedScopes: fc.uniqueArray(fc.constantFrom('openid', 'profile', 'email')),
    subjectMode: fc.constantFrom('opaque', 'uuid', 'username', 'imported'),
    usernameRule: fc.constantFrom('generic', 'mastodon', 'gotosocial'),
    accessTokenLifetime: fc.constantFrom('90s', '10m', '1h', '24h'),
    refreshTokenIdle: fc.constantFrom('1d', '36h'),
    description: line,
    launchUrl: fc.constant('https://a.example/'),
    hidden: fc.boolean(),
    disabled: fc.boolean(),
    bridge: fc.boolean(),
    missingEmail: fc.constantFrom('none', 'ask', 'refuse'),
  },
  { requiredKeys: ['clientSecret'] },
)
const installation = fc.record({
  people: fc.dictionary(word, account, { maxKeys: 4, noNullPrototype: true }),
  applications: fc.dictionary(word, application, { maxKeys: 3, noNullPrototype: true }),
  accent: some(fc.constant('#123456')),
  fediverse: some(fc.record({ firstSignIn: fc.constantFrom('everyone', 'linked'), disabled: fc.boolean() })),
  rules: fc.uniqueArray(fc.constantFrom('one.example', 'two.example')),
  mode: fc.constantFrom('closed', 'open'),
  upstream: some(
    fc.record(
      {
        preset: fc.constantFrom('generic', 'google', 'keycloak', 'github'),
        name: line,
        position: fc.constantFrom(0, 100, 7),
        scopes: fc.constantFrom(['openid'], ['openid', 'email']),
        pkce: fc.constantFrom('always', 'never'),
        prompt: fc.constant('login'),
        uidField: fc.constantFrom('sub', 'oid'),
        emailTrust: fc.constantFrom('assume-verified', 'must-be-verified'),
        take: fc.record({ groups: fc.constant('always'), name: fc.constant('ignore') }, { requiredKeys: [] }),
        mapping: fc.constantFrom({}, { username: 'claims.login' }),
        allowedGroups: fc.constant(['staff']),
        linkExisting: fc.boolean(),
        linkExistingUntil: fc.constantFrom('never', '2027-01-31'),
        legacySubject: fc.constant({ kind: 'dex', connector: 'corp' }),
        firstSignIn: fc.constantFrom('everyone', 'invited'),
        disabled: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  ),
})

type Wanted = typeof installation extends fc.Arbitrary<infer T> ? T : never

const fileOf = ({ people, applications, accent, fediverse, rules, mode, upstream }: Wanted): string =>
  stringify({
    groups: [{ name: 'readers', description: 'They read' }, ...groups.slice(1)],
    accounts: [
      { username: 'root', admin: true, email: 'root@example.org', emailVerified: true },
      ...Object.entries(people)
        .filter(([username]) => username !== 'root')
        .map(([username, { emailVerified, ...rest }]) => ({
          ...{ username, ...rest },
          ...(emailVerified === undefined ? {} : { email: `${username}@example.org`, emailVerified }),
        })),
    ],
    applications: Object.entries(applications).map(([slug, rest]) => ({ slug, ...rest })),
    sources: [
      ...(fediverse === undefined ? [] : [{ id: 'fediverse', kind: 'fediverse', ...fediverse }]),
      ...(upstream === undefined
        ? []
        : [{ id: 'corp', kind: 'openid', issuer: 'https://login.example', clientId: 'x', clientSecret, ...upstream }]),
    ],
    instanceRules: rules.map((domain) => ({ domain, action: 'deny', reason: 'because' })),
    branding: { name: 'Here', ...(accent === undefined ? {} : { accent }) },
    signUp: { mode },
  })

/** Somebody signs in to everything, and comes from elsewhere. */
const liveIn = async (world: ReturnType<typeof createInstallation>, { applications }: Wanted): Promise<void> => {
  const root = await findByUsername(world, 'root')
  assert.ok(root)
  const subject = 'https://social.example/users/root'
  const now = world.clock.now()
  await world.storage.add('identities', {
    ...{ id: identityIdOf('fediverse', subject), sourceId: 'fediverse', subject, accountId: root.id },
    ...{ host: 'social.example', createdAt: now, lastUsedAt: now },
    profile: { username: 'root', name: 'Root', acct: 'root@social.example' },
    anchors: { localId: '17', createdAt: '2020-01-01', software: 'mastodon' },
  })
  for (const slug of Object.keys(applications)) {
    const found = await findBySlug(world, slug)
    assert.ok(found)
    await introducing(world, found, root, (_, changes) => world.storage.atomically(changes))
  }
}

await onEveryEngine('an installation that is exported', (open) => {
  test('is the same when it is made of what was written', async () => {
    const other = createInstallation(await open())
    await fc.assert(
      fc.asyncProperty(installation, async (wanted) => {
        const one = createInstallation()
        await one.apply(fileOf(wanted))
        await liveIn(one, wanted)
        const first = await exportFile(one)
        for (const kind of kinds) await other.storage.removeWhere(kind, {})
        await other.apply(first.text, outside)
        assert.equal((await exportFile(other)).text, first.text)
        assert.deepEqual((await other.plan(first.text, outside)).steps, [], 'and nothing is left to do')
      }),
      { numRuns: 25 },
    )
  })
})
