import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type ShownApplication } from '../ui/faces.ts'
import { html } from '../ui/html.ts'
import { eventCode, note } from '../ui/parts.ts'
import { type AddressView, addressForm } from './address-form.ts'
import { type Problem, remedyOf } from './problem.ts'

export interface ProblemView {
  readonly code: Problem['code']
  readonly sentence: string
  readonly application?: ShownApplication | undefined
  readonly address: AddressView
  /** Back to everything else there is. */
  readonly otherWaysHref?: string | undefined
  /** A readable code under which the administrator finds what happened. */
  readonly reference?: string | undefined
}

/** Somebody came back and nobody is signed in: why, and the field once more, with what was typed where that may still do. */
export const problemPage = (view: ProblemView, sentences: Sentences, brand: Brand): string => {
  const { fediverse, problemTitles } = sentences
  const title = problemTitles[view.code]
  const remedy = remedyOf(view.code)
  return renderDoorway(
    {
      title,
      icon: view.application === undefined ? undefined : applicationIcon(view.application),
      heading: title,
      dataError: view.code,
      scripts: ['address.js', 'once.js'],
      body: html`${
        remedy === 'type'
          ? addressForm({ ...view.address, problem: view.sentence }, sentences, brand)
          : html`${note(remedy === 'again' ? 'warning' : 'wrong', view.sentence)}${addressForm({ ...view.address, after: remedy, quiet: true }, sentences, brand)}`
      }${
        view.otherWaysHref === undefined
          ? ''
          : html`<p class="centred"><a href="${view.otherWaysHref}" id="other-ways">${fediverse.otherWays}</a></p>`
      }${eventCode(view.reference, sentences)}`,
    },
    sentences,
    brand,
  )
}
