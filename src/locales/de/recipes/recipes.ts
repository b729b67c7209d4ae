import type { recipes as english } from '../../en/recipes/recipes.ts'
import { mastodon } from './mastodon.ts'

export const recipes: typeof english = {
  mastodon,
}
