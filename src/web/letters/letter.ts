/** A letter in the words of one language, before it is laid out. Texts are plain. */
export interface Letter {
  readonly subject: string
  /** In order. */
  readonly parts: readonly LetterPart[]
  /** Below the line: where it comes from. */
  readonly foot: string
  /** Said before a button's address, for whoever cannot use the button. */
  readonly addressLead: string
}

export type LetterPart =
  | { readonly text: string }
  /** The one thing to do, and where. */
  | { readonly button: string; readonly href: string }
  | { readonly code: string }
