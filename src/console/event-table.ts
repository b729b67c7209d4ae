import type { EventView, Named } from '../admin/operations/events.ts'
import type { Sentences } from '../locales/sentences.ts'
import { type Html, html } from '../web/ui/html.ts'
import { ago, linkButton, pill, section } from '../web/ui/parts.ts'
import { table } from '../web/ui/table.ts'
import type { Desk } from './desk.ts'

/**
 * Lines of the audit log; each leads to its own page. That something went well is the rule, and is not said. On the page of somebody or
 * something their name is known.
 */
export const eventTable = (
  events: readonly EventView[],
  { sentences, now }: Desk,
  of?: 'account' | 'application',
): Html => {
  const { events: words } = sentences.console
  return table({
    caption: words.title,
    columns: [
      { label: words.what },
      ...(of === 'account' ? [] : [{ label: words.who }]),
      ...(of === 'application' ? [] : [{ label: words.application }]),
      { label: words.outcome },
      { label: words.when },
    ],
    rows: events.map((event) => [
      html`<a class="row-name" href="/console/events/${event.id}">${kindOf(event, sentences)}</a>${nameIn(event)}${settingIn(event, sentences)}`,
      ...(of === 'account'
        ? []
        : [
            html`${event.account === undefined ? '' : named(event.account, 'people', sentences)}${by(event, sentences)}`,
          ]),
      ...(of === 'application'
        ? []
        : [event.application === undefined ? '' : named(event.application, 'applications', sentences)]),
      event.outcome === 'ok' ? '' : outcomePill(event, sentences),
      ago(event.at, now, sentences),
    ]),
  })
}

/** How many lines of it a page of somebody or something shows. */
export const recentEvents = 6

/** What happened last to somebody or something, on their own page. */
export const recentPart = (
  events: readonly EventView[],
  of: 'account' | 'application',
  id: string,
  desk: Desk,
): Html => {
  const { overview, events: words } = desk.sentences.console
  return section({
    title: overview.recent,
    body: events.length === 0 ? html`<p class="quiet">${words.emptyTitle}</p>` : eventTable(events, desk, of),
    aside: linkButton({ label: overview.allEvents, href: `/console/events?${of}=${id}`, look: 'quiet' }),
    id: 'recent',
  })
}

/** The name that was written down of what has no page, or none any more: a group, something deleted. */
const nameIn = ({ account, application, data }: EventView): Html | string => {
  const name = data['name'] ?? data['username']
  const shown = account?.name !== undefined || application?.name !== undefined
  return shown || typeof name !== 'string' ? '' : html`<span class="quiet" translate="no">${name}</span>`
}

/** Which setting, by the name of where it is changed. */
const settingIn = ({ kind, data }: EventView, { console, nav, settings, usernames }: Sentences): Html | string => {
  if (kind !== 'setting.changed') return ''
  const names: Readonly<Record<string, string>> = {
    branding: nav.branding,
    policy: settings.limits.title,
    publicClients: settings.publicClients.title,
    signUp: console.invitations.signUp.title,
    usernames: usernames.title,
  }
  const name = names[String(data['setting'])]
  return name === undefined ? '' : html`<span class="quiet">${name}</span>`
}

/** Who did it, where it was not the person it is about: somebody else, or no person at all. */
const by = ({ actor, data }: EventView, { console }: Sentences): Html | string => {
  const { events: words } = console
  const known: Readonly<Record<string, string>> = words.via
  const said =
    actor === undefined
      ? known[String(data['via'])]
      : actor.name === undefined
        ? words.byGone
        : words.by({ name: actor.name })
  return said === undefined ? '' : html`<span class="quiet">${said}</span>`
}

/** What happened, as a sentence; a kind that this version does not know is shown as it is written down. */
export const kindOf = ({ kind }: Pick<EventView, 'kind'>, { events }: Sentences): string => {
  const known: Readonly<Record<string, string>> = events
  return known[kind] ?? kind
}

export const outcomePill = ({ outcome }: Pick<EventView, 'outcome'>, { eventOutcomes }: Sentences): Html =>
  pill(eventOutcomes[outcome], ({ ok: 'good', refused: 'warn', failed: 'bad' } as const)[outcome])

/** Somebody or something by name, leading to its page while there is one. */
export const named = ({ id, name }: Named, room: 'people' | 'applications', { console }: Sentences): Html =>
  name === undefined
    ? html`<span class="quiet">${console.events.gone}</span>`
    : html`<a href="/console/${room}/${id}" translate="no">${name}</a>`
