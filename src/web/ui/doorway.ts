import type { Sentences } from '../../locales/sentences.ts'
import type { ScriptName } from './assets.ts'
import type { Brand } from './brand.ts'
import { renderDocument } from './document.ts'
import { leadingMark } from './faces.ts'
import { type Html, html, type Piece } from './html.ts'
import { arches } from './mark.ts'

export interface Doorway {
  readonly title: string
  /** What leads: an application's icon. The mark when absent. */
  readonly icon?: Html | undefined
  readonly heading: Piece
  readonly lead?: Piece
  readonly body: Piece
  /** For pages that show addresses. */
  readonly wide?: boolean
  readonly scripts?: readonly ScriptName[]
  readonly head?: Html
  readonly dataError?: string
}

/** A page where a person passes through: one leaf in an archway, and nothing else to do. */
export const renderDoorway = (doorway: Doorway, sentences: Sentences, brand: Brand): string =>
  renderDocument(
    {
      title: doorway.title,
      place: 'doorway',
      scripts: doorway.scripts,
      head: doorway.head,
      dataError: doorway.dataError,
      body: html`<main class="door${doorway.wide === true ? ' wide' : ''}">
${arches}
<div class="leaf">
<header class="to">
${doorway.icon ?? leadingMark(brand)}
<h1>${doorway.heading}</h1>
${doorway.lead === undefined ? '' : html`<p class="quiet">${doorway.lead}</p>`}
</header>
${doorway.body}
</div>
</main>
${foot(brand)}`,
    },
    sentences,
    brand,
  )

const foot = (brand: Brand): Html => html`<footer class="foot">
<span translate="no">${brand.host}</span>${brand.links.map(({ label, href }) => html`<a href="${href}" translate="no">${label}</a>`)}
</footer>`
