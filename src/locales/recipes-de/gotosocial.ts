import type { gotosocial as english } from '../recipes-en/gotosocial.ts'

export const gotosocial: typeof english = {
  about: 'Ein kleiner Server für das Fediverse',
  asks: {
    admins: {
      label: 'Gruppen seiner Verwalter',
      hint: 'Durch Kommas getrennt. Wer in einer ist, wenn sein Konto dort entsteht, wird dort Verwalter.',
    },
    allowed: {
      label: 'Gruppen, die es einlässt',
      hint: 'Durch Kommas getrennt. Alle, wenn nichts dasteht; du kannst es auch hier, bei der Anwendung, sagen.',
    },
  },
  blocks: {
    yaml: 'Steht einer dieser Namen schon in der Datei, so tritt dies an seine Stelle.',
    env: 'Die Umgebung gilt mehr als die Datei.',
    link: 'Nimm es wieder heraus, sobald sich alle einmal so angemeldet haben: Bis dahin entscheidet allein eine Adresse, wessen Konto es ist.',
  },
  why: {
    'oidc-issuer':
      'Wird beim Start Buchstabe für Buchstabe verglichen. Ein Schrägstrich zu viel, und GoToSocial startet nicht.',
    'oidc-scopes': 'Es fragt Userinfo nie; also steht all das im ID-Token.',
    'oidc-skip-verification': 'Mit `true` nähme es ein Token an, das für eine andere Anwendung bestimmt ist.',
    'oidc-link-existing': 'Erkennt Leute an ihrer Adresse, wer immer sie bestätigt hat. Nur für die Zeit eines Umzugs.',
  },
  existing:
    'GoToSocial lehnt eine erste Anmeldung ab, wenn ihre Adresse schon zu einem Konto dort gehört, mit Status 409. Füge den Block unten für die Zeit hinzu, in der die vorhandenen Leute zum ersten Mal so kommen: Es nimmt dann das Konto mit derselben Adresse. Ob sie bestätigt ist, sieht es nicht nach; prüfe also hier, dass jede es ist.',
  traps: {
    order: 'Es fragt hier einmal nach, während es startet. Ist dieser Ort dann nicht da, startet GoToSocial nicht.',
    username:
      'Bei der ersten Anmeldung fragt es nach einem Benutzernamen und schlägt unseren vor. Es nimmt kleine Buchstaben, Ziffern und Unterstriche und behält den Namen für immer.',
    password: 'Damit ist seine eigene Seite für Passwort und Adresse fort: Alle melden sich hier an.',
    adminsOnce:
      'Wer Verwalter ist, entscheidet sich, wenn das Konto entsteht. Spätere Änderungen der Gruppen ändern nichts.',
    anotherIssuer:
      'Es merkt sich nicht, von wem ein Subject kam. Bei einem anderen Anbieter meint derselbe Wert später denselben Menschen.',
    denied: 'Wer hier ablehnt, liest dort „code parameter not found“. Kaputt ist dann nichts.',
  },
}
