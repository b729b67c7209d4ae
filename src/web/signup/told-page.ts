import type { Time } from '../../lib/clock.ts'
import { formatDuration } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { html } from '../ui/html.ts'
import { linkButton } from '../ui/parts.ts'

export type ToldView =
  /** A mail may be on its way, with a link that is good for so long. */
  | { readonly what: 'sent'; readonly lasts: Time; readonly signInHref: string }
  | { readonly what: 'waiting'; readonly mailWorks: boolean }

/** What there is to do now: nothing here. */
export const toldPage = (view: ToldView, sentences: Sentences, brand: Brand): string => {
  const { signUp, signIn, tag } = sentences
  const sent = view.what === 'sent'
  const heading = sent ? signUp.sentTitle : signUp.waitingTitle
  const lead = sent ? signUp.sent({ duration: formatDuration(tag, view.lasts) }) : signUp.waiting
  const more = sent ? signUp.sentNothing : view.mailWorks ? signUp.waitingMail : signUp.waitingNoMail
  const back = sent
    ? linkButton({ label: signUp.haveOne, href: view.signInHref, look: 'quiet' })
    : linkButton({ label: signIn.title, href: '/sign-in', look: 'plain' })
  return renderDoorway(
    { title: heading, heading, lead, body: html`<p class="centred quiet">${more}</p>${back}` },
    sentences,
    brand,
  )
}
