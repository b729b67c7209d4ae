import {
  type ApplicationView,
  endpointsOf,
  opensToNobody,
  textOfRedirect,
} from '../../admin/operations/applications.ts'
import type { EventView } from '../../admin/operations/events.ts'
import type { IconProblem } from '../../admin/operations/pictures.ts'
import type { Guide, Told } from '../../admin/operations/recipes.ts'
import { days, hours } from '../../lib/clock.ts'
import { formatDuration } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { applicationIcon } from '../../web/ui/faces.ts'
import { formTokenField, selectField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { icon } from '../../web/ui/icons.ts'
import {
  ago,
  button,
  day,
  type Fact,
  labelledPaste,
  linkButton,
  moment,
  note,
  pill,
  section,
  told,
  within,
} from '../../web/ui/parts.ts'
import { accessPart } from '../access/access-part.ts'
import { deletePart, switchPart } from '../deletion.ts'
import { type Desk, typedAt } from '../desk.ts'
import { recentPart } from '../event-table.ts'
import { iconPart } from '../pictures.ts'
import { type Fields, mainFields, moreFields } from './application-fields.ts'
import { knowingFields } from './application-knowing.ts'
import { newcomerFields } from './application-newcomers.ts'
import { guideBody } from './guide-page.ts'

/** How long an old secret may stay good beside a new one. */
export const overlaps = [hours(24), hours(1), days(7), 0] as const

export interface ApplicationShown extends Fields {
  readonly application: ApplicationView
  readonly recent: readonly EventView[]
  readonly notice?: Piece
  /** Made just now. It is on this page and nowhere else. */
  readonly clientSecret?: string | undefined
  /** Why the picture that was sent is none for an icon. */
  readonly iconProblem?: IconProblem | undefined
  /** What to paste, by the recipe that it was connected with. */
  readonly guide?: { readonly told: Told; readonly guide: Guide } | undefined
}

/** Everything of an application's own page below its heading. */
export const applicationBody = (shown: ApplicationShown, desk: Desk): Html => {
  const { application } = shown
  return html`${attention(shown, desk)}${pasting(shown, desk)}${connection(shown, desk)}${recentPart(shown.recent, 'application', application.id, desk)}${settings(shown, desk)}${accessPart(application, desk)}${iconPart(application, shown.iconProblem, desk)}${application.confidential ? secrets(application, desk) : ''}${lastThings(application, desk)}`
}

export const applicationPills = (
  { disabledAt, managed, confidential }: Pick<ApplicationView, 'disabledAt' | 'managed' | 'confidential'>,
  { console }: Sentences,
): Html =>
  html`<span class="pills">${disabledAt === undefined ? '' : pill(console.disabled, 'bad')}${confidential ? '' : pill(console.applications.kindPublic)}${managed ? pill(console.managed) : ''}</span>`

/** `what` is what one of its pages is about; without, it is the page of the application itself. */
export const applicationHeading = ({ name, icon }: ApplicationView, what?: string): Html =>
  html`<span class="heading">${applicationIcon({ name, icon })}${what === undefined ? html`<span translate="no">${name}</span>` : html`<span>${what}</span>`}</span>`

/** What keeps people out, said where it can be mended. */
const attention = ({ application, groups, clientSecret }: ApplicationShown, { sentences }: Desk): Html => {
  const { applications: texts, overview } = sentences.console
  const { redirectUris, confidential, secrets, accessRules, disabledAt } = application
  const closed = opensToNobody(accessRules, (id) => groups.some((group) => group.id === id))
  const notes: readonly (string | false)[] = [
    disabledAt !== undefined && texts.isDisabled,
    redirectUris.length === 0 && overview.needs.no_redirect_uri,
    confidential && secrets.length === 0 && clientSecret === undefined && overview.needs.no_secret,
    closed && overview.needs.nobody_may_enter,
  ]
  return html`${notes.map((sentence) => sentence !== false && note('warning', sentence))}`
}

/** What to paste into anything at all is what every application needs to know, and is said there. */
const isAnything = ({ told }: NonNullable<ApplicationShown['guide']>): boolean => told.recipe.family === 'any'

/** With a secret that was made just now, what to paste is whole once more. */
const pasting = ({ application, guide }: ApplicationShown, { sentences }: Desk): Html | string => {
  if (guide === undefined || isAnything(guide)) return ''
  const { connect } = sentences
  return section({
    title: connect.showAgain,
    lead: connect.steps,
    body: guideBody(guide.told, guide.guide, sentences),
    aside: checkLink(application, sentences),
    id: 'guide',
  })
}

const checkLink = ({ id }: Pick<ApplicationView, 'id'>, { connect }: Sentences): Html =>
  linkButton({ label: connect.checkNow, href: `/console/applications/${id}/check`, look: 'plain', id: 'check' })

/** All that has to be copied, in one place, the secret among it while it can be read. */
const connection = ({ application, clientSecret, guide }: ApplicationShown, { visit, sentences }: Desk): Html => {
  const endpoints = endpointsOf(visit.base, application)
  const { console } = sentences
  const { applications: texts } = console
  const paste = (label: string, text: string, id: string, more?: Html): Html =>
    labelledPaste(label, text, id, sentences, more)
  const secret =
    clientSecret !== undefined
      ? paste(texts.clientSecret, clientSecret, 'client-secret', note('warning', console.secretOnce))
      : html`<div class="field"><span class="label">${texts.clientSecret}</span><p class="quiet">${texts.secretOnceOnly} <a href="#secret">${texts.rotateSecret}</a></p></div>`
  const single: readonly (readonly [string, string, string])[] = [
    [texts.authorizationAddress, endpoints.authorization, 'authorize'],
    [texts.tokenAddress, endpoints.token, 'token'],
    [texts.userinfoAddress, endpoints.userinfo, 'userinfo'],
    [texts.keysAddress, endpoints.jwks, 'jwks'],
    [texts.signOutAddress, endpoints.endSession, 'end-session'],
  ]
  const lead = application.confidential ? texts.settingsLead : texts.settingsLeadPublic
  const body = html`<div class="pastes">${paste(texts.issuer, endpoints.issuer, 'own-issuer')}${paste(texts.clientId, application.clientId, 'client-id')}${application.confidential ? secret : ''}${paste(texts.discovery, endpoints.discovery, 'discovery')}</div><details><summary>${texts.addresses}</summary><div class="more pastes">${single.map(([label, address, id]) => paste(label, address, `address-${id}`))}</div></details>`
  // What to paste has all of it already.
  if (guide !== undefined && !isAnything(guide)) {
    return html`<details id="connection"><summary>${texts.settings}</summary><div class="more part"><p class="quiet">${lead}</p>${body}</div></details>`
  }
  return section({ title: texts.settings, lead, body, aside: checkLink(application, sentences), id: 'connection' })
}

const settings = (shown: ApplicationShown, desk: Desk): Html => {
  const { application } = shown
  const { console, words } = desk.sentences
  const { sentences } = desk
  const all = [
    ...mainFields(shown, sentences),
    newcomerFields(shown, sentences),
    knowingFields(shown, sentences),
    moreFields(shown, sentences),
  ]
  const fields = all.filter((piece) => piece !== false && piece !== '')
  const file =
    application.managedFields.length === 0
      ? ''
      : html`${note('info', console.managedNote)}${told(fileFacts(shown, desk))}`
  const form =
    fields.length === 0
      ? ''
      : html`<form method="post" class="narrow" action="/console/applications/${application.id}">${formTokenField(desk.formToken)}${fields}<div>${button({ label: words.save, id: 'save' })}</div></form>`
  return section({ title: console.applications.settingsTitle, body: html`${file}${form}`, id: 'settings' })
}

/** What the configuration file says, as facts: nothing here can be typed over. */
const fileFacts = ({ application, groups, locked }: ApplicationShown, { sentences }: Desk): readonly Fact[] => {
  const { applications: texts, everybody } = {
    ...sentences.console,
    everybody: sentences.console.applications.everybody,
  }
  const { newcomers } = sentences.console
  const { tag, words } = sentences
  const nameOf = (id: string) => groups.find((group) => group.id === id)?.name ?? texts.groupGone
  const list = (items: readonly string[]): Piece =>
    items.length === 0
      ? '–'
      : items.map((item, at) => html`${at === 0 ? '' : html`<br>`}<code translate="no">${item}</code>`)
  const time = (length: number): string => formatDuration(tag, length)
  const all: readonly (readonly [string, string, Piece])[] = [
    ['name', texts.name, html`<span translate="no">${application.name}</span>`],
    ['slug', texts.slug, html`<code translate="no">${application.slug}</code>`],
    ['redirectUris', texts.redirectUris, list(application.redirectUris.map(textOfRedirect))],
    ['postLogoutRedirectUris', texts.postLogoutRedirectUris, list(application.postLogoutRedirectUris)],
    [
      'backchannelLogoutUri',
      texts.backchannelLogoutUri,
      html`<code translate="no">${application.backchannelLogoutUri ?? '–'}</code>`,
    ],
    ['issuer', texts.issuerMode, texts.issuerModes[application.issuer]],
    ['dexPath', texts.dexPath, html`<code translate="no">${application.dexPath}</code>`],
    ['alsoFor', texts.alsoFor, list(application.alsoFor)],
    ['confidential', texts.kind, application.confidential ? texts.confidential : texts.public],
    ['consent', texts.consent, application.consent === 'explicit' ? texts.consentExplicit : texts.consentImplicit],
    ['accessGroups', texts.accessGroups, application.accessGroups?.map(nameOf).join(', ') || everybody],
    ['description', texts.description, application.description ?? '–'],
    ['launchUrl', texts.launchUrl, html`<span translate="no">${application.launchUrl ?? '–'}</span>`],
    ['pkce', texts.pkce, application.pkce === 'required' ? words.yes : words.no],
    ['signingAlgorithm', texts.algorithm, html`<code translate="no">${application.signingAlgorithm}</code>`],
    ['group', texts.group, html`<span translate="no">${application.group ?? '–'}</span>`],
    ['openInNewTab', texts.openInNewTab, application.openInNewTab ? words.yes : words.no],
    ['hidden', texts.hidden, application.hidden ? words.yes : words.no],
    ['subjectMode', texts.subjectMode, texts.subjectModes[application.subjectMode]],
    ['usernameRule', texts.usernameRule, texts.usernameRules[application.usernameRule]],
    ['uidField', texts.uidField, html`<code translate="no">${application.uidField}</code>`],
    ['newcomers', newcomers.newcomers, newcomers.choices[application.newcomers]],
    ['newcomerServers', newcomers.servers, list(application.newcomerServers)],
    ['missingEmail', newcomers.missingEmail, newcomers.missingEmails[application.missingEmail]],
    ['bridge', newcomers.bridge, application.bridge ? words.yes : words.no],
    ['assertEmailVerified', texts.assertEmailVerified, application.assertEmailVerified ? words.yes : words.no],
    ['allowedScopes', texts.allowedScopes, list(application.allowedScopes)],
    ['allowedGrants', texts.allowedGrants, list(application.allowedGrants)],
    ['accessTokenLifetime', texts.accessTokens, time(application.accessTokenLifetime)],
    ['idTokenLifetime', texts.idTokens, time(application.idTokenLifetime)],
    ['refreshTokenIdle', texts.refreshIdle, time(application.refreshTokenIdle)],
    ['refreshTokenLifetime', texts.refreshLifetime, time(application.refreshTokenLifetime)],
  ]
  return all.filter(([field]) => locked(field)).map(([, label, value]) => ({ label, value }))
}

const secrets = (application: ApplicationView, desk: Desk): Html => {
  const { sentences, formToken } = desk
  const { applications: texts } = sentences.console
  const action = `/console/applications/${application.id}/secret`
  const inFile = application.managedFields.includes('clientSecret')
  const lines = application.secrets.map(
    ({ createdAt, expiresAt }) =>
      html`<li><span class="tile plain small">${icon('key')}</span><div class="words">${within((slot) => texts.secretMade({ date: slot }), day(createdAt, sentences))}${
        expiresAt === undefined
          ? ''
          : html`<span class="quiet">${within((slot) => texts.secretUntil({ moment: slot }), moment(expiresAt, sentences))}</span>`
      }</div></li>`,
  )
  const form = html`<form method="post" class="narrow" action="${action}">${formTokenField(formToken)}${selectField({
    name: 'overlap',
    label: texts.overlap,
    options: overlaps.map((length) => ({
      value: String(length),
      label: length === 0 ? texts.overlapNone : formatDuration(sentences.tag, length),
    })),
    value: typedAt(desk, action)?.get('overlap') ?? String(overlaps[0]),
  })}<div>${button({ label: texts.rotateSecret, look: 'plain', id: 'rotate' })}</div></form>`
  return section({
    title: texts.secret,
    lead: inFile ? texts.secretInFile : texts.rotateLead,
    body: html`${lines.length === 0 ? '' : html`<ul class="list">${lines}</ul>`}${inFile ? '' : form}`,
    id: 'secret',
  })
}

const lastThings = (application: ApplicationView, desk: Desk): Html => {
  const { sentences, now } = desk
  const { console, words } = sentences
  const { applications: texts } = console
  const { id, disabledAt, managed, lastSignInAt, createdAt, updatedAt } = application
  const off = disabledAt !== undefined
  return html`${section({
    title: console.details,
    body: told([
      { label: texts.lastSignIn, value: lastSignInAt === undefined ? words.never : ago(lastSignInAt, now, sentences) },
      { label: console.created, value: day(createdAt, sentences) },
      { label: console.changed, value: ago(updatedAt, now, sentences) },
    ]),
  })}${switchPart(desk, { home: `/console/applications/${id}`, off, lead: off ? texts.enableLead : texts.disableLead })}${deletePart(desk, { home: `/console/applications/${id}`, managed, lead: texts.deleteLead })}`
}
