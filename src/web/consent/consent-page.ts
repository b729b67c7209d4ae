import { formatDay, formatLanguage } from '../../locales/format.ts'
import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, face, type Person, personLine, type ShownApplication } from '../ui/faces.ts'
import { formTokenField, hiddenFields } from '../ui/fields.ts'
import { attributes, breakable, html, type Piece, together } from '../ui/html.ts'
import { button, type Fact, lead, note, pill, told } from '../ui/parts.ts'

export interface ConsentView {
  readonly formToken: string
  readonly action?: string | undefined
  readonly application: ShownApplication
  readonly person: Person
  /** Comes back as `account`: nobody agrees to what somebody else was shown. */
  readonly accountId: string
  /** Exactly what the application would be sent. */
  readonly claims: Readonly<Record<string, unknown>>
  /** The application asks for an e-mail and the account has none. */
  readonly emailMissing?: boolean
  /** Whether it may come back for more while nobody is there. */
  readonly offline: boolean
  /** Names of other applications that take what it is told for a sign-in of their own. */
  readonly alsoFor?: readonly string[] | undefined
  /** Of an application that registered nothing: all that is certain about it. */
  readonly domain?: string | undefined
  /** The host of the redirect URI, or its scheme for an app on this device. */
  readonly returnHost: string
}

/** Sends `decision`: `allow`, `deny`, or `switch` for somebody who is not this person. */
export const consentPage = (view: ConsentView, sentences: Sentences, brand: Brand): string => {
  const { consent } = sentences
  const { application } = view
  const facts = factsOf(view, sentences)
  const title = facts.length === 0 ? consent.titleNothing : consent.title
  return renderDoorway(
    {
      title: title({ application: application.name }),
      icon: applicationIcon(application),
      heading: title({ application: together(application.name) }),
      scripts: ['once.js'],
      body: html`<form method="post" class="consent"${attributes({ action: view.action })}>${formTokenField(view.formToken)}${hiddenFields([['account', view.accountId]])}
${personLine(view.person, button({ label: consent.notYou, look: 'quiet', small: true, id: 'not-you', name: 'decision', value: 'switch' }))}
${view.domain === undefined ? '' : note('warning', consent.published({ domain: view.domain }))}
${facts.length === 0 ? html`<p class="centred">${consent.nothing}</p>` : told(facts)}
${view.offline ? lead('lasting', consent.offline) : ''}
${(view.alsoFor ?? []).map((other) => note('info', consent.alsoFor({ application: application.name, other })))}
<div class="row">${button({ label: consent.deny, look: 'plain', id: 'deny', name: 'decision', value: 'deny' })}${button({ label: consent.allow, id: 'allow', name: 'decision', value: 'allow' })}</div>
<p class="hint centred">${consent.returns({ host: view.returnHost })} ${consent.lasting}</p></form>`,
    },
    sentences,
    brand,
  )
}

/** In this order; what is not named here comes after them, so that nothing is ever sent that is not shown. */
const order = [
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'handle',
  'nickname',
  'acct',
  'picture',
  'email',
  'groups',
  'profile',
  'actor',
  'instance',
  'instance_software',
  'bot',
  'locked',
  'website',
  'locale',
  'zoneinfo',
  'updated_at',
]

const factsOf = (view: ConsentView, sentences: Sentences): readonly Fact[] => {
  const { claims } = view
  const { consent } = sentences
  const labels: Readonly<Record<string, string>> = consent.claims
  const shown = Object.keys(claims)
    .filter((name) => claims[name] !== undefined && name !== 'sub' && name !== 'email_verified')
    // One name under two labels would only make the list longer.
    .filter((name) => !sameAsUsername.has(name) || claims[name] !== claims['preferred_username'])
    .sort((one, other) => rank(one) - rank(other))
  const facts = shown.map((name) => ({
    label: labels[name] ?? html`<code translate="no">${name}</code>`,
    value: shownValue(name, view, sentences),
  }))
  return view.emailMissing === true && claims['email'] === undefined
    ? [...facts, { label: consent.claims.email, value: html`<span class="quiet">${consent.noEmail}</span>` }]
    : facts
}

const sameAsUsername = new Set(['nickname', 'handle'])

const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)

const shownValue = (name: string, { claims, person }: ConsentView, sentences: Sentences): Piece => {
  const value = claims[name]
  const { consent, words, tag } = sentences
  if (name === 'picture') return face(person)
  if (name === 'email') {
    const verified = claims['email_verified'] === true
    return html`<span translate="no">${breakable(String(value))}</span> ${pill(verified ? words.verified : words.notVerified, verified ? 'good' : 'warn')}`
  }
  if (name === 'updated_at' && typeof value === 'number') return formatDay(tag, value * 1000)
  if (name === 'locale') return formatLanguage(tag, String(value))
  if (Array.isArray(value)) {
    return value.length === 0
      ? html`<span class="quiet">${consent.noGroups}</span>`
      : html`<span class="pills">${value.map((item) => html`<span class="pill" translate="no">${textOf(item)}</span>`)}</span>`
  }
  if (typeof value === 'boolean') return value ? words.yes : words.no
  return html`<span translate="no">${breakable(textOf(value))}</span>`
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
