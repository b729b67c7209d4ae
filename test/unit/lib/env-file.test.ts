import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parseEnvFile } from '../../../src/lib/env-file.ts'

const valuesOf = (text: string) => {
  const { values, problems } = parseEnvFile(text)
  assert.deepEqual(problems, [])
  return values
}

describe('a .env file', () => {
  it('gives names their values, whatever ends its lines', () => {
    assert.deepEqual(valuesOf('\uFEFFA=1\r\nB = two words \nexport C=3\r\rD='), {
      A: '1',
      B: 'two words',
      C: '3',
      D: '',
    })
  })

  it('passes over blank lines and comments, and takes # for a comment only after a space', () => {
    assert.deepEqual(valuesOf('# one\n\n  # two\nA=x#y # z\nB=# nothing\nC=https://a.example/#b'), {
      A: 'x#y',
      B: '',
      C: 'https://a.example/#b',
    })
  })

  it('takes single quotes literally and reads the escapes of double quotes', () => {
    assert.deepEqual(valuesOf(`A='a\\n"b" $C #d'\nB="a\\n\\"b\\" \\$C \\d #e"  # f`), {
      A: 'a\\n"b" $C #d',
      B: 'a\n"b" $C \\d #e',
    })
  })

  it('lets a quoted value run over several lines', () => {
    assert.deepEqual(valuesOf('A="one\n two \n"\nB=\'three\r\nfour\'\nC=5'), {
      A: 'one\n two \n',
      B: 'three\nfour',
      C: '5',
    })
  })

  it('lets the later of two with one name count', () => {
    assert.deepEqual(valuesOf('A=1\nA=2'), { A: '2' })
  })

  it('names the lines that say nothing without repeating them', () => {
    const { values, problems } = parseEnvFile('A=1\nhunter2\nB="x" hunter2\nC="hunter2\nD=1')
    assert.deepEqual(values, { A: '1' })
    assert.deepEqual(problems, [
      'line 2: expected NAME=value',
      'line 3: something follows the closing quote of B',
      'line 4: the quote that C begins with is never closed',
    ])
  })

  it('gives back any value that was quoted by its rules', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        fc.pre(!value.includes('\r'))
        const quoted = value.replaceAll(/[\\"$]/g, '\\$&')
        assert.deepEqual(valuesOf(`A="${quoted}"\nB=1`), { A: value, B: '1' })
      }),
    )
  })

  it('never fails, whatever the file holds', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseEnvFile(text)))
  })
})
