import type { Time } from '../../lib/clock.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { type AddressView, addressForm } from '../sources/address-form.ts'
import { type SourceButtons, sourceButtons } from '../sources/source-buttons.ts'
import type { Brand } from '../ui/brand.ts'
import { formTokenField } from '../ui/fields.ts'
import { paths, personalWays, renderHall, type Visitor } from '../ui/hall.ts'
import { type Html, html } from '../ui/html.ts'
import { icon } from '../ui/icons.ts'
import { ago, button, day, linkButton, note, section, within } from '../ui/parts.ts'

export interface IdentitiesView {
  readonly visitor: Visitor
  readonly now: Time
  readonly identities: readonly LinkedIdentity[]
  /** There is a password as well. */
  readonly password: boolean
  /** The field to link one more with; undefined where nobody comes from elsewhere. */
  readonly address?: AddressView | undefined
  /** Providers to link one at. */
  readonly providers?: SourceButtons | undefined
  /** Where to prove once more who one is, when that has to come first. */
  readonly againHref?: string | undefined
  readonly done?: { readonly what: 'linked'; readonly handle: string } | { readonly what: 'unlinked' } | undefined
  readonly problem?: 'last' | undefined
}

export interface LinkedIdentity {
  readonly id: string
  readonly handle: string
  readonly host: string
  readonly createdAt: Time
  readonly lastUsedAt: Time
  /** Where its person says they have gone from there; nobody is linked by it. */
  readonly movedTo?: string | undefined
}

/** Sends `identity`, to unlink it; or `address`, to link another one. */
export const identitiesPage = (view: IdentitiesView, sentences: Sentences, brand: Brand): string => {
  const { identities } = sentences.fediverse
  return renderHall(
    {
      title: identities.title,
      lead: identities.lead,
      visitor: view.visitor,
      ways: personalWays('identities', view.visitor, sentences),
      slim: true,
      scripts: ['address.js', 'times.js', 'once.js'],
      notice: noticeOf(view, sentences),
      body: html`${
        view.identities.length === 0 && !view.password
          ? ''
          : html`<ul class="list">${view.identities.map((identity) => item(identity, view, sentences))}${passwordItem(view.password, sentences)}</ul>`
      }
${view.identities.length === 0 ? html`<p class="quiet">${identities.none}</p>` : ''}
${linking(view, sentences, brand)}`,
    },
    sentences,
    brand,
  )
}

const noticeOf = ({ done, problem }: IdentitiesView, { fediverse }: Sentences): Html | undefined => {
  const { identities } = fediverse
  if (problem !== undefined) return note('wrong', identities[problem])
  if (done === undefined) return undefined
  return note('right', done.what === 'linked' ? identities.justLinked(done) : identities.unlinked)
}

const item = (identity: LinkedIdentity, { now, visitor, againHref }: IdentitiesView, sentences: Sentences): Html => {
  const { identities } = sentences.fediverse
  const { id, handle, host, movedTo } = identity
  const linked = within((date) => identities.linked({ date }), day(identity.createdAt, sentences))
  const used = within((slot) => identities.lastUsed({ ago: slot }), ago(identity.lastUsedAt, now, sentences))
  return html`<li><span class="tile plain small">${icon('at')}</span><div class="words"><b translate="no">${handle}</b><span class="quiet"><span translate="no">${host}</span>, ${linked}, ${used}</span>${movedTo === undefined ? '' : html`<span class="quiet">${within((to) => identities.moved({ to }), html`<span translate="no">${movedTo.slice(0, 200)}</span>`)}</span>`}</div>${
    againHref === undefined
      ? html`<form method="post">${formTokenField(visitor.formToken)}${button({ label: identities.unlink, look: 'plain', small: true, name: 'identity', value: id, says: identities.unlinkNamed({ handle }) })}</form>`
      : ''
  }</li>`
}

const passwordItem = (is: boolean, { fediverse: { identities } }: Sentences): Html =>
  html`<li><span class="tile plain small">${icon('key')}</span><div class="words"><b>${identities.password}</b><span class="quiet">${is ? identities.passwordLead : identities.noPassword}</span></div><form action="${paths.password}">${button({ label: is ? identities.changePassword : identities.choosePassword, look: 'plain', small: true })}</form></li>`

const linking = (
  { address, providers, againHref }: IdentitiesView,
  sentences: Sentences,
  brand: Brand,
): Html | string => {
  const { identities } = sentences.fediverse
  if (againHref !== undefined) {
    return html`${note('info', identities.again)}<div>${linkButton({ label: identities.prove, href: againHref, look: 'plain', id: 'prove' })}</div>`
  }
  const places =
    providers === undefined
      ? ''
      : html`<div class="stack">${sourceButtons(providers, sentences, sentences.openid.link)}</div>`
  return address === undefined && providers === undefined
    ? ''
    : section({
        title: identities.link,
        lead: identities.linkLead,
        id: 'link',
        body: html`<div class="part narrow">${address === undefined ? '' : addressForm({ ...address, quiet: true }, sentences, brand)}${places}</div>`,
      })
}
