import type { Day } from '../admin/operations/overview.ts'
import { formatDay, formatNumber } from '../locales/format.ts'
import type { Sentences } from '../locales/sentences.ts'
import { type Html, html } from '../web/ui/html.ts'

const width = 240
const height = 56
/** So that the line is never cut in half at the edges. */
const margin = 3

/** A line over days, small enough for a card. What it shows is said in words to whoever cannot see it. */
export const dayChart = (days: readonly Day[], what: string, colour: 'accent' | 'bad', sentences: Sentences): Html => {
  const { console, tag } = sentences
  const most = Math.max(1, ...days.map(({ count }) => count))
  const step = (width - 2 * margin) / Math.max(1, days.length - 1)
  const points = days.map(({ count }, at) => {
    const y = height - margin - (count / most) * (height - 2 * margin)
    return [(margin + at * step).toFixed(1), y.toFixed(1)] as const
  })
  const line = points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('')
  const [lastX, lastY] = points.at(-1) ?? ['0', '0']
  const peak = days.find(({ count }) => count === most)
  const says = console.overview.chart({
    what,
    most: formatNumber(tag, peak === undefined ? 0 : most),
    day: formatDay(tag, (peak ?? days.at(-1))?.start ?? 0),
    today: formatNumber(tag, days.at(-1)?.count ?? 0),
  })
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${says}"><path d="${line}L${lastX} ${height}L${margin} ${height}Z" fill="var(--${colour})" fill-opacity="0.08" stroke="none"/><path d="${line}" stroke="var(--${colour})" stroke-width="2.2" vector-effect="non-scaling-stroke"/><circle cx="${lastX}" cy="${lastY}" r="2.6" fill="var(--${colour})" stroke="none"/></svg>`
}

export const totalOf = (days: readonly Day[]): number => days.reduce((sum, { count }) => sum + count, 0)
