import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'node:test'
import { applicationSchema } from '../../../src/admin/apply/application-schema.ts'
import { importAuthentik } from '../../../src/moving/authentik/import-authentik.ts'

const provider = (attrs: string): string => `
- model: authentik_providers_oauth2.oauth2provider
  id: provider
  identifiers: { name: Notes provider }
  attrs:
    client_type: confidential
    client_id: notes
    client_secret: a-secret-for-notes-that-is-long
    redirect_uris: [{ matching_mode: strict, url: 'https://notes.example/callback' }]
${attrs}
- model: authentik_core.application
  id: notes
  identifiers: { slug: notes }
  attrs: { name: Notes, provider: !KeyOf provider }
`

const groups = `
- { model: authentik_core.group, id: bosses, identifiers: { name: bosses } }
- { model: authentik_core.group, id: staff, identifiers: { name: staff } }
`

const read = async (entries: string, environment: Readonly<Record<string, string>> = {}, context = '') => {
  const { file, left, warnings } = await importAuthentik(`version: 1\n${context}\nentries:${entries}`, environment)
  const [application = {}] = file.applications ?? []
  const parsed = applicationSchema.safeParse(application)
  assert.ok(parsed.success, JSON.stringify(parsed.error?.issues))
  const told = [...left, ...warnings].map(({ about, code, detail }) => ({ about, code, detail }))
  return { application, file, told, codes: told.map(({ about, code }) => `${about} ${code}`) }
}

describe('entitlements of an application in authentik', () => {
  const bound = (target: string, who: string, attrs = '{}') =>
    `\n- { model: authentik_policies.policybinding, identifiers: { order: 0, target: !KeyOf ${target}, ${who} }, attrs: ${attrs} }`
  const entitlement = (name: string) =>
    `\n- { model: authentik_core.applicationentitlement, id: ${name}, identifiers: { app: !KeyOf notes, name: ${name} } }`

  it('are its roles, had by the groups that they are bound to', async () => {
    const { application, told } = await read(
      provider('') +
        groups +
        entitlement('admin') +
        entitlement('editor') +
        bound('admin', 'group: !KeyOf bosses') +
        bound('editor', 'group: !KeyOf bosses') +
        bound('editor', 'group: !KeyOf staff') +
        bound('editor', 'group: !KeyOf staff', '{ enabled: false }'),
    )
    assert.deepEqual(application['roles'], [
      { value: 'admin', groups: ['bosses'] },
      { value: 'editor', groups: ['bosses', 'staff'] },
    ])
    assert.equal(application['accessGroups'], undefined, 'who has a role is not who may enter')
    assert.deepEqual(
      told.filter(({ code }) => code === 'role'),
      [],
    )
  })

  it('that are bound otherwise are told, and give nobody a role', async () => {
    const { application, told } = await read(
      provider('') +
        groups +
        entitlement('admin') +
        bound('admin', 'group: !KeyOf bosses', '{ negate: true }') +
        entitlement('lonely'),
    )
    assert.equal(application['roles'], undefined)
    assert.deepEqual(
      told.filter(({ code }) => code === 'role').map(({ detail }) => detail),
      ['admin', 'admin', 'lonely'],
    )
  })
})

describe('the key that an authentik provider signs with', () => {
  const pem = (type: 'rsa' | 'ec' | 'ed25519', namedCurve = 'P-256'): string => {
    const { publicKey } =
      type === 'rsa'
        ? generateKeyPairSync('rsa', { modulusLength: 2048 })
        : type === 'ec'
          ? generateKeyPairSync('ec', { namedCurve })
          : generateKeyPairSync('ed25519')
    return publicKey.export({ type: 'spki', format: 'pem' }).toString()
  }
  const pair = (key: string) =>
    `\n- { model: authentik_crypto.certificatekeypair, id: key, identifiers: { name: k }, attrs: { key_data: ${JSON.stringify(key)} } }`
  const signs = provider('    signing_key: !KeyOf key')

  for (const [what, key, algorithm] of [
    ['RSA', pem('rsa'), undefined],
    ['the curve P-256', pem('ec'), 'ES256'],
    ['Ed25519', pem('ed25519'), 'EdDSA'],
  ] as const) {
    it(`of ${what} is followed by one of the same kind`, async () => {
      const { application, codes } = await read(pair(key) + signs)
      assert.equal(application['signingAlgorithm'], algorithm)
      assert.ok(!codes.some((code) => code.includes('signing_key')))
    })
  }

  it('of another kind, or none, is told', async () => {
    const other = await read(pair(pem('ec', 'P-384')) + signs)
    assert.equal(other.told.find(({ about }) => about.endsWith('signing_key'))?.detail, 'ES384 → RS256')
    const gone = await read(provider('    signing_key: !Find [authentik_crypto.certificatekeypair, [name, Mine]]'))
    assert.equal(gone.told.find(({ about }) => about.endsWith('signing_key'))?.detail, '? → RS256')
    const none = await read(provider('    signing_key: null'))
    assert.equal(none.told.find(({ about }) => about.endsWith('signing_key'))?.detail, 'HS256 → RS256')
  })
})

