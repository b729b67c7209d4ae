import { type Html, html } from './html.ts'

/** A sentence in which what stands between backticks is typed as it is: the name of a setting, a value. */
export const prose = (sentence: string): Html =>
  html`${sentence.split('`').map((part, at) => (at % 2 === 0 ? part : html`<code translate="no">${part}</code>`))}`
