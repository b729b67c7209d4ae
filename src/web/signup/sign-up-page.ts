import type { Sentences } from '../../locales/sentences.ts'
import { type AddressView, addressForm } from '../sources/address-form.ts'
import { type SourceButtons, sourceButtons } from '../sources/source-buttons.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type ShownApplication } from '../ui/faces.ts'
import { formTokenField, passwordField, textField } from '../ui/fields.ts'
import { type Html, html, type Piece } from '../ui/html.ts'
import { button, linkButton, note } from '../ui/parts.ts'

export interface SignUpValues {
  readonly name: string
  readonly username: string
  readonly email: string
}

export type SignUpProblems = Partial<Record<'name' | 'username' | 'email' | 'password', string>>

export interface SignUpView {
  readonly formToken: string
  readonly minimum: number
  /** What people came for, who go on there. */
  readonly application?: ShownApplication | undefined
  /**
   * `invited`: with an invitation; `mail`: the password is chosen when the mail has come; `look`: at once, and an administrator looks at it;
   * `confirm`: the mail has come.
   */
  readonly way: 'invited' | 'mail' | 'look' | 'confirm'
  readonly values: SignUpValues
  /** The address is settled. */
  readonly emailFixed?: boolean
  readonly problems?: SignUpProblems | undefined
  /** None was typed, so the username is a suggestion. */
  readonly suggested?: boolean | undefined
  /** Too many tries. */
  readonly minutes?: number | undefined
  readonly signInHref?: string | undefined
  /** The field for an account elsewhere, which leads. A password is then chosen on a page of its own. */
  readonly address?: AddressView | undefined
  readonly passwordHref?: string | undefined
  /** Back from the password to that field. */
  readonly addressHref?: string | undefined
  /** Providers at which they may have an account. */
  readonly sources?: SourceButtons | undefined
  /** No account is made here that has a password. */
  readonly elsewhereOnly?: boolean | undefined
}

/** Sends `name`, `email`, `username` and `password`, as far as they are asked for. */
export const signUpPage = (view: SignUpView, sentences: Sentences, brand: Brand): string => {
  const { signUp } = sentences
  const { way, application, minutes, signInHref, address } = view
  const heading = { invited: signUp.invited({ place: brand.name }), confirm: signUp.confirmTitle }
  const title = way === 'invited' || way === 'confirm' ? heading[way] : signUp.title
  return renderDoorway(
    {
      title,
      icon: application === undefined ? undefined : applicationIcon(application),
      heading: title,
      lead: leadOf(view, sentences, brand),
      scripts: address === undefined ? ['peek.js', 'once.js'] : ['address.js', 'once.js'],
      body: html`${minutes === undefined ? '' : note('wrong', signUp.limited({ minutes }))}${ownWay(view, sentences, brand)}${other(view, sentences)}${
        signInHref === undefined
          ? ''
          : html`<p class="centred"><a href="${signInHref}" id="sign-in">${signUp.haveOne}</a></p>`
      }`,
    },
    sentences,
    brand,
  )
}

const ownWay = (view: SignUpView, sentences: Sentences, brand: Brand): Html | string => {
  if (view.address !== undefined) return addressForm(view.address, sentences, brand)
  return view.elsewhereOnly === true ? '' : ownForm(view, sentences)
}

const ownForm = (view: SignUpView, sentences: Sentences): Html => {
  const { submit, submitMail } = sentences.signUp
  return html`<form method="post">${formTokenField(view.formToken)}${fields(view, sentences)}${button({ label: view.way === 'mail' ? submitMail : submit, id: 'make-account' })}</form>`
}

const other = (view: SignUpView, sentences: Sentences): Html | string => {
  const { passwordHref, addressHref, sources } = view
  const { fediverse, words } = sentences
  const href = passwordHref ?? addressHref
  if (href === undefined && sources === undefined) return ''
  const label = passwordHref === undefined ? fediverse.useFediverse : fediverse.choosePassword
  const first = view.address === undefined && view.elsewhereOnly === true
  return html`${first ? '' : html`<div class="or">${words.or}</div>`}<div class="stack">${sources === undefined ? '' : sourceButtons(sources, sentences)}${href === undefined ? '' : linkButton({ label, href, look: 'plain', id: 'other-way' })}</div>`
}

const leadOf = ({ way, application }: SignUpView, { signUp }: Sentences, brand: Brand): string => {
  const first = {
    invited: signUp.invitedLead,
    mail: signUp.at({ place: brand.name }),
    look: signUp.looked,
    confirm: signUp.confirmLead,
  }[way]
  if (application === undefined) return first
  if (way === 'mail') return signUp.atThen({ place: brand.name, application: application.name })
  return `${first} ${signUp.onward({ application: application.name })}`
}

const fields = (view: SignUpView, sentences: Sentences): readonly Piece[] => {
  const { signUp, setup } = sentences
  const { way, values, problems = {}, emailFixed = false, suggested = false, minimum } = view
  const names = ['name', 'email', 'username', 'password'] as const
  const wrong = suggested ? 'username' : names.find((name) => problems[name] !== undefined)
  const focus = wrong ?? (way === 'confirm' ? 'password' : 'name')
  return [
    way !== 'confirm' &&
      textField({
        name: 'name',
        label: signUp.name,
        hint: signUp.nameHint,
        value: values.name,
        problem: problems.name,
        autocomplete: 'name',
        maxlength: 100,
        autofocus: focus === 'name',
      }),
    textField({
      name: 'email',
      type: 'email',
      label: signUp.email,
      ...(way === 'mail'
        ? { hint: signUp.emailMail }
        : way === 'invited' && emailFixed
          ? { hint: signUp.emailBound }
          : {}),
      value: values.email,
      problem: problems.email,
      autocomplete: 'email',
      maxlength: 254,
      required: true,
      readonly: emailFixed,
      autofocus: focus === 'email',
    }),
    textField({
      name: 'username',
      label: signUp.username,
      hint: suggested ? signUp.suggested : signUp.usernameHint,
      value: values.username,
      problem: problems.username,
      autocomplete: 'username',
      maxlength: 64,
      exact: true,
      autofocus: focus === 'username',
    }),
    way !== 'mail' &&
      passwordField(
        {
          name: 'password',
          label: signUp.password,
          hint: setup.passwordHint({ minimum }),
          problem: problems.password,
          autocomplete: 'new-password',
          required: true,
          autofocus: focus === 'password',
        },
        sentences,
      ),
  ]
}
