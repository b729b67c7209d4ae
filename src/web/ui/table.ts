import { formatNumber } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { formTokenField, textField } from './fields.ts'
import { attributes, type Html, html, type Piece } from './html.ts'
import { icon } from './icons.ts'
import { button } from './parts.ts'

export interface Column {
  readonly label: string
  /** `actions` has no heading to show; `number` is set to the right. */
  readonly kind?: 'text' | 'number' | 'actions'
}

/** Roles are spelled out because on a phone rows become blocks, and browsers then forget that it is a table. */
export const table = (of: {
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Piece[])[]
}): Html =>
  html`<table role="table"><caption class="unseen">${of.caption}</caption><thead role="rowgroup"><tr role="row">${of.columns.map(
    ({ label, kind }) =>
      html`<th role="columnheader" scope="col"${attributes({ class: kind })}>${kind === 'actions' ? html`<span class="unseen">${label}</span>` : label}</th>`,
  )}</tr></thead><tbody role="rowgroup">${of.rows.map(
    (cells) =>
      html`<tr role="row">${cells.map((cell, index) => {
        const { label, kind } = of.columns[index] ?? { label: '' }
        return html`<td role="cell"${attributes({ class: kind, 'data-label': index === 0 || kind === 'actions' ? undefined : label })}><div>${cell}</div></td>`
      })}</tr>`,
  )}</tbody></table>`

/** What a row is called, leading to its own page, with a quiet line below, and what it is recognised by before. */
export const rowName = (name: string, href: string | undefined, detail?: Piece, picture?: Html): Html =>
  picture === undefined
    ? named(name, href, detail)
    : html`<div class="pictured">${picture}<div>${named(name, href, detail)}</div></div>`

const named = (name: string, href: string | undefined, detail: Piece): Html =>
  html`${href === undefined ? html`<b translate="no">${name}</b>` : html`<a class="row-name" href="${href}" translate="no">${name}</a>`}${detail === undefined ? '' : html`<span class="quiet">${detail}</span>`}`

/** Looks in the whole list, on the server. `keep` are other parameters of the page's address that stay. */
export const searchForm = (
  search: { readonly query: string | undefined; readonly action: string; readonly label?: string },
  { words }: Sentences,
): Html =>
  html`<form class="search" role="search" method="get" action="${search.action}">${icon('search')}<input type="search" name="q" id="q" aria-label="${search.label ?? words.search}" placeholder="${search.label ?? words.search}"${attributes({ value: search.query })}>${button({ label: words.search, look: 'plain' })}${
    search.query === undefined || search.query === ''
      ? ''
      : html`<a class="button quiet" href="${search.action}">${words.clearSearch}</a>`
  }</form>`

export interface Pager {
  /** Counted from 1. */
  readonly from: number
  readonly to: number
  /** Where counting them all is worth it. */
  readonly total?: number | undefined
  readonly previous?: string | undefined
  readonly next?: string | undefined
}

/** Nothing, when all of it is on one page. */
export const pager = (at: Pager, { tag, words }: Sentences): Html => {
  if (at.previous === undefined && at.next === undefined) return html``
  const [from, to] = [formatNumber(tag, at.from), formatNumber(tag, at.to)]
  const range =
    at.total === undefined ? words.span({ from, to }) : words.range({ from, to, total: formatNumber(tag, at.total) })
  return html`<nav class="pager" aria-label="${words.pages}"><span class="quiet">${range}</span>${
    at.previous === undefined
      ? ''
      : html`<a class="button plain small" rel="prev" href="${at.previous}">${icon('previous')}${words.previous}</a>`
  }${at.next === undefined ? '' : html`<a class="button plain small" rel="next" href="${at.next}">${words.next}${icon('next')}</a>`}</nav>`
}

export interface Confirmation {
  readonly formToken: string
  /** What has to be typed: what people call the thing that will be gone. */
  readonly name: string
  /** Where the page itself does not ask it. */
  readonly title?: string | undefined
  readonly lead: string
  readonly submit: string
  readonly cancelHref: string
  /** Whether something else was typed last time. */
  readonly mistyped?: boolean
  /** What was, before they were asked who they are. */
  readonly typed?: string | undefined
  readonly action?: string
}

/** Asks for the name before something is gone for good. The name is sent as `confirm`. */
export const confirmByName = (of: Confirmation, sentences: Sentences): Html => {
  const { words } = sentences
  return html`<section class="part narrow danger">${of.title === undefined ? '' : html`<h2>${of.title}</h2>`}<p>${of.lead}</p><form method="post"${attributes({ action: of.action })}>${formTokenField(of.formToken)}${textField(
    {
      name: 'confirm',
      value: of.typed,
      label: words.typeToConfirm({ name: of.name }),
      problem: of.mistyped === true ? words.typedOther : undefined,
      autocomplete: 'off',
      exact: true,
      required: true,
    },
  )}<div class="row"><a class="button plain" href="${of.cancelHref}">${words.cancel}</a>${button({ label: of.submit, look: 'bad', id: 'confirm-delete' })}</div></form></section>`
}
