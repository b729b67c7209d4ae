import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { exampleAnswers, installation } from '../../../docs/recipes/example.ts'
import { defaultDetails } from '../../../src/applications/application.ts'
import { textOfRedirect } from '../../../src/applications/redirect-uri.ts'
import { applySettings } from '../../../src/applications/settings.ts'
import { deriveAnswers } from '../../../src/recipes/derive-answers.ts'
import type { Answers, Recipe } from '../../../src/recipes/recipe.ts'
import { recipes } from '../../../src/recipes/recipes.ts'

/** An application as the recipe would make it, of which nobody wrote down what was answered. */
const madeBy = (recipe: Recipe, answers: Answers) => {
  const wanted = recipe.application({ installation, answers })
  return applySettings(bare, wanted).application
}

const bare = {
  ...defaultDetails,
  id: '1',
  slug: '1',
  clientId: '1',
  name: '1',
  managed: false,
  createdAt: 0,
  updatedAt: 0,
}

describe('answers that nobody wrote down', () => {
  for (const recipe of recipes) {
    it(`are made out so that people come back to ${recipe.name} where they did`, () => {
      const made = madeBy(recipe, exampleAnswers(recipe))
      if (made.redirectUris.length === 0) return
      const answers = deriveAnswers(recipe, made, installation)
      assert.ok(answers, 'there are none')
      // An address of its own that one may have besides is nothing that the first one speaks of.
      const known = made.redirectUris.map(textOfRedirect)
      assert.ok(madeBy(recipe, answers).redirectUris.every((uri) => known.includes(textOfRedirect(uri))))
    })
  }

  it('follow which name an application goes by', () => {
    const mastodon = recipes.find(({ slug }) => slug === 'mastodon')
    assert.ok(mastodon)
    for (const uid of ['handle', 'sub', 'preferred_username']) {
      const typed: Answers = { ...exampleAnswers(mastodon), uid }
      assert.equal(deriveAnswers(mastodon, madeBy(mastodon, typed), installation)?.['uid'], uid)
    }
  })

  it('are none where people come back to an address that the recipe knows nothing of', () => {
    const mastodon = recipes.find(({ slug }) => slug === 'mastodon')
    assert.ok(mastodon)
    const made = madeBy(mastodon, exampleAnswers(mastodon))
    for (const redirectUris of [[], ['https://social.example.org/'], ['no address']]) {
      assert.equal(deriveAnswers(mastodon, { ...made, redirectUris }, installation), undefined)
    }
  })
})
