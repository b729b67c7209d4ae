import type { Sentences } from '../sentences.ts'

export const mail: Sentences['mail'] = {
  greeting: ({ name }) => `Hallo ${name}!`,
  hello: 'Hallo!',
  address: 'Wenn der Knopf nicht geht, öffne diese Adresse:',
  foot: ({ place, host }) => `${place} auf ${host} hat das von selbst geschrieben. Antworten liest niemand.`,
  ask: 'Wenn du davon nichts weißt, sag es der Person, die diesen Ort betreibt.',
  emailConfirm: {
    subject: ({ place }) => `Bestätige deine E-Mail-Adresse für ${place}`,
    lead: ({ place, address }) =>
      `${address} wurde bei ${place} als E-Mail-Adresse angegeben. Wenn du das warst, bestätige sie:`,
    submit: 'Adresse bestätigen',
    ends: ({ duration }) => `Das geht einmal, ${duration} lang, dort, wo du angemeldet bist.`,
    code: ({ duration }) =>
      `Oder gib diesen Code dort ein, wo du um diese Mail gebeten hast, innerhalb von ${duration}:`,
    otherwise: 'Wenn du es nicht warst, tu nichts: Dann kann dort niemand deine Adresse benutzen.',
  },
  emailAsked: {
    subject: ({ place }) => `Deine E-Mail-Adresse bei ${place} soll sich ändern`,
    lead: ({ next, place }) =>
      `Jemand, der bei ${place} als du angemeldet ist, möchte die E-Mail-Adresse deines Kontos in ${next} ändern.`,
    fine: 'Wenn du das warst, ist hier nichts zu tun. Die neue Adresse gilt, sobald sie bestätigt ist.',
    otherwise:
      'Wenn du es nicht warst, halte es auf. Diese Adresse bleibt deine, alle werden abgemeldet, und du wählst ein neues Passwort.',
    submit: 'Das war ich nicht',
    ends: ({ duration }) => `Das geht einmal, ${duration} lang.`,
  },
  emailChanged: {
    subject: ({ place }) => `Deine E-Mail-Adresse bei ${place} hat sich geändert`,
    lead: ({ next, place }) =>
      `Die E-Mail-Adresse deines Kontos bei ${place} ist jetzt ${next}. Das ist die letzte Mail an diese hier.`,
    leadUnnamed: ({ place }) =>
      `Die E-Mail-Adresse deines Kontos bei ${place} wurde geändert. Das ist die letzte Mail an diese hier.`,
    otherwise:
      'Wenn du es nicht warst, nimm es zurück. Diese Adresse ist dann wieder deine, alle werden abgemeldet, und du wählst ein neues Passwort.',
    submit: 'Das war ich nicht',
    ends: ({ duration }) => `Das geht einmal, ${duration} lang.`,
  },
  usernameChanged: {
    subject: ({ place }) => `Dein Benutzername bei ${place} hat sich geändert`,
    lead: ({ from, to, place }) =>
      `Bei ${place} war dein Benutzername ${from} und ist jetzt ${to}. Von nun an meldest du dich mit dem neuen an.`,
  },
  identityLinked: {
    subject: ({ place }) => `Ein weiterer Weg in dein Konto bei ${place}`,
    lead: ({ handle, place }) =>
      `${handle} wurde mit deinem Konto bei ${place} verknüpft. Wer sich damit anmeldet, ist drin.`,
    otherwise: 'Wenn du das nicht warst, trenne es sofort, und wähle ein anderes Passwort, falls du eines hast:',
    submit: 'Deine Wege hinein ansehen',
  },
  identityUnlinked: {
    subject: ({ place }) => `Ein Weg weniger in dein Konto bei ${place}`,
    lead: ({ handle, place }) =>
      `${handle} ist nicht mehr mit deinem Konto bei ${place} verknüpft. Damit meldet sich niemand mehr an.`,
  },
  passwordLink: {
    subject: ({ place }) => `Wähle ein neues Passwort für ${place}`,
    lead: ({ username, place }) => `Hier wählst du ein neues Passwort für ${username} bei ${place}.`,
    submit: 'Passwort wählen',
    ends: ({ duration }) => `Das geht einmal, ${duration} lang.`,
    otherwise: 'Wenn du nicht darum gebeten hast, tu nichts: Dein Passwort bleibt, wie es ist.',
  },
  passwordChanged: {
    subject: ({ place }) => `Dein Passwort bei ${place} hat sich geändert`,
    lead: ({ username, place }) =>
      `Das Passwort von ${username} bei ${place} wurde geändert, und wer anderswo angemeldet war, ist abgemeldet.`,
    otherwise: 'Wenn du es nicht warst, wähle sofort ein anderes:',
    submit: 'Ein anderes Passwort wählen',
  },
  invitation: {
    subject: ({ place }) => `Du bist zu ${place} eingeladen`,
    lead: ({ place }) => `Die Verwaltung von ${place} lädt dich ein, dir dort ein Konto anzulegen.`,
    submit: 'Mein Konto anlegen',
    ends: ({ duration }) => `Das geht einmal, ${duration} lang.`,
    otherwise: 'Wenn du keines möchtest, tu nichts: Es gibt keines, bis du es anlegst.',
  },
  signUp: {
    subject: ({ place }) => `Dein Konto bei ${place}`,
    lead: ({ username, place }) =>
      `Mit dieser Adresse wurde bei ${place} um ein Konto mit dem Benutzernamen ${username} gebeten. Wenn du das warst, geht es hier weiter:`,
    leadUnnamed: ({ place }) =>
      `Mit dieser Adresse wurde bei ${place} um ein Konto gebeten. Wenn du das warst, geht es hier weiter:`,
    submit: 'Passwort wählen',
    ends: ({ duration }) => `Das geht einmal, ${duration} lang. Solange ist der Benutzername für dich reserviert.`,
    otherwise: 'Wenn du das nicht warst, tu nichts: Dann gibt es kein Konto.',
  },
  signUpKnown: {
    subject: ({ place }) => `Du hast schon ein Konto bei ${place}`,
    lead: ({ username, place }) =>
      `Mit dieser Adresse wurde bei ${place} um ein neues Konto gebeten. Du hast dort schon eines: ${username}.`,
    submit: 'Anmelden',
    otherwise:
      'Wenn du das nicht warst, tu nichts: Es hat sich nichts geändert. Bei einem vergessenen Passwort hilft die Anmeldeseite.',
  },
  accountWaiting: {
    subject: ({ place }) => `Ein Konto bei ${place} wartet auf dich`,
    lead: ({ username, place }) =>
      `Jemand hat bei ${place} das Konto ${username} angelegt und die Adresse bestätigt. Anmelden geht erst, wenn die Verwaltung es freigegeben hat.`,
    leadUnnamed: ({ place }) =>
      `Jemand hat bei ${place} ein Konto angelegt und die Adresse bestätigt. Anmelden geht erst, wenn die Verwaltung es freigegeben hat.`,
    submit: 'Freigeben oder ablehnen',
  },
  approved: {
    subject: ({ place }) => `Dein Konto bei ${place} ist freigegeben`,
    lead: ({ username, place }) => `Du kannst dich jetzt bei ${place} als ${username} anmelden.`,
    submit: 'Anmelden',
  },
  declined: {
    subject: ({ place }) => `Dein Konto bei ${place} wurde abgelehnt`,
    lead: ({ place }) =>
      `Die Verwaltung von ${place} hat das Konto abgelehnt, um das du gebeten hast. Was du angegeben hast, ist gelöscht.`,
  },
  accountDeleted: {
    subject: ({ place }) => `Dein Konto bei ${place} ist gelöscht`,
    lead: ({ username, place }) =>
      `Das Konto ${username} bei ${place} ist gelöscht, mit allem, was dort über dich aufbewahrt wurde. Es kann nicht zurückgeholt werden, und niemand anderes bekommt je seinen Namen. Das ist die letzte Mail.`,
  },
  test: {
    subject: ({ place }) => `Eine Probemail von ${place}`,
    lead: ({ place }) => `Mails von ${place} kommen hier an. Es ist nichts zu tun.`,
  },
}
