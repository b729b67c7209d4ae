import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type Person, personLine, type ShownApplication } from '../ui/faces.ts'
import { formTokenField, passwordField, textField } from '../ui/fields.ts'
import { attributes, type Html, html } from '../ui/html.ts'
import { button, linkButton, note } from '../ui/parts.ts'

export type SignInProblem =
  | { readonly kind: 'wrong' | 'missing' | 'busy' | 'expired' | 'waiting' | 'disabled' }
  | { readonly kind: 'limited'; readonly minutes: number }

export interface SignInView {
  readonly formToken: string
  /** Where the form is sent; the page's own address when absent. */
  readonly action?: string | undefined
  /** What is being signed in to; this place itself when absent. */
  readonly application?: ShownApplication | undefined
  /** What was typed, or what the application hinted at. */
  readonly identifier?: string | undefined
  readonly problem?: SignInProblem | undefined
  /** The person has just chosen a password. */
  readonly passwordSet?: boolean
  /** Where a forgotten password is helped with by mail. */
  readonly forgottenHref?: string | undefined
  /** Where somebody without an account makes one. */
  readonly signUpHref?: string | undefined
  /** Other ways in. */
  readonly sources?: readonly { readonly name: string; readonly href: string; readonly icon?: string }[] | undefined
  /** Somebody who is known has to prove it once more. `elsewhereHref` lets somebody else sign in instead. */
  readonly confirm?:
    | { readonly person: Person; readonly why: 'application' | 'change'; readonly elsewhereHref?: string | undefined }
    | undefined
}

/** Sends `identifier` and `password`. */
export const signInPage = (view: SignInView, sentences: Sentences, brand: Brand): string => {
  const { signIn } = sentences
  const application = view.application?.name ?? brand.name
  const title = view.confirm === undefined ? signIn.to({ application }) : signIn.confirm.title
  return renderDoorway(
    {
      title,
      icon: view.application === undefined ? undefined : applicationIcon(view.application),
      heading: title,
      lead: leadOf(view, sentences, brand),
      scripts: ['peek.js', 'once.js'],
      body: html`${problemNote(view.problem, sentences)}${view.passwordSet === true ? note('right', signIn.passwordSet) : ''}
${view.confirm === undefined ? '' : personLine(view.confirm.person)}
${form(view, sentences)}
${otherWays(view, sentences)}`,
    },
    sentences,
    brand,
  )
}

const leadOf = ({ confirm, application }: SignInView, { signIn }: Sentences, brand: Brand): string | undefined => {
  if (confirm === undefined) {
    return application === undefined ? undefined : signIn.withAccountOf({ name: brand.name })
  }
  return confirm.why === 'change' || application === undefined
    ? signIn.confirm.forChange
    : signIn.confirm.forApplication({ application: application.name })
}

/** A wrong password stands at the password; everything else is about more than a field. */
const problemNote = (problem: SignInProblem | undefined, { signIn }: Sentences): Html | string => {
  if (problem === undefined || problem.kind === 'wrong' || problem.kind === 'missing') return ''
  if (problem.kind === 'limited') return note('wrong', signIn.limited({ minutes: problem.minutes }))
  return note(
    problem.kind === 'disabled' || problem.kind === 'waiting' ? 'wrong' : 'warning',
    signIn.problems[problem.kind],
  )
}

const form = (view: SignInView, sentences: Sentences): Html => {
  const { signIn } = sentences
  const { problem, identifier = '', confirm } = view
  const mistaken = problem?.kind === 'wrong' || problem?.kind === 'missing' ? signIn.problems[problem.kind] : undefined
  return html`<form method="post"${attributes({ action: view.action })}>${formTokenField(view.formToken)}${
    confirm === undefined
      ? textField({
          name: 'identifier',
          label: signIn.identifier,
          value: identifier,
          autocomplete: 'username',
          maxlength: 320,
          exact: true,
          required: true,
          autofocus: identifier === '',
        })
      : html`<input type="text" name="identifier" value="${identifier}" autocomplete="username" readonly hidden>`
  }${passwordField(
    {
      name: 'password',
      label: signIn.password,
      autocomplete: 'current-password',
      required: true,
      autofocus: identifier !== '' || confirm !== undefined,
      problem: mistaken,
    },
    sentences,
  )}${button({ label: confirm === undefined ? signIn.submit : signIn.confirm.submit, id: 'sign-in' })}</form>`
}

const otherWays = (
  { sources = [], confirm, forgottenHref, signUpHref }: SignInView,
  { signIn, words }: Sentences,
): Html | string => {
  if (confirm?.elsewhereHref !== undefined) {
    return html`<p class="centred"><a href="${confirm.elsewhereHref}" id="somebody-else">${signIn.confirm.somebodyElse}</a></p>`
  }
  const forgotten =
    forgottenHref !== undefined
      ? html`<p class="centred"><a href="${forgottenHref}" id="forgotten">${signIn.forgotten}</a></p>`
      : html`<details class="aside"><summary id="forgotten">${signIn.forgotten}</summary><p class="hint">${signIn.forgottenHow}</p></details>`
  const signUp =
    signUpHref === undefined ? '' : linkButton({ label: signIn.signUp, href: signUpHref, look: 'plain', id: 'sign-up' })
  if (sources.length === 0) return html`${forgotten}${signUp}`
  return html`${forgotten}${signUp}<div class="or">${words.or}</div><div class="stack">${sources.map(
    ({ name, href, icon }) =>
      linkButton({
        label: signIn.continueWith({ source: name }),
        href,
        look: 'plain',
        ...(icon === undefined ? {} : { before: applicationIcon({ name, icon }) }),
      }),
  )}</div>`
}
