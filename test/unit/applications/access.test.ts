import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type AccessRule,
  type AccessRules,
  decideAccess,
  type Entrant,
  everybody,
  groupsAlone,
  membersOf,
  opensToNobody,
  ruleKinds,
} from '../../../src/applications/access.ts'
import { applicationOf, defaultDetails, rowOf } from '../../../src/applications/application.ts'
import { runs } from '../../support/fuzz.ts'

const rule = (kind: AccessRule['kind'], value: string, more: Partial<AccessRule> = {}): AccessRule => ({
  ...{ kind, value, negate: false, enabled: true },
  ...more,
})
const any = (...rules: readonly AccessRule[]): AccessRules => ({ match: 'any', rules })
const all = (...rules: readonly AccessRule[]): AccessRules => ({ match: 'all', rules })
const not = { negate: true }
const off = { enabled: false }

/** In the group `staff`, linked to an account of the fediverse at a.social.example; `yes` and `no` are expressions. */
const alice: Entrant = {
  accountId: 'alice-id',
  groupIds: ['staff-id'],
  sources: ['fediverse'],
  domains: ['a.social.example', 'social.example'],
  expressions: new Map([
    ['yes', true],
    ['no', false],
  ]),
}

const entering = (accessRules: AccessRules, entrant = alice) => decideAccess({ accessRules }, entrant)

describe('who may enter an application', () => {
  const table: readonly (readonly [string, AccessRules, boolean])[] = [
    ['everybody where there is no rule', everybody, true],
    ['everybody where all of no rules count', all(), true],
    ['a member', any(rule('group', 'staff-id')), true],
    ['nobody who is in another group', any(rule('group', 'guests-id')), false],
    ['whoever is in one of several groups', membersOf(['guests-id', 'staff-id']), true],
    ['nobody by a group that is gone', any(rule('group', 'gone-id')), false],
    ['an account by its id', any(rule('account', 'alice-id')), true],
    ['no other account', any(rule('account', 'bob-id')), false],
    ['people of a source', any(rule('source', 'fediverse')), true],
    ['nobody of another source', any(rule('source', 'google')), false],
    ['people of a server', any(rule('instance', 'a.social.example')), true],
    ['people of what is below a domain', any(rule('instance', 'example')), true],
    ['nobody of a server that is named alike', any(rule('instance', 'al.example')), false],
    ['nobody of a server below theirs', any(rule('instance', 'x.a.social.example')), false],
    ['whoever an expression is true of', any(rule('expression', 'yes')), true],
    ['nobody an expression is false of', any(rule('expression', 'no')), false],
    ['nobody by an expression that comes to nothing', any(rule('expression', 'broken')), false],
    ['nobody by the opposite of one that comes to nothing', any(rule('expression', 'broken', not)), false],
    ['whoever an expression is not true of', any(rule('expression', 'no', not)), true],
    ['nobody who is shut out by name', any(rule('account', 'alice-id', not)), false],
    ['everybody but somebody else', any(rule('account', 'bob-id', not)), true],
    ['nobody who meets one of two that count', all(rule('group', 'staff-id'), rule('account', 'bob-id')), false],
    ['whoever meets both', all(rule('group', 'staff-id'), rule('account', 'bob-id', not)), true],
    ['whoever meets one of two where that is enough', any(rule('group', 'x'), rule('expression', 'yes')), true],
    ['everybody when the only rule is switched off', any(rule('group', 'x', off)), true],
    [
      'nobody by a rule that is switched off beside another',
      any(rule('group', 'staff-id', off), rule('group', 'x')),
      false,
    ],
    ['whoever meets the rest', all(rule('group', 'x', off), rule('group', 'staff-id')), true],
    [
      'members from whom a server’s people are taken out',
      all(rule('group', 'staff-id'), rule('instance', 'social.example', not)),
      false,
    ],
  ]
  for (const [name, rules, allowed] of table) it(`is ${name}`, () => assert.equal(entering(rules).allowed, allowed))

  it('is told with the rules that shut somebody out, and no others', () => {
    const [member, bob, server] = [rule('group', 'x'), rule('account', 'bob-id'), rule('instance', 'social.example')]
    assert.deepEqual(entering(all(member, server, rule('group', 'y', off))), {
      allowed: false,
      reason: 'not_in_group',
      unmet: [member],
    })
    assert.deepEqual(entering(any(member, bob)), { allowed: false, reason: 'access_rules', unmet: [member, bob] })
  })

  const anyRule = fc.record({
    kind: fc.constantFrom(...ruleKinds),
    value: fc.constantFrom('alice-id', 'staff-id', 'fediverse', 'social.example', 'yes', 'no', 'broken', 'x'),
    negate: fc.boolean(),
    enabled: fc.boolean(),
  })
  const anyRules = fc.record({ match: fc.constantFrom('any' as const, 'all' as const), rules: fc.array(anyRule) })

  it('never depends on the order of rules, nor on those that are switched off', () => {
    fc.assert(
      fc.property(anyRules, ({ match, rules }) => {
        const { allowed } = entering({ match, rules })
        assert.equal(entering({ match, rules: rules.toReversed() }).allowed, allowed)
        assert.equal(entering({ match, rules: rules.filter(({ enabled }) => enabled) }).allowed, allowed)
      }),
      runs(300),
    )
  })

  it('is never more people with one more rule that counts, nor fewer where one is enough', () => {
    fc.assert(
      fc.property(anyRules, anyRule, ({ match, rules }, { enabled: _, ...more }) => {
        const added = { match, rules: [...rules, { ...more, enabled: true }] }
        const [before, after] = [entering({ match, rules }).allowed, entering(added).allowed]
        if (match === 'all') assert.ok(before || !after)
        else if (rules.some(({ enabled }) => enabled)) assert.ok(after || !before)
      }),
      runs(300),
    )
  })

  it('is nobody where every way leads through a group that is gone', () => {
    const isThere = (id: string) => id === 'staff-id'
    assert.deepEqual(
      [
        everybody,
        membersOf(['gone']),
        membersOf(['gone', 'staff-id']),
        all(rule('group', 'gone'), rule('group', 'staff-id')),
        any(rule('group', 'gone', not)),
        any(rule('group', 'gone'), rule('account', 'x')),
      ].map((rules) => opensToNobody(rules, isThere)),
      [false, true, false, true, false, false],
    )
  })
})

