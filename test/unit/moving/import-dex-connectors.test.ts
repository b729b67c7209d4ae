import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { stringify } from 'yaml'
import { sourceSchema } from '../../../src/admin/apply/source-schema.ts'
import { importDex } from '../../../src/moving/dex/import-dex.ts'
import type { Plain } from '../../../src/moving/imported.ts'
import { openMapping } from '../../../src/sources/openid/mapping.ts'
import { readPerson } from '../../../src/sources/openid/read-person.ts'
import { type OpenidWords, openidSettings } from '../../../src/sources/openid/settings.ts'

const client = { clientID: 'portico', clientSecret: 'what-it-was-given-there' }

const connect = async (type: string, config: Plain, environment: Readonly<Record<string, string>> = {}) => {
  const connector = { type, id: 'corp', name: 'Corp', config: { ...client, ...config } }
  const { file, left, warnings } = await importDex(stringify({ connectors: [connector] }), environment)
  const [source] = file.sources ?? []
  const notes = [...left, ...warnings].map(({ about, code }) => `${about} ${code}`)
  if (source !== undefined) {
    const parsed = sourceSchema.safeParse(source)
    assert.ok(parsed.success, JSON.stringify(parsed.error?.issues))
  }
  return { source, notes, left, warnings }
}

/** Whether somebody with these claims comes in by it. */
const letsIn = async (source: Plain | undefined, claims: Readonly<Record<string, unknown>>): Promise<boolean> => {
  const settings = openidSettings(source as OpenidWords)
  const { mapping, faults } = await openMapping(settings.mapping)
  assert.deepEqual(faults, [])
  const read = readPerson(settings, { sub: '1', ...claims } as never, { mapping, passes: () => true, now: 0 })
  return read.ok && read.standing.refusal === undefined
}

