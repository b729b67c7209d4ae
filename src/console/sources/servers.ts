import { countAll } from '../../admin/operations/count-all.ts'
import {
  getServer,
  listServers,
  registerAgain,
  type ServerSummary,
  type ServerView,
} from '../../admin/operations/servers.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import { formatNumber } from '../../locales/format.ts'
import { formTokenField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import {
  ago,
  button,
  day,
  emptyState,
  linkButton,
  moment,
  note,
  pill,
  section,
  told,
  within,
} from '../../web/ui/parts.ts'
import { rowName, searchForm, table } from '../../web/ui/table.ts'
import { askAgain, atDesk, type Desk, doneNote, showRoom } from '../desk.ts'
import { pageAsked, pagerFor, turnedTooFar } from '../paging.ts'

const home = '/console/servers'

/** `GET /console/servers`: where people came from. */
export const servers = atDesk(async (desk) => {
  const { world, visit, sentences } = desk
  const { servers: texts } = sentences.console
  const search = visit.query.typed('q')
  const page = pageAsked(desk)
  const [{ servers: found, more }, total] = await Promise.all([
    listServers(world, { search, ...page }),
    countAll(world, 'servers', search),
  ])
  const back = turnedTooFar(desk, page.offset, found)
  if (back !== undefined) return back
  const none =
    search === ''
      ? emptyState({
          title: texts.emptyTitle,
          lead: texts.empty,
          action: linkButton({ label: sentences.nav.sources, href: '/console/sources', look: 'plain' }),
        })
      : html`<p class="quiet">${texts.nothingFound}</p>`
  return showRoom(desk, {
    room: 'servers',
    title: texts.title,
    lead: texts.lead,
    action: linkButton({ label: sentences.console.serverTest.title, href: `${home}/test`, look: 'plain', id: 'test' }),
    body: html`${total === 0 ? '' : searchForm({ query: search, action: home, label: texts.find }, sentences)}${
      found.length === 0 ? none : serverTable(found, desk)
    }${pagerFor(desk, { offset: page.offset, count: found.length, more, total })}`,
  })
})

const serverTable = (found: readonly ServerSummary[], { sentences, now }: Desk): Html => {
  const { servers: texts } = sentences.console
  const { tag } = sentences
  return table({
    caption: texts.title,
    columns: [
      { label: texts.server },
      { label: texts.software },
      { label: texts.people, kind: 'number' },
      { label: texts.signIns, kind: 'number' },
      { label: texts.lastSignIn },
      { label: texts.registration },
    ],
    rows: found.map((server) => [
      html`${rowName(server.host, `${home}/${server.id}`, detailOf(server, sentences))}${server.admitted ? '' : html` ${pill(texts.denied, 'bad')}`}`,
      softwareOf(server, sentences),
      formatNumber(tag, server.people),
      formatNumber(tag, server.signIns),
      html`${server.lastSignInAt === undefined ? texts.never : ago(server.lastSignInAt, now, sentences)}${server.lastError === undefined ? '' : html`<span class="quiet">${ago(server.lastError.at, now, sentences)}: ${problemText(server.lastError.code, sentences)}</span>`}`,
      healthPill(server, sentences),
    ]),
  })
}

const detailOf = ({ title, elsewhere, host }: ServerSummary, { console }: Desk['sentences']): Piece => {
  if (elsewhere !== undefined) return console.servers.elsewhere({ host: elsewhere })
  return title === undefined || title === host ? undefined : html`<span translate="no">${title}</span>`
}

const softwareOf = ({ software, version }: ServerSummary, { console }: Desk['sentences']): Piece =>
  software === undefined
    ? html`<span class="quiet">${console.servers.unknown}</span>`
    : html`<span translate="no">${software}${version === undefined ? '' : ` ${version}`}</span>`

const healthPill = ({ registration }: ServerSummary, { console }: Desk['sentences']): Html =>
  pill(
    console.servers.registrationStates[registration],
    ({ good: 'good', old: 'warn', trouble: 'bad', none: undefined } as const)[registration],
  )

/** What went wrong there, for administrators. */
export const problemText = (code: string, { console }: Desk['sentences']): string => {
  const { problems, otherProblem } = console.servers
  return Object.entries(problems).find(([known]) => known === code)?.[1] ?? otherProblem
}

/** `GET /console/servers/:server`. */
export const server = atDesk(async (desk) => {
  const found = await getServer(desk.world, desk.visit.path['server'] ?? '')
  if (found === undefined) throw new Refusal(404, 'not_found')
  const { servers: texts } = desk.sentences.console
  return showServer(desk, found, doneNote(desk, { registered: texts.registered }, found.host), 200)
})

/** `POST /console/servers/:server/register`: as if for the first time. */
export const registeredAgain = atDesk(async (desk) => {
  const { world, visit, by, brand, sentences } = desk
  const id = visit.path['server'] ?? ''
  const again = await askAgain(desk, `${home}/${id}`)
  if (again !== undefined) return again
  const registered = await registerAgain(world, id, brand.name, by)
  if (registered?.ok) return redirect(`${home}/${id}?done=registered`)
  const found = await getServer(world, id)
  if (found === undefined || registered === undefined) throw new Refusal(404, 'not_found')
  return showServer(desk, found, note('wrong', problemText(registered.problem.code, sentences)), 400)
})

const showServer = (desk: Desk, found: ServerView, notice: Piece, status: number): Response => {
  const { servers: texts } = desk.sentences.console
  const test = `${home}/test?${new URLSearchParams({ address: found.host })}`
  return showRoom(
    desk,
    {
      room: 'servers',
      title: found.host,
      heading: html`<span translate="no">${found.host}</span>`,
      lead: found.title === undefined ? undefined : html`<span translate="no">${found.title}</span>`,
      action: linkButton({ label: texts.test, href: test, look: 'plain', id: 'test' }),
      notice: html`${notice}${deniedNote(found, desk)}${waitNote(found, desk)}`,
      body: html`${about(found, desk)}${registrations(found, desk)}`,
    },
    status,
  )
}

const deniedNote = ({ admitted, deniedBecause }: ServerView, { sentences }: Desk): Html | string => {
  const { servers: texts } = sentences.console
  if (admitted) return ''
  return note('warning', deniedBecause ? texts.deniedBecause({ reason: deniedBecause }) : texts.deniedNote)
}

const waitNote = ({ notBefore }: ServerView, { sentences }: Desk): Html | string =>
  notBefore === undefined
    ? ''
    : note(
        'info',
        within((slot) => sentences.console.servers.leftAlone({ moment: slot }), moment(notBefore, sentences)),
      )

const about = (found: ServerView, desk: Desk): Html => {
  const { sentences, now } = desk
  const { servers: texts, serverTest } = sentences.console
  const { dialect, handleDomain, elsewhere, lastError, lastSignInAt } = found
  const names: Readonly<Record<string, string>> = serverTest.dialects
  const rule = `/console/rules/new?${new URLSearchParams({ value: found.host })}`
  return section({
    title: texts.about,
    body: html`${told([
      ...(elsewhere === undefined ? [] : [{ label: texts.server, value: texts.elsewhere({ host: elsewhere }) }]),
      { label: texts.software, value: softwareOf(found, sentences) },
      ...(dialect === undefined ? [] : [{ label: texts.dialect, value: names[dialect] ?? dialect }]),
      ...(handleDomain === undefined
        ? []
        : [{ label: texts.handles, value: html`<code translate="no">${handleDomain}</code>` }]),
      { label: texts.people, value: formatNumber(sentences.tag, found.people) },
      { label: texts.signIns, value: formatNumber(sentences.tag, found.signIns) },
      { label: texts.lastSignIn, value: lastSignInAt === undefined ? texts.never : ago(lastSignInAt, now, sentences) },
      { label: texts.foundAt, value: ago(found.foundAt, now, sentences) },
      { label: texts.createdAt, value: day(found.createdAt, sentences) },
      ...(lastError === undefined
        ? []
        : [
            {
              label: texts.lastError,
              value: html`${problemText(lastError.code, sentences)} <span class="quiet">${ago(lastError.at, now, sentences)}</span>`,
            },
          ]),
    ])}<div>${linkButton({ label: texts.keepOut, href: rule, look: 'plain', id: 'rule' })}</div>`,
  })
}

const registrations = (found: ServerView, { sentences, formToken, now }: Desk): Html => {
  const { servers: texts } = sentences.console
  const lists = found.registrations.map((one) =>
    told([
      { label: texts.clientId, value: html`<code translate="no">${one.clientId}</code>` },
      { label: texts.scopes, value: html`<code translate="no">${one.scopes}</code>` },
      { label: texts.registeredAt, value: moment(one.registeredAt, sentences) },
      { label: texts.lastOkAt, value: ago(one.lastOkAt, now, sentences) },
      ...(one.lastError === undefined
        ? []
        : [{ label: texts.lastError, value: problemText(one.lastError.code, sentences) }]),
    ]),
  )
  const again = html`<form method="post" action="${home}/${found.id}/register">${formTokenField(formToken)}<p class="quiet">${texts.againLead}</p><div>${button({ label: texts.again, look: 'plain', id: 'register' })}</div></form>`
  return section({
    title: texts.registrations,
    body: html`${lists.length === 0 ? html`<p class="quiet">${texts.noRegistrations}</p>` : lists}${found.dialect === undefined ? '' : again}`,
  })
}
