import { acceptIdentity, type IdentityView } from '../../admin/operations/identities.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import { formTokenField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { icon } from '../../web/ui/icons.ts'
import { ago, button, day, note, pill, section, within } from '../../web/ui/parts.ts'
import { askAgain, atDesk, type Desk } from '../desk.ts'

/** `POST /console/people/:account/identities`: it is the same person still. It asks for the password again: a thief would say so. */
export const acceptedIdentity = atDesk(async (desk) => {
  const { world, visit, by } = desk
  const id = visit.path['account'] ?? ''
  const home = `/console/people/${id}`
  const again = await askAgain(desk, home)
  if (again !== undefined) return again
  const accepted = await acceptIdentity(world, id, (await visit.form()).typed('identity'), by)
  if (!accepted) throw new Refusal(404, 'not_found')
  return redirect(`${home}?done=identity`)
})

/** A part of a person's page. */
export const identitiesPart = (accountId: string, identities: readonly IdentityView[], desk: Desk): Html | string => {
  if (identities.length === 0) return ''
  const { identities: texts } = desk.sentences.console
  return section({
    title: texts.title,
    body: html`${identities.map((one) => disputeNote(accountId, one, desk))}<ul class="list">${identities.map((one) => line(one, desk))}</ul>`,
    id: 'identities',
  })
}

const line = ({ name, subject, since, lastUsedAt, admitted }: IdentityView, { sentences, now }: Desk): Html => {
  const { identities: texts, servers } = sentences.console
  const times = html`${within((slot) => texts.since({ date: slot }), day(since, sentences))}, ${within((slot) => texts.lastUsed({ ago: slot }), ago(lastUsedAt, now, sentences))}`
  return html`<li><span class="tile plain small">${icon('key')}</span><div class="words"><span translate="no">${name}</span>${admitted ? '' : html` ${pill(servers.denied, 'bad')}`}<span class="quiet" translate="no">${subject}</span><span class="quiet">${times}</span></div></li>`
}

const disputeNote = (accountId: string, { id, name, disputed }: IdentityView, desk: Desk): Html | string => {
  if (disputed === undefined) return ''
  const { sentences, formToken, now } = desk
  const { identities: texts } = sentences.console
  const { was, is } = disputed
  const change = (label: string, from: string | undefined, to: string | undefined): Piece =>
    from === to
      ? ''
      : html`<li>${label}: <code translate="no">${from ?? '–'}</code> → <code translate="no">${to ?? '–'}</code></li>`
  const form = html`<form method="post" action="/console/people/${accountId}/identities">${formTokenField(formToken)}<div>${button({ label: texts.accept, look: 'plain', small: true, name: 'identity', value: id, says: texts.acceptNamed({ name }) })}</div></form>`
  return note(
    'warning',
    html`${within((slot) => texts.disputed({ name, ago: slot }), ago(disputed.at, now, sentences))}<ul>${change(texts.localId, was.localId, is.localId)}${change(texts.createdAt, was.createdAt, is.createdAt)}${change(texts.software, was.software, is.software)}</ul><p>${texts.advice}</p>${form}`,
  )
}
