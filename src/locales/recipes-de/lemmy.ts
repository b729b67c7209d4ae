import type { lemmy as english } from '../recipes-en/lemmy.ts'

export const lemmy: typeof english = {
  about: 'Links und Gespräche im Fediverse',
  asks: {},
  blocks: {},
  why: {
    'ID claim': 'Daran erkennt es die Leute wieder. Das Subject ändert sich nie.',
    'Auto verify email': 'Lemmy hält dann jede Adresse von hier für bestätigt und fragt niemanden.',
    'Account linking enabled':
      'Mit `yes` bekommt, wer mit einer Adresse kommt, das Konto dort, das sie hat. Lies vorher unten nach.',
  },
  existing:
    'Lemmy lehnt eine erste Anmeldung ab, wenn ihre Adresse schon zu einem Konto dort gehört, mit `email_already_taken`. Stattdessen nimmt es jenes Konto, wenn `Account linking enabled` gesetzt ist und die Seite selbst bestätigte Adressen verlangt. Setze es nur, solange die Leute umziehen, und prüfe hier, dass jede Adresse bestätigt ist.',
  traps: {
    version: 'Lemmy kann das seit 1.0.',
    registration:
      'Neue Leute kommen nur herein, wenn die Seite Anmeldungen über OAuth zulässt: `oauth_registration` in ihren Einstellungen.',
    username: 'Bei der ersten Anmeldung wählt dort jeder einen Benutzernamen; unserer wird nicht übernommen.',
    verify: 'Lass `Auto verify email` aus, wenn die Adressen hier nicht von ihren Besitzern bestätigt sind.',
  },
}
