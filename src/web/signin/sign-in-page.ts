import type { Sentences } from '../../locales/sentences.ts'
import { type AddressView, addressForm, departureButton } from '../sources/address-form.ts'
import { type SourceButtons, sourceButtons } from '../sources/source-buttons.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type Person, personLine, type ShownApplication } from '../ui/faces.ts'
import { formTokenField, passwordField, textField } from '../ui/fields.ts'
import { attributes, type Html, html, together } from '../ui/html.ts'
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
  readonly sources?: SourceButtons | undefined
  /** Somebody who is known has to prove it once more. `elsewhereHref` lets somebody else sign in instead. */
  readonly confirm?: Confirming | undefined
  /** The field for an account elsewhere, which leads. The password then has a page of its own. */
  readonly address?: AddressView | undefined
  readonly passwordHref?: string | undefined
  /** Back from the password to that field. */
  readonly addressHref?: string | undefined
}

interface Confirming {
  readonly person: Person
  readonly why: 'application' | 'change'
  readonly elsewhereHref?: string | undefined
  /** Where else they can prove it, and as whom. */
  readonly places?: readonly { readonly host: string; readonly address: string; readonly unasked?: boolean }[]
  /** The providers at which they can. */
  readonly providers?: SourceButtons | undefined
  /** There is no password to prove it with. */
  readonly passwordless?: boolean
  readonly errand?: AddressView['errand']
}

/** Sends `identifier` and `password`; or `address`, elsewhere. */
export const signInPage = (view: SignInView, sentences: Sentences, brand: Brand): string => {
  const { signIn } = sentences
  const application = view.application?.name ?? brand.name
  const title = view.confirm === undefined ? signIn.to({ application }) : signIn.confirm.title
  return renderDoorway(
    {
      title,
      icon: view.application === undefined ? undefined : applicationIcon(view.application),
      heading: view.confirm === undefined ? signIn.to({ application: together(application) }) : title,
      lead: leadOf(view, sentences, brand),
      scripts: view.address === undefined ? ['peek.js', 'once.js'] : ['address.js', 'once.js'],
      body: html`${problemNote(view.problem, sentences)}${view.passwordSet === true ? note('right', signIn.passwordSet) : ''}
${view.confirm === undefined ? '' : personLine(view.confirm.person)}
${view.address === undefined ? '' : addressForm(view.address, sentences, brand)}
${view.address !== undefined || view.confirm?.passwordless === true ? '' : form(view, sentences)}
${view.confirm === undefined ? '' : otherProofs(view, view.confirm, sentences)}${otherWays(view, sentences)}`,
    },
    sentences,
    brand,
  )
}

const leadOf = (view: SignInView, { signIn, fediverse }: Sentences, brand: Brand): string | undefined => {
  const { address, confirm, application } = view
  if (confirm === undefined) {
    if (address !== undefined) return fediverse.withAccount
    return application === undefined ? undefined : signIn.withAccountOf({ name: brand.name })
  }
  const asks = confirm.passwordless === true ? fediverse.confirm : signIn.confirm
  return confirm.why === 'change' || application === undefined
    ? asks.forChange
    : asks.forApplication({ application: application.name })
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

const otherProofs = (view: SignInView, confirm: Confirming, sentences: Sentences): Html => {
  const { signIn, fediverse, words } = sentences
  const { elsewhereHref, places = [], providers, passwordless = false, errand = [] } = confirm
  const { formToken } = view
  return html`${passwordless || (places.length === 0 && providers === undefined) ? '' : html`<div class="or">${words.or}</div>`}${
    places.length === 0
      ? ''
      : html`<div class="stack">${places.map(({ host, address }, at) =>
          departureButton({
            view: { formToken, errand, afresh: true },
            address,
            label: fediverse.confirm.submit({ place: host }),
            look: passwordless && at === 0 ? 'primary' : 'plain',
          }),
        )}${places.some(({ unasked }) => unasked === true) ? html`<p class="hint centred">${fediverse.confirm.unasked}</p>` : ''}</div>`
  }${
    providers === undefined
      ? ''
      : html`<div class="stack">${sourceButtons(providers, sentences, fediverse.confirm.submit)}</div>`
  }${
    elsewhereHref === undefined
      ? ''
      : html`<p class="centred"><a href="${elsewhereHref}" id="somebody-else">${signIn.confirm.somebodyElse}</a></p>`
  }`
}

const otherWays = (
  { sources, confirm, address, passwordHref, addressHref, forgottenHref, signUpHref }: SignInView,
  sentences: Sentences,
): Html | string => {
  const { signIn, fediverse, words } = sentences
  if (confirm?.elsewhereHref !== undefined || confirm?.passwordless === true) return ''
  const forgotten =
    address !== undefined
      ? ''
      : forgottenHref !== undefined
        ? html`<p class="centred"><a href="${forgottenHref}" id="forgotten">${signIn.forgotten}</a></p>`
        : html`<details class="aside"><summary id="forgotten">${signIn.forgotten}</summary><p class="hint">${signIn.forgottenHow}</p></details>`
  const plain = (label: string, href: string | undefined, id: string) =>
    href === undefined ? [] : [linkButton({ label, href, look: 'plain', id })]
  const signUp = plain(signIn.signUp, signUpHref, 'sign-up')
  const others = [
    ...plain(fediverse.useFediverse, addressHref, 'use-address'),
    ...(sources === undefined ? [] : [sourceButtons(sources, sentences)]),
    ...plain(fediverse.usePassword, passwordHref, 'use-password'),
    ...(address === undefined ? [] : signUp),
  ]
  return html`${forgotten}${address === undefined ? signUp : ''}${
    others.length === 0 ? '' : html`<div class="or">${words.or}</div><div class="stack">${others}</div>`
  }`
}
