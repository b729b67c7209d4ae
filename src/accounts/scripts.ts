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

/**
 * Latin letters that no language writes a name with, or that are drawn as plain ones: those of phonetics and of old manuscripts, and
 * clicks (`ɑlice`, `aǀice`). Letters of today's African and Turkic alphabets are none of these.
 */
const drawnAsPlain =
  /[[\u0185\u018D\u01A8\u01BB-\u01C3\u021D\u0223\u0234-\u0237\u0250-\u02AF\u1D00-\u1DBF\u1EFA-\u1EFF\u2C60-\u2C7F\uA720-\uA7FF\uAB30-\uAB6F]--[ɓɔɖɗəɛʃʒʊ]]/v

/** A name that could stand for a Latin one letter for letter: `сосо` of Cyrillic letters beside `coco`. */
export const looksLatin = (name: string): boolean => drawnAsLatin.test(lettersOf(name)) || drawnAsPlain.test(name)

const lettersOf = (name: string): string => name.replace(/[0-9_.-]/g, '')
