import type { Time } from '../../lib/clock.ts'
import { formatDuration } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { formTokenField, textField } from '../ui/fields.ts'
import { type Html, html } from '../ui/html.ts'
import { button, linkButton, note } from '../ui/parts.ts'

export interface ForgotView {
  readonly formToken: string
  readonly mailWorks: boolean
  /** How long the link that was sent is good for; whether one was sent is not known here, and not said. */
  readonly sent?: Time | undefined
  readonly identifier?: string | undefined
  readonly problem?: string | undefined
  /** Too many tries. */
  readonly minutes?: number | undefined
}

/** Sends `identifier`. */
export const forgotPage = (view: ForgotView, sentences: Sentences, brand: Brand): string => {
  const { forgot } = sentences
  const heading = view.sent === undefined ? forgot.title : forgot.sentTitle
  return renderDoorway(
    {
      title: heading,
      heading,
      lead: leadOf(view, sentences),
      scripts: ['once.js'],
      body: html`${bodyOf(view, sentences)}${linkButton({ label: forgot.back, href: '/sign-in', look: view.mailWorks ? 'quiet' : 'plain' })}`,
    },
    sentences,
    brand,
  )
}

const leadOf = ({ mailWorks, sent }: ForgotView, { forgot, tag }: Sentences): string => {
  if (!mailWorks) return forgot.noMail
  return sent === undefined ? forgot.lead : forgot.sent({ duration: formatDuration(tag, sent) })
}

const bodyOf = (view: ForgotView, { forgot, signIn }: Sentences): Html => {
  if (!view.mailWorks) return html`<p class="centred">${forgot.noMailHow}</p>`
  if (view.sent !== undefined) return html`<p class="centred quiet">${forgot.nothing}</p>`
  return html`${view.minutes === undefined ? '' : note('wrong', signIn.limited({ minutes: view.minutes }))}<form method="post">${formTokenField(view.formToken)}${textField(
    {
      name: 'identifier',
      label: signIn.identifier,
      value: view.identifier,
      problem: view.problem,
      autocomplete: 'username',
      maxlength: 320,
      exact: true,
      required: true,
      autofocus: true,
    },
  )}${button({ label: forgot.submit, id: 'send' })}</form>`
}