describe('rules as they are kept', () => {
  const application = {
    ...defaultDetails,
    ...{ id: 'notes-id', slug: 'notes', clientId: 'notes', name: 'Notes', managed: false, createdAt: 0, updatedAt: 0 },
  }
  const written = (accessRules: AccessRules) => rowOf({ ...application, accessRules })

  it('are read from records that only knew groups', () => {
    const { accessRules: _, ...older } = { ...defaultDetails, accessGroups: ['staff-id'] }
    assert.deepEqual(applicationOf({ ...rowOf(application), details: older }).accessRules, membersOf(['staff-id']))
    const { accessGroups: _groups, ...oldest } = older
    assert.deepEqual(applicationOf({ ...rowOf(application), details: oldest }).accessRules, everybody)
  })

  it('come back as they were', () => {
    for (const rules of [everybody, membersOf(['a', 'b']), all(rule('expression', 'yes', not))]) {
      assert.deepEqual(applicationOf(written(rules)).accessRules, rules)
    }
  })

  it('shut everybody out of a version that knows groups alone, rather than nobody', () => {
    const groups = ({ details }: ReturnType<typeof rowOf>) =>
      Object.entries({ ...(details as object) }).find(([name]) => name === 'accessGroups')?.[1]
    assert.deepEqual(groups(written(everybody)), [])
    assert.deepEqual(groups(written(membersOf(['a']))), ['a'])
    for (const rules of [any(rule('account', 'x')), any(rule('group', 'a', off)), any(rule('group', 'a', not))]) {
      assert.deepEqual(groups(written(rules)), ['rules'])
    }
    assert.deepEqual(groups(written(all(rule('group', 'a'), rule('group', 'b')))), ['rules'])
    assert.equal(groupsAlone(all(rule('group', 'a'))) === undefined, false)
  })
})
