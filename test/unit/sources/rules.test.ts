import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { canonicalDomain, domainAndParents, isWithin } from '../../../src/lib/domain.ts'
import {
  type FromServer,
  type InstanceRule,
  isAdmitted,
  judgeServer,
  ruleId,
} from '../../../src/sources/fediverse/rules.ts'
import { createTestWorld } from '../../support/world.ts'

const rule = (text: string, reason = ''): InstanceRule => {
  const [action = '', about = '', value = ''] = text.split(' ')
  return {
    id: ruleId(about === 'software' ? 'software' : 'domain', value),
    about: about === 'software' ? 'software' : 'domain',
    value,
    action: action === 'allow' ? 'allow' : 'deny',
    reason,
    list: undefined,
    managed: false,
    createdAt: 0,
  }
}

const table: readonly {
  readonly it: string
  readonly rules: readonly string[]
  readonly from: FromServer
  readonly admitted: boolean
}[] = [
  { it: 'admits everybody without rules', rules: [], from: { host: 'a.example' }, admitted: true },
  { it: 'denies a domain', rules: ['deny domain a.example'], from: { host: 'a.example' }, admitted: false },
  {
    it: 'denies what is below a domain',
    rules: ['deny domain a.example'],
    from: { host: 'x.y.a.example' },
    admitted: false,
  },
  {
    it: 'knows a domain from one that ends alike',
    rules: ['deny domain a.example'],
    from: { host: 'aa.example' },
    admitted: true,
  },
  { it: 'denies no parent', rules: ['deny domain x.a.example'], from: { host: 'a.example' }, admitted: true },
  {
    it: 'denies a host in whatever case',
    rules: ['deny domain a.example'],
    from: { host: 'A.Example' },
    admitted: false,
  },
  {
    it: 'lets an allow win over a denied parent',
    rules: ['deny domain a.example', 'allow domain x.a.example'],
    from: { host: 'x.a.example' },
    admitted: true,
  },
  {
    it: 'lets an allowed parent win over a denied child',
    rules: ['allow domain a.example', 'deny domain x.a.example'],
    from: { host: 'x.a.example' },
    admitted: true,
  },
  {
    it: 'lets an allow win over a denied software',
    rules: ['allow domain a.example', 'deny software pleroma'],
    from: { host: 'a.example', software: 'pleroma' },
    admitted: true,
  },
  {
    it: 'lets an allowed host win over a denied handle domain',
    rules: ['allow domain a.example', 'deny domain b.example'],
    from: { host: 'a.example', handleDomain: 'b.example' },
    admitted: true,
  },
  {
    it: 'denies by the handle domain too',
    rules: ['deny domain b.example'],
    from: { host: 'a.example', handleDomain: 'x.b.example' },
    admitted: false,
  },
  {
    it: 'is not talked round by the handle domain a denied server claims',
    rules: ['deny domain a.example', 'allow domain b.example'],
    from: { host: 'a.example', handleDomain: 'b.example' },
    admitted: false,
  },
  {
    it: 'is not talked round by the software a denied server claims',
    rules: ['deny domain a.example', 'allow software mastodon'],
    from: { host: 'a.example', software: 'mastodon' },
    admitted: false,
  },
  {
    it: 'denies a software in whatever case',
    rules: ['deny software pleroma'],
    from: { host: 'a.example', software: 'Pleroma' },
    admitted: false,
  },
  {
    it: 'denies every software but one',
    rules: ['deny software *', 'allow software mastodon'],
    from: { host: 'a.example', software: 'gotosocial' },
    admitted: false,
  },
  {
    it: 'lets the one in',
    rules: ['deny software *', 'allow software mastodon'],
    from: { host: 'a.example', software: 'mastodon' },
    admitted: true,
  },
  {
    it: 'denies what does not say what it runs',
    rules: ['deny software *', 'allow software mastodon'],
    from: { host: 'a.example' },
    admitted: false,
  },
  {
    it: 'denies every domain but one',
    rules: ['deny domain *', 'allow domain a.example'],
    from: { host: 'b.example' },
    admitted: false,
  },
  {
    it: 'lets in what is below the one',
    rules: ['deny domain *', 'allow domain a.example'],
    from: { host: 'social.a.example' },
    admitted: true,
  },
  {
    it: 'minds a port where one was written',
    rules: ['deny domain 127.0.0.1:4000'],
    from: { host: '127.0.0.1:4000' },
    admitted: false,
  },
  {
    it: 'minds no other port',
    rules: ['deny domain 127.0.0.1:4000'],
    from: { host: '127.0.0.1:4001' },
    admitted: true,
  },
  {
    it: 'denies a domain on every port',
    rules: ['deny domain a.example'],
    from: { host: 'a.example:8443' },
    admitted: false,
  },
]

describe('a judgement of a server', () => {
  for (const { it, rules, from, admitted } of table) {
    test(it, () =>
      assert.equal(
        judgeServer(
          rules.map((text) => rule(text)),
          from,
        ).admitted,
        admitted,
      ),
    )
    test(`${it}, by the stored rules`, async () => {
      const world = createTestWorld()
      for (const text of rules) await world.storage.add('instanceRules', rule(text))
      assert.equal((await isAdmitted(world, from)).admitted, admitted)
    })
  }

  test('tells the reason, and whose it is', () => {
    const denied = judgeServer([rule('deny domain a.example', 'Spam.')], { host: 'x.a.example' })
    assert.deepEqual(denied, { admitted: false, reason: 'Spam.', rule: { about: 'domain', value: 'a.example' } })
  })
})

describe('a domain', () => {
  for (const [typed, read] of [
    ['Example.ORG', 'example.org'],
    [' @example.org. ', 'example.org'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['example.org:8443', 'example.org:8443'],
    ['localhost:4000', 'localhost:4000'],
    ['127.0.0.1:4000', '127.0.0.1:4000'],
    ['localhost', undefined],
    ['ex*mple.org', undefined],
    ['*.example.org', undefined],
    ['https://example.org', undefined],
    ['a@example.org', undefined],
    ['exa mple.org', undefined],
    ['-a.example', undefined],
    ['a..example', undefined],
    ['', undefined],
    [`${'a'.repeat(64)}.example`, undefined],
    [`${'a.'.repeat(127)}example`, undefined],
  ] as const)
    test(`is read from ${JSON.stringify(typed.slice(0, 40))}`, () => assert.equal(canonicalDomain(typed), read))

  test('is below its parents', () =>
    assert.deepEqual(domainAndParents('a.b.example:1'), ['a.b.example:1', 'a.b.example', 'b.example', 'example', '*']))

  test('is within a list by itself or by a parent', () => {
    assert.equal(isWithin('x.a.example', ['a.example']), true)
    assert.equal(isWithin('a.example', ['x.a.example']), false)
    assert.equal(isWithin('a.example', []), false)
  })
})
