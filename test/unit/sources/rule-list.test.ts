import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readCsv } from '../../../src/lib/csv.ts'
import { type InstanceRule, ruleId } from '../../../src/sources/fediverse/rules.ts'
import { changesOfPlan, isEmptyPlan, planRuleImport } from '../../../src/sources/rules/plan-import.ts'
import { readRuleList, type Severity, writeRuleList } from '../../../src/sources/rules/rule-list.ts'
import { Missing, Taken } from '../../../src/storage/storage.ts'
import { createTestWorld } from '../../support/world.ts'

const header = '#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate'
const blocks = [
  header,
  'spam.example,suspend,true,true,"Spam, and ""worse""",false',
  'Loud.Example,silence,false,false,,false',
  'odd.example,noop,true,false,,false',
  'h*dden.example,suspend,true,true,Hidden,true',
  'spam.example,suspend,true,true,Again,false',
  'bücher.example,suspend,false,false,"two\nlines",false',
  'not a domain,suspend,false,false,,false',
].join('\n')

const read = (text: string) => {
  const list = readRuleList(text)
  assert.ok(list.ok)
  return list
}
const deny = (list = 'blocks.csv', severities: readonly Severity[] = ['suspend']) =>
  ({ list, severities, action: 'deny' }) as const
const rule = (value: string, more: Partial<InstanceRule> = {}): InstanceRule => ({
  ...{ id: ruleId(more.about ?? 'domain', value), about: 'domain', value, action: 'deny', reason: '' },
  ...{ list: undefined, managed: false, createdAt: 1 },
  ...more,
})

describe('a list of servers', () => {
  it('is read as Mastodon exports its blocks', () => {
    const { action, rows, skipped } = read(blocks)
    assert.equal(action, 'deny')
    assert.deepEqual(
      rows.map(({ line, domain, severity, reason }) => [line, domain, severity, reason]),
      [
        [2, 'spam.example', 'suspend', 'Spam, and "worse"'],
        [3, 'loud.example', 'silence', ''],
        [4, 'odd.example', 'noop', ''],
        [7, 'xn--bcher-kva.example', 'suspend', 'two lines'],
      ],
    )
    assert.deepEqual(
      skipped.map(({ line, why }) => [line, why]),
      [
        [5, 'obfuscated'],
        [6, 'twice'],
        [9, 'no_domain'],
      ],
    )
  })

  it('is read as Mastodon exports what it allows', () => {
    const { action, rows } = read('#domain\none.example\ntwo.example\n')
    assert.equal(action, 'allow')
    assert.deepEqual(
      rows.map(({ domain }) => domain),
      ['one.example', 'two.example'],
    )
  })

  it('is read from bare lines, of which it does not say what they are for', () => {
    const { action, rows } = read('# a comment\r\none.example\r\n\r\ntwo.example')
    assert.equal(action, undefined)
    assert.equal(rows.length, 2)
  })

  it('is read in whatever order the columns are', () => {
    const [row] = read('severity,public_comment,domain\nsuspend,Spam,one.example').rows
    assert.deepEqual([row?.domain, row?.severity, row?.reason], ['one.example', 'suspend', 'Spam'])
  })

  it('is refused when it is none', () => {
    for (const [text, problem] of [
      ['', 'empty'],
      ['\n\n', 'empty'],
      ['<!doctype html><title>Sign in</title>', 'no_list'],
      [header, 'no_list'],
      ['one.example\n'.repeat(50_001), 'too_long'],
    ] as const)
      assert.deepEqual(readRuleList(text), { ok: false, problem })
  })

  it('says on one line, without turning the text around, what the comment says', () => {
    const [row] = read(`${header}\none.example,suspend,,,"a\u202Eb\u0007 c",`).rows
    assert.equal(row?.reason, 'a b c')
  })
})

describe('a table', () => {
  const cell = fc.string().map((text) => text.replace(/[\r\uFEFF]/g, ''))
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1 })), (rows) => {
        const written = rows.map((row) => row.map(quoted).join(',')).join('\n')
        const kept = rows.filter((row) => row.some((text) => text.trim() !== ''))
        assert.deepEqual(
          readCsv(written).map(({ cells }) => cells),
          kept,
        )
      }),
    )
  })
  it('never fails, whatever is in it', () => {
    fc.assert(fc.property(fc.string(), (text) => void readRuleList(text)))
  })
})

