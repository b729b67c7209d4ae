import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { configurationJsonSchema } from '../../../src/admin/apply/json-schema.ts'
import { readConfiguration } from '../../../src/admin/apply/read-configuration.ts'

interface Schema {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
}

/** GoToSocial's settings, with a value that each may have there. */
const gotosocial: Readonly<Record<string, unknown>> = {
  enabled: true,
  'idp-name': 'Dex',
  'skip-verification': false,
  issuer: 'https://dex.example.org',
  'client-id': 'gotosocial_client',
  'client-secret': 'some-client-secret',
  scopes: ['openid', 'email', 'profile', 'groups'],
  'link-existing': false,
  'allowed-groups': [],
  'admin-groups': ['admins'],
}

/** Mastodon's and RomM's, as they stand in an environment. */
const others: Readonly<Record<string, unknown>> = {
  OIDC_DISPLAY_NAME: 'Dex',
  OIDC_SCOPE: 'openid,profile,email',
  OIDC_USE_PKCE: true,
  OIDC_SEND_NONCE: true,
  OIDC_UID_FIELD: 'sub',
  OIDC_USER_INFO_ENDPOINT: 'https://dex.example.org/userinfo',
  OIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED: true,
  OIDC_PROVIDER: 'Dex',
  OIDC_ROLE_ADMIN: 'romm-admin',
  OIDC_ROLE_EDITOR: 'romm-editor',
  OIDC_ROLE_VIEWER: '*',
  OIDC_USERNAME_ATTRIBUTE: 'preferred_username',
  OIDC_ALLOW_REGISTRATION: false,
  OIDC_RP_INITIATED_LOGOUT: true,
}

const inCamelCase = { idpName: 'Dex', skipVerification: false, clientID: 'portico', clientSecret: 'secret' }

const [, openid = {}] = (
  configurationJsonSchema()['properties'] as { sources: { items: { oneOf: readonly Schema[] } } }
).sources.items.oneOf

const fits = (value: unknown, { type, anyOf, enum: words }: Schema): boolean => {
  if (anyOf !== undefined) return anyOf.some((one) => fits(value, one))
  if (words !== undefined) return words.includes(value)
  return type === (Array.isArray(value) ? 'array' : typeof value)
}

/** What an editor makes of one name with its value, where no other name is allowed. */
const editorTakes = (name: string, value: unknown): boolean => {
  const { properties = {}, patternProperties = {} } = openid
  const schemas = [
    ...(Object.hasOwn(properties, name) ? [properties[name] ?? {}] : []),
    ...Object.entries(patternProperties).flatMap(([pattern, schema]) =>
      new RegExp(pattern).test(name) ? [schema] : [],
    ),
  ]
  return schemas.length > 0 && schemas.every((schema) => fits(value, schema))
}

const programTakes = async (name: string, value: unknown): Promise<boolean> => {
  const entry = { id: 'dex', kind: 'openid', [name]: value }
  return readConfiguration(JSON.stringify({ sources: [entry] }), 'portico.yaml').then(
    () => true,
    () => false,
  )
}

describe('the settings of other programs, in the file and in an editor', () => {
  const spelled = Object.entries({ ...gotosocial, ...others, ...inCamelCase })
  const prefixed = Object.entries(gotosocial).map(([name, value]) => [`oidc-${name}`, value] as const)
  for (const [name, value] of [...spelled, ...prefixed])
    it(`may be called ${name}`, async () => {
      assert.deepEqual([await programTakes(name, value), editorTakes(name, value)], [true, true])
    })

  for (const [name, value] of [
    ['idp-nome', 'Dex'],
    ['skip-verification', 'yes'],
    ['scopes', 7],
  ] as const)
    it(`may not be ${name}: ${value}`, async () => {
      assert.deepEqual([await programTakes(name, value), editorTakes(name, value)], [false, false])
    })
})

describe('RomM’s roles, as they stand in an environment', () => {
  const read = async (words: Readonly<Record<string, unknown>>) => {
    const entry = { id: 'dex', kind: 'openid', name: 'Dex', ...words }
    const { file } = await readConfiguration(JSON.stringify({ sources: [entry] }), 'portico.yaml')
    const [source] = file.sources ?? []
    assert.ok(source?.kind === 'openid')
    return [source.allowedRoles, source.adminRoles]
  }
  const three = { OIDC_ROLE_VIEWER: 'reader', OIDC_ROLE_EDITOR: 'editor', OIDC_ROLE_ADMIN: 'admin, owner' }

  it('let in whoever has one of them, and one of them administers', async () => {
    assert.deepEqual(await read(three), [
      ['reader', 'editor', 'admin', 'owner'],
      ['admin', 'owner'],
    ])
    assert.deepEqual(await read({ 'role-admin': 'admin' }), [['admin'], ['admin']])
    assert.deepEqual(await read({ OIDC_ROLE_VIEWER: ['a', 'b'] }), [['a', 'b'], undefined])
  })

  it('let in everybody where a viewer may be anybody, and nobody else is anybody', async () => {
    const anybody = { OIDC_ROLE_VIEWER: '*', OIDC_ROLE_EDITOR: '*', OIDC_ROLE_ADMIN: '*' }
    assert.deepEqual(await read(anybody), [['*'], ['*']])
    assert.deepEqual(await read({ OIDC_ROLE_ADMIN: '*' }), [undefined, ['*']])
  })

  it('leave alone what is said here of the same', async () => {
    const own = { allowedRoles: ['staff'] }
    assert.deepEqual(await read({ ...own, OIDC_ROLE_ADMIN: 'admin' }), [['staff'], ['admin']])
    await assert.rejects(read({ ...own, OIDC_ROLE_EDITOR: 'editor' }), /OIDC_ROLE_EDITOR/)
    await assert.rejects(read({ adminRoles: ['a'], OIDC_ROLE_ADMIN: 'b' }), /OIDC_ROLE_ADMIN/)
    await assert.rejects(read({ OIDC_ROLE_VIEWER: 7 }))
  })
})
