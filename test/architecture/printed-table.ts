import type { Room } from './rooms.ts'

const begin = '<!-- rooms: printed by test/architecture.test.ts -->'
const end = '<!-- end of rooms -->'

const row = ({ name, holds, may, typesOf = [] }: Room): string => {
  const place = holds.length === 1 && holds[0] === name ? name : holds.join(', ')
  const reach = may === 'everything' ? ['everything'] : [...may, ...typesOf.map((path) => `types of ${path}`)]
  return `| ${place} | ${reach.length === 0 ? 'nothing of ours' : reach.join(', ')} |`
}

const printTable = (rooms: readonly Room[]): string =>
  ['| room | may import |', '|---|---|', ...rooms.map(row)].join('\n')

/** The page with the table between its markers; undefined when the page has no markers. */
export const withTable = (page: string, rooms: readonly Room[]): string | undefined => {
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from === -1 || to < from) return undefined
  return `${page.slice(0, from + begin.length)}\n\n${printTable(rooms)}\n\n${page.slice(to)}`
}
