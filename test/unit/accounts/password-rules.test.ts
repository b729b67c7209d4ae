import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { judgePassword } from '../../../src/accounts/passwords/rules.ts'

const own = ['alice', 'Alice Example', 'alice@wonderland.example']
const rules = { words: ['Portico', 'id.looking-glass.example'] }
const judge = (password: string, minimum?: number) => judgePassword(password, own, { ...rules, minimum })

const table: Readonly<Record<string, readonly string[]>> = {
  good: [
    'correct horse battery staple',
    'a lighthouse in the fog',
    'dragon monkey shadow summer',
    'ich mag grüne Äpfel',
    'my password is not this one',
    'my name is alice and I like tea',
    'Tr0ub4dor&3-and-more',
    '五月の空は青くて高い、風が吹く日',
    'vX9#qL2$mN7!pR4@',
    'zdkqmhxwpbtrnjv',
  ],
  common: [
    'passwordpassword',
    'P@ssw0rdP@ssw0rd',
    'password12345678',
    'Password!!!!!!!!',
    '!!!password!!!!!!',
    'iloveyouiloveyou',
    'letmein letmein letmein',
    'Summer2024Summer2024!',
    'qwerty-password-2025',
    'administrator1234',
  ],
  context: [
    'alicealicealice',
    'alice-alice-2024!',
    'alice@wonderland.example',
    'AliceExample1234',
    'portico-portico-1',
    'looking-glass-2025',
    'id.looking-glass.example',
    'p0rticoPassword12',
  ],
  pattern: [
    'aaaaaaaaaaaaaaaa',
    '123456789012345678',
    '987654321098765432',
    'abcdefghijklmnop',
    'qwertyuiopasdfgh',
    'qwertzuiopasdfghj',
    '1qaz2wsx3edc4rfv',
    'zxcvbnm,./zxcvbnm,./',
    'abcdabcdabcdabcd',
    'x7q!x7q!x7q!x7q!',
    '111222333444555666',
    '1q2w3e4r5t6y7u8i',
    '................',
    '                 ',
  ],
}
for (const [verdict, passwords] of Object.entries(table)) {
  for (const password of passwords) {
    it(`finds ${JSON.stringify(password)} ${verdict}`, () => {
      assert.deepEqual(judge(password), verdict === 'good' ? [] : [verdict])
    })
  }
}

describe('the length of a password', () => {
  it('is 15 characters or more unless the operator says otherwise', () => {
    assert.deepEqual(judge('zdkqmhxwpbtrnj'), ['too_short'])
    assert.deepEqual(judge('zdkqmhxwpbtrnjv'), [])
    assert.deepEqual(judge('zdkqmhxw', 8), [])
    assert.deepEqual(judge('zdkqmhx', 8), ['too_short'])
    assert.deepEqual(judge('', 0), ['too_short'])
  })

  it('counts characters, not bytes or halves of them', () => {
    assert.deepEqual(judge('😀🐢🚂🌵🎈🍋🧲🪁🎲🧩🪐🦔🍄🛶🔭'), [])
    assert.deepEqual(judge('😀🐢🚂🌵🎈🍋🧲🪁🎲🧩🪐🦔🍄🛶'), ['too_short'])
  })

  it('is a kilobyte at most', () => {
    const text = (length: number) => Array.from({ length }, (_, n) => 'zdkqmhxwpbtrnjv'[(n * n) % 15]).join('')
    assert.deepEqual(judge(`unforeseen ${text(1013)}`), [])
    assert.deepEqual(judge(text(1025)), ['too_long'])
    assert.deepEqual(judge('ä'.repeat(513)), ['too_long'])
    assert.deepEqual(judge('x'.repeat(10_000_000)), ['too_long'])
  })
})

it('says what is wrong with a short one too', () => {
  assert.deepEqual(judge('password'), ['too_short', 'common'])
  assert.deepEqual(judge('Alice1'), ['too_short', 'context'])
  assert.deepEqual(judge('password', 8), ['common'])
})

it('knows no rule of composition', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[bdfhkmqxz]{20,40}$/), (letters) => {
      const varied = new Set(letters).size > 5 && !/(.)\1\1/.test(letters)
      if (varied) assert.deepEqual(judge(`guj${letters}jug`), [])
    }),
  )
})

it('judges whatever is typed, in a moment', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 1100 }), (typed) => Array.isArray(judge(typed))))
  for (const unit of ['a', 'abc', 'password', '1!', 'alice']) judge(unit.repeat(1024).slice(0, 1024))
})

it('minds nobody who has no name and no address', () => {
  assert.deepEqual(judgePassword('a lighthouse in the fog', [undefined, '', ' ']), [])
})
