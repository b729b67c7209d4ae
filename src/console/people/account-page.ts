import { type AccountSummary, type AccountView, passwordLinkLasts } from '../../admin/operations/accounts.ts'
import type { EventView } from '../../admin/operations/events.ts'
import type { IdentityView } from '../../admin/operations/identities.ts'
import type { Time } from '../../lib/clock.ts'
import { formatDuration, formatList } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { deviceNamed } from '../../web/ui/device.ts'
import { applicationIcon, face } from '../../web/ui/faces.ts'
import { formTokenField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { icon } from '../../web/ui/icons.ts'
import { ago, button, day, type Fact, note, pasteBlock, pill, section, told, within } from '../../web/ui/parts.ts'
import { deletePart, switchPart } from '../deletion.ts'
import type { Desk } from '../desk.ts'
import { recentPart } from '../event-table.ts'
import { avatarPart } from '../pictures.ts'
import { type AccountFields, accountFields } from './account-form.ts'
import { identitiesPart } from './identities-part.ts'

export interface AccountShown extends AccountFields {
  readonly account: AccountView
  readonly identities: readonly IdentityView[]
  readonly recent: readonly EventView[]
  /** Made just now. It is on this page and nowhere else. */
  readonly link?: string | undefined
}

/** Everything of an account's own page below its heading. */
export const accountBody = (shown: AccountShown, desk: Desk): Html => {
  const { account, link, identities } = shown
  return html`${link === undefined ? '' : oneTimeLink(link, account, desk)}${stateNote(account, desk)}${settings(shown, desk)}${signingIn(account, desk)}${identitiesPart(account.id, identities, desk)}${sessions(account, desk)}${grants(account, desk)}${knownAs(account, desk)}${avatarPart(account, desk)}${recentPart(shown.recent, 'account', account.id, desk)}${lastThings(account, desk)}`
}

export const accountPills = (account: AccountSummary, { console }: Sentences): Html =>
  html`<span class="pills">${statePill(account, console)}${account.administrator ? pill(console.people.administrator, 'good') : ''}${account.managed ? pill(console.managed) : ''}</span>`

const statePill = (
  { awaitingSince, disabledAt }: AccountSummary,
  { invitations, disabled }: Sentences['console'],
): Html | string => {
  if (awaitingSince !== undefined) return pill(invitations.waiting.pill, 'warn')
  return disabledAt === undefined ? '' : pill(disabled, 'bad')
}

const stateNote = ({ awaitingSince, disabledAt }: AccountView, { sentences }: Desk): Html | string => {
  const { people, invitations } = sentences.console
  if (awaitingSince !== undefined) {
    const { lead, title } = invitations.waiting
    return note('warning', html`${lead} <a href="/console/people/waiting">${title}</a>`)
  }
  return disabledAt === undefined ? '' : note('warning', people.isDisabled)
}

export const accountHeading = ({ name, avatar }: AccountView): Html =>
  html`<span class="heading">${face({ name, picture: avatar })}<span translate="no">${name}</span></span>`

const oneTimeLink = (link: string, { name }: AccountView, { sentences }: Desk): Html => {
  const { people: texts } = sentences.console
  return section({
    title: texts.link,
    lead: texts.linkOnce({ name, duration: formatDuration(sentences.tag, passwordLinkLasts) }),
    body: html`<div class="pastes">${pasteBlock(link, texts.link, sentences, 'one-time-link')}</div>`,
    id: 'new-link',
  })
}

const settings = (shown: AccountShown, desk: Desk): Html => {
  const { sentences } = desk
  const { console, words } = sentences
  const fields = accountFields(shown, sentences).filter((piece) => piece !== false)
  const file =
    shown.account.managedFields.length === 0
      ? ''
      : html`${note('info', console.managedNote)}${told(fileFacts(shown, sentences))}`
  const form =
    fields.length === 0
      ? ''
      : html`<form method="post" class="narrow" action="/console/people/${shown.account.id}">${formTokenField(desk.formToken)}${fields}<div>${button({ label: words.save, id: 'save' })}</div></form>`
  return section({ title: console.people.settingsTitle, body: html`${file}${form}`, id: 'settings' })
}

/** What the configuration file says, as facts: nothing here can be typed over. */
const fileFacts = ({ account, groups, locked }: AccountShown, { console, words, tag }: Sentences): readonly Fact[] => {
  const { people: texts } = console
  const names = groups.filter(({ id }) => account.groupIds.includes(id)).map(({ name }) => name)
  const verified = account.emailVerified ? words.verified : words.notVerified
  const all: readonly (readonly [string, string, Piece])[] = [
    ['username', texts.username, html`<span translate="no">${account.username}</span>`],
    ['name', texts.name, html`<span translate="no">${account.name}</span>`],
    ['email', texts.email, account.email === undefined ? '–' : html`<span translate="no">${account.email}</span>`],
    ['emailVerified', texts.emailState, account.email === undefined ? '–' : verified],
    ['groupIds', texts.groups, names.length === 0 ? texts.noGroups : formatList(tag, names)],
    ['administrator', texts.administrator, account.administrator ? words.yes : words.no],
  ]
  return all.filter(([field]) => locked(field)).map(([, label, value]) => ({ label, value }))
}

const signingIn = (account: AccountView, { world, sentences, formToken }: Desk): Html => {
  const { people: texts, mail } = sentences.console
  const mayMail = world.mailer !== undefined && account.emailVerified
  const { id, disabledAt, hasPassword } = account
  return section({
    title: texts.password,
    lead: hasPassword ? texts.passwordThere : texts.passwordMissing,
    body:
      disabledAt === undefined
        ? html`<p>${texts.linkLead}</p><form method="post" action="/console/people/${id}/link">${formTokenField(formToken)}<div class="row narrow">${button({ label: texts.makeLink, look: 'plain', id: 'make-link' })}${mayMail ? button({ label: mail.mailLink, look: 'plain', name: 'mail', value: 'yes', id: 'mail-link' }) : ''}</div></form>`
        : '',
  })
}

const sessions = ({ id, sessions }: AccountView, desk: Desk): Html => {
  const { sentences, formToken, now } = desk
  const texts = sentences.account.sessions
  const { people } = sentences.console
  if (sessions.length === 0)
    return section({ title: people.sessions, body: html`<p class="quiet">${people.noSessions}</p>` })
  const lines = sessions.map(({ publicId, createdAt, lastSeenAt, address, userAgent }) => {
    const signedIn = within((slot) => texts.signedIn({ ago: slot }), ago(createdAt, now, sentences))
    const seen = within((slot) => texts.seen({ ago: slot }), ago(lastSeenAt, now, sentences))
    const { name, portable } = deviceNamed(userAgent, sentences)
    return html`<li><span class="tile plain small">${icon(portable ? 'phone' : 'computer')}</span><div class="words"><b>${name}</b><span class="quiet">${signedIn}, ${seen}${address === undefined ? '' : html`, ${texts.from({ address })}`}</span></div><form method="post" action="/console/people/${id}/sessions">${formTokenField(formToken)}${button({ label: texts.end, look: 'plain', small: true, name: 'session', value: publicId, says: texts.endNamed({ device: name }) })}</form></li>`
  })
  return section({
    title: people.sessions,
    body: html`<ul class="list">${lines}</ul>`,
    aside: html`<form method="post" action="/console/people/${id}/sessions">${formTokenField(formToken)}${button({ label: people.endSessions, look: 'plain', small: true, name: 'all', value: 'yes', id: 'end-sessions' })}</form>`,
  })
}

const grants = ({ id, grants }: AccountView, { sentences, formToken }: Desk): Html | string => {
  if (grants.length === 0) return ''
  const texts = sentences.account.grants
  const lines = grants.map(
    ({ applicationId, name, since }) =>
      html`<li>${applicationIcon({ name })}<div class="words"><a class="row-name" href="/console/applications/${applicationId}" translate="no">${name}</a><span class="quiet">${within((slot) => texts.since({ date: slot }), day(since, sentences))}</span></div><form method="post" action="/console/people/${id}/grants">${formTokenField(formToken)}${button({ label: texts.revoke, look: 'plain', small: true, name: 'application', value: applicationId, says: texts.revokeNamed({ application: name }) })}</form></li>`,
  )
  return section({ title: texts.title, body: html`<ul class="list">${lines}</ul>` })
}

const provenBy = (voucher: AccountView['emailVoucher'], since: Time, sentences: Sentences): Html => {
  const { vouched } = sentences.console.mail
  if (voucher === undefined) return day(since, sentences)
  const say = (date: string): string =>
    voucher.who === 'administrator'
      ? vouched.administrator({ name: voucher.name, date })
      : vouched[voucher.who]({ date })
  return within(say, day(since, sentences))
}

/** By these an application goes on recognising them, whatever they are called here. */
const knownAs = ({ knownAs }: AccountView, { sentences }: Desk): Html | string => {
  if (knownAs.length === 0) return ''
  const { people: texts } = sentences.console
  const lines = knownAs.map(
    ({ applicationId, name, handle, subject }) =>
      html`<li>${applicationIcon({ name })}<div class="words"><a class="row-name" href="/console/applications/${applicationId}" translate="no">${name}</a><span translate="no">${handle}</span> <span class="quiet" translate="no">${subject}</span></div></li>`,
  )
  return section({ title: texts.knownAs, lead: texts.knownAsLead, body: html`<ul class="list">${lines}</ul>` })
}

const lastThings = (account: AccountView, desk: Desk): Html => {
  const { sentences, now } = desk
  const { console, words } = sentences
  const { people: texts } = console
  const { id, disabledAt, managed, lastSignInAt, createdAt, updatedAt } = account
  const off = disabledAt !== undefined
  return html`${section({
    title: console.details,
    body: told([
      { label: texts.lastSignIn, value: lastSignInAt === undefined ? words.never : ago(lastSignInAt, now, sentences) },
      ...(account.emailVerifiedAt === undefined
        ? []
        : [{ label: console.mail.proven, value: provenBy(account.emailVoucher, account.emailVerifiedAt, sentences) }]),
      { label: console.created, value: day(createdAt, sentences) },
      { label: console.changed, value: ago(updatedAt, now, sentences) },
      { label: texts.subject, value: html`<code translate="no">${id}</code>` },
    ]),
  })}${switchPart(desk, { home: `/console/people/${id}`, off, lead: off ? texts.enableLead : texts.disabledLead })}${deletePart(desk, { home: `/console/people/${id}`, managed, lead: texts.deleteLead })}`
}
