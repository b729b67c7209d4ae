import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { languages } from '../../../src/locales/sentences.ts'
import { exportCodes } from '../../../src/moving/export/exported.ts'
import { leftCodes, warningCodes } from '../../../src/moving/imported.ts'

describe('what an import and an export say', () => {
  for (const { name, moving } of languages) {
    it(`has a sentence for everything, and none for nothing: ${name}`, () => {
      assert.deepEqual(Object.keys(moving.left).sort(), [...leftCodes].sort())
      assert.deepEqual(Object.keys(moving.warnings).sort(), [...warningCodes].sort())
      assert.deepEqual(Object.keys(moving.exported).sort(), [...exportCodes].sort())
    })
  }
})
