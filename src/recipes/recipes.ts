import { mastodon } from './mastodon.ts'
import type { Recipe } from './recipe.ts'

/** Every recipe there is, in the order in which they are offered. */
export const recipes: readonly Recipe[] = [mastodon]
