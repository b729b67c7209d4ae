import { auth0 } from './auth0.ts'
import { auth0Enterprise } from './auth0-enterprise.ts'
import { forgejo } from './forgejo.ts'
import { generic } from './generic.ts'
import { gitea } from './gitea.ts'
import { gotosocial } from './gotosocial.ts'
import { lemmy } from './lemmy.ts'
import { mastodon } from './mastodon.ts'
import { matrixAuthenticationService } from './matrix-authentication-service.ts'
import { nextcloud } from './nextcloud.ts'
import { peertube } from './peertube.ts'
import { pixelfed } from './pixelfed.ts'
import type { Recipe } from './recipe.ts'
import { romm } from './romm.ts'
import { synapse } from './synapse.ts'

/** Every recipe there is, in the order in which they are offered. */
export const recipes: readonly Recipe[] = [
  mastodon,
  gotosocial,
  romm,
  pixelfed,
  peertube,
  lemmy,
  synapse,
  matrixAuthenticationService,
  nextcloud,
  forgejo,
  gitea,
  auth0,
  auth0Enterprise,
  generic,
]
