import { getAccount } from '../admin/operations/accounts.ts'
import { getApplication } from '../admin/operations/applications.ts'
import { type EventQuery, type EventView, eventsKeptFor, getEvent, listEvents } from '../admin/operations/events.ts'
import { whyOfEvent } from '../admin/operations/why.ts'
import { Refusal } from '../http/refusal.ts'
import { formatDuration } from '../locales/format.ts'
import type { Sentences } from '../locales/sentences.ts'
import { selectField } from '../web/ui/fields.ts'
import { attributes, type Html, html, type Piece } from '../web/ui/html.ts'
import { icon } from '../web/ui/icons.ts'
import { button, emptyState, type Fact, linkButton, moment, section, told } from '../web/ui/parts.ts'
import { atDesk, type Desk, showRoom } from './desk.ts'
import { eventTable, kindOf, named, outcomePill } from './event-table.ts'
import { exportLinks } from './events-export.ts'
import { missedWritten } from './missed.ts'
import { pageAsked, pagerFor, turnedTooFar } from './paging.ts'

/** `GET /console/events`: the audit log, newest first. */
export const events = atDesk(async (desk) => {
  const { world, visit, sentences } = desk
  const { title, lead, empty, emptyTitle } = sentences.console.events
  const query = { ...pageAsked(desk), ...eventsAsked(desk) }
  const { events: found, more } = await listEvents(world, query)
  const back = turnedTooFar(desk, query.offset, found)
  if (back !== undefined) return back
  const filtered = visit.url.search !== ''
  return showRoom(desk, {
    room: 'events',
    title,
    lead: lead({ duration: formatDuration(sentences.tag, eventsKeptFor(world)) }),
    body: html`${filterForm(query, desk)}${await only(query, desk)}${
      found.length > 0
        ? html`${eventTable(found, desk)}${pagerFor(desk, { offset: query.offset, count: found.length, more }, { until: String(query.until) })}${exportLinks(desk)}`
        : filtered
          ? html`<p class="quiet">${sentences.console.events.nothingFound}</p>`
          : emptyState({ title: emptyTitle, lead: empty })
    }`,
  })
})

const outcomes = ['ok', 'refused', 'failed'] as const

/** What the filter says. */
export const eventsAsked = (desk: Desk) => {
  const { query } = desk.visit
  const until = Number(query.get('until'))
  return {
    search: query.typed('q') || undefined,
    kind: query.get('kind'),
    outcome: outcomes.find((outcome) => outcome === query.get('outcome')),
    accountId: query.get('account'),
    applicationId: query.get('application'),
    until: Number.isSafeInteger(until) && until > 0 ? until : desk.now,
  } satisfies EventQuery
}

const filterForm = (query: EventQuery, { visit, sentences }: Desk): Html => {
  const { words, events: kinds, eventOutcomes } = sentences
  const texts = sentences.console.events
  const sorted = Object.entries(kinds).sort(([, one], [, other]) => one.localeCompare(other, sentences.tag))
  return html`<form class="filters" role="search" method="get" action="/console/events"><div class="field"><label for="q">${texts.search}</label><input type="search" name="q" id="q"${attributes({ value: query.search, placeholder: texts.searchHint })}></div>${selectField(
    {
      name: 'kind',
      label: texts.what,
      value: query.kind,
      options: [{ value: '', label: texts.anything }, ...sorted.map(([value, label]) => ({ value, label }))],
    },
  )}${selectField({
    name: 'outcome',
    label: texts.outcome,
    value: query.outcome,
    options: [{ value: '', label: texts.any }, ...outcomes.map((value) => ({ value, label: eventOutcomes[value] }))],
  })}${hidden('account', query.accountId)}${hidden('application', query.applicationId)}<div class="row">${button({ label: texts.show, look: 'plain' })}${
    visit.url.search === '' ? '' : linkButton({ label: words.clearSearch, href: '/console/events', look: 'quiet' })
  }</div></form>`
}

const hidden = (name: string, value: string | undefined): Html | string =>
  value === undefined ? '' : html`<input type="hidden" name="${name}" value="${value}">`

/** Whose events are shown, when a page of somebody or something led here. */
const only = async ({ accountId, applicationId }: EventQuery, { world, sentences }: Desk): Promise<Html> => {
  const [account, application] = await Promise.all([
    accountId === undefined ? undefined : getAccount(world, accountId),
    applicationId === undefined ? undefined : getApplication(world, applicationId),
  ])
  const names = [account?.name, application?.name].filter((name) => name !== undefined)
  return names.length === 0
    ? html``
    : html`<p class="with-icon">${icon('info')}<span>${sentences.console.events.only({ name: names.join(', ') })}</span></p>`
}

