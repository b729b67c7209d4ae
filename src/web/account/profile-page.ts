import { languages, type Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import type { Person } from '../ui/faces.ts'
import { formTokenField, selectField, textField } from '../ui/fields.ts'
import { paths, personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { attributes, type Html, html, type Piece } from '../ui/html.ts'
import { button, note } from '../ui/parts.ts'
import { pictureSection } from './picture-section.ts'

export interface ProfileView {
  readonly visitor: Visitor
  readonly action?: string | undefined
  readonly username: string
  /** The person may change it, on a page of its own. */
  readonly ownUsername?: boolean
  readonly values: { readonly name: string; readonly locale: string }
  readonly email?: string | undefined
  readonly emailState: 'verified' | 'unverified' | 'none'
  readonly problems?: Partial<Record<'name' | 'locale' | 'avatar', string>> | undefined
  /** Changed here; undefined where the configuration file says what it is. */
  readonly picture?: { readonly person: Person; readonly set?: boolean } | undefined
  readonly saved?: boolean
  /** A picture that was taken away, while it can be had back. */
  readonly undo?: Piece
  /** Named by the configuration file: shown, and changed there. */
  readonly managed?: boolean
}

/** Sends `name`, `locale` (a tag, or empty for the browser's choice). */
export const profilePage = (view: ProfileView, sentences: Sentences, brand: Brand): string => {
  const { profile } = sentences.account
  const { values, problems = {}, managed = false } = view
  return renderHall(
    {
      title: profile.title,
      lead: profile.lead,
      visitor: view.visitor,
      ways: personalWays('profile', view.visitor, sentences),
      slim: true,
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
        hint:
          view.ownUsername === true
            ? html`<a href="/account/username">${profile.usernameElsewhere}</a>`
            : profile.usernameHint,
        value: view.username,
        readonly: true,
        exact: true,
      })}${textField({
        name: 'email',
        label: profile.email,
        hint: emailHint(view, sentences),
        value: view.email,
        readonly: true,
        exact: true,
      })}${selectField({
        name: 'locale',
        label: profile.locale,
        value: values.locale,
        problem: problems.locale,
        options: [
          { value: '', label: profile.localeAutomatic },
          ...languages.map(({ tag, name }) => ({ value: tag, label: name, lang: tag })),
        ],
      })}<div>${button({ label: profile.submit, id: 'save' })}</div></form>${
        view.picture === undefined
          ? ''
          : pictureSection(
              {
                person: view.picture.person,
                formToken: view.visitor.formToken,
                action: '/account/avatar',
                problem: problems.avatar,
              },
              sentences,
            )
      }`,
    },
    sentences,
    brand,
  )
}

const notice = (
  { saved, problems, managed, picture, undo }: ProfileView,
  { account, ownData, words }: Sentences,
): Piece => {
  if (problems !== undefined && Object.keys(problems).length > 0) return note('wrong', words.lookAgain)
  if (undo !== undefined) return undo
  if (picture?.set === true) return note('right', ownData.picture.set)
  if (saved === true) return note('right', account.profile.saved)
  return managed === true ? note('info', account.profile.managed) : undefined
}

const emailHint = ({ emailState }: ProfileView, { account }: Sentences): Html => {
  const { profile } = account
  const state = {
    verified: profile.emailVerified,
    unverified: profile.emailNotVerified,
    none: profile.emailNone,
  }[emailState]
  return html`${state} <a href="${paths.email}">${emailState === 'verified' ? profile.usernameElsewhere : profile.emailElsewhere}</a>`
}
