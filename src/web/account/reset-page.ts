import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { type Person, personLine } from '../ui/faces.ts'
import { formTokenField, passwordField } from '../ui/fields.ts'
import { attributes, html } from '../ui/html.ts'
import { button } from '../ui/parts.ts'

export interface ResetView {
  readonly formToken: string
  readonly action?: string | undefined
  readonly person: Person
  readonly username: string
  readonly minimum: number
  /** The account has had no password so far. */
  readonly first?: boolean
  readonly problem?: string | undefined
}

/** Where a one-time link leads: a new password for an account that is known already. Sends `password`. */
export const resetPage = (view: ResetView, sentences: Sentences, brand: Brand): string => {
  const { password, reset } = sentences.account
  const words = view.first === true ? reset.first : { ...reset, password: password.next, submit: password.submit }
  return renderDoorway(
    {
      title: words.title,
      heading: words.title,
      lead: words.lead,
      scripts: ['peek.js', 'once.js'],
      body: html`${personLine(view.person)}
<form method="post"${attributes({ action: view.action })}>${formTokenField(view.formToken)}<input type="text" name="username" value="${view.username}" autocomplete="username" readonly hidden>${passwordField(
        {
          name: 'password',
          label: words.password,
          hint: password.hint({ minimum: view.minimum }),
          problem: view.problem,
          autocomplete: 'new-password',
          required: true,
          autofocus: true,
        },
        sentences,
      )}${button({ label: words.submit, id: 'save' })}</form>`,
    },
    sentences,
    brand,
  )
}