describe('importing a list', () => {
  const planned = (present: readonly InstanceRule[], text = blocks, as = deny()) =>
    planRuleImport(present, read(text), as, 5)

  it('adds what is chosen of it', () => {
    const plan = planned([])
    assert.deepEqual(
      plan.adds.map(({ id, action, list, createdAt }) => [id, action, list, createdAt]),
      [
        ['domain:spam.example', 'deny', 'blocks.csv', 5],
        ['domain:xn--bcher-kva.example', 'deny', 'blocks.csv', 5],
      ],
    )
    assert.deepEqual(
      plan.skipped.map(({ line, why }) => [line, why]),
      [
        [3, 'severity'],
        [4, 'severity'],
        [5, 'obfuscated'],
        [6, 'twice'],
        [9, 'no_domain'],
      ],
    )
    assert.equal(planned([], blocks, deny('blocks.csv', ['suspend', 'silence', 'noop'])).adds.length, 4)
  })

  it('takes away what the list has no longer, tells another reason, and leaves the rest', () => {
    const list = 'blocks.csv'
    const plan = planned([
      rule('spam.example', { list, reason: 'Old' }),
      rule('xn--bcher-kva.example', { list, reason: 'two lines' }),
      rule('gone.example', { list }),
      rule('loud.example', { list }),
    ])
    assert.deepEqual([plan.adds.length, plan.unchanged], [0, 1])
    assert.deepEqual(
      plan.changes.map(({ from, to }) => [from.reason, to.reason, to.createdAt]),
      [['Old', 'Spam, and "worse"', 1]],
    )
    assert.deepEqual(
      plan.removes.map(({ value }) => value),
      ['gone.example', 'loud.example'],
    )
  })

  it('touches nothing that is by hand, of the file, or of another list', () => {
    const present = [
      rule('spam.example', { action: 'allow' }),
      rule('xn--bcher-kva.example', { list: 'other.csv' }),
      rule('gone.example', { list: 'blocks.csv', managed: true }),
      rule('elsewhere.example', { list: 'other.csv' }),
      rule('peertube', { about: 'software' }),
    ]
    const plan = planned(present)
    assert.ok(isEmptyPlan(plan))
    assert.deepEqual(
      plan.skipped.filter(({ why }) => why === 'kept').map(({ domain }) => domain),
      ['spam.example', 'xn--bcher-kva.example'],
    )
  })

  it('finds nothing to do the second time', async () => {
    const { storage } = createTestWorld()
    const before = [rule('gone.example', { list: 'blocks.csv' }), rule('spam.example', { list: 'blocks.csv' })]
    for (const row of before) await storage.add('instanceRules', row)
    await storage.atomically(changesOfPlan(planned(before)))
    const after = await storage.list('instanceRules')
    const again = planned(after)
    assert.ok(isEmptyPlan(again))
    assert.equal(again.unchanged, 2)
  })

  it('does all or nothing when a rule has become somebody else’s meanwhile', async () => {
    const { storage } = createTestWorld()
    const held = rule('gone.example', { list: 'blocks.csv' })
    const plan = planned([held])
    await storage.add('instanceRules', { ...held, list: undefined })
    await assert.rejects(storage.atomically(changesOfPlan(plan)), Missing)
    assert.equal(await storage.count('instanceRules'), 1)
    await storage.put('instanceRules', held)
    await storage.add('instanceRules', rule('spam.example', { action: 'allow' }))
    await assert.rejects(storage.atomically(changesOfPlan(plan)), Taken)
    assert.equal((await storage.find('instanceRules', 'domain:spam.example'))?.action, 'allow')
  })
})

describe('exporting rules', () => {
  const rules = [
    rule('b.example', { reason: 'Spam, "worse"' }),
    rule('a.example'),
    rule('ok.example', { action: 'allow' }),
    rule('*', {}),
    rule('peertube', { about: 'software' }),
  ]
  it('writes what Mastodon reads', () => {
    assert.equal(
      writeRuleList(rules, 'deny'),
      `${header}\na.example,suspend,false,false,,false\nb.example,suspend,false,false,"Spam, ""worse""",false\n`,
    )
    assert.equal(writeRuleList(rules, 'allow'), '#domain\nok.example\n')
  })
  it('is imported again as it was', () => {
    const plan = planRuleImport([], read(writeRuleList(rules, 'deny')), deny(), 1)
    assert.deepEqual(
      plan.adds.map(({ value, reason }) => [value, reason]),
      [
        ['a.example', ''],
        ['b.example', 'Spam, "worse"'],
      ],
    )
  })
  it('is no formula to a spreadsheet', () => {
    assert.match(writeRuleList([rule('a.example', { reason: '=1+1' })], 'deny'), /,'=1\+1,/)
  })
})
