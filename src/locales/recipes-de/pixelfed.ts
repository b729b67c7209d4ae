import type { pixelfed as english } from '../recipes-en/pixelfed.ts'

export const pixelfed: typeof english = {
  about: 'Fotos im Fediverse',
  asks: {},
  blocks: { env: 'Steht einer dieser Namen schon in der Datei, so tritt dies an seine Stelle.' },
  why: {
    PF_OIDC_AUTHORIZE_URL: 'Pixelfed sucht nichts selbst; also wird ihm jede Adresse gesagt.',
    PF_OIDC_PROFILE_URL: 'Alles, was es von jemandem weiß, liest es hier; das ID-Token öffnet es nie.',
    PF_OIDC_USERNAME_FIELD:
      'Der Handle: der Benutzername bei der ersten Anmeldung, in Buchstaben, Ziffern und Unterstrichen, wie Pixelfed ihn nimmt.',
    PF_OIDC_FIELD_ID: 'Daran erkennt es die Leute wieder. Das Subject ändert sich nie.',
  },
  existing:
    'Pixelfed lehnt eine erste Anmeldung ab, wenn ihre Adresse schon zu einem Konto dort gehört, und kann die beiden nicht verbinden. Wer dort ein Konto hat, meldet sich weiter mit dessen Passwort an oder ändert dort zuerst die Adresse und beginnt neu.',
  traps: {
    version: 'Pixelfed kann das seit 0.12.5.',
    domain: 'Die Domain der Adresse muss im DNS stehen. `alice@pixels.local` wird abgelehnt.',
    name: 'Benutzernamen haben dort 2 bis 30 Zeichen und Namen höchstens 30. Mit einem längeren Namen misslingt die erste Anmeldung.',
    avatar: 'Ein Bild übernimmt es nicht.',
    verified: 'Es hält jede Adresse für bestätigt und fragt nicht danach. Lass die Leute ihre hier zuerst bestätigen.',
  },
}
