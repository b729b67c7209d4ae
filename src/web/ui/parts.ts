import type { Time } from '../../lib/clock.ts'
import { formatAgo, formatDay, formatMoment } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { attributes, type Html, html, type Piece } from './html.ts'
import { type IconName, icon } from './icons.ts'
import { emptyDoor } from './mark.ts'

export interface Button {
  readonly label: string
  readonly id?: string
  readonly name?: string
  readonly value?: string
  /** One `primary` on a page; `bad` for what cannot be undone; `quiet` looks like a link. */
  readonly look?: 'primary' | 'plain' | 'quiet' | 'bad'
  readonly small?: boolean
  /** What it does, in full, where several on a page share a label. It must begin with the label. */
  readonly says?: string
  /** Leaves fields that must be filled in alone. */
  readonly skipsChecks?: boolean
  readonly before?: Html
}

const look = (of: { readonly look?: Button['look']; readonly small?: boolean }): string =>
  `button ${of.look ?? 'primary'}${of.small === true ? ' small' : ''}`

export const button = (of: Button): Html =>
  html`<button${attributes({
    class: look(of),
    id: of.id,
    name: of.name,
    value: of.value,
    'aria-label': of.says,
    formnovalidate: of.skipsChecks,
  })}>${of.before}${of.label}</button>`

export const linkButton = (
  of: Pick<Button, 'label' | 'id' | 'look' | 'small'> & {
    readonly href: string
    readonly before?: Html
    /** The label is what something is called, in any language. */
    readonly isName?: boolean
  },
): Html =>
  html`<a${attributes({ class: look(of), id: of.id, href: of.href, translate: of.isName === true ? 'no' : undefined })}>${of.before}${of.label}</a>`

/** A sentence with markup in one of its places: `within((slot) => since({ date: slot }), day(...))`. */
export const within = (sentence: (slot: string) => string, markup: Html): Html => {
  const [before = '', after = ''] = sentence('\u{e100}').split('\u{e100}')
  return html`${before}${markup}${after}`
}

type NoteKind = 'info' | 'right' | 'warning' | 'wrong'

/** A sentence that must be noticed. Problems and successes are announced when the page arrives. */
export const note = (kind: NoteKind, body: Piece): Html =>
  html`<div class="note ${kind}"${attributes({ role: kind === 'wrong' ? 'alert' : kind === 'right' ? 'status' : undefined })}>${icon(kind)}<div>${body}</div></div>`

export const pill = (label: string, kind?: 'good' | 'warn' | 'bad'): Html =>
  html`<span class="pill${kind === undefined ? '' : ` ${kind}`}">${label}</span>`

export interface Fact {
  readonly label: Piece
  readonly value: Piece
}

/** What is told, or known: labels and the values themselves. */
export const told = (facts: readonly Fact[]): Html =>
  html`<dl class="told">${facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`

/** Text that is made to be copied: settings, secrets, links. `label` says what it is. */
export const pasteBlock = (text: string, label: string, { words }: Sentences, id: string): Html =>
  html`<div class="paste-block"><pre class="paste" id="${id}" tabindex="0" role="region" aria-label="${label}" translate="no">${text}</pre><button type="button" class="button plain small copy" hidden data-copy="${id}" data-copied="${words.copied}" aria-label="${words.copy}: ${label}">${words.copy}</button></div>`

/** A block to copy under the name of what it is. */
export const labelledPaste = (label: string, text: string, id: string, sentences: Sentences, more?: Html): Html =>
  html`<div class="field"><span class="label">${label}</span>${pasteBlock(text, label, sentences, id)}${more}</div>`

/** Under which an administrator finds what happened. */
export const eventCode = (code: string | undefined, { errors }: Sentences): Html | string =>
  code === undefined
    ? ''
    : html`<div class="codes"><p class="quiet">${errors.eventCode}</p><p class="event-code" id="event-code" translate="no">${code}</p></div>`

export const emptyState = (state: { readonly title: string; readonly lead: string; readonly action?: Html }): Html =>
  html`<div class="empty">${emptyDoor}<h2>${state.title}</h2><p class="quiet">${state.lead}</p>${state.action}</div>`

export const lead = (name: IconName, words: Piece): Html =>
  html`<p class="with-icon">${icon(name)}<span>${words}</span></p>`

/** A moment to the minute. In UTC until a script says it in the reader's own time. */
export const moment = (time: Time, { tag, words }: Sentences): Html =>
  html`<time datetime="${new Date(time).toISOString()}" data-local="minute">${words.utc({ moment: formatMoment(tag, time) })}</time>`

export const day = (time: Time, { tag }: Sentences): Html =>
  html`<time datetime="${new Date(time).toISOString()}">${formatDay(tag, time)}</time>`

/** How long ago, with the moment itself for whoever points at it. */
export const ago = (time: Time, now: Time, { tag, words }: Sentences): Html =>
  html`<time datetime="${new Date(time).toISOString()}" title="${words.utc({ moment: formatMoment(tag, time) })}">${formatAgo(tag, time, now)}</time>`

/** A part of a page with a heading of its own. */
export const section = (part: {
  readonly title: string
  readonly lead?: Piece
  readonly body: Piece
  readonly id?: string
  readonly aside?: Piece
}): Html =>
  html`<section class="part"${attributes({ id: part.id })}><div class="bar"><div><h2>${part.title}</h2>${part.lead === undefined ? '' : html`<p class="quiet">${part.lead}</p>`}</div>${part.aside}</div>${part.body}</section>`
