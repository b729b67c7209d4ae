import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type Person, personLine, type ShownApplication } from '../ui/faces.ts'
import { formTokenField, textField } from '../ui/fields.ts'
import { html } from '../ui/html.ts'
import { button } from '../ui/parts.ts'

export interface UsernameView {
  readonly formToken: string
  readonly application?: ShownApplication | undefined
  readonly person: Person
  readonly username: string
  readonly problem?: string | undefined
}

/** Sends `username`. */
export const usernamePage = (view: UsernameView, sentences: Sentences, brand: Brand): string => {
  const { signUp } = sentences
  return renderDoorway(
    {
      title: signUp.chooseTitle,
      icon: view.application === undefined ? undefined : applicationIcon(view.application),
      heading: signUp.chooseTitle,
      lead: signUp.chooseLead,
      scripts: ['once.js'],
      body: html`${personLine(view.person)}<form method="post">${formTokenField(view.formToken)}${textField({
        name: 'username',
        label: signUp.username,
        value: view.username,
        problem: view.problem,
        autocomplete: 'username',
        maxlength: 64,
        exact: true,
        required: true,
        autofocus: true,
      })}${button({ label: signUp.chooseSubmit, id: 'choose' })}</form>`,
    },
    sentences,
    brand,
  )
}
