import { plural } from '../format.ts'
import type { Sentences } from '../sentences.ts'

const minutes = (n: number): string => `${n} ${plural('de', n, { one: 'Minute', other: 'Minuten' })}`

export const signUp: Sentences['signUp'] = {
  title: 'Konto anlegen',
  at: ({ place }) => `bei ${place}`,
  atThen: ({ place, application }) => `bei ${place}, danach weiter zu ${application}`,
  onward: ({ application }) => `Danach geht es weiter zu ${application}.`,
  invited: ({ place }) => `Du bist zu ${place} eingeladen`,
  invitedLead: 'Leg dir ein Konto an. Künftig meldest du dich damit an.',
  joinTitle: ({ place }) => `Du bist bei ${place} eingeladen`,
  joinLead: 'Du hast hier schon ein Konto. Mit ihm trittst du bei:',
  joinSubmit: 'Beitreten',
  joinedTitle: 'Du bist beigetreten',
  joinedLead: 'Du bist jetzt in:',
  joinNothing:
    'Du hast hier schon ein Konto, und diese Einladung gibt dir nichts, was du nicht schon hast. Sie ist nicht verbraucht.',
  joinOther: 'Ist sie für jemand anderen? Melde dich zuerst ab',
  looked: 'Die Verwaltung sieht sich jedes neue Konto an, bevor es benutzt werden kann.',
  name: 'Name',
  nameHint: 'So, wie andere ihn lesen. Er darf leer bleiben.',
  email: 'E-Mail',
  emailBound: 'Die Einladung ist für diese Adresse.',
  emailMail: 'Wir schicken eine Mail dorthin. Mit ihrem Link geht es weiter.',
  username: 'Benutzername',
  usernameHint: 'Zum Anmelden. Lass ihn leer, dann schlagen wir einen vor.',
  suggested: 'Wie wäre es mit diesem? Jeder andere geht auch.',
  unfit: ({ applications }) =>
    `${applications} könnte diesen Namen nicht nehmen, wie er ist. Nimm Buchstaben von a bis z, Ziffern und Unterstriche, und keinen Titel wie admin.`,
  password: 'Passwort',
  submit: 'Mein Konto anlegen',
  submitMail: 'Schickt mir die Mail',
  haveOne: 'Ich habe schon ein Konto',
  limited: ({ minutes: n }) => `Das war vorerst oft genug. Warte ${minutes(n)} und versuch es dann noch einmal.`,
  sentTitle: 'Sieh in dein Postfach',
  sent: ({ duration }) =>
    `Eine Mail ist unterwegs. Mit ihrem Link wählst du dein Passwort, und dann hast du ein Konto. Er gilt ${duration}.`,
  sentNothing: 'Nach ein paar Minuten nichts da? Sieh im Spam-Ordner nach, oder schick das Formular noch einmal.',
  confirmTitle: 'Wähle dein Passwort',
  confirmLead: 'Deine Adresse ist bestätigt. Das ist der letzte Schritt.',
  waitingTitle: 'Dein Konto wartet auf Freigabe',
  waiting: 'Die Verwaltung sieht es sich an, bevor es benutzt werden kann.',
  waitingMail: 'Sobald das geschehen ist, schreiben wir dir.',
  waitingNoMail: 'Versuch in ein, zwei Tagen, dich anzumelden.',
  chooseTitle: 'Wähle einen Benutzernamen',
  chooseLead: 'Anwendungen kennen dich unter ihm, und viele vergessen ihn nie. Nimm einen, der dir gefällt.',
  chooseSubmit: 'Diesen nehmen',
}
