import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { compilerFor, type Gives } from '../../../src/expressions/compile.ts'
import type { Values } from '../../../src/expressions/vocabulary.ts'

const vocabulary = {
  user: { username: 'text', email: 'text', emailVerified: 'flag', since: 'number' },
  groups: 'texts',
  identities: 'records',
} as const

const alice: Values<typeof vocabulary> = {
  user: { username: 'alice', email: '', emailVerified: true, since: 1_700_000_000 },
  groups: ['staff', 'film club'],
  identities: [{ source: 'fediverse', host: 'social.example' }],
}

const compiler = await compilerFor(vocabulary)

const evaluated = (text: string, gives: Gives, values = alice): unknown => {
  const compiled = compiler.compile(text, gives)
  assert.ok(compiled.ok, JSON.stringify(compiled))
  return compiled.expression.evaluate(values)
}
const faultOf = (text: string, gives: Gives = 'flag') => {
  const compiled = compiler.compile(text, gives)
  return compiled.ok ? undefined : compiled.fault
}

describe('an expression', () => {
  const good: readonly (readonly [string, Gives, unknown])[] = [
    ['"staff" in groups', 'flag', true],
    ['user.emailVerified && user.since > 5', 'flag', true],
    ['identities.exists(i, i.host == "social.example")', 'flag', true],
    [
      '{"email": user.email != "" ? user.email : user.username + "@example.org"}',
      'claims',
      { email: 'alice@example.org' },
    ],
    [
      '{"roles": groups.filter(g, g != "staff"), "since": user.since}',
      'claims',
      { roles: ['film club'], since: 1_700_000_000 },
    ],
    ['user.username.split("@")[0]', 'text', 'alice'],
    ['groups.map(g, g.upperAscii())', 'texts', ['STAFF', 'FILM CLUB']],
    ['{"at": timestamp("2026-01-02T03:04:05Z")}', 'claims', { at: '2026-01-02T03:04:05.000Z' }],
  ]
  for (const [text, gives, value] of good) {
    it(`gives what it says: ${text}`, () => assert.deepEqual(evaluated(text, gives), { ok: true, value }))
  }

  const bad: readonly (readonly [string, Gives, string, string])[] = [
    ['user.emial == "x"', 'flag', 'type', 'emial'],
    ['groups == "staff"', 'flag', 'type', 'groups == "staff"'],
    ['"a" +', 'flag', 'syntax', ''],
    ['nobody', 'flag', 'type', 'nobody'],
    ['user.username', 'flag', 'wrong_result', 'user.username'],
    ['true', 'claims', 'wrong_result', 'true'],
    ['user.username.matches("(a+)+$")', 'flag', 'pattern', 'user.username.matches("(a+)+$")'],
    ['groups.all(a, groups.exists(b, a == b))', 'flag', 'nested_loop', 'groups.exists(b, a == b)'],
    ['groups.map(a, groups.join(a))', 'texts', 'nested_loop', 'groups.join(a)'],
    [
      'cel.bind(x, user.username + user.username, x + x) == ""',
      'flag',
      'binding',
      'cel.bind(x, user.username + user.username, x + x)',
    ],
  ]
  for (const [text, gives, code, where] of bad) {
    it(`is refused, and the place named: ${text}`, () => {
      const fault = faultOf(text, gives)
      assert.equal(fault?.code, code)
      assert.equal(text.slice(fault?.from, fault?.to), where)
    })
  }

  it('may run one loop over what another gave', () => {
    assert.deepEqual(evaluated('groups.filter(g, g != "staff").map(g, g + "!")', 'texts'), {
      ok: true,
      value: ['film club!'],
    })
  })

  it('gives nothing, and does no harm, where it cannot be worked out', () => {
    for (const text of ['groups[7] == ""', '1 / (user.since - user.since) == 0', 'int(user.username) == 1']) {
      assert.equal((evaluated(text, 'flag') as { ok: boolean }).ok, false, text)
    }
    assert.equal((evaluated('{"a": b"bytes"}', 'claims') as { ok: boolean }).ok, false)
  })

  const growing: readonly (readonly [name: string, text: string])[] = [
    ['a list that is doubled again and again', `[groups]${'.map(y, y + y)'.repeat(20)}.size() > 0`],
    ['one that grows fast', `[groups]${'.map(y, y + y + y + y + y + y + y + y)'.repeat(5)}[0].size() > 0`],
    ['a text', `[user.email]${'.map(y, y + y + y + y + y + y + y + y)'.repeat(8)}[0].contains("z")`],
    ['a tree', `[groups]${'.map(y, [y, y, y, y, y, y, y, y])'.repeat(5)}.size() > 1`],
    ['a map in a map', `[groups]${'.map(y, {"a": y, "b": y, "c": y, "d": y})'.repeat(6)}.size() > 1`],
    ['what conditions hide', `[groups]${'.map(y, true ? y + y + y : y)'.repeat(10)}.size() > 0`],
    ['what functions hide', `[user.email]${'.map(y, (y + y + y).trim())'.repeat(10)}[0] == ""`],
    ['what other spellings make longer', `[user.email]${'.map(y, bytes(y).hex())'.repeat(12)}[0] == ""`],
    ['a text taken apart that was put together', 'groups.map(g, user.email).join("").split("").size() > 0'],
  ]
  for (const [name, text] of growing) {
    it(`is not read when it makes much of little: ${name}`, () => assert.equal(faultOf(text)?.code, 'too_much'))
  }

  it('may put a little around each of many', () => {
    const values = { ...alice, groups: ['a', 'b'] }
    const text = 'groups.filter(g, g != "c").map(g, "x-" + g + "-" + user.username).map(g, g + "!")'
    assert.deepEqual(evaluated(text, 'texts', values), { ok: true, value: ['x-a-alice!', 'x-b-alice!'] })
    assert.equal(faultOf('user.email.split("@")[1].split(".").size() > 1'), undefined)
    assert.equal(faultOf('groups.map(g, g.substring(0, 1)).join(",") == ""'), undefined)
  })

  it('gives no more than a token can carry', () => {
    const groups = Array.from({ length: 400 }, (_, at) => `${at} ${'x'.repeat(100)}`)
    assert.deepEqual(evaluated('{"groups": groups}', 'claims', { ...alice, groups }), { ok: false, failed: 'too long' })
  })

  it('is not read when it is longer than anybody writes', () => {
    assert.equal(faultOf(`true ${' '.repeat(2000)}`)?.code, 'too_long')
    assert.equal(faultOf(`${'('.repeat(300)}true${')'.repeat(300)}`)?.code, 'syntax')
  })

  it('never reaches what the values are made of', () => {
    for (const text of ['user.constructor == ""', 'user["__proto__"] == ""', 'groups.constructor == ""']) {
      const compiled = compiler.compile(text, 'flag')
      if (compiled.ok) assert.equal(compiled.expression.evaluate(alice).ok, false, text)
    }
    assert.deepEqual(evaluated('{"__proto__": {"administrator": true}}', 'claims'), { ok: true, value: {} })
  })

  it('is taken or refused, whatever the text, and answers by a value', () => {
    const word = fc.constantFrom(
      'user',
      'groups',
      '.',
      'username',
      '(',
      ')',
      '"a"',
      '+',
      '==',
      '&&',
      '{',
      '}',
      ':',
      'map',
      'exists',
      ',',
      'g',
      '[',
      ']',
      '1',
      ' ',
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 30 }).map((words) => words.join('')),
        ),
        (text) => {
          for (const gives of ['flag', 'claims', 'text', 'texts'] as const) {
            const compiled = compiler.compile(text, gives)
            if (compiled.ok) compiled.expression.evaluate(alice)
            else assert.ok(compiled.fault.from >= 0 && compiled.fault.to <= text.length + 1)
          }
        },
      ),
    )
  })
})
