import type { Sentences } from '../../locales/sentences.ts'
import { formTokenField, hiddenFields } from './fields.ts'
import { html, type Piece } from './html.ts'
import { button, note } from './parts.ts'

export interface UndoView {
  readonly what: keyof Sentences['undo']['went'] | 'logo'
  /** What it was called; empty where it had no name. */
  readonly name: string
  /** Stands for what was taken away, while it can be put back. */
  readonly secret: string
  readonly action: string
  /** The page where it was. */
  readonly page: string
  readonly formToken: string
}

/** What went, and the way to have it back. Sends `undo` and `page`. */
export const undoNote = ({ what, name, secret, action, page, formToken }: UndoView, { undo }: Sentences): Piece =>
  note(
    'right',
    html`${what === 'logo' ? undo.logo : undo.went[what]({ name })} ${undo.lasts}<form method="post" action="${action}">${formTokenField(formToken)}${hiddenFields(
      [
        ['undo', secret],
        ['page', page],
      ],
    )}<div>${button({ label: undo.undo, look: 'plain', small: true, id: 'undo' })}</div></form>`,
  )

/** What came of it, as `?undone=` says; anything else says nothing. */
export const undoneNote = (said: string | undefined, { undo }: Sentences): Piece => {
  if (said === 'back') return note('right', undo.back)
  return said === 'late' || said === 'taken' ? note('warning', undo[said]) : undefined
}
