import type { website as english } from '../recipes-en/website.ts'

export const website: typeof english = {
  about:
    'Anmelden mit Mastodon: eine eigene Website, auf der sich Leute mit jedem Fediverse-Konto anmelden und mit keinem anderen',
  asks: {
    redirect: {
      label: 'Rücksprungadresse',
      hint: 'Wohin die Leute auf deiner Website zurückgeschickt werden, genau wie sie es sagt.',
    },
    after: {
      label: 'Adresse nach dem Abmelden',
      hint: 'Wohin die Leute kommen, wenn sie sich auch hier abgemeldet haben. Darf offenbleiben.',
    },
  },
  blocks: {
    env: 'Alles, was irgendeine Bibliothek für OpenID Connect braucht. Eine ganze Website in wenigen Zeilen steht in `examples/website`.',
    fields: 'Dasselbe für ein Formular, unter den Namen, die die meisten haben.',
  },
  why: {
    ISSUER: 'Wird Buchstabe für Buchstabe verglichen. Mit einem Schrägstrich am Ende wäre es ein anderer.',
    Scope: '`profile` bringt Name, Bild und Adresse im Fediverse.',
  },
  existing:
    'Wen deine Website schon kennt, ist auf diesem Weg jemand Neues. Lass die Leute ihn von ihrem Konto dort aus verbinden.',
  traps: {
    switchedOn: 'Es kann niemand kommen, bevor das Fediverse unter `Zugänge` eingeschaltet ist.',
    subject: 'Erkenne Leute an `sub`, das sich nie ändert, und zeige sie als `acct`.',
    acct: '`acct` und `preferred_username` sind die Adresse, die sowohl ihr Server als auch dessen Domain bestätigen: `user@domain`, ohne `@` davor.',
    email:
      'Das Fediverse nennt keine E-Mail-Adressen. Brauchst du eine, so sage auf der Seite der Anwendung, dass danach gefragt wird.',
    hint: 'Hat deine Website ein eigenes Feld für die Adresse, so sende das Getippte als `login_hint`; dann tippt es niemand zweimal.',
  },
}
