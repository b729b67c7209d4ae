import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { html } from '../ui/html.ts'
import { note } from '../ui/parts.ts'

export interface AwaitingView {
  readonly base: string
  /** Somebody came with a set-up link from before the last start. */
  readonly oldLink?: boolean
}

/** Every way in, until there is somebody: says where the set-up link is, and never what it is. */
export const awaitingPage = (view: AwaitingView, sentences: Sentences, brand: Brand): string => {
  const { awaiting } = sentences.setup
  return renderDoorway(
    {
      title: awaiting.title,
      heading: awaiting.title,
      lead: awaiting.lead,
      body: html`${view.oldLink === true ? note('warning', awaiting.oldLink) : ''}
<p>${awaiting.where}</p>
<pre class="paste wraps" translate="no">${view.base}/setup/…</pre>
<p class="quiet">${awaiting.lost}</p>`,
    },
    sentences,
    brand,
  )
}
