import { html as tagged } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** Markup that is safe to send: what was put into it has been escaped. */
export type Html = HtmlEscapedString

/** What may be put into markup. Text is escaped; nothing here can arrive late, or turn into `[object Object]`. */
export type Piece = Html | string | number | undefined | false | readonly Piece[]

export const html = (strings: TemplateStringsArray, ...values: readonly Piece[]): Html => {
  const markup = tagged(strings, ...values)
  if (markup instanceof Promise) throw new TypeError('markup must not contain a promise')
  return markup
}

/** ` name="value"` for each; `true` stands alone, `false` and `undefined` are left out. Names are ours, never data. */
export const attributes = (pairs: Readonly<Record<string, string | number | boolean | undefined>>): readonly Html[] =>
  Object.entries(pairs).flatMap(([name, value]) => {
    if (value === undefined || value === false) return []
    return value === true ? [html` ${name}`] : [html` ${name}="${String(value)}"`]
  })

/** A long address, which may go on in a new line where it has a joint: behind a slash, and before the server of a handle. */
export const breakable = (text: string): Piece => {
  const [first = '', ...rest] = text.length < 20 ? [text] : text.split(/(?<=[^/]\/)(?=[^/])|(?<=.)(?=@)/)
  return [first, ...rest.map((part) => html`<wbr>${part}`)]
}

/** A name that is short enough to stay on one line of a heading, blanks and all. */
export const together = (name: string): string => (name.length > 20 ? name : name.replaceAll(' ', '\u00a0'))
