import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { formTokenField, textField } from '../ui/fields.ts'
import { personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { attributes, html } from '../ui/html.ts'
import { button, note } from '../ui/parts.ts'

export interface UsernameView {
  readonly visitor: Visitor
  readonly action?: string | undefined
  /** The one of today, or what was typed. */
  readonly username: string
  readonly problem?: string | undefined
  readonly saved?: boolean
}

/** Sends `username`. */
export const usernamePage = (view: UsernameView, sentences: Sentences, brand: Brand): string => {
  const { username } = sentences.account
  return renderHall(
    {
      title: username.title,
      lead: username.lead,
      visitor: view.visitor,
      ways: personalWays('profile', view.visitor, sentences),
      slim: true,
      scripts: ['once.js'],
      notice:
        view.problem !== undefined
          ? note('wrong', sentences.words.lookAgain)
          : view.saved === true
            ? note('right', username.saved)
            : undefined,
      body: html`<form method="post" class="narrow"${attributes({ action: view.action })}>${formTokenField(view.visitor.formToken)}${textField(
        {
          name: 'username',
          label: username.label,
          hint: username.hint,
          value: view.username,
          problem: view.problem,
          autofocus: view.problem !== undefined,
          autocomplete: 'username',
          maxlength: 64,
          required: true,
          exact: true,
        },
      )}<div>${button({ label: username.submit, id: 'save' })}</div></form>`,
    },
    sentences,
    brand,
  )
}
