import type { Sentences } from '../sentences.ts'

export const ownData: Sentences['ownData'] = {
  picture: {
    title: 'Bild',
    lead: 'Anwendungen, die dein Profil sehen dürfen, zeigen es auch.',
    file: 'Ein Bild von diesem Gerät',
    hint: 'JPEG, PNG, WebP, GIF oder AVIF, höchstens 10 MB. Es wird quadratisch zugeschnitten, und was die Kamera hineingeschrieben hat, fällt weg.',
    kinds: 'JPEG, PNG, WebP, GIF oder AVIF, höchstens 10 MB.',
    submit: 'Dieses Bild nehmen',
    set: 'Dein Bild ist da. Anwendungen sehen es bei deiner nächsten Anmeldung.',
  },
  title: 'Deine Daten',
  lead: 'Was hier über dich aufbewahrt wird: zum Mitnehmen oder zum Loswerden.',
  export: {
    title: 'Eine Kopie von allem',
    lead: 'Eine Datei mit deinem Konto, deinen Sitzungen, dem, was Anwendungen wissen dürfen, und dem, was geschehen ist. Passwörter und Schlüssel sind nicht darin. Programme können sie lesen (JSON).',
    submit: 'Kopie herunterladen',
    again: 'Erst das Passwort eingeben',
    againLead: 'Vorher wird nach deinem Passwort gefragt, damit niemand eine Kopie nimmt, während du weg bist.',
  },
  delete: {
    title: 'Konto löschen',
    lead: 'Dein Konto und alles, was hier über dich aufbewahrt wird, verschwindet sofort und für immer.',
    link: 'Mein Konto löschen',
    formTitle: ({ name }) => `Das Konto von ${name} löschen?`,
    what: {
      gone: 'Du wirst überall abgemeldet, und niemand kann das Konto zurückholen, auch nicht die Verwaltung.',
      applications: ({ count }) =>
        count === 0
          ? 'Anwendungen können nicht mehr nach dir fragen.'
          : count === 1
            ? 'Die Anwendung, die dich kennt, erfährt nichts mehr. Was du dort hast, bleibt, bis du es dort löschst: Tu das zuerst, danach kannst du dich dort nicht mehr anmelden.'
            : `Die ${count} Anwendungen, die dich kennen, erfahren nichts mehr. Was du dort hast, bleibt, bis du es dort löschst: Tu das zuerst, danach kannst du dich dort nicht mehr anmelden.`,
      name: ({ username }) =>
        `Der Name ${username} bleibt vergeben, damit nie jemand für dich gehalten wird. Sonst bleibt nur das Protokoll, und das läuft ab.`,
    },
    submit: 'Endgültig löschen',
    managed:
      'Dein Konto steht in der Konfigurationsdatei dieser Installation. Wer sie betreibt, kann es dort herausnehmen.',
    last: 'Du bist das letzte Konto, das verwalten darf. Ernenne erst jemand anderen.',
    doneTitle: 'Dein Konto ist gelöscht',
    done: 'Du bist überall abgemeldet. Auf Wiedersehen, und danke, dass du hier warst.',
  },
}
