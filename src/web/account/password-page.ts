import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { formTokenField, passwordField } from '../ui/fields.ts'
import { personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { attributes, html } from '../ui/html.ts'
import { button, linkButton, note } from '../ui/parts.ts'

export interface PasswordView {
  readonly visitor: Visitor
  readonly action?: string | undefined
  readonly username: string
  readonly minimum: number
  /** What is wrong, by field, as sentences. */
  readonly problems?: Partial<Record<'current' | 'password', string>> | undefined
  /** What is wrong with more than a field: too many tries, too busy. */
  readonly problem?: string | undefined
  readonly saved?: boolean | 'first'
  /** There is none yet. */
  readonly first?: boolean
  /** Where to prove once more who one is, when that has to come before the first one. */
  readonly againHref?: string | undefined
}

/** Sends `current`, where there is one, and `password`. */
export const passwordPage = (view: PasswordView, sentences: Sentences, brand: Brand): string => {
  const { password } = sentences.account
  const { problems = {}, first = false } = view
  return renderHall(
    {
      title: password.title,
      lead: first ? password.first.lead : password.lead,
      visitor: view.visitor,
      ways: personalWays('password', view.visitor, sentences),
      slim: true,
      scripts: ['peek.js', 'once.js'],
      notice:
        view.problem !== undefined
          ? note('wrong', view.problem)
          : view.saved === true
            ? note('right', password.saved)
            : view.saved === 'first'
              ? note('right', password.first.saved)
              : undefined,
      body:
        view.againHref !== undefined
          ? html`${note('info', password.first.again)}<div>${linkButton({ label: sentences.fediverse.identities.prove, href: view.againHref, look: 'plain', id: 'prove' })}</div>`
          : html`<form method="post" class="narrow"${attributes({ action: view.action })}>${formTokenField(view.visitor.formToken)}<input type="text" name="username" value="${view.username}" autocomplete="username" readonly hidden>${
              first
                ? ''
                : passwordField(
                    {
                      name: 'current',
                      label: password.current,
                      problem: problems.current,
                      autofocus: problems.current !== undefined,
                      autocomplete: 'current-password',
                      required: true,
                    },
                    sentences,
                  )
            }${passwordField(
              {
                name: 'password',
                label: first ? password.first.next : password.next,
                hint: password.hint({ minimum: view.minimum }),
                problem: problems.password,
                autofocus: problems.current === undefined && problems.password !== undefined,
                autocomplete: 'new-password',
                required: true,
              },
              sentences,
            )}<div>${button({ label: first ? password.first.submit : password.submit, id: 'save' })}</div></form>`,
    },
    sentences,
    brand,
  )
}
