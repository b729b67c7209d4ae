import type { StoredLetter } from '../../accounts/letters.ts'
import { type Sentences, sentencesFor } from '../../locales/sentences.ts'
import type { Look } from '../world.ts'
import { letterHtml } from './letter-html.ts'
import { letterText } from './letter-text.ts'
import { wordsFor } from './words.ts'

/** A letter as a finished mail, in the language of whoever reads it. */
export const renderLetter = (
  { letter, to }: StoredLetter,
  { brand, branding }: Look,
  base: string,
  sentences: Sentences = sentencesFor(to.language),
) => {
  const words = wordsFor(letter, to, sentences, { brand, base })
  return {
    sender: brand.name,
    to,
    subject: words.subject,
    text: letterText(words),
    html: letterHtml(words, sentences.tag, brand, branding),
    language: sentences.tag,
  }
}
