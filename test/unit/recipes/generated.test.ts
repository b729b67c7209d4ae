import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { exampleAnswers, seenWell } from '../../../docs/recipes/example.ts'
import { outdated } from '../../../docs/recipes/generate.ts'
import { recipes } from '../../../src/recipes/recipes.ts'

describe('the pages about recipes', () => {
  it('are as the recipes say', () => {
    assert.deepEqual(outdated(), [], 'run: node docs/recipes/generate.ts')
  })

  for (const recipe of recipes) {
    it(`lack nothing in the sign-in they show: ${recipe.name}`, () => {
      const answers = exampleAnswers(recipe)
      assert.deepEqual(
        recipe.checks(seenWell(answers), answers).filter(({ ok }) => !ok),
        [],
      )
    })
  }
})
