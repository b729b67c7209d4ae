import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { textsOf } from '../../../../src/sources/openid/claims.ts'
import { openMapping } from '../../../../src/sources/openid/mapping.ts'
import { readPerson } from '../../../../src/sources/openid/read-person.ts'
import { type OpenidWords, openidSettings } from '../../../../src/sources/openid/settings.ts'
import { problemOf, somebody } from '../../../support/fediverse/signing-in.ts'
import { coming } from '../../../support/openid/coming.ts'

const settings = openidSettings({ issuer: 'https://login.example', clientId: 'portico', allowedGroups: ['staff'] })
const reading = async (mapping = {}) => ({ ...(await openMapping(mapping)), passes: () => true, now: 0 })

describe('groups of a provider', () => {
  const shapes: readonly (readonly [string, unknown, readonly string[]])[] = [
    ['texts', ['a', 'b'], ['a', 'b']],
    ['objects with a name', [{ name: 'a' }, { display: 'b' }, { id: 1 }], ['a', 'b']],
    ['one text', 'a b', ['a b']],
    ['a text twice', ['a', 'a'], ['a']],
    ['neither', [1, null, [], true, ''], []],
    ['nothing', undefined, []],
    ['a number', 7, []],
    ['a text that never ends', ['x'.repeat(1000), 'a'], ['a']],
  ]
  for (const [name, value, wanted] of shapes)
    it(`are read when they come as ${name}`, () => assert.deepEqual(textsOf(value), wanted))

  it('are no more than anybody can look through', () => {
    assert.equal(textsOf(Array.from({ length: 100_000 }, (_, at) => `group ${at}`)).length, 200)
  })
})