describe('a connector of Dex', () => {
  it('that lets in only domains of Google goes on to', async () => {
    const { source } = await connect('google', { hostedDomains: ['corp.example', 'other.example'] })
    assert.equal(source?.['firstSignIn'], 'everyone')
    assert.equal(await letsIn(source, { hd: 'corp.example' }), true)
    assert.equal(await letsIn(source, { hd: 'evil.example' }), false)
    assert.equal(await letsIn(source, { email: 'me@corp.example' }), false, 'an address is no membership')
  })

  it('that lets in only members of organisations or groups goes on to', async () => {
    const github = await connect('github', { orgs: [{ name: 'kept' }, { name: 'half', teams: ['red'] }] })
    assert.equal(await letsIn({ ...github.source, uidField: 'sub' }, { groups: [{ login: 'kept' }] }), true)
    assert.equal(await letsIn({ ...github.source, uidField: 'sub' }, { groups: [{ login: 'half' }] }), false)
    assert.ok(github.notes.includes('connectors[0].config.orgs restricted'))
    const gitlab = await connect('gitlab', { baseURL: 'https://git.example', groups: ['staff'] })
    assert.equal(await letsIn(gitlab.source, { groups: ['staff'] }), true)
    assert.equal(await letsIn(gitlab.source, { groups: ['others'] }), false)
    const oidc = await connect('oidc', { issuer: 'https://id.example', allowedGroups: ['staff'] })
    assert.equal(await letsIn(oidc.source, { groups: ['others'] }), false)
  })

  const closed: Readonly<Record<string, readonly [string, Plain]>> = {
    'groups of a Google directory': ['google', { groups: ['staff@corp.example'] }],
    'groups of a Microsoft directory': ['microsoft', { tenant: 'corp', groups: ['staff'] }],
    'teams of an organisation alone': ['github', { orgs: [{ name: 'half', teams: ['red'] }] }],
    'groups that Dex made itself': [
      'oidc',
      { issuer: 'https://id.example', allowedGroups: ['a'], claimModifications: { newGroupFromClaims: [{}] } },
    ],
    'domains and groups': [
      'oidc',
      { issuer: 'https://id.example', allowedGroups: ['a'], hostedDomains: ['b.example'] },
    ],
  }
  for (const [what, [type, config]] of Object.entries(closed)) {
    it(`that went by ${what} lets nobody new in uninvited, and says so`, async () => {
      const { source, notes } = await connect(type, config)
      assert.equal(source?.['firstSignIn'], 'invited')
      assert.ok(
        notes.some((note) => note.endsWith(' restricted')),
        notes.join('\n'),
      )
    })
  }

  it('has its variables looked up anywhere in its settings, and is not made of half an address', async () => {
    const braced = (name: string) => `$\{${name}}`
    const config = {
      issuer: `https://$HOST/realms/${braced('REALM')}`,
      clientSecret: braced('SECRET'),
      scopes: ['openid', '$SCOPE'],
    }
    const environment = { HOST: 'id.example', REALM: 'main', SECRET: 'from-the-outside', SCOPE: 'groups' }
    const { source } = await connect('oidc', config, environment)
    assert.deepEqual(
      [source?.['issuer'], source?.['clientSecret'], source?.['scopes']],
      ['https://id.example/realms/main', 'from-the-outside', ['openid', 'groups']],
    )
    for (const name of Object.keys(environment)) {
      const without = Object.fromEntries(Object.entries(environment).filter(([other]) => other !== name))
      const half = await connect('oidc', config, without)
      assert.equal(half.source, undefined, `without ${name} it would be something else`)
      assert.ok(half.notes.includes('connectors[0] environment'), half.notes.join('\n'))
    }
    const plain = await connect('oidc', { issuer: 'https://id.example', clientSecret: '5$ and more$' })
    assert.equal(plain.source?.['clientSecret'], '5$ and more$', 'which names no variable')
  })

  it('that knew people by what they are called says so, and its source knows', async () => {
    for (const type of ['github', 'gitlab', 'gitea']) {
      const { source, notes } = await connect(type, { useLoginAsID: true })
      assert.deepEqual(source?.['legacySubject'], { kind: 'dex', connector: 'corp', by: 'username' })
      assert.ok(notes.includes('connectors[0].config.useLoginAsID known_by_name'))
    }
    // Dex has it nowhere else: elsewhere people choose what they are called, and would choose whose sub is theirs.
    const { source, notes } = await connect('oidc', { issuer: 'https://id.example', useLoginAsID: true })
    assert.deepEqual(source?.['legacySubject'], { kind: 'dex', connector: 'corp' })
    assert.ok(notes.includes('connectors[0].config.useLoginAsID unsupported'), notes.join())
  })

  it('of OAuth alone has its addresses and the names of its claims', async () => {
    const { source, notes } = await connect('oauth', {
      tokenURL: 'https://o.example/token',
      authorizationURL: 'https://o.example/authorize',
      userInfoURL: 'https://o.example/me',
      userIDKey: 'uuid',
      claimMapping: { userNameKey: 'full', preferredUsernameKey: 'nick', groupsKey: 'teams', emailKey: 'mail' },
    })
    assert.deepEqual(notes, ['connectors[0] register_callback', 'connectors subjects_later'])
    const { protocol, issuer, uidField, nameClaim, usernameAttribute, groupsClaim, emailClaim } = source ?? {}
    assert.deepEqual(
      [protocol, issuer, uidField, nameClaim, usernameAttribute, groupsClaim, emailClaim],
      ['oauth', 'https://o.example', 'uuid', 'full', 'nick', 'teams', 'mail'],
    )
  })

  it('has its certificates where they are in the file, and says where they are not', async () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
    const written = [pem, Buffer.from(pem).toString('base64'), '/etc/dex/ca.crt']
    const { source, notes } = await connect('oidc', { issuer: 'https://id.example', rootCAs: written })
    assert.equal(source?.['ca'], `${pem}\n${pem}`)
    assert.ok(notes.includes('connectors[0].config.rootCAs by_hand'))
  })

  it('of a directory or of SAML is told plainly, and makes nothing', async () => {
    for (const type of ['ldap', 'saml', 'authproxy']) {
      const { source, notes } = await connect(type, { host: 'ldap.example:636' })
      assert.deepEqual([source, notes], [undefined, ['connectors[0] directory']])
    }
    const other = await connect('bitbucket-cloud', {})
    assert.deepEqual([other.source, other.notes], [undefined, ['connectors[0] source_kind']])
  })
})
