/** A finished mail to one person. */
export interface Message {
  /** Who it says it is from, where the operator named nobody: the installation's name. */
  readonly sender: string
  readonly to: Recipient
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The language it is written in, as BCP 47 has it. */
  readonly language: string
}

export interface Recipient {
  readonly name: string
  readonly address: string
}

const mostInLine = 150

/**
 * What people called themselves, or an installation, as one line of a header: without line breaks, which would begin
 * another header (RFC 5322 section 2.2), and without anything that nobody sees or that turns text around.
 */
export const headerLine = (text: string): string =>
  [
    ...text
      .toWellFormed()
      .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
      .replace(/[\p{C}\p{Bidi_C}]/gu, ''),
  ]
    .slice(0, mostInLine)
    .join('')
    .trim()

/**
 * One address and nothing else: neither a list, nor a group, nor a comment, which mail programs read differently from
 * one another. What was stored has been checked already; whoever stores it otherwise some day is stopped here.
 */
export const isOneAddress = (address: string): boolean =>
  /^[^\s\p{C}@"(),:;<>[\]\\]{1,64}@[a-z0-9.-]{1,253}$/u.test(address)
