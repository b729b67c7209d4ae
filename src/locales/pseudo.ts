import { english } from './en/english.ts'
import type { AllRecipeTexts } from './recipe-texts.ts'
import type { Sentences } from './sentences.ts'

const plainLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const strangeLetters = 'ÀƁÇÐÉƑĜĤÎĴĶĹṀÑÖÞǪŔŠŢÛṼŴẊÝŽàƀçðéƒĝĥîĵķļṁñöþǫŕšţûṽŵẋýž'

/** Text that a reader can still make out and that no ASCII word is left in. */
export const pseudoText = (text: string): string =>
  text.replace(/[A-Za-z]/g, (letter) => strangeLetters[plainLetters.indexOf(letter)] ?? letter)

const placeholder = (index: number): string => `\u{e000}${index}\u{e001}`

/** Calls the sentence with stand-ins for texts, so that what is data comes through as it was. */
const pseudoFunction =
  (sentence: (values: Record<string, unknown>) => string) =>
  (values: Record<string, unknown>): string => {
    const held: string[] = []
    const stand = (value: unknown): unknown => {
      if (typeof value === 'string') return placeholder(held.push(value) - 1)
      return Array.isArray(value) ? value.map(stand) : value
    }
    const standing = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, stand(value)]))
    return pseudoText(sentence(standing)).replace(/\u{e000}(\d+)\u{e001}/gu, (_, index) => held[Number(index)] ?? '')
  }

const pseudoValue = (value: unknown): unknown => {
  if (typeof value === 'string') return pseudoText(value)
  if (typeof value === 'function') return pseudoFunction(value as (values: Record<string, unknown>) => string)
  return Object.fromEntries(Object.entries(value as object).map(([name, inner]) => [name, pseudoValue(inner)]))
}

/**
 * A language nobody speaks: every sentence of `en`, visibly changed. A page rendered with it shows plain words only where
 * a sentence was left in the page. Dates and numbers are Greek, which proves that they are asked for in the page's language.
 */
export const pseudo: Sentences = { ...(pseudoValue(english) as Sentences), tag: 'el', name: pseudoText('Pseudo') }

/** The same of what is said about recipes. */
export const pseudoRecipeTexts = ({ recipes, notHere }: AllRecipeTexts): AllRecipeTexts =>
  pseudoValue({ recipes, notHere }) as AllRecipeTexts
