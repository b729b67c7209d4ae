import { mastodon } from './mastodon.ts'
import type { Recipe } from './recipe.ts'

/** Every recipe there is, in the order in which they are offered. */
export const recipes: readonly Recipe[] = [mastodon]

export const findRecipe = (slug: string): Recipe | undefined => recipes.find((recipe) => recipe.slug === slug)
