import type { Sentences } from '../../locales/sentences.ts'
import type { Piece } from './html.ts'
import { note } from './parts.ts'

/** To somebody who has been asked who they are instead of what they wanted. `less`: some of it is to be given once more. */
export const typedNote = (typed: { readonly less: boolean } | undefined, { words }: Sentences): Piece =>
  typed && note('info', typed.less ? `${words.notYet} ${words.notKept}` : words.notYet)
