import type { Time } from '../../lib/clock.ts'
import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { formTokenField, textField } from '../ui/fields.ts'
import { paths, personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { type Html, html, type Piece } from '../ui/html.ts'
import { button, day, linkButton, note, section, within } from '../ui/parts.ts'

/** Whose word an address rests on. */
export type Proof = keyof Omit<Sentences['email']['state'], 'unverified'>

export interface EmailView {
  readonly visitor: Visitor
  readonly address?: string | undefined
  readonly verified?: { readonly by: Proof; readonly since: Time } | undefined
  readonly mailWorks: boolean
  /** Named by the configuration file: shown, and changed there. */
  readonly managed?: boolean
  /** A mail is on its way. */
  readonly pending?: { readonly address: string; readonly codeGood: boolean } | undefined
  /** Where the password is asked for, when that was too long ago to use another address. */
  readonly againHref?: string | undefined
  /** What was typed. */
  readonly next?: string | undefined
  readonly problems?: Partial<Record<'email' | 'code', string>> | undefined
  readonly done?: 'proven' | 'saved' | undefined
}

/** Sends `email`, or `again`, or `cancel`; and `code` to an address of its own. */
export const emailPage = (view: EmailView, sentences: Sentences, brand: Brand): string => {
  const { email } = sentences
  return renderHall(
    {
      title: email.title,
      lead: email.lead,
      visitor: view.visitor,
      ways: personalWays('email', view.visitor, sentences),
      slim: true,
      scripts: ['once.js'],
      notice: notice(view, sentences),
      body: html`${present(view, sentences)}${pending(view, sentences)}${change(view, sentences)}`,
    },
    sentences,
    brand,
  )
}

const notice = ({ done, problems, managed, mailWorks }: EmailView, { email, words }: Sentences): Piece => {
  if (problems !== undefined && Object.keys(problems).length > 0) return note('wrong', words.lookAgain)
  if (done !== undefined) return note('right', done === 'proven' ? email.proven : email.change.saved)
  if (managed === true) return note('info', email.managed)
  return mailWorks ? undefined : note('info', email.noMail)
}

const present = (view: EmailView, sentences: Sentences): Html => {
  const { email } = sentences
  const { address, verified, visitor } = view
  if (address === undefined) return section({ title: email.address, body: html`<p class="quiet">${email.none}</p>` })
  const state =
    verified === undefined
      ? email.state.unverified
      : within((slot) => email.state[verified.by]({ date: slot }), day(verified.since, sentences))
  return section({
    title: email.address,
    body: html`<p><b translate="no">${address}</b><br><span class="quiet">${state}</span></p>${
      maySend(view)
        ? html`<form method="post">${formTokenField(visitor.formToken)}<div>${button({ label: email.send, id: 'send', name: 'again', value: 'yes' })}</div></form>`
        : ''
    }`,
  })
}

/** Whether the address there is can be verified by a mail: then that is the first thing to do here. */
const maySend = ({ address, verified, mailWorks, managed, pending }: EmailView): boolean =>
  address !== undefined && verified === undefined && mailWorks && managed !== true && pending === undefined

const pending = (view: EmailView, sentences: Sentences): Piece => {
  const { pending: words } = sentences.email
  if (view.pending === undefined) return undefined
  const { address, codeGood } = view.pending
  const token = formTokenField(view.visitor.formToken)
  return section({
    id: 'pending',
    title: words.title,
    lead: within((slot) => words.lead({ address: slot }), html`<span translate="no">${address}</span>`),
    body: html`<p>${codeGood ? words.how : words.over}</p>${
      codeGood
        ? html`<form method="post" class="narrow" action="${paths.email}/code">${token}${textField({
            name: 'code',
            label: words.code,
            problem: view.problems?.code,
            autocomplete: 'one-time-code',
            inputmode: 'numeric',
            maxlength: 12,
            required: true,
            exact: true,
            autofocus: view.problems?.code !== undefined,
          })}<div>${button({ label: words.submit, id: 'confirm' })}</div></form>`
        : ''
    }<form method="post" class="pills">${token}${button({ label: words.again, look: 'plain', small: true, name: 'again', value: 'yes', id: 'again' })} ${button({ label: words.cancel, look: 'quiet', small: true, name: 'cancel', value: 'yes', id: 'cancel' })}</form>`,
  })
}

const change = (view: EmailView, { email }: Sentences): Piece => {
  const { change: words } = email
  const { address, verified, mailWorks, managed, againHref } = view
  if (managed === true) return undefined
  const title = address === undefined ? words.none : words.title
  if (againHref !== undefined) {
    return section({
      title,
      lead: words.againLead,
      body: html`<div>${linkButton({ label: words.again, href: againHref, look: 'plain', id: 'prove' })}</div>`,
    })
  }
  const lead = address === undefined ? words.leadNone : verified === undefined ? words.leadUnverified : words.lead
  return section({
    title,
    lead: mailWorks ? lead : undefined,
    body: html`<form method="post" class="narrow">${formTokenField(view.visitor.formToken)}${textField({
      name: 'email',
      type: 'email',
      label: words.field,
      value: view.next,
      problem: view.problems?.email,
      autocomplete: 'email',
      maxlength: 254,
      required: true,
      autofocus: view.problems?.email !== undefined,
    })}<div>${button({ label: mailWorks ? words.submit : words.save, id: 'save', ...(view.pending === undefined && !maySend(view) ? {} : { look: 'plain' }) })}</div></form>`,
  })
}
