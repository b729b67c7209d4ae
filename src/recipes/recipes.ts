import { auth0 } from './auth0.ts'
import { auth0Enterprise } from './auth0-enterprise.ts'
import { generic } from './generic.ts'
import { gotosocial } from './gotosocial.ts'
import { lemmy } from './lemmy.ts'
import { mastodon } from './mastodon.ts'
import { peertube } from './peertube.ts'
import { pixelfed } from './pixelfed.ts'
import type { Recipe } from './recipe.ts'
import { romm } from './romm.ts'

/** Every recipe there is, in the order in which they are offered. */
export const recipes: readonly Recipe[] = [
  mastodon,
  gotosocial,
  romm,
  pixelfed,
  peertube,
  lemmy,
  auth0,
  auth0Enterprise,
  generic,
]