/** `GET /console/events/:event`. */
export const eventPage = atDesk(async (desk) => {
  const { world, visit, sentences } = desk
  const found = await getEvent(world, visit.path['event'] ?? '')
  if (found === undefined) throw new Refusal(404, 'not_found')
  const missed = found.kind === 'claims.missed' ? missedWritten(found.data['missed'], sentences) : undefined
  const refusal = refusalOf(found, sentences)
  // What is said in a sentence is not repeated as it is written down.
  const said = [...(missed === undefined ? [] : ['missed']), ...(refusal === undefined ? [] : ['error'])]
  return showRoom(desk, {
    room: 'events',
    title: kindOf(found, sentences),
    lead: moment(found.at, sentences),
    body: html`${await whyPart(found, refusal, desk)}${missed === undefined ? '' : html`<div class="stack">${missed}</div>`}${told(factsOf(found, said, desk))}`,
  })
})

/** A refusal in the words of the overview, with its code; undefined for what the overview does not speak of. */
const refusalOf = ({ kind, data }: EventView, { console }: Sentences): Html | undefined => {
  const { needs, refused } = console.overview
  const known: Readonly<Record<string, string>> = needs.refusedBecause
  const { error } = data
  if (kind !== 'authorization.refused' || typeof error !== 'string' || !Object.hasOwn(known, error)) return undefined
  return html`<p>${refused}: ${known[error]} <code translate="no">${error}</code></p>`
}

/** Of a refusal: why, by which rule, and what lets the person in. */
const whyPart = async (
  { id, outcome }: EventView,
  refusal: Html | undefined,
  { world, sentences }: Desk,
): Promise<Html | string> => {
  const answer = outcome === 'refused' ? await whyOfEvent(world, id, sentences) : undefined
  if (answer === undefined) return ''
  const { said, rulesLead, rules, now, why } = answer
  const { application } = why
  const { access: texts } = sentences.console
  return section({
    title: texts.why.title,
    id: 'why',
    body: html`${refusal}${refusal !== undefined && said === why.error ? '' : html`<p>${said}</p>`}${rulesLead === undefined ? '' : html`<p>${rulesLead}</p>`}${
      rules.length === 0 ? '' : told(rules.map(({ rule, remedy }) => ({ label: rule, value: remedy })))
    }${now === undefined ? '' : html`<p>${now}</p>`}`,
    aside:
      rules.length === 0 || application === undefined
        ? undefined
        : linkButton({ label: texts.open, href: `/console/applications/${application.id}/access`, look: 'plain' }),
  })
}

const factsOf = (event: EventView, said: readonly string[], { sentences }: Desk): readonly Fact[] => {
  const { events: texts } = sentences.console
  const known: Readonly<Record<string, string>> = sentences.eventDetails
  const { account, application, actor, code, address, userAgent, data } = event
  const facts: readonly (Fact | undefined)[] = [
    { label: texts.outcome, value: outcomePill(event, sentences) },
    account && { label: texts.who, value: named(account, 'people', sentences) },
    actor && { label: texts.doneBy, value: named(actor, 'people', sentences) },
    application && { label: texts.application, value: named(application, 'applications', sentences) },
    code === undefined ? undefined : { label: texts.code, value: html`<code translate="no">${code}</code>` },
    address === undefined ? undefined : { label: texts.address, value: html`<code translate="no">${address}</code>` },
    userAgent === undefined
      ? undefined
      : { label: texts.program, value: html`<span translate="no">${userAgent}</span>` },
    ...Object.entries(data)
      .filter(([name]) => !said.includes(name))
      .map(([name, value]) => ({
        label: Object.hasOwn(known, name) ? known[name] : html`<code translate="no">${name}</code>`,
        value: detail(name, value, sentences),
      })),
    { label: texts.kind, value: html`<code translate="no">${event.kind}</code>` },
  ]
  return facts.filter((fact) => fact !== undefined)
}

/** Yes and no, times and ways in words; everything else as it is written down. */
const detail = (name: string, value: unknown, sentences: Sentences): Piece => {
  const ways: Readonly<Record<string, string>> = sentences.console.events.via
  if (typeof value === 'boolean') return value ? sentences.words.yes : sentences.words.no
  if (typeof value === 'number' && (name === 'othersEndAt' || name === 'signsFrom')) return moment(value, sentences)
  if (name === 'via' && typeof value === 'string' && Object.hasOwn(ways, value)) return ways[value]
  return html`<code translate="no">${plain(value)}</code>`
}

/** Values as they are written down: texts bare, lists with commas. */
const plain = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(plain).join(', ')
  return JSON.stringify(value) ?? ''
}
