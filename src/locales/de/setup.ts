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
}
