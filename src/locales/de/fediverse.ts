import { plural } from '../format.ts'
import type { Sentences } from '../sentences.ts'

const minutes = (n: number): string => `${n} ${plural('de', n, { one: 'Minute', other: 'Minuten' })}`

export const fediverse: Sentences['fediverse'] = {
  withAccount: 'mit deinem Konto von irgendwo im Fediverse',
  address: 'Fediverse-Adresse oder Server',
  anotherAddress: 'Andere Adresse oder anderer Server',
  example: '@du@example.social',
  hint: ({ name }) => `Dein Server fragt dich, ob ${name} dein Profil lesen darf. Schreiben darf es nichts.`,
  hintOf: ({ place, name }) => `${place} fragt dich, ob ${name} dein Profil lesen darf. Schreiben darf es nichts.`,
  submit: 'Weiter',
  continueWith: ({ place }) => `Weiter mit ${place}`,
  forget: 'Diesen Server nicht merken',
  join: {
    title: 'Noch kein Konto im Fediverse?',
    anywhere: ({ place }) =>
      `Hol dir eins bei einem Server, der Leute aufnimmt (${place} nennt viele), und komm mit seiner Adresse zurück.`,
    servers: ({ places }) =>
      `Hier kommen Leute dieser Server herein: ${places}. Hol dir bei einem davon ein Konto und komm dann zurück.`,
  },
  usePassword: 'Mit Passwort anmelden',
  choosePassword: 'Lieber ein Passwort wählen',
  useFediverse: 'Mit einem Fediverse-Konto anmelden',
  otherWays: 'Andere Wege, dich anzumelden',
  confirm: {
    forApplication: ({ application }) => `${application} bittet dich, dich noch einmal auszuweisen.`,
    forChange: 'Du bist dabei, etwas Wichtiges zu ändern. Weise dich bitte noch einmal aus.',
    submit: ({ place }) => `Bei ${place} bestätigen`,
    unasked:
      'Solange du bei deinem Server angemeldet bist, lässt er dich vielleicht ohne Rückfrage durch. Hast du auch hier ein Passwort, wirst du stattdessen danach gefragt.',
  },
  arrival: {
    title: 'Bist du das?',
    known: ({ application }) => `So gehst du weiter zu ${application}:`,
    newcomer: ({ application }) =>
      `Du bist zum ersten Mal hier. Es wird ein Konto für dich angelegt, und du gehst weiter zu ${application}.`,
    link: 'Von jetzt an kannst du dich hier auch mit diesem Konto anmelden.',
    typed: 'Eingegeben',
    came: 'Angemeldet',
    instead:
      'Bei deinem Server ist jemand anderes angemeldet, als du eingegeben hast. Mach mit dem Konto weiter, das zurückkam, oder nimm das andere.',
    moved:
      'Dieses Konto sagt, dass es umgezogen ist. Du meldest dich mit dem alten an; das neue ist hier jemand anderes.',
    remember: ({ place }) => `${place} in diesem Browser merken`,
    submit: 'Weiter',
    submitAs: ({ handle }) => `Weiter als ${handle}`,
    notYou: 'Bist du das nicht?',
    another: 'Ein anderes Konto benutzen',
  },
  problems: {
    missing: 'Gib deine Fediverse-Adresse ein oder den Namen deines Servers.',
    bad_address:
      'Das ist weder eine Fediverse-Adresse noch ein Server. Richtig wäre @du@example.social, oder example.social.',
    email:
      'Das ist eine E-Mail-Adresse. Eine Fediverse-Adresse endet mit dem Namen deines Servers: @du@example.social.',
    too_many: ({ minutes: n }) => `Das waren zu viele Versuche. Warte ${minutes(n)} und versuch es dann noch einmal.`,
    unreachable: ({ place }) =>
      `${place} antwortet nicht. Prüf, ob es richtig geschrieben ist; wenn ja, ist der Server vielleicht gerade nicht erreichbar.`,
    no_server: ({ place }) => `${place} ist kein Server des Fediverse. Gib den Server ein, bei dem du dein Konto hast.`,
    unsupported: ({ place, software }) =>
      `${place} läuft mit ${software}, und damit kann man sich nicht anderswo anmelden. Ein Konto bei einem Server mit zum Beispiel Mastodon, Misskey oder GoToSocial ginge.`,
    no_person: ({ place }) => `Bei ${place} heißt niemand so. Prüf, wie dein Name geschrieben wird.`,
    limited: ({ place, minutes: n }) =>
      `${place} nimmt gerade keine neuen Anwendungen auf. Versuch es in ${n} ${n === 1 ? 'Minute' : 'Minuten'} noch einmal, oder nimm ein anderes Konto.`,
    refused_registration: ({ place }) =>
      `${place} lässt uns nicht fragen, wer du bist. Vielleicht hat die Verwaltung dort das abgeschaltet.`,
    out_of_reach: ({ place }: { place: string }) =>
      `${place} will nachsehen, wer fragt, und kommt nicht bis hierher. Nimm ein Konto bei einem anderen Server; wer das hier betreibt, kann es per https erreichbar machen.`,
    denied_server: ({ place, reason }) =>
      reason === ''
        ? `Hier kommt niemand von ${place} herein. Nimm ein Konto bei einem anderen Server.`
        : `Hier kommt niemand von ${place} herein: ${reason}`,
    denied: ({ place }) =>
      `Du oder ${place} hat nein gesagt. Es wurde nichts gelesen. Du kannst es jederzeit noch einmal versuchen.`,
    forgotten: ({ place }) =>
      `${place} hatte vergessen, wer wir sind. Wir haben uns neu vorgestellt: Versuch es bitte noch einmal.`,
    token_in_callback: ({ place }) =>
      `${place} hat auf eine Weise geantwortet, die nicht sicher ist. Besser geht es, wenn du dort noch einmal gefragt wirst: Versuch es bitte noch einmal.`,
    mixed_up: ({ place }) =>
      `Was zurückkam, ist nicht die Antwort auf das, was wir ${place} gefragt haben. Niemand wurde angemeldet. Fang bitte von vorn an.`,
    unproven: ({ place }) =>
      `${place} sagt, du seist jemand, für den es nicht sprechen kann. Niemand wurde angemeldet.`,
    suspended: ({ place }) =>
      `${place} hat dieses Konto geschlossen: Es ist gesperrt oder umgezogen. Nimm ein anderes.`,
    memorial: ({ place }) => `Dieses Konto bei ${place} ist eine Gedenkseite. Damit kann sich niemand anmelden.`,
    no_profile: ({ place }: { place: string }) =>
      `Du hast bei ${place} kein eigenes Profil: Alle ohne eines gelten dort als das Blog selbst, und damit ist nicht gesagt, wer du bist. Wer es betreibt, kann dir eines geben.`,
    no_person_behind: ({ place }: { place: string }) =>
      `Dieses Konto bei ${place} sagt, dass es ein Bot oder eine Gruppe ist; hier kommen nur Menschen herein. Nimm dein eigenes; wenn es sich irrt, ändere das dort.`,
    not_ready: ({ place }) =>
      `Dieses Konto bei ${place} ist noch nicht so weit: Seine Adresse muss bestätigt werden, oder jemand muss es freigeben. Hol das dort nach und komm dann wieder.`,
    broken: ({ place }) =>
      `${place} hat mit einem eigenen Fehler geantwortet. Versuch es später noch einmal; die Verwaltung dort weiß vielleicht mehr.`,
    server_not_admitted: ({ place }) =>
      `Wer von ${place} kommt, wird hier nicht aufgenommen. Nimm ein Konto bei einem anderen Server.`,
    not_invited:
      'Du hast hier noch kein Konto, und neue gibt es mit einer Einladung. Öffne den Link deiner Einladung und melde dich dann an.',
    not_linked:
      'Dieses Konto ist hier mit keinem verbunden. Melde dich auf anderem Weg an und verbinde es unter „Wege, dich anzumelden“.',
    disabled: 'Dein Konto hier ist abgeschaltet. Wer diesen Ort betreibt, kann es wieder einschalten.',
    awaiting: 'Dein Konto hier wartet, bis die Verwaltung es freigegeben hat. Dann kannst du dich anmelden.',
    changed_hands: ({ place }) =>
      `Das Konto, das von ${place} zurückkam, ist nicht das, das wir unter dieser Adresse kennen: Vielleicht gehört sie jetzt jemand anderem. Wenn es deines ist, melde dich auf anderem Weg an und verbinde es unter „Wege, dich anzumelden“ neu.`,
    linked_elsewhere: ({ place }) =>
      `Dieses Konto bei ${place} ist hier mit jemand anderem verbunden. Melde dich damit an und trenne es zuerst dort, oder nimm ein anderes.`,
    not_afresh: ({ place }: { place: string }) =>
      `${place} lässt alle durch, die dort angemeldet sind, und beweist so nicht noch einmal, wer du bist. Nimm stattdessen dein Passwort von hier.`,
    proof_needed: ({ place }) =>
      `Es ist eine Weile her, dass du dich ausgewiesen hast. Weise dich noch einmal aus und verbinde dann dein Konto bei ${place}.`,
    other_person: ({ place }) =>
      `Du bist von ${place} als jemand anderes zurückgekommen, als hier angemeldet ist. Nimm das Konto, mit dem du dich angemeldet hast.`,
  },
  identities: {
    title: 'Wege, dich anzumelden',
    lead: 'Mit jedem davon kommst du herein.',
    password: 'Passwort',
    passwordLead: 'Mit deinem Benutzernamen oder deiner E-Mail-Adresse.',
    noPassword: 'Es gibt noch keins. Damit kämst du auch herein, wenn dein Server nicht antwortet.',
    choosePassword: 'Wählen',
    changePassword: 'Ändern',
    moved: ({ to }) =>
      `Dieses Konto sagt, dass es nach ${to} umgezogen ist. Es bleibt ein Weg herein, bis du es trennst; das neue wird einer, sobald du es unten verbindest.`,
    linked: ({ date }) => `verbunden am ${date}`,
    lastUsed: ({ ago }) => `zuletzt benutzt ${ago}`,
    unlink: 'Trennen',
    unlinkNamed: ({ handle }) => `Trennen: ${handle}`,
    unlinked: 'Getrennt. Mit diesem Konto meldet sich hier niemand mehr an.',
    justLinked: ({ handle }) => `${handle} ist verbunden: Von jetzt an kannst du dich damit anmelden.`,
    none: 'Noch ist kein Konto von anderswo verbunden.',
    last: 'Das ist der letzte Weg, der dir bleibt, darum bleibt er. Verbinde zuerst einen anderen.',
    elsewhere:
      'Dieses Konto ist hier schon mit jemand anderem verbunden. Melde dich damit an und trenne es zuerst dort.',
    link: 'Ein weiteres Konto verbinden',
    linkLead: 'Du meldest dich einmal dort an und kannst es von da an auch hier damit tun.',
    again: 'Um etwas zu verbinden oder zu trennen, weise dich noch einmal aus.',
    prove: 'Ausweisen',
  },
}
