import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { type Person, personLine } from '../ui/faces.ts'
import { formTokenField } from '../ui/fields.ts'
import { html } from '../ui/html.ts'
import { button } from '../ui/parts.ts'

export interface ObjectionView {
  readonly formToken: string
  readonly person: Person
  /** What the account keeps, or gets back. */
  readonly address: string
}

/** Where somebody comes from a mail which said that their account is about to have another address. */
export const objectionPage = (view: ObjectionView, sentences: Sentences, brand: Brand): string => {
  const { objection } = sentences.email
  return renderDoorway(
    {
      title: objection.title,
      heading: objection.title,
      lead: objection.lead,
      scripts: ['once.js'],
      body: html`${personLine(view.person)}
<p class="centred"><b translate="no">${view.address}</b></p>
<p>${objection.what}</p>
<form method="post">${formTokenField(view.formToken)}${button({ label: objection.submit, id: 'object' })}</form>`,
    },
    sentences,
    brand,
  )
}
