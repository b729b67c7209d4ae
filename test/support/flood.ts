import { minutes } from '../../src/lib/clock.ts'
import type { TestApp } from './app.ts'

/** As if a great many had left at once from everywhere: whatever counts them has counted a million. */
export const floodDepartures = async ({ world: { storage, clock } }: TestApp): Promise<void> => {
  const expiresAt = clock.now() + minutes(10)
  for (const { id } of await storage.list('counters'))
    if (id.startsWith('departures')) await storage.put('counters', { id, count: 1_000_000, expiresAt })
}
