import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { formTokenField, passwordField, textField } from '../ui/fields.ts'
import { attributes, html } from '../ui/html.ts'
import { button } from '../ui/parts.ts'

export interface SetupView {
  readonly formToken: string
  readonly action?: string | undefined
  /** How many characters a password must have. */
  readonly minimum: number
  readonly values?: { readonly name?: string; readonly username?: string; readonly email?: string } | undefined
  /** What is wrong, by field, as sentences. */
  readonly problems?: Partial<Record<'name' | 'username' | 'email' | 'password', string>> | undefined
}

/** Makes the first administrator. Sends `name`, `username`, `email`, `password`. */
export const setupPage = (view: SetupView, sentences: Sentences, brand: Brand): string => {
  const { setup } = sentences
  const { values = {}, problems = {} } = view
  const first = (['name', 'username', 'email', 'password'] as const).find((name) => problems[name] !== undefined)
  return renderDoorway(
    {
      title: setup.title,
      heading: setup.title,
      lead: setup.lead,
      scripts: ['peek.js', 'once.js'],
      body: html`<form method="post"${attributes({ action: view.action })}>${formTokenField(view.formToken)}${textField(
        {
          name: 'name',
          label: setup.name,
          hint: setup.nameHint,
          value: values.name,
          problem: problems.name,
          autocomplete: 'name',
          maxlength: 100,
          required: true,
          autofocus: first === undefined || first === 'name',
        },
      )}${textField({
        name: 'username',
        label: setup.username,
        hint: setup.usernameHint,
        value: values.username,
        problem: problems.username,
        autofocus: first === 'username',
        autocomplete: 'username',
        maxlength: 64,
        exact: true,
        required: true,
      })}${textField({
        name: 'email',
        type: 'email',
        label: setup.email,
        value: values.email,
        problem: problems.email,
        autofocus: first === 'email',
        autocomplete: 'email',
        maxlength: 254,
        required: true,
      })}${passwordField(
        {
          name: 'password',
          label: setup.password,
          hint: setup.passwordHint({ minimum: view.minimum }),
          problem: problems.password,
          autofocus: first === 'password',
          autocomplete: 'new-password',
          required: true,
        },
        sentences,
      )}${button({ label: setup.submit, id: 'set-up' })}</form>`,
    },
    sentences,
    brand,
  )
}
