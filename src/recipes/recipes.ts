import { auth0 } from './auth0.ts'
import { auth0Enterprise } from './auth0-enterprise.ts'
import { generic } from './generic.ts'
import { gotosocial } from './gotosocial.ts'
import { mastodon } from './mastodon.ts'
import type { Recipe } from './recipe.ts'
import { romm } from './romm.ts'

/** Every recipe there is, in the order in which they are offered. */
export const recipes: readonly Recipe[] = [mastodon, gotosocial, romm, auth0, auth0Enterprise, generic]
