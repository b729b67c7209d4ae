import { mastodon } from './mastodon.ts'

/** By the recipes' short names. */
export const recipes = {
  mastodon,
}
