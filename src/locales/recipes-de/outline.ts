import type { outline as english } from '../recipes-en/outline.ts'

export const outline: typeof english = {
  about: 'Ein Wiki für Gruppen',
  asks: {},
  blocks: {
    compose: 'Eine neue Datei neben `compose.yaml`, die Docker Compose hinzunimmt. Der Dienst heißt darin `outline`.',
    env: 'Für `docker.env` oder `.env`, oder wo immer seine Umgebung steht.',
  },
  why: {
    OIDC_AUTH_URI: 'Adresse für Adresse gesagt, versteht es jede Version von Outline.',
    OIDC_USERNAME_CLAIM: 'Was neben dem Namen steht, und an dessen Stelle, wo keiner ist.',
    OIDC_LOGOUT_URI: 'Wer sich dort abmeldet, wird auch hier abgemeldet.',
  },
  existing:
    'Outline nimmt das Konto mit derselben Adresse, wenn es in jenem Workspace eines gibt. Prüfe vorher, dass jede Adresse hier bestätigt ist und demselben Menschen gehört wie dort.',
  traps: {
    first: 'Wer sich zuerst anmeldet, legt den Workspace an und wird sein Verwalter: Sei das selbst.',
    redirect:
      'Ist dies die einzige Anmeldung, führt Outline geradewegs hierher. `OIDC_DISABLE_REDIRECT=true` behält seine eigene Seite.',
    picture: 'Ohne Namen oder Adresse sagt Outline es und lässt niemanden ein. Ein Bild darf fehlen.',
  },
}
