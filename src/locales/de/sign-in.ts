import { plural } from '../format.ts'
import type { Sentences } from '../sentences.ts'

const minutes = (n: number): string => `${n} ${plural('de', n, { one: 'Minute', other: 'Minuten' })}`

export const signIn: Sentences['signIn'] = {
  title: 'Anmelden',
  to: ({ application }) => `Bei ${application} anmelden`,
  withAccountOf: ({ name }) => `mit deinem Konto von ${name}`,
  identifier: 'Benutzername oder E-Mail',
  password: 'Passwort',
  submit: 'Anmelden',
  passwordSet: 'Dein Passwort ist gespeichert. Melde dich damit an.',
  forgotten: 'Passwort vergessen?',
  forgottenHow: 'Frag die Verwaltung nach einem Einmallink. Damit wählst du ein neues Passwort.',
  signUp: 'Konto anlegen',
  continueWith: ({ source }) => `Weiter mit ${source}`,
  problems: {
    wrong: 'Dieser Name und dieses Passwort gehören nicht zusammen. Prüf beides und versuch es noch einmal.',
    missing: 'Gib deinen Benutzernamen oder deine E-Mail-Adresse und dein Passwort ein.',
    busy: 'Gerade melden sich viele an. Mit deinen Eingaben ist alles in Ordnung: Versuch es bitte noch einmal.',
    expired: 'Das hat eine Weile gedauert, darum fangen wir von vorn an. Melde dich bitte noch einmal an.',
    waiting: 'Dieses Konto wartet, bis die Verwaltung es freigegeben hat. Dann kannst du dich anmelden.',
    disabled: 'Dieses Konto ist abgeschaltet. Wer diesen Ort betreibt, kann es wieder einschalten.',
  },
  limited: ({ minutes: n }) =>
    `Das waren zu viele Versuche. Warte ${minutes(n)} und versuch es dann noch einmal. Dein Konto ist sicher.`,
  confirm: {
    title: 'Bestätige, dass du es bist',
    forApplication: ({ application }) => `${application} bittet dich, dein Passwort noch einmal einzugeben.`,
    forChange: 'Du bist dabei, etwas Wichtiges zu ändern. Darum fragen wir noch einmal nach deinem Passwort.',
    submit: 'Bestätigen',
    somebodyElse: 'Als jemand anderes anmelden',
  },
  choose: {
    title: 'Wer meldet sich an?',
    lead: ({ application }) => `Wähle das Konto, das ${application} sehen wird.`,
    leadHere: 'Wähle ein Konto.',
    another: 'Ein anderes Konto benutzen',
  },
}

export const signOut: Sentences['signOut'] = {
  title: 'Abmelden?',
  asked: ({ application }) => `${application} möchte dich auch hier abmelden.`,
  askedBySomebody: 'Eine Anwendung möchte dich auch hier abmelden.',
  plain: 'Wenn du das nächste Mal kommst, gibst du wieder dein Passwort ein.',
  submit: 'Abmelden',
  stay: 'Angemeldet bleiben',
  returns: ({ host }) => `Danach geht es zurück zu ${host}.`,
  done: 'Du bist abgemeldet',
  doneLead: 'Bei Anwendungen, die du benutzt hast, bleibst du vielleicht angemeldet, bis du dich auch dort abmeldest.',
  again: 'Wieder anmelden',
  backTo: ({ application }) => `Zurück zu ${application}`,
}

export const leaving: Sentences['leaving'] = {
  title: ({ to }) => `Weiter zu ${to}`,
  lead: 'Einen Augenblick. Wenn nichts geschieht, nimm den Knopf.',
  hinted: ({ to, application }) =>
    `${application} sagt, dass das dein Server ist. Geh nur weiter, wenn du ein Konto bei ${to} hast.`,
  submit: ({ to }) => `Weiter zu ${to}`,
}
