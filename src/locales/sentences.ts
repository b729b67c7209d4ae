import { deutsch } from './de/deutsch.ts'
import { english } from './en/english.ts'

/**
 * Every sentence that people read. A value is a text, or a function of named values; a language is complete or does not compile.
 * Texts are plain: pages escape them like anything else.
 */
export type Sentences = typeof english

/** In the order in which they are offered. */
export const languages: readonly Sentences[] = [english, deutsch]

/** The language with this tag, or its nearest relative here (`de-AT` -> `de`); English when there is none. */
export const sentencesFor = (tag: string | undefined): Sentences => findLanguage(tag) ?? english

export const findLanguage = (tag: string | undefined): Sentences | undefined => {
  const wanted = tag?.trim().replaceAll('_', '-').toLowerCase().split('-') ?? []
  for (let length = wanted.length; length > 0; length--) {
    const prefix = wanted.slice(0, length).join('-')
    const found = languages.find((language) => language.tag.toLowerCase() === prefix)
    if (found !== undefined) return found
  }
  return undefined
}
