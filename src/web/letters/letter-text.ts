import type { Letter, LetterPart } from './letter.ts'

/** A letter as plain text: addresses stand alone on their lines, so that every mail program makes links of them. */
export const letterText = ({ parts, foot }: Letter): string =>
  `${[...parts.map(partText), `-- \n${foot}`].join('\n\n')}\n`

const partText = (part: LetterPart): string => {
  if ('text' in part) return part.text
  return 'code' in part ? part.code : `${part.button}:\n${part.href}`
}
