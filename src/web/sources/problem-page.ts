import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type ShownApplication } from '../ui/faces.ts'
import { html } from '../ui/html.ts'
import { type AddressView, addressForm } from './address-form.ts'
import type { Problem } from './problem.ts'

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

/** Somebody came back and nobody is signed in: why, and the field once more with what was typed. */
export const problemPage = (view: ProblemView, sentences: Sentences, brand: Brand): string => {
  const { fediverse } = sentences
  return renderDoorway(
    {
      title: fediverse.problemTitle,
      icon: view.application === undefined ? undefined : applicationIcon(view.application),
      heading: fediverse.problemTitle,
      dataError: view.code,
      scripts: ['address.js', 'once.js'],
      body: html`${addressForm({ ...view.address, problem: view.sentence }, sentences, brand)}${
        view.otherWaysHref === undefined
          ? ''
          : html`<p class="centred"><a href="${view.otherWaysHref}" id="other-ways">${fediverse.otherWays}</a></p>`
      }${view.reference === undefined ? '' : html`<div class="codes"><p class="quiet">${sentences.errors.eventCode}</p><p class="event-code" id="event-code" translate="no">${view.reference}</p></div>`}`,
    },
    sentences,
    brand,
  )
}
