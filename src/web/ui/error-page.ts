import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from './brand.ts'
import { type Comparison, compareAddresses, nearestFirst, type Stretch } from './difference.ts'
import { renderDoorway } from './doorway.ts'
import { applicationIcon, type ShownApplication } from './faces.ts'
import { paths } from './hall.ts'
import { type Html, html, type Piece } from './html.ts'
import { linkButton, note } from './parts.ts'

/** Everything that has a sentence; a code without one does not compile. */
export type ErrorCode = keyof Sentences['errors']['codes']

export interface ErrorView {
  readonly code: ErrorCode
  /** A readable code (`R7K-2M4`) under which the administrator finds what happened. */
  readonly eventCode?: string | undefined
  readonly application?: ShownApplication | undefined
  /** What the application called itself, for `client_unknown`. */
  readonly clientId?: string | undefined
  /** For `redirect_uri_mismatch` and its like. */
  readonly addresses?: { readonly sent: string; readonly registered: readonly string[] } | undefined
  /** Where to go from here, when there is somewhere. */
  readonly onward?: { readonly href: string; readonly label: string } | undefined
  /** There is nowhere here to go to. */
  readonly stays?: boolean
}

/** A mistake, named: what happened, what it means, what to do, and a code to ask for help with. */
export const errorPage = (view: ErrorView, sentences: Sentences, brand: Brand): string => {
  const { errors } = sentences
  const { title, explanation, advice } = errors.codes[view.code]
  const named = view.application !== undefined && view.addresses !== undefined ? view.application.name : undefined
  const leaving = view.code === 'post_logout_redirect_uri_mismatch'
  const heading = named === undefined || leaving ? title : errors.redirectTitle({ application: named })
  const told = leaving ? errors.afterSignOut : errors.redirectLead
  return renderDoorway(
    {
      title: heading,
      wide: view.addresses !== undefined,
      icon: view.application === undefined ? undefined : applicationIcon(view.application),
      heading,
      lead: named === undefined ? explanation : told({ application: named }),
      dataError: view.code,
      body: html`${view.clientId === undefined ? '' : html`<pre class="paste wraps" translate="no">${shown(view.clientId)}</pre>`}
${view.addresses === undefined ? '' : addresses(view.addresses, leaving, sentences)}
${named === undefined ? html`<p class="centred">${advice}</p>` : ''}
${onward(view, sentences)}
${codes(view, sentences)}`,
    },
    sentences,
    brand,
  )
}

/** After these it makes sense to begin again at one's own applications; after the others, at the application. */
const homeward: readonly ErrorCode[] = [
  'not_found',
  'method_not_allowed',
  'form_expired',
  'cross_site',
  'forbidden',
  'not_in_group',
  'access_rules',
  'not_invited',
  'not_linked',
  'server_not_admitted',
  'fediverse_only',
  'no_email',
  'request_expired',
]

const onward = ({ code, onward, stays = false }: ErrorView, { errors }: Sentences): Html | string => {
  const to = onward ?? (homeward.includes(code) && !stays ? { href: paths.myApps, label: errors.toMyApps } : undefined)
  return to === undefined ? '' : linkButton({ ...to, look: 'plain' })
}

const codes = ({ code, eventCode }: ErrorView, { errors }: Sentences): Html =>
  html`<div class="codes">${eventCode === undefined ? '' : html`<p class="quiet">${errors.eventCode}</p><p class="event-code" id="event-code" translate="no">${eventCode}</p>`}<p class="quiet"><code translate="no">${code}</code></p></div>`

const addresses = (
  { sent, registered }: NonNullable<ErrorView['addresses']>,
  leaving: boolean,
  sentences: Sentences,
): Html => {
  const { errors } = sentences
  const [nearest, ...others] = nearestFirst(sent, registered)
  if (nearest === undefined) {
    const field = sentences.console.applications.postLogoutRedirectUris
    const none = leaving ? errors.noneRegisteredAfter({ field }) : errors.noneRegistered
    return html`${addressBlock(errors.sent, shown(sent))}${note('warning', none)}`
  }
  const comparison = compareAddresses(sent, nearest)
  return html`<div class="compare">${addressBlock(errors.sent, marked(comparison, 'sent', sentences))}${addressBlock(errors.registered, marked(comparison, 'registered', sentences))}</div>
${note('info', errors.hints[comparison.hint])}
${
  others.length === 0
    ? ''
    : html`<details><summary>${errors.otherRegistered({ count: others.length })}</summary><ul class="addresses" translate="no">${others.slice(0, 20).map((address) => html`<li><code>${shown(address)}</code></li>`)}</ul></details>`
}`
}

const addressBlock = (label: string, address: Piece): Html =>
  html`<div><small>${label}</small><pre class="paste wraps" translate="no" dir="ltr">${address}</pre></div>`

const marked = (comparison: Comparison, side: 'sent' | 'registered', { errors }: Sentences): readonly Html[] =>
  comparison[side].map((stretch: Stretch) =>
    stretch.differs
      ? html`<mark class="${side}">${stretch.text === '' ? html`<span class="unseen" translate="yes">${errors.missingPart}</span>` : shown(stretch.text)}</mark>`
      : html`${shown(stretch.text)}`,
  )

/** What a stranger sent, so that it can neither hide anything nor fill the page: controls and direction marks are spelled out. */
export const shown = (text: string): string => {
  const visible = text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
  return visible.length > 1000 ? `${visible.slice(0, 1000)}…` : visible
}
