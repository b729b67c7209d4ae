import type { notHere as englishNotHere, recipes as englishRecipes } from '../recipes-en/recipes.ts'
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

export const recipes: typeof englishRecipes = {
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

export const notHere: typeof englishNotHere = {
  misskey:
    'Misskey lässt andere Programme mit seinen Konten anmelden und hat keinen Weg, Leute mit Konten von anderswo anzumelden. Gewünscht wird es seit 2022.',
  sharkey:
    'Sharkey ist aus Misskey entstanden. Es lässt andere Programme mit seinen Konten anmelden und hat keinen Weg, Leute mit Konten von anderswo anzumelden.',
  bookwyrm:
    'BookWyrm lässt andere Programme mit seinen Konten anmelden und hat keinen Weg, Leute mit Konten von anderswo anzumelden.',
  owncast:
    'Owncast kennt einen Verwalter mit Passwort und sonst keine Konten. Die es machen, haben sich gegen OpenID Connect entschieden. Ein Proxy davor, der Leute anmeldet, kann die Verwaltungsseite schützen.',
  vernissage: 'Vernissage kann Leute noch nicht mit Konten von anderswo anmelden. Gewünscht wird es.',
}
