import type { vikunja as english } from '../recipes-en/vikunja.ts'

export const vikunja: typeof english = {
  about: 'Aufgaben und Vorhaben',
  asks: {
    key: {
      label: 'Name dieser Anmeldung in seiner Konfiguration',
      hint: 'Teil der Adresse, zu der die Leute zurückgeschickt werden. Lass ihn, wie er ist, wenn er nicht vergeben ist.',
    },
  },
  blocks: {
    yaml: 'Steht `auth` schon in der Datei, so füge dort hinzu, was darunter steht.',
    alone: 'Damit fragt Vikunja nach keinem eigenen Passwort mehr. Es kommt zu dem `auth` von oben.',
    link: 'Anstelle des Blocks oben. Nimm die letzte Zeile wieder heraus, sobald sich alle einmal so angemeldet haben.',
  },
  why: {
    authurl: 'Der Issuer, Buchstabe für Buchstabe verglichen. Den Rest der Adresse hängt Vikunja selbst an.',
    logouturl: 'Wer sich dort abmeldet, kommt hierher und wird gefragt, ob er sich auch hier abmelden will.',
    emailfallback: 'Nimmt das Konto mit derselben Adresse, wenn sie hier bestätigt ist.',
  },
  existing:
    'Eine erste Anmeldung macht ein neues Konto, auch für Leute, die dort eines haben. Nimm den Block unten für die Zeit, in der sie zum ersten Mal so kommen: Vikunja nimmt dann das Konto mit derselben Adresse, wenn sie hier bestätigt ist.',
  traps: {
    section: 'Ein zweites `auth` in der Datei verdeckt das erste.',
    order:
      'Vikunja fragt hier nach, während es startet. Ist dieser Ort dann nicht da, fehlt der Knopf, bis es neu gestartet wird.',
    key: 'Wird er dort umbenannt, ist die Anmeldung kaputt: Er ist Teil der Adresse, die hier eingetragen ist.',
    picture: 'Bild, Name und Adresse werden bei jeder Anmeldung neu übernommen.',
  },
}
