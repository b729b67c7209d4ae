import type { Sentences } from '../sentences.ts'

export const setup: Sentences['setup'] = {
  title: 'Türen auf',
  lead: 'Hier entsteht das erste Verwaltungskonto. Der Link gilt einmal, für wen auch immer ihn hat.',
  name: 'Dein Name',
  nameHint: 'So, wie andere ihn lesen.',
  username: 'Benutzername',
  usernameHint: 'Zum Anmelden. Buchstaben und Ziffern, dazwischen Punkte, Binde- und Unterstriche.',
  email: 'E-Mail',
  password: 'Passwort',
  passwordHint: ({ minimum }) =>
    `Mindestens ${minimum} Zeichen. Vier Wörter ohne Zusammenhang merkt man sich leicht und errät man schwer.`,
  submit: 'Mein Konto anlegen',
  awaiting: {
    title: 'Hier ist noch nichts eingerichtet',
    lead: 'Portico läuft und wartet auf sein erstes Verwaltungskonto.',
    where: 'Beim Start hat es einen Einrichtungslink ausgegeben, im Terminal oder im Protokoll. Öffne diesen Link.',
    lost: 'Nicht zu finden? Starte Portico neu, dann gibt es einen neuen aus.',
    oldLink: 'Dieser Link gilt nicht mehr: Portico hat einen neueren ausgegeben.',
  },
}
