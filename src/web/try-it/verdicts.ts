import { readAnswers } from '../../recipes/answers.ts'
import type { Check, Seen } from '../../recipes/check.ts'
import type { Recipe } from '../../recipes/recipe.ts'
import { type Verdict, verdictOf } from '../../recipes/verdict.ts'

export interface RecipeVerdict {
  readonly slug: string
  readonly name: string
  readonly verdict: Verdict
  readonly checks: readonly Check[]
}

/** What each application that there is a recipe for would say to this sign-in. Recipes are loaded by whoever tries. */
export const verdictsOn = async (seen: Seen): Promise<readonly RecipeVerdict[]> => {
  const { recipes } = await import('../../recipes/recipes.ts')
  return recipes.map((recipe) => {
    const checks = recipe.checks(seen, examples(recipe))
    return { slug: recipe.slug, name: recipe.name, verdict: verdictOf(checks), checks }
  })
}

/** What most people answer: what it checks of a token hardly depends on where the application is. */
const examples = (recipe: Recipe): Readonly<Record<string, string>> => {
  const typed = recipe.asks.map((question) => {
    if (question.kind === 'choice') return [question.name, question.options[0]]
    return [question.name, question.kind === 'word' ? (question.fallback ?? question.example) : question.example]
  })
  const read = readAnswers(recipe, Object.fromEntries(typed))
  return read.ok ? read.answers : {}
}
