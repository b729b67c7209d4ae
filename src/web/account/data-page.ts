import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { html } from '../ui/html.ts'
import { linkButton, note, section } from '../ui/parts.ts'

export interface DataView {
  readonly visitor: Visitor
  /** Where the password is asked for, when that was too long ago for a copy. */
  readonly againHref?: string | undefined
  /** Named by the configuration file, which alone can let go of it. */
  readonly managed?: boolean
}

export const dataPage = (view: DataView, sentences: Sentences, brand: Brand): string => {
  const { ownData } = sentences
  const { export: copy, delete: leave } = ownData
  const { againHref, managed = false } = view
  const download =
    againHref === undefined
      ? html`<a class="button plain" href="/account/data/copy" id="copy" download>${copy.submit}</a>`
      : linkButton({ label: copy.again, href: againHref, look: 'plain', id: 'prove' })
  return renderHall(
    {
      title: ownData.title,
      lead: ownData.lead,
      visitor: view.visitor,
      ways: personalWays('data', view.visitor, sentences),
      slim: true,
      body: html`${section({
        title: copy.title,
        lead: copy.lead,
        body: html`${againHref === undefined ? '' : html`<p class="quiet">${copy.againLead}</p>`}<div>${download}</div>`,
      })}${section({
        title: leave.title,
        lead: leave.lead,
        body: managed
          ? note('info', leave.managed)
          : html`<div>${linkButton({ label: leave.link, href: '/account/delete', look: 'plain', id: 'delete' })}</div>`,
      })}`,
    },
    sentences,
    brand,
  )
}
