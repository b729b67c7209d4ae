import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findByUsername } from '../../../src/accounts/account.ts'
import { findGroupByName } from '../../../src/accounts/groups.ts'
import { managedFields } from '../../../src/admin/operations/managed.ts'
import { membersOf } from '../../../src/applications/access.ts'
import { findBySlug } from '../../../src/applications/application.ts'
import { createInstallation, problemsOf, told } from './support.ts'

const notes = (more: string): string => `
accounts: [{ username: alice, admin: true, password: correct horse battery staple }]
applications:
  - slug: notes
    clientSecret: s3cretS3cretS3cretS3cret
    redirectUris: ["https://notes.example.org/callback"]
${more.replace(/^/gm, '    ')}
`

const rules = `accessRules:
  match: all
  rules:
    - { kind: group, value: Staff }
    - { kind: account, value: alice, negate: true }
    - { kind: instance, value: Social.Example, enabled: false }
    - { kind: expression, value: '"Staff" in groups' }
claimMappings:
  - { scope: email, expression: '{"email": user.email, "email_verified": true}' }
roles: [{ value: admin, groups: [staff, bosses] }]
rolesClaim: romm_roles`

describe('what the configuration file says of access and claims', () => {
  it('is kept by id, whoever of it is made by the same file', async () => {
    const portico = createInstallation()
    await portico.apply(notes(rules))
    const [alice, staff, bosses, made] = await Promise.all([
      findByUsername(portico, 'alice'),
      findGroupByName(portico, 'staff'),
      findGroupByName(portico, 'bosses'),
      findBySlug(portico, 'notes'),
    ])
    assert.ok(alice && staff && bosses && made)
    assert.deepEqual(made.accessRules, {
      match: 'all',
      rules: [
        { kind: 'group', value: staff.id, negate: false, enabled: true },
        { kind: 'account', value: alice.id, negate: true, enabled: true },
        { kind: 'instance', value: 'social.example', negate: false, enabled: false },
        { kind: 'expression', value: '"Staff" in groups', negate: false, enabled: true },
      ],
    })
    assert.deepEqual(made.roles, [{ value: 'admin', groups: [staff.id, bosses.id] }])
    assert.deepEqual([made.rolesClaim, made.claimMappings.length], ['romm_roles', 1])
    const managed = await managedFields(portico, 'applications', made)
    for (const field of ['accessRules', 'accessGroups', 'claimMappings', 'roles', 'rolesClaim']) {
      assert.ok(managed.includes(field), field)
    }
  })

  it('is nothing new the second time, and shown in words when it is another', async () => {
    const portico = createInstallation()
    await portico.apply(notes(rules))
    assert.deepEqual((await portico.plan(notes(rules))).steps, [])
    const difference = told(await portico.plan(notes('accessGroups: [guests]'))).join('\n')
    assert.match(difference, /accessRules.*match all.*group Staff.*not account alice.*off: instance social\.example/s)
    await portico.apply(notes('accessGroups: [guests]'))
    const guests = await findGroupByName(portico, 'guests')
    assert.deepEqual((await findBySlug(portico, 'notes'))?.accessRules, membersOf([guests?.id ?? '']))
  })

  const wrong: readonly (readonly [string, RegExp])[] = [
    ['accessGroups: [a]\naccessRules: { rules: [] }', /both accessGroups and accessRules/],
    ['accessRules: { rules: [{ kind: account, value: nobody }] }', /nobody’s username/],
    ['accessRules: { rules: [{ kind: instance, value: "no domain" }] }', /not the domain of a server/],
    ['accessRules: { rules: [{ kind: expression, value: "user.emial == 1" }] }', /mistake at character \d+: .*emial/],
    ['claimMappings: [{ scope: email, expression: "user.email" }]', /mistake at character 1/],
    [`claimMappings: [{ scope: email, expression: '{"sub": "x"}' }]`, /the claim sub, which only the protocol makes/],
    ['claimMappings: [{ scope: offline_access, expression: "{}" }]', /not the name of a scope/],
    ['rolesClaim: sub', /only the protocol makes/],
    ['roles: [{ value: a, groups: [] }]', /is empty/],
  ]
  for (const [text, said] of wrong) {
    it(`is refused whole with its place: ${text.slice(0, 60)}`, async () => {
      const problems = await problemsOf(createInstallation().plan(notes(text)))
      assert.match(problems.join('\n'), said)
    })
  }
})
