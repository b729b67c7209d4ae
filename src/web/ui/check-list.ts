import type { Sentences } from '../../locales/sentences.ts'
import { type Html, html, type Piece } from './html.ts'
import { icon } from './icons.ts'
import { prose } from './prose.ts'

type Texts = Sentences['connect']

/** One thing that an application looked at. */
export interface ShownCheck {
  readonly ok: boolean
  readonly code: keyof Texts['checks']
  readonly needed: boolean
  readonly claim?: string
  readonly found?: string
  readonly expected?: string
  readonly remedy?: keyof Texts['remedies']
}

const sentenceOf = ({ ok, code, claim = '–', found = '–', expected = '–' }: ShownCheck, { checks }: Texts): string => {
  const sentence = checks[code][ok ? 'right' : 'wrong']
  return typeof sentence === 'string' ? sentence : sentence({ claim, found, expected })
}

/** What was looked at: what is wrong first, each with what mends it. `mend` is the way there, where there is one. */
export const checkList = (
  checks: readonly ShownCheck[],
  { connect }: Sentences,
  mend: (remedy: keyof Texts['remedies']) => Piece = () => undefined,
): Html => {
  const item = (check: ShownCheck): Html => {
    const [kind, said] = check.ok
      ? (['right', connect.right] as const)
      : check.needed
        ? (['wrong', connect.wrong] as const)
        : (['warning', connect.missing] as const)
    const remedy = check.ok || check.remedy === undefined ? undefined : check.remedy
    return html`<li class="finding ${kind}">${icon(kind)}<div><span class="unseen">${said}: </span><span>${prose(sentenceOf(check, connect))}</span>${
      remedy === undefined ? '' : html`<p class="quiet">${prose(connect.remedies[remedy])}</p>${mend(remedy)}`
    }</div></li>`
  }
  const wrong = checks.filter(({ ok }) => !ok)
  const right = checks.filter(({ ok }) => ok)
  return html`${wrong.length === 0 ? '' : html`<ul class="checks">${wrong.map(item)}</ul>`}${
    right.length === 0
      ? ''
      : html`<details><summary>${connect.allRight({ count: right.length })}</summary><ul class="checks more">${right.map(item)}</ul></details>`
  }`
}
