import type { moveIn as english } from '../en/console-import.ts'
import { plural } from '../format.ts'

export const moveIn: typeof english = {
  title: 'Einziehen',
  lead: 'Bring mit, was ein anderes Programm weiß: Anwendungen mit ihren Geheimnissen, Leute mit ihren Passwörtern, und als wen Anwendungen sie kennen. Du siehst, was sich ändert, bevor es sich ändert.',
  open: 'Einstellungen mitbringen',
  from: 'Woher',
  kinds: {
    dex: 'Dex: seine config.yaml',
    authentik: 'authentik: ein Blueprint, oder was seine API antwortet',
    app: 'Eigene Einstellungen einer Anwendung: Mastodon, GoToSocial oder RomM',
  },
  file: 'Die Datei',
  fileHint: 'Höchstens 1 MB. Für größere gibt es den Befehl portico import.',
  text: 'Oder füge sie ein',
  textHint: 'Sie enthält Geheimnisse: schließe das Fenster, aus dem du sie kopiert hast.',
  required: 'Wähle eine Datei oder füge ein, was darin steht.',
  tooLong: 'Das ist größer als 1 MB. Nimm den Befehl portico import.',
  cannot: 'So kann es nicht mitgebracht werden. Das steht im Weg:',
  submit: 'Zeigen, was sich ändern würde',
  previewTitle: 'Was sich ändern würde',
  previewLead: 'Noch hat sich nichts geändert. Es geschieht ganz oder gar nicht, und noch einmal schadet nicht.',
  nothing: 'Alles darin ist schon hier.',
  steps: ({ count }: { count: number }) =>
    `${count} ${plural('de', count, { one: 'Sache ändert sich', other: 'Sachen ändern sich' })}`,
  does: { create: 'neu', change: 'geändert', release: 'gelassen' },
  whats: {
    group: 'Gruppe',
    account: 'Konto',
    application: 'Anwendung',
    setting: 'Einstellung',
    source: 'Weg herein',
    rule: 'Regel',
    departed: 'Nicht mehr hier',
    picture: 'Bild',
  },
  look: ({ count }: { count: number }) =>
    `${count} ${plural('de', count, { one: 'Sache ist anzusehen', other: 'Sachen sind anzusehen' })}`,
  left: ({ count }: { count: number }) =>
    `${count} ${plural('de', count, { one: 'Sache bleibt, wie sie ist', other: 'Sachen bleiben, wie sie sind' })}`,
  apply: 'Mitbringen',
  other: 'Hier hat sich inzwischen etwas geändert, und damit auch, was sich ändern würde. Sieh es dir noch einmal an.',
  gone: 'Das ist zu lange her, oder schon getan. Fang noch einmal an.',
  done: 'Getan. Was noch anzusehen ist, steht unten.',
}
