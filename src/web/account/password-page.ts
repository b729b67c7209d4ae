import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { formTokenField, passwordField } from '../ui/fields.ts'
import { personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { attributes, html } from '../ui/html.ts'
import { button, note } from '../ui/parts.ts'

export interface PasswordView {
  readonly visitor: Visitor
  readonly action?: string | undefined
  readonly username: string
  readonly minimum: number
  /** What is wrong, by field, as sentences. */
  readonly problems?: Partial<Record<'current' | 'password', string>> | undefined
  /** What is wrong with more than a field: too many tries, too busy. */
  readonly problem?: string | undefined
  readonly saved?: boolean
}

/** Sends `current` and `password`. */
export const passwordPage = (view: PasswordView, sentences: Sentences, brand: Brand): string => {
  const { password } = sentences.account
  const { problems = {} } = view
  return renderHall(
    {
      title: password.title,
      lead: password.lead,
      visitor: view.visitor,
      ways: personalWays('password', view.visitor, sentences),
      scripts: ['peek.js', 'once.js'],
      notice:
        view.problem !== undefined
          ? note('wrong', view.problem)
          : view.saved === true
            ? note('right', password.saved)
            : undefined,
      body: html`<form method="post" class="narrow"${attributes({ action: view.action })}>${formTokenField(view.visitor.formToken)}<input type="text" name="username" value="${view.username}" autocomplete="username" readonly hidden>${passwordField(
        {
          name: 'current',
          label: password.current,
          problem: problems.current,
          autofocus: problems.current !== undefined,
          autocomplete: 'current-password',
          required: true,
        },
        sentences,
      )}${passwordField(
        {
          name: 'password',
          label: password.next,
          hint: password.hint({ minimum: view.minimum }),
          problem: problems.password,
          autofocus: problems.current === undefined && problems.password !== undefined,
          autocomplete: 'new-password',
          required: true,
        },
        sentences,
      )}<div>${button({ label: password.submit, id: 'save' })}</div></form>`,
    },
    sentences,
    brand,
  )
}
