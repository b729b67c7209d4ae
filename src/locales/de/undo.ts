import type { Sentences } from '../sentences.ts'

export const undo: Sentences['undo'] = {
  went: {
    invitation: ({ name }) =>
      `Die Einladung${name === '' ? '' : ` „${name}“`} ist zurückgenommen. Wer mit ihr gekommen ist, bleibt.`,
    rule: ({ name }) => `Die Regel über ${name} ist entfernt.`,
    icon: ({ name }) => `${name} hat kein eigenes Symbol mehr.`,
    avatar: ({ name }) => (name === '' ? 'Dein Bild ist entfernt.' : `Das Bild von ${name} ist entfernt.`),
    access: ({ name }) => `Gespeichert. Nicht mehr da: ${name}.`,
  },
  logo: 'Das Logo ist entfernt. Dort steht wieder der Bogen von Portico.',
  lasts: 'Zehn Minuten lang lässt sich das rückgängig machen.',
  undo: 'Rückgängig machen',
  back: 'Es ist wieder da, wie es war.',
  late: 'Das lässt sich nicht mehr rückgängig machen: Es ist schon geschehen, oder es ist länger als zehn Minuten her.',
  taken:
    'Das lässt sich nicht mehr rückgängig machen: An der Stelle steht jetzt etwas anderes, oder es gibt sie nicht mehr. Es wurde nichts geändert.',
}
