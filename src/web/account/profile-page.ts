import { languages, type Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { formTokenField, selectField, textField } from '../ui/fields.ts'
import { personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { attributes, html, type Piece } from '../ui/html.ts'
import { button, note } from '../ui/parts.ts'

export interface ProfileView {
  readonly visitor: Visitor
  readonly action?: string | undefined
  readonly username: string
  readonly values: { readonly name: string; readonly email: string; readonly locale: string }
  /** Of the address that is stored, not of what was typed. */
  readonly emailState: 'verified' | 'unverified' | 'none'
  readonly problems?: Partial<Record<'name' | 'email' | 'locale', string>> | undefined
  readonly saved?: boolean
  /** Named by the configuration file: shown, and changed there. */
  readonly managed?: boolean
}

/** Sends `name`, `email`, `locale` (a tag, or empty for the browser's choice). */
export const profilePage = (view: ProfileView, sentences: Sentences, brand: Brand): string => {
  const { profile } = sentences.account
  const { values, problems = {}, managed = false } = view
  return renderHall(
    {
      title: profile.title,
      lead: profile.lead,
      visitor: view.visitor,
      ways: personalWays('profile', view.visitor, sentences),
      scripts: ['once.js'],
      notice: notice(view, sentences),
      body: html`<form method="post" class="narrow"${attributes({ action: view.action })}>${formTokenField(view.visitor.formToken)}${textField(
        {
          name: 'name',
          label: profile.name,
          hint: profile.nameHint,
          value: values.name,
          problem: problems.name,
          autocomplete: 'name',
          maxlength: 100,
          required: true,
          readonly: managed,
        },
      )}${textField({
        name: 'username',
        label: profile.username,
        hint: profile.usernameHint,
        value: view.username,
        readonly: true,
        exact: true,
      })}${textField({
        name: 'email',
        type: 'email',
        label: profile.email,
        hint: emailHint(view, sentences),
        value: values.email,
        problem: problems.email,
        autocomplete: 'email',
        maxlength: 254,
        readonly: managed,
      })}${selectField({
        name: 'locale',
        label: profile.locale,
        value: values.locale,
        problem: problems.locale,
        options: [
          { value: '', label: profile.localeAutomatic },
          ...languages.map(({ tag, name }) => ({ value: tag, label: name, lang: tag })),
        ],
      })}<div>${button({ label: profile.submit, id: 'save' })}</div></form>`,
    },
    sentences,
    brand,
  )
}

const notice = ({ saved, problems, managed }: ProfileView, { account, words }: Sentences): Piece => {
  if (problems !== undefined && Object.keys(problems).length > 0) return note('wrong', words.lookAgain)
  if (saved === true) return note('right', account.profile.saved)
  return managed === true ? note('info', account.profile.managed) : undefined
}

const emailHint = ({ emailState, managed }: ProfileView, { account }: Sentences): string => {
  const { profile } = account
  const state = {
    verified: profile.emailVerified,
    unverified: profile.emailNotVerified,
    none: profile.emailNone,
  }[emailState]
  return managed === true || emailState === 'none' ? state : `${state} ${profile.emailAsksAgain}`
}
