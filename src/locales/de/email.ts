import type { Sentences } from '../sentences.ts'

export const email: Sentences['email'] = {
  title: 'E-Mail',
  lead: 'Wohin wir dir schreiben, und was Anwendungen erfahren.',
  address: 'Deine Adresse',
  none: 'Du hast keine angegeben.',
  state: {
    mail: ({ date }) => `Am ${date} durch eine Mail bestätigt.`,
    administrator: ({ date }) => `Am ${date} hat sich die Verwaltung dafür verbürgt.`,
    configuration: ({ date }) => `Die Konfigurationsdatei dieser Installation verbürgt sich seit ${date} dafür.`,
    source: ({ date }) => `Am ${date} von dort verbürgt, woher du kommst.`,
    unverified:
      'Noch nicht bestätigt. Manche Anwendungen bestehen auf einer bestätigten Adresse, und nur dort können wir bei einem vergessenen Passwort helfen.',
  },
  send: 'Schick mir eine Mail zum Bestätigen',
  pending: {
    title: 'Sieh in dein Postfach',
    lead: ({ address }) => `Eine Mail ist unterwegs an ${address}.`,
    how: 'Öffne ihren Link, während du hier angemeldet bist, oder gib ihren Code ein.',
    over: 'Ihr Code gilt nicht mehr. Der Link in ihr geht noch, oder lass dir eine neue Mail schicken.',
    code: 'Code aus der Mail',
    submit: 'Bestätigen',
    again: 'Noch einmal schicken',
    cancel: 'Doch nicht',
  },
  change: {
    title: 'Eine andere Adresse',
    none: 'Eine Adresse angeben',
    lead: 'Wir schreiben zuerst an die neue Adresse. Die jetzige gilt, bis die neue bestätigt ist, und erfährt sofort davon.',
    leadNone: 'Wir schreiben dorthin, und sie gilt, sobald du sie bestätigt hast.',
    leadUnverified: 'Wir schreiben zuerst an die neue Adresse. Sie ersetzt diese, sobald du sie bestätigt hast.',
    field: 'Neue Adresse',
    again: 'Eine andere Adresse nehmen',
    againLead: 'Wir fragen vorher nach deinem Passwort, damit das an deinem offenen Browser niemand anders tun kann.',
    submit: 'Dorthin eine Mail schicken',
    save: 'Speichern',
    saved: 'Gespeichert. Die neue Adresse ist nicht bestätigt.',
  },
  noMail:
    'Dieser Ort hat keinen Mailserver, darum kann keine Mail eine Adresse bestätigen. Die Verwaltung kann sich für deine verbürgen.',
  managed: 'Dein Konto steht in der Konfigurationsdatei dieser Installation, darum wird seine Adresse dort geändert.',
  proven: 'Deine Adresse ist bestätigt.',
  prove: {
    title: ({ application }) => `${application} braucht deine E-Mail-Adresse`,
    lead: 'Dein Konto hat noch keine. Wir schicken einen Code dorthin, damit niemand anders sie benutzt.',
    field: 'Deine E-Mail-Adresse',
    kept: 'Sie wird für das nächste Mal behalten, und Anwendungen, denen du es erlaubst, können sie erfahren.',
    submit: 'Den Code schicken',
    other: 'Eine andere Adresse nehmen',
  },
  confirm: {
    title: 'Ist das deine Adresse?',
    lead: 'Sie wird die Adresse deines Kontos, und Anwendungen dürfen erfahren, dass sie bestätigt ist.',
    submit: 'Ja, bestätigen',
  },
  objection: {
    title: 'Diese Adresse behalten?',
    lead: 'Tu das, wenn du keine andere E-Mail-Adresse für dein Konto wolltest.',
    what: 'Wer mit deinem Konto angemeldet ist, wird abgemeldet. Mit dem bisherigen Passwort und mit Konten anderswo, die in diesen Tagen verknüpft wurden, kommt niemand mehr herein. Danach wählst du ein neues Passwort.',
    submit: 'Behalten und ein neues Passwort wählen',
  },
}

export const forgot: Sentences['forgot'] = {
  title: 'Passwort vergessen?',
  lead: 'Wir schicken einen Link an deine bestätigte E-Mail-Adresse. Damit wählst du ein neues Passwort.',
  submit: 'Link schicken',
  sentTitle: 'Sieh in dein Postfach',
  sent: ({ duration }) =>
    `Wenn es so ein Konto gibt und seine Adresse bestätigt ist, ist eine Mail unterwegs. Ihr Link gilt ${duration}.`,
  nothing: 'Nach ein paar Minuten nichts da? Sieh im Spam-Ordner nach, oder frag die Verwaltung nach einem Einmallink.',
  noMail: 'Dieser Ort hat keinen Mailserver, darum kann er dir keinen Link schicken.',
  noMailHow: 'Frag die Verwaltung nach einem Einmallink. Damit wählst du ein neues Passwort.',
  back: 'Zurück zur Anmeldung',
}
