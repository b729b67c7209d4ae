import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { type Person, personLine } from '../ui/faces.ts'
import { formTokenField } from '../ui/fields.ts'
import { paths } from '../ui/hall.ts'
import { html } from '../ui/html.ts'
import { button, linkButton } from '../ui/parts.ts'

export interface ConfirmEmailView {
  readonly formToken: string
  readonly person: Person
  readonly address: string
}

/** Where the link of a mail leads. A program that follows links in mails confirms nothing: that takes the button. */
export const confirmEmailPage = (view: ConfirmEmailView, sentences: Sentences, brand: Brand): string => {
  const { confirm } = sentences.email
  return renderDoorway(
    {
      title: confirm.title,
      heading: confirm.title,
      lead: confirm.lead,
      scripts: ['once.js'],
      body: html`${personLine(view.person)}
<p class="centred"><b translate="no">${view.address}</b></p>
<form method="post">${formTokenField(view.formToken)}${button({ label: confirm.submit, id: 'confirm' })}${linkButton({ label: sentences.words.cancel, href: paths.email, look: 'quiet' })}</form>`,
    },
    sentences,
    brand,
  )
}
