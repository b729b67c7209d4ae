import { listEvents } from '../admin/operations/events.ts'
import { daysShown, type Need, overview as readOverview } from '../admin/operations/overview.ts'
import { formatNumber } from '../locales/format.ts'
import type { Sentences } from '../locales/sentences.ts'
import { paths } from '../web/ui/hall.ts'
import { type Html, html } from '../web/ui/html.ts'
import { linkButton, note, section } from '../web/ui/parts.ts'
import { dayChart, totalOf } from './chart.ts'
import { atDesk, type Desk, showRoom } from './desk.ts'
import { eventTable } from './event-table.ts'
import { firstSteps } from './first-steps.ts'

/** `GET /console`. */
export const overview = atDesk(async (desk) => {
  const { world, sentences } = desk
  const [figures, { events }] = await Promise.all([readOverview(world), listEvents(world, { limit: 8 })])
  const { overview, applications } = sentences.console
  const { signIns, failures } = figures
  const steps = await firstSteps(desk, figures)
  // Where nothing has happened yet, figures would be a row of noughts.
  const first = steps !== undefined
  const counts =
    first && totalOf(signIns) + totalOf(failures) === 0
      ? ''
      : html`<ul class="figures">${[
          card(
            overview.signIns,
            totalOf(signIns),
            '/console/events?kind=signin.succeeded',
            sentences,
            dayChart(signIns, overview.signIns, 'accent', sentences),
          ),
          card(
            overview.failures,
            totalOf(failures),
            '/console/events?kind=signin.failed',
            sentences,
            dayChart(failures, overview.failures, 'bad', sentences),
          ),
          card(overview.people, figures.people, '/console/people', sentences),
          card(overview.applications, figures.applications, '/console/applications', sentences),
        ]}</ul>`
  const needed = first ? figures.needs.filter(({ what }) => what !== 'only_administrator') : figures.needs
  return showRoom(desk, {
    room: 'overview',
    title: overview.title,
    lead: first ? undefined : overview.lastDays({ days: daysShown }),
    action: first ? undefined : linkButton({ label: applications.create, href: paths.connect }),
    body: html`${steps}${counts}${
      first && needed.length === 0 ? '' : section({ title: overview.needsYou, body: needs(needed, desk) })
    }${
      events.length === 0
        ? ''
        : section({
            title: overview.recent,
            body: eventTable(events, desk),
            aside: linkButton({ label: overview.allEvents, href: '/console/events', look: 'quiet' }),
          })
    }`,
  })
})

const card = (label: string, count: number, href: string, { tag }: Sentences, chart?: Html): Html =>
  html`<li><a class="card" href="${href}"><small>${label}</small><span class="figure">${formatNumber(tag, count)}</span>${chart}</a></li>`

const needs = (all: readonly Need[], desk: Desk): Html =>
  all.length === 0
    ? html`<p class="quiet">${desk.sentences.console.overview.nothingNeedsYou}</p>`
    : html`<div class="stack">${all.map((need) => needNote(need, desk.sentences))}</div>`

const needNote = (need: Need, { console }: Sentences): Html => {
  const { needs } = console.overview
  if (need.what === 'only_administrator') {
    return note('info', html`${needs.only_administrator} <a href="/console/people">${console.people.title}</a>`)
  }
  if (need.what === 'unseen_by_servers') {
    return note('warning', html`${needs.unseen_by_servers} <a href="/console/sources">${console.sources.title}</a>`)
  }
  const { invitations } = console
  if (need.what === 'waiting') {
    const { count, title } = invitations.waiting
    return note('warning', html`${count({ count: need.count })} <a href="/console/people/waiting">${title}</a>`)
  }
  if (need.what === 'sign_up_without_mail') {
    const { withoutMail, title } = invitations.signUp
    return note('warning', html`${withoutMail} <a href="/console/settings#sign-up">${title}</a>`)
  }
  if (need.what === 'mail_given_up' || need.what === 'mail_waits') {
    const { mail } = console
    const said = need.what === 'mail_waits' ? mail.waits : mail.given_up
    return note('warning', html`${said({ count: need.count })} <a href="/console/mail">${mail.title}</a>`)
  }
  const { application } = need
  const link = html`<a href="/console/applications/${application.id}" translate="no">${application.name}</a>`
  const events = html`<a href="/console/events?application=${application.id}&amp;outcome=refused">${console.overview.see}</a>`
  switch (need.what) {
    case 'token_reuse':
      return note('warning', html`${link}: ${needs.token_reuse({ count: need.count })} ${events}`)
    case 'refused':
      return note(
        'warning',
        html`${link}: ${needs.refused({ count: need.count })} ${needs.refusedBecause[need.error]} ${events}`,
      )
    case 'no_placeholder_domain':
      return note(
        'warning',
        html`${link}: ${needs.no_placeholder_domain} <a href="/console/sources">${console.sources.title}</a>`,
      )
    default:
      return note('warning', html`${link}: ${needs[need.what]}`)
  }
}
