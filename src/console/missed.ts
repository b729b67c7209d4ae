import type { Sentences } from '../locales/sentences.ts'
import { type Html, html } from '../web/ui/html.ts'
import { note } from '../web/ui/parts.ts'

interface Missed {
  /** Counted from one, as people see them. */
  readonly number: number
  readonly why: keyof Sentences['console']['access']['missed']
  readonly claim: string | undefined
  readonly detail: string | undefined
}

/** What a claim mapping came to instead of a claim, as a sentence, with the claim and the language's own words beside it. */
export const missedNote = ({ number, why, claim, detail }: Missed, { console }: Sentences): Html =>
  note('warning', html`${console.access.missed[why]({ number })}${beside(claim)}${beside(detail)}`)

const beside = (text: string | undefined): Html | string =>
  text === undefined ? '' : html` <code translate="no">${text}</code>`

/** The same of a line of the audit log. Undefined for what this version did not write: that is shown as it is. */
export const missedWritten = (written: unknown, sentences: Sentences): readonly Html[] | undefined => {
  if (!Array.isArray(written)) return undefined
  const notes = written.map((one: unknown) => noteOf(one, sentences))
  const known = notes.filter((said) => said !== undefined)
  return known.length === notes.length ? known : undefined
}

const noteOf = (written: unknown, sentences: Sentences): Html | undefined => {
  if (typeof written !== 'object' || written === null) return undefined
  const { mapping, why, claim, detail }: Readonly<Record<string, unknown>> = { ...written }
  const known = whys.find((one) => one === why)
  if (typeof mapping !== 'number' || known === undefined) return undefined
  return missedNote({ number: mapping, why: known, claim: textOf(claim), detail: textOf(detail) }, sentences)
}

const whys = ['failed', 'protocol_claim', 'bad_claim', 'wrong_type', 'too_much'] as const

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
