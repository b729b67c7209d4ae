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
import { romm } from './romm.ts'
import { synapse } from './synapse.ts'
import { vikunja } from './vikunja.ts'
import { website } from './website.ts'
import { wordpress } from './wordpress.ts'

/** By the recipes' short names. */
export const recipes = {
  mastodon,
  gotosocial,
  romm,
  pixelfed,
  peertube,
  lemmy,
  synapse,
  'matrix-authentication-service': matrixAuthenticationService,
  nextcloud,
  forgejo,
  gitea,
  grafana,
  outline,
  miniflux,
  vikunja,
  'paperless-ngx': paperlessNgx,
  immich,
  jellyfin,
  wordpress,
  discourse,
  website,
  auth0,
  'auth0-enterprise': auth0Enterprise,
  generic,
}

/** Why something cannot be connected, by its short name. */
export const notHere = {
  misskey:
    'Misskey lets other programs sign in with its accounts, and has no way to let people sign in with accounts from elsewhere. It has been asked for since 2022.',
  sharkey:
    'Sharkey is made from Misskey. It lets other programs sign in with its accounts, and has no way to let people sign in with accounts from elsewhere.',
  bookwyrm:
    'BookWyrm lets other programs sign in with its accounts, and has no way to let people sign in with accounts from elsewhere.',
  owncast:
    'Owncast knows one administrator with a password, and no other accounts. Its makers have decided against OpenID Connect. A proxy in front that signs people in can guard its administration page.',
  vernissage: 'Vernissage cannot let people sign in with accounts from elsewhere yet. It has been asked for.',
}
