import type { miniflux as english } from '../recipes-en/miniflux.ts'

export const miniflux: typeof english = {
  about: 'Liest Feeds',
  asks: {},
  blocks: {
    compose: 'Eine neue Datei neben `compose.yaml`, die Docker Compose hinzunimmt. Der Dienst heißt darin `miniflux`.',
    env: 'Aus einem Paket steht sie in `/etc/miniflux.conf`.',
    alone: 'Damit fragt Miniflux nach keinem eigenen Passwort mehr.',
  },
  why: {
    OAUTH2_OIDC_DISCOVERY_ENDPOINT:
      'Trotz seines Namens der Issuer allein: Den Rest hängt Miniflux selbst an und vergleicht Buchstabe für Buchstabe.',
    OAUTH2_REDIRECT_URL: 'Wird so gesendet, wie es dasteht; also steht es genau so da, wie es hier eingetragen ist.',
    OAUTH2_USER_CREATION: 'Ohne dies wird abgewiesen, wer dort kein Konto hat.',
  },
  existing:
    'Wer dort ein Konto hat, meldet sich mit dessen Passwort an und verbindet es in seinen Einstellungen. Sonst entsteht bei der ersten Anmeldung ein zweites; ist der Benutzername dort vergeben, wird sie abgelehnt.',
  traps: {
    silent:
      'Geht etwas schief, zeigt Miniflux meist wortlos wieder seine Anmeldeseite. Der Grund steht in seinem Protokoll.',
    username: 'Der Benutzername wird einmal übernommen, wenn das Konto entsteht.',
    administrator: 'Verwalter wird so niemand. Den ersten benennt `ADMIN_USERNAME` oder ein Konto, das schon da ist.',
  },
}