describe('what a provider says of somebody', () => {
  it('is read whatever it is, and nobody is let in by what cannot be read', async () => {
    const mapping = { name: 'claims.name', groups: 'claims.groups', email: "claims.email + ''" }
    const read = await reading(mapping)
    const claims = fc.dictionary(
      fc.constantFrom('sub', 'name', 'email', 'email_verified', 'groups', 'preferred_username', 'picture'),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(claims, (said) => {
        const person = readPerson({ ...settings, mapping }, said, read)
        if (!person.ok)
          return assert.ok(typeof said['sub'] !== 'string' || said['sub'] === '' || said['sub'].length > 255)
        const { profile, standing } = person
        assert.match(profile.name, /^[^\p{Cc}]{0,100}$/u)
        if (standing.email?.verified === true)
          assert.ok(said['email_verified'] === true || said['email_verified'] === 'true')
        assert.equal(
          standing.refusal === undefined,
          standing.groups.some((group) => group.toLowerCase() === 'staff'),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('makes nobody an administrator by a star', async () => {
    const all = { ...settings, allowedGroups: ['*'], adminGroups: ['*'] }
    const read = readPerson(all, { sub: '1' }, await reading())
    assert.ok(read.ok)
    assert.deepEqual([read.standing.refusal, read.standing.administrator], [undefined, false])
  })

  it('knows nobody by an address that anybody could say was theirs', async () => {
    const words = { ...settings, allowedGroups: [] }
    const said = { sub: '1', email: 'alice@example.org', mail: 'alice@example.org', 'x.mail': 'alice@example.org' }
    const uidOf = async (more: Partial<typeof settings>, claims: Record<string, unknown> = {}) => {
      const read = readPerson({ ...words, ...more }, { ...said, ...claims }, await reading())
      return read.ok ? read.uid : read.claim
    }
    assert.equal(await uidOf({ uidField: 'email' }), 'email_verified')
    assert.equal(await uidOf({ uidField: 'email' }, { email_verified: false }), 'email_verified')
    assert.equal(await uidOf({ uidField: 'mail', emailClaim: 'mail' }, { email_verified: 'false' }), 'mail_verified')
    assert.equal(await uidOf({ uidField: 'email' }, { email_verified: true }), 'alice@example.org')
    assert.equal(await uidOf({ uidField: 'mail', emailClaim: 'mail' }, { mail_verified: true }), 'alice@example.org')
    assert.equal(await uidOf({ uidField: 'email', emailTrust: 'assume-verified' }), 'alice@example.org')
    assert.equal(await uidOf({}), '1')
  })

  it('takes no group for another that only looks like it', async () => {
    const words = { ...settings, allowedGroups: [], adminGroups: ['Kings', 'Große'] }
    for (const [group, is] of [
      ['\u212Aings', false],
      ['GROSSE', false],
      ['kINGS', true],
      ['große', true],
    ] as const) {
      const read = readPerson(words, { sub: '1', groups: [group] }, await reading())
      assert.equal(read.ok && read.standing.administrator, is, group)
    }
  })

  it('says nothing of an address that an expression made', async () => {
    const mapping = { email: "claims.preferred_username + '@example.org'" }
    const said = { sub: '1', preferred_username: 'alice', email: 'other@example.org', email_verified: true }
    const read = readPerson({ ...settings, mapping }, said, await reading(mapping))
    assert.deepEqual(read.ok && read.standing.email, { address: 'alice@example.org', verified: false })
  })
})

describe('an address that a provider has verified', () => {
  const emailOf = async (said: Record<string, unknown>, words: OpenidWords = {}) => {
    const read = readPerson({ ...settings, ...openidSettings(words), allowedGroups: [] }, said, await reading())
    return read.ok && [read.standing.email?.address, read.standing.email?.verified]
  }
  const verified = { sub: '1', email: 'alice@example.org', email_verified: true }

  it('is the one that it says so of, whichever claim is read', async () => {
    const upn = { ...verified, upn: 'boss@example.org' }
    assert.deepEqual(await emailOf(upn), ['alice@example.org', true])
    assert.deepEqual(await emailOf(upn, { emailClaim: 'upn' }), ['boss@example.org', false])
    assert.deepEqual(await emailOf({ ...upn, upn: 'alice@example.org' }, { emailClaim: 'upn' }), [
      'alice@example.org',
      true,
    ])
    const nested = { sub: '1', user: { email: 'alice@example.org', email_verified: true } }
    assert.deepEqual(await emailOf(nested, { emailClaim: 'user.email' }), ['alice@example.org', true])
  })

  const lookAlikes = [
    'al\u0131ce@example.org',
    '\uFF41lice@example.org',
    'ali\uFB01@example.org',
    'a\u017Fh@example.org',
  ]
  for (const address of lookAlikes)
    it(`is not proven when it becomes another one by being written otherwise: ${address}`, async () => {
      assert.deepEqual(await emailOf({ ...verified, email: address }), [address, false])
    })

  it('is not made of one that is said here and a word about another that is said there', async (t) => {
    const one = await coming(t, { userinfo: 'always' })
    const own = { email: 'boss@example.org', email_verified: undefined }
    one.provider.token = ({ payload }) => Object.assign(payload, own)
    const boss = somebody(await one.comes())
    assert.deepEqual(boss.standing?.email, { address: 'boss@example.org', verified: false })
    one.provider.token = ({ payload }) => Object.assign(payload, { ...own, email: 'alice@example.org' })
    const alice = somebody(await one.comes())
    assert.deepEqual(alice.standing?.email, { address: 'alice@example.org', verified: true })
    one.provider.token = ({ payload }) => Object.assign(payload, { email: undefined, email_verified: true })
    one.provider.userinfo = (answer) =>
      Object.assign(answer, { body: { sub: 'alice-1', email: 'boss@example.org', email_verified: false } })
    const other = somebody(await one.comes())
    assert.deepEqual(other.standing?.email, { address: 'boss@example.org', verified: false })
  })

  it('may have letters of any language, and capital ones', async () => {
    for (const address of [
      'j\u00FCrgen@example.org',
      '\u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2@example.org',
      'ALICE@Example.ORG',
      'alice@b\u00FCcher.example',
    ])
      assert.deepEqual(await emailOf({ ...verified, email: address }), [address, true])
  })
})

describe('somebody of any of Microsoft’s tenants, each of which says what it likes', () => {
  const words: OpenidWords = { preset: 'microsoft', clientId: 'portico', rolesClaim: 'roles' }
  const said = { sub: '1', tid: 'evil', groups: ['staff'], roles: ['admin'], email: 'boss@example.org' }
  const readAs = async (more: OpenidWords, claims: Record<string, unknown> = said) => {
    const read = readPerson(openidSettings({ ...words, ...more }), claims, await reading(more.mapping))
    assert.ok(read.ok)
    return read.standing
  }

  it('is in no group and no role here by that', async () => {
    const admin = await readAs({ adminGroups: ['staff'], adminRoles: ['admin'], take: { groups: 'always' } })
    assert.deepEqual([admin.administrator, admin.groups], [false, []])
    assert.equal((await readAs({ allowedGroups: ['staff'] })).refusal, 'not_in_group')
    assert.equal((await readAs({ allowedRoles: ['admin'] })).refusal, 'not_in_group')
    const own = 'https://login.microsoftonline.com/6f9a3d0c-5b1e-4c7f-8d2a-90e4c6b71f35/v2.0'
    assert.equal((await readAs({ issuer: own, allowedGroups: ['staff'] })).refusal, undefined)
  })

  it('can be kept to tenants by an expression, which goes by what Microsoft says', async () => {
    const tenants = { mapping: { groups: '[claims.tid]' }, allowedGroups: ['ours'] }
    assert.equal((await readAs(tenants)).refusal, 'not_in_group')
    assert.equal((await readAs(tenants, { ...said, tid: 'ours' })).refusal, undefined)
  })

  it('has proven an address when Microsoft says that the tenant has the domain', async () => {
    for (const emailTrust of ['as-said', 'assume-verified'] as const) {
      const claimed = { ...said, email_verified: true }
      assert.equal((await readAs({ emailTrust }, claimed)).email?.verified, false, emailTrust)
      assert.equal((await readAs({ emailTrust }, { ...claimed, xms_edov: true })).email?.verified, true)
    }
  })
})

describe('groups that an expression makes', () => {
  it('are none where it comes to nothing, and not those that it was to sort out', async () => {
    const mapping = { groups: 'claims.groups.filter(g, g.startsWith("portico-"))' }
    const words = { ...settings, mapping, adminGroups: ['boss'], allowedGroups: ['boss'] }
    const said = { sub: '1', groups: ['boss', 7] }
    const read = readPerson(words, said, await reading(mapping))
    assert.ok(read.ok)
    assert.deepEqual([read.groups, read.standing.administrator, read.standing.refusal], [[], false, 'not_in_group'])
    const broken = { groups: 'claims.groups.' }
    const unread = readPerson({ ...words, mapping: broken }, said, await reading(broken))
    assert.deepEqual(unread.ok && unread.groups, [])
  })
})

describe('an answer of a provider', () => {
  it('is a problem or a person, whatever is in it', async (t) => {
    const one = await coming(t, { userinfo: 'always' })
    const anything = fc.sample(fc.jsonValue(), { numRuns: 60, seed: 5 })
    for (const body of anything) {
      one.provider.tokenAnswer = (answer) => Object.assign(answer, { body })
      assert.ok(problemOf(await one.comes()).code)
      one.provider.tokenAnswer = undefined
      one.provider.userinfo = (answer) => Object.assign(answer, { body })
      assert.ok(problemOf(await one.comes()).code)
      one.provider.userinfo = undefined
      one.provider.token = ({ payload }) => Object.assign(payload, { groups: body, name: body, email: body })
      assert.ok((await one.comes()).ok)
      one.provider.token = undefined
    }
  })
})

describe('groups that somebody is in here by their roles there', () => {
  const words: OpenidWords = { issuer: 'https://sso.example', clientId: 'portico', rolesClaim: 'romm.roles' }
  const roleGroups = { 'romm-editor': 'editors', 'ROMM-Curator': 'editors', 'romm-admin': 'bosses' }
  const readAs = async (more: OpenidWords, roles: unknown) => {
    const claims = { sub: '1', groups: ['staff'], romm: { roles } }
    const read = readPerson(openidSettings({ ...words, roleGroups, ...more }), claims, await reading(more.mapping))
    assert.ok(read.ok)
    const { groups, take } = read.standing
    return [groups, take.groups]
  }

  it('are those of each value they have, once, and none for other values', async () => {
    assert.deepEqual(await readAs({}, ['romm-editor', 'romm-curator', 'romm-admin']), [['editors', 'bosses'], 'always'])
    assert.deepEqual(await readAs({}, 'romm-admin'), [['bosses'], 'always'])
    for (const roles of [['editors', 'constructor', '__proto__'], [], undefined, { name: 'romm' }])
      assert.deepEqual(await readAs({}, roles), [[], 'always'], JSON.stringify(roles))
  })

  it('stand beside those of the groups claim where these are taken, and are called as they are written', async () => {
    const take = { groups: 'suggest' } as const
    assert.deepEqual(await readAs({ take, groupsPrefix: 'x-' }, ['romm-editor']), [['x-staff', 'editors'], 'suggest'])
  })

  it('are none where nobody names any, and of no tenant that anybody can make', async () => {
    assert.deepEqual(await readAs({ roleGroups: {} }, ['romm-editor']), [['staff'], 'ignore'])
    const anyTenant = { preset: 'microsoft', issuer: 'https://login.microsoftonline.com/common/v2.0' } as const
    assert.deepEqual(await readAs(anyTenant, ['romm-editor']), [[], 'always'])
  })
})
