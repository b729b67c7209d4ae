import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type ShownApplication } from '../ui/faces.ts'
import { html } from '../ui/html.ts'
import { eventCode, note } from '../ui/parts.ts'
import { type Problem, remedyOf } from './problem.ts'
import { type SourceButtons, sourceButtons } from './source-buttons.ts'

export interface ProviderProblemView {
  readonly code: Problem['code']
  readonly sentence: string
  readonly application?: ShownApplication | undefined
  /** The way that led here, once more; undefined where it is closed. */
  readonly again?: SourceButtons | undefined
  readonly otherWaysHref?: string | undefined
  /** A readable code under which the administrator finds what happened. */
  readonly reference?: string | undefined
}

/** Somebody came back from a provider, or never got there, and nobody is signed in: why, and what to do about it. */
export const providerProblemPage = (view: ProviderProblemView, sentences: Sentences, brand: Brand): string => {
  const { fediverse, openid, problemTitles } = sentences
  const title = problemTitles[view.code]
  const { application, again, otherWaysHref, reference } = view
  return renderDoorway(
    {
      title,
      icon: application === undefined ? undefined : applicationIcon(application),
      heading: title,
      dataError: view.code,
      scripts: ['once.js'],
      body: html`${note(remedyOf(view.code) === 'again' ? 'warning' : 'wrong', view.sentence)}${
        again === undefined ? '' : html`<div class="stack">${sourceButtons(again, sentences, () => openid.again)}</div>`
      }${
        otherWaysHref === undefined
          ? ''
          : html`<p class="centred"><a href="${otherWaysHref}" id="other-ways">${fediverse.otherWays}</a></p>`
      }${eventCode(reference, sentences)}`,
    },
    sentences,
    brand,
  )
}
