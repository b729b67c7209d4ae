import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readAnswers } from '../../../src/recipes/answers.ts'
import type { Recipe } from '../../../src/recipes/recipe.ts'

const asks: Recipe['asks'] = [
  { kind: 'address', name: 'host', example: 'app.example.org' },
  { kind: 'word', name: 'key', example: 'main', pattern: /^[a-z]{1,10}$/, fallback: 'main' },
  { kind: 'choice', name: 'uid', options: ['handle', 'sub'] },
]

const hostOf = (typed: string, more: object = {}): string | undefined => {
  const read = readAnswers({ asks: [{ kind: 'address', name: 'host', example: 'x', ...more }] }, { host: typed })
  return read.ok ? read.answers['host'] : read.problems[0]?.code
}

describe('readAnswers', () => {
  it('has one spelling for an address', () => {
    for (const typed of [
      'App.Example.org',
      ' https://app.example.org/ ',
      'https://app.example.org:443',
      'HTTPS://APP.EXAMPLE.ORG',
    ]) {
      assert.equal(hostOf(typed), 'https://app.example.org')
    }
    assert.equal(hostOf('app.example.org:8443'), 'https://app.example.org:8443')
    assert.equal(hostOf('http://192.168.1.5:8080'), 'http://192.168.1.5:8080')
    assert.equal(hostOf('bücher.example'), 'https://xn--bcher-kva.example')
    assert.equal(hostOf('example.org/cloud/', { path: true }), 'https://example.org/cloud')
  })

  it('says what is wrong with an address', () => {
    assert.equal(hostOf(''), 'required')
    assert.equal(hostOf('example.org/cloud'), 'no_path')
    assert.equal(hostOf('http://example.org', { httpsOnly: true }), 'needs_https')
    for (const typed of [
      'ftp://example.org',
      'https://me@example.org',
      'example.org?x',
      'a b',
      'a"b.example',
      'javascript://x',
      'x\ny',
    ]) {
      assert.equal(hostOf(typed), 'not_an_address', typed)
    }
    assert.equal(hostOf('a'.repeat(301)), 'malformed')
  })

  it('takes what may be left out from the recipe', () => {
    const read = readAnswers({ asks }, { host: 'app.example.org' })
    assert.deepEqual(read, { ok: true, answers: { host: 'https://app.example.org', key: 'main', uid: 'handle' } })
  })

  it('finds everything that is wrong at once', () => {
    const read = readAnswers({ asks }, { host: '', key: 'UPPER', uid: 'email', colour: 'red' })
    assert.deepEqual(read, {
      ok: false,
      problems: [
        { question: 'host', code: 'required' },
        { question: 'key', code: 'malformed' },
        { question: 'uid', code: 'not_a_choice' },
        { question: 'colour', code: 'not_asked' },
      ],
    })
  })

  it('reads its own answers as they are, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (typed) => {
        const read = readAnswers({ asks }, { host: typed })
        if (read.ok) assert.deepEqual(readAnswers({ asks }, read.answers), read)
      }),
    )
  })
})
