/** What is counted, by its labels. Labels take few values each: a route's pattern and never a URL, a code and never a text. */
export interface Counted {
  readonly requests: { readonly route: string; readonly method: string; readonly status: number }
  readonly signIns: { readonly outcome: 'succeeded' | 'failed' | 'limited' }
  readonly tokens: { readonly grant: string; readonly outcome: 'issued' | 'refused' | 'reused' }
  readonly refusals: { readonly endpoint: string; readonly code: string }
}

export type CounterName = keyof Counted
export type Labels = Readonly<Record<string, string | number>>

export interface Metrics {
  count<N extends CounterName>(name: N, labels: Counted[N]): void
  /** Every sum so far. */
  read(): ReadonlyMap<CounterName, readonly { readonly labels: Labels; readonly sum: number }[]>
}

/** A label that a stranger could choose freely would fill memory: past so many series of one name no other one is counted. */
const mostSeries = 1000

/** Counts in memory; making the text that Prometheus reads is left to whoever is asked for it. */
export const createMetrics = (): Metrics => {
  const sums = new Map<CounterName, Map<string, { readonly labels: Labels; sum: number }>>()
  return {
    count(name, labels) {
      let series = sums.get(name)
      if (series === undefined) {
        series = new Map()
        sums.set(name, series)
      }
      const key = Object.values(labels).join('\u0000')
      const held = series.get(key)
      if (held !== undefined) held.sum += 1
      else if (series.size < mostSeries) series.set(key, { labels: { ...labels }, sum: 1 })
    },
    read: () => new Map([...sums].map(([name, series]) => [name, [...series.values()]])),
  }
}
