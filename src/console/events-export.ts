import type { EventView } from '../admin/operations/events.ts'
import { exportEvents, mostExported } from '../admin/operations/export-events.ts'
import { formatNumber } from '../locales/format.ts'
import { type Html, html } from '../web/ui/html.ts'
import { atDesk, type Desk } from './desk.ts'
import { eventsAsked } from './events.ts'

/** `GET /console/events.csv`: the lines that the filter shows, for a spreadsheet (RFC 4180). */
export const eventsAsCsv = atDesk(async (desk) => {
  const lines = async function* () {
    // By this mark a spreadsheet knows UTF-8.
    yield `\ufeff${row(columns)}`
    for await (const events of exportEvents(desk.world, eventsAsked(desk)))
      yield events.map((event) => row(cellsOf(event))).join('')
  }
  return download(lines(), 'events.csv', 'text/csv; charset=utf-8; header=present')
})

/** `GET /console/events.json`: the same, for programs. */
export const eventsAsJson = atDesk(async (desk) => {
  const lines = async function* () {
    let between = '[\n'
    for await (const events of exportEvents(desk.world, eventsAsked(desk))) {
      yield between + events.map((event) => JSON.stringify(recordOf(event))).join(',\n')
      between = ',\n'
    }
    yield between === '[\n' ? '[]\n' : '\n]\n'
  }
  return download(lines(), 'events.json', 'application/json')
})

/** Piece by piece, as fast as it is read. */
const streamOf = (text: AsyncIterator<string, void>): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      const { done, value } = await text.next()
      if (done === true) controller.close()
      else controller.enqueue(new TextEncoder().encode(value))
    },
    cancel: async () => void (await text.return?.()),
  })

const download = (text: AsyncIterator<string, void>, name: string, type: string): Response =>
  new Response(streamOf(text), {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })

const recordOf = ({
  id,
  at,
  kind,
  outcome,
  account,
  application,
  actor,
  code,
  address,
  userAgent,
  data,
}: EventView) => ({
  ...{ id, at: new Date(at).toISOString(), kind, outcome, account, application, actor, code, address, userAgent, data },
})

const columns = [
  ...['at', 'kind', 'outcome', 'account', 'accountName', 'application', 'applicationName', 'actor', 'actorName'],
  ...['code', 'address', 'userAgent', 'data', 'id'],
]

const cellsOf = ({ account, application, actor, ...event }: EventView): readonly (string | undefined)[] => [
  ...[new Date(event.at).toISOString(), event.kind, event.outcome, account?.id, account?.name],
  ...[application?.id, application?.name, actor?.id, actor?.name],
  ...[event.code, event.address, event.userAgent, JSON.stringify(event.data), event.id],
]

const row = (cells: readonly (string | undefined)[]): string => `${cells.map(cell).join(',')}\r\n`

/** A name that begins like a formula is one to a spreadsheet, unless an apostrophe stands before it. */
const cell = (value = ''): string => {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The ways to both, with what the filter says. */
export const exportLinks = ({ visit, sentences }: Desk): Html => {
  const { exporting } = sentences.settings
  const query = new URLSearchParams(visit.url.search)
  query.delete('page')
  const search = query.size === 0 ? '' : `?${query}`
  const link = (form: 'csv' | 'json', label: string) =>
    html`<a href="/console/events.${form}${search}" download>${label}</a>`
  return html`<p class="quiet">${exporting.lead({ most: formatNumber(sentences.tag, mostExported) })} ${link('csv', exporting.csv)} · ${link('json', exporting.json)}</p>`
}
