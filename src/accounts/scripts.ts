/** Scripts that people write today (UAX 31, table 5); those that are written together are one. */
const together = [
  ...['Latin', 'Arabic', 'Armenian', 'Bengali', 'Cyrillic', 'Devanagari', 'Ethiopic', 'Georgian', 'Greek', 'Gujarati'],
  ...['Gurmukhi', 'Hebrew', 'Kannada', 'Khmer', 'Lao', 'Malayalam', 'Myanmar', 'Oriya', 'Sinhala', 'Tamil', 'Telugu'],
  ...['Thaana', 'Thai', 'Tibetan', 'Han Hiragana Katakana', 'Han Bopomofo', 'Han Hangul'],
]

const alphabets = together.map((scripts) => {
  const letters = scripts.split(' ').map((script) => `[\\p{scx=${script}}&&[\\p{L}\\p{M}]]`)
  return new RegExp(`^[${letters.join('')}]*$`, 'v')
})

/** `pаypal` with a Cyrillic `а` is not `paypal`: all letters of a name come from one script (UTS 39, single script). */
export const hasOneScript = (name: string): boolean => alphabets.some((alphabet) => alphabet.test(lettersOf(name)))

/** Small letters of other scripts that most fonts draw as they draw a Latin one (UTS 39, whole-script confusables). */
const drawnAsLatin = /^[асԁеһіјӏорԛѕԝхуαγικνορτυωօոսհցյ]+$/u

/** A name that could stand for a Latin one letter for letter: `сосо` of Cyrillic letters beside `coco`. */
export const looksLatin = (name: string): boolean => drawnAsLatin.test(lettersOf(name))

const lettersOf = (name: string): string => name.replace(/[0-9_.-]/g, '')
