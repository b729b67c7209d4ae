import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { formTokenField, hiddenFields, textField } from '../ui/fields.ts'
import { type Html, html } from '../ui/html.ts'
import { button, within } from '../ui/parts.ts'

/** The one field of the way in from the fediverse. */
export interface AddressView {
  readonly formToken: string
  /** The errand: see `errandFields`. */
  readonly errand: readonly (readonly [string, string])[]
  /** What was typed, or hinted at. */
  readonly value?: string | undefined
  readonly problem?: string | undefined
  readonly suggestions: readonly string[]
  /** The server this browser came from last. */
  readonly remembered?: Place | undefined
  /** What the page has said above: that this may do on a second try, or that only another one would. */
  readonly after?: 'again' | 'other' | undefined
  /** The page is about more than this field. */
  readonly quiet?: boolean | undefined
  /** The server is to ask who somebody is, whoever is signed in there. */
  readonly afresh?: boolean | undefined
  /** Where somebody without an account in the fediverse can get one that lets them in here: at one of these, or anywhere. Undefined where none would. */
  readonly join?: readonly string[] | 'anywhere' | undefined
}

export interface Place {
  readonly host: string
  /** What it calls itself. */
  readonly title?: string | undefined
}

export const departurePath = '/sources/fediverse'
export const forgettingPath = '/sources/fediverse/forget'

/** Sends `address`. */
export const addressForm = (view: AddressView, sentences: Sentences, brand: Brand): Html => {
  const { fediverse, words } = sentences
  const { remembered, problem, after } = view
  const shortcut = remembered !== undefined && problem === undefined && after === undefined
  const another = shortcut || after === 'other'
  const field = textField({
    name: 'address',
    label: another ? fediverse.anotherAddress : fediverse.address,
    hint: shortcut || after !== undefined ? undefined : fediverse.hint({ name: brand.name }),
    problem,
    value: after === 'other' ? undefined : view.value,
    placeholder: fediverse.example,
    inputmode: 'email',
    autocomplete: 'username',
    list: view.suggestions.length === 0 ? undefined : 'servers',
    maxlength: 500,
    exact: true,
    required: true,
    autofocus: !shortcut && view.quiet !== true,
  })
  return html`${shortcut ? html`${continuing(remembered, view, sentences, brand)}<div class="or">${words.or}</div>` : ''}<form method="post" action="${departurePath}">${hidden(view)}${field}${suggestions(view.suggestions)}${button({ label: fediverse.submit, look: another ? 'plain' : 'primary', id: 'depart' })}</form>${joining(view.join, sentences)}`
}

/** Mastodon's own list, in text: no page leads to an address that somebody else has. */
const directory = 'joinmastodon.org/servers'

const joining = (where: AddressView['join'], { fediverse: { join } }: Sentences): Html | string => {
  if (where === undefined) return ''
  const how =
    where === 'anywhere'
      ? within((place) => join.anywhere({ place }), html`<b translate="no">${directory}</b>`)
      : within((places) => join.servers({ places }), html`<b translate="no">${where.join(', ')}</b>`)
  return html`<details class="aside"><summary id="no-account">${join.title}</summary><p class="hint">${how}</p></details>`
}

const hidden = ({ formToken, errand, afresh }: AddressView): readonly Html[] => [
  formTokenField(formToken),
  ...hiddenFields([...errand, ...(afresh === true ? [['afresh', 'yes'] as const] : [])]),
]

/** A browser filters these itself; `address.js` makes that work behind `@user@` as well. */
const suggestions = (servers: readonly string[]): Html | string =>
  servers.length === 0
    ? ''
    : html`<datalist id="servers">${servers.map((server) => html`<option value="${server}"></option>`)}</datalist>`

const continuing = ({ host, title }: Place, view: AddressView, { fediverse }: Sentences, brand: Brand): Html =>
  html`<div class="stack">${departureButton({ view, address: host, label: fediverse.continueWith({ place: host }), id: 'continue' })}<p class="hint centred">${fediverse.hintOf({ place: title ?? host, name: brand.name })}</p><form class="centred" method="post" action="${forgettingPath}">${hidden(view)}${button({ label: fediverse.forget, look: 'quiet', id: 'forget' })}</form></div>`

/** A form of one button, for an address that is known. */
export const departureButton = (of: {
  readonly view: Pick<AddressView, 'formToken' | 'errand' | 'afresh'>
  readonly address: string
  readonly label: string
  readonly id?: string
  readonly look?: 'primary' | 'plain' | 'quiet'
}): Html =>
  html`<form method="post" action="${departurePath}">${hidden({ suggestions: [], ...of.view })}${hiddenFields([['address', of.address]])}${button({ label: of.label, look: of.look ?? 'primary', ...(of.id === undefined ? {} : { id: of.id }) })}</form>`
