import { auth0 } from './auth0.ts'
import { auth0Enterprise } from './auth0-enterprise.ts'
import { discourse } from './discourse.ts'
import { forgejo } from './forgejo.ts'
import { generic } from './generic.ts'
import { gitea } from './gitea.ts'
import { gotosocial } from './gotosocial.ts'
import { grafana } from './grafana.ts'
import { immich } from './immich.ts'
import { jellyfin } from './jellyfin.ts'
import { lemmy } from './lemmy.ts'
import { mastodon } from './mastodon.ts'
import { matrixAuthenticationService } from './matrix-authentication-service.ts'
import { miniflux } from './miniflux.ts'
import { nextcloud } from './nextcloud.ts'
import { outline } from './outline.ts'
import { paperlessNgx } from './paperless-ngx.ts'
import { peertube } from './peertube.ts'
import { pixelfed } from './pixelfed.ts'
import type { Recipe } from './recipe.ts'
import { romm } from './romm.ts'
import { synapse } from './synapse.ts'
import { vikunja } from './vikunja.ts'
import { website } from './website.ts'
import { wordpress } from './wordpress.ts'

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
  grafana,
  outline,
  miniflux,
  vikunja,
  paperlessNgx,
  immich,
  jellyfin,
  wordpress,
  discourse,
  website,
  auth0,
  auth0Enterprise,
  generic,
]