describe('a tag of a blueprint', () => {
  it('is looked up wherever it stands, through other tags too', async () => {
    const context = 'context:\n  host: !Env [HOST, none.example]\n  secret: a-secret-for-notes-that-is-long'
    const entries = provider(`    sub_mode: !Context [mode, user_email]
    logout_uri: !Format ["https://%s/%s", !Context host, bye]
    access_token_validity: !Env [VALIDITY, minutes=30]`)
    const { application, told } = await read(entries, { HOST: 'notes.example' }, context)
    const { subjectMode, backchannelLogoutUri, accessTokenLifetime } = application
    assert.deepEqual(
      [subjectMode, backchannelLogoutUri, accessTokenLifetime],
      ['email', 'https://notes.example/bye', '30m'],
    )
    assert.deepEqual(
      told.filter(({ code }) => code === 'environment'),
      [],
    )
  })

  it('finds a group by a name that is itself looked up', async () => {
    const entries = `${provider('')}${groups}
- model: authentik_policies.policybinding
  identifiers: { order: 0, target: !Find [authentik_core.application, [slug, !Context app]], group: !Find [authentik_core.group, [name, !Env GROUP]] }`
    const { application } = await read(entries, { GROUP: 'staff' }, 'context: { app: notes }')
    assert.deepEqual(application['accessGroups'], ['staff'])
    const unset = await read(entries, {}, 'context: { app: notes }')
    assert.deepEqual(unset.application['accessRules'], {
      match: 'any',
      rules: [{ kind: 'expression', value: 'false' }],
    })
  })

  it('that leads to itself, or that nobody knows, means nothing', async () => {
    const looped = await read(provider('    logout_uri: !Context a'), {}, 'context: { a: !Context b, b: !Context a }')
    assert.equal(looped.application['backchannelLogoutUri'], undefined)
    const unknown = await read(provider('    logout_uri: !If [true, "https://a.example/", ""]'))
    assert.ok(unknown.codes.includes('entries[0].logout_uri unsupported'), unknown.codes.join('\n'))
  })
})

describe('scope mappings that authentik comes with', () => {
  const find = (scope: string) =>
    `!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-${scope}]]`
  const all = ['openid', 'email', 'profile', 'offline_access', 'entitlements', 'authentik_api']

  it('need nothing, however a blueprint names them, but for the given name', async () => {
    const byName = `!Find [authentik_providers_oauth2.scopemapping, [name, "authentik default OAuth Mapping: OpenID 'email'"]]`
    const byScope = '!Find [authentik_providers_oauth2.scopemapping, [scope_name, openid]]'
    const lines = [...all.map(find), byName, byScope].map((line) => `    - ${line}`).join('\n')
    const { application, codes } = await read(provider(`    property_mappings:\n${lines}`))
    assert.deepEqual(application['claimMappings'], [{ scope: 'profile', expression: '{"given_name": user.name}' }])
    assert.ok(!codes.some((code) => code.endsWith(' expression')), codes.join('\n'))
    assert.equal(application['assertEmailVerified'], undefined)
  })

  it('said of every address that it is verified, where they did', async () => {
    const mapping = (expression: string) => `
- model: authentik_providers_oauth2.scopemapping
  id: email
  identifiers: { managed: goauthentik.io/providers/oauth2/scope-email }
  attrs: { scope_name: email, expression: ${JSON.stringify(expression)} }`
    const email = (verified: string) => `return {"email": request.user.email, "email_verified": ${verified}}`
    const used = provider('    property_mappings: [!KeyOf email]')
    assert.equal((await read(mapping(email('True')) + used)).application['assertEmailVerified'], true)
    assert.equal((await read(mapping(email('False')) + used)).application['assertEmailVerified'], undefined)
  })
})

describe('a policy that is bound to an application', () => {
  it('is shown as it is written, and keeps everybody out whom nothing else lets in', async () => {
    const expression = 'return request.user.email.endswith("@corp.example")'
    const entries = `${provider('')}${groups}
- { model: authentik_policies_expression.expressionpolicy, id: corp, identifiers: { name: corp people }, attrs: { expression: ${JSON.stringify(expression)} } }
- { model: authentik_policies.policybinding, identifiers: { order: 0, target: !KeyOf notes, policy: !KeyOf corp } }`
    const { application, told } = await read(entries)
    assert.equal(told.find(({ code }) => code === 'policy')?.detail, `Notes\ncorp people\n${expression}`)
    assert.deepEqual(application['accessRules'], { match: 'any', rules: [{ kind: 'expression', value: 'false' }] })
  })
})
