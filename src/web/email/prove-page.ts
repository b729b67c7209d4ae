import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type Person, personLine, type ShownApplication } from '../ui/faces.ts'
import { formTokenField, textField } from '../ui/fields.ts'
import { type Html, html } from '../ui/html.ts'
import { button, within } from '../ui/parts.ts'

export interface ProveEmailView {
  readonly formToken: string
  readonly application: ShownApplication
  readonly person: Person
  /** Where a mail is on its way to, and whether its code is still good. */
  readonly pending?: { readonly address: string; readonly codeGood: boolean } | undefined
  /** What was typed, or what the place they come from mentions. */
  readonly email?: string | undefined
  readonly problems?: Partial<Record<'email' | 'code', string>> | undefined
}

/** Sends `email`; once a mail is on its way `code`, or `again`, or `other` to use another address. */
export const proveEmailPage = (view: ProveEmailView, sentences: Sentences, brand: Brand): string => {
  const { prove, pending: words } = sentences.email
  const { application, pending, person } = view
  const title = pending === undefined ? prove.title({ application: application.name }) : words.title
  return renderDoorway(
    {
      title,
      icon: applicationIcon(application),
      heading: title,
      lead:
        pending === undefined
          ? prove.lead
          : within((slot) => words.lead({ address: slot }), html`<span translate="no">${pending.address}</span>`),
      scripts: ['once.js'],
      body: html`${personLine(person)}${pending === undefined ? askAddress(view, sentences) : askCode(view, pending.codeGood, sentences)}`,
    },
    sentences,
    brand,
  )
}

const askAddress = ({ formToken, email, problems }: ProveEmailView, { email: { prove } }: Sentences): Html =>
  html`<form method="post">${formTokenField(formToken)}${textField({
    name: 'email',
    type: 'email',
    label: prove.field,
    hint: prove.kept,
    value: email,
    problem: problems?.email,
    autocomplete: 'email',
    maxlength: 254,
    required: true,
    autofocus: true,
  })}${button({ label: prove.submit, id: 'send' })}</form>`

const askCode = ({ formToken, problems }: ProveEmailView, codeGood: boolean, { email }: Sentences): Html => {
  const { pending: words, prove } = email
  const token = formTokenField(formToken)
  const code = html`<form method="post">${token}${textField({
    name: 'code',
    label: words.code,
    problem: problems?.code ?? problems?.email,
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    maxlength: 12,
    required: true,
    exact: true,
    autofocus: true,
  })}${button({ label: words.submit, id: 'confirm' })}</form>`
  return html`${codeGood ? code : html`<p class="centred">${words.over}</p>`}<form method="post" class="row">${token}${button({ label: words.again, look: 'plain', name: 'again', value: 'yes', id: 'again' })}${button({ label: prove.other, look: 'quiet', name: 'other', value: 'yes', id: 'other' })}</form>`
}
