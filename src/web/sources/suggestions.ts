import { minutes, type Time } from '../../lib/clock.ts'
import type { WebWorld } from '../world.ts'
import { knownServers } from './known-servers.ts'

/** A server of one's own names its person: nobody but them is to read it here. */
const fewestPeople = 3
const most = 30
const goodFor = minutes(5)

const held = new WeakMap<WebWorld['storage'], { readonly servers: readonly string[]; readonly at: Time }>()

/** Servers to offer while one types: those that several people here come from, then some large ones. */
export const suggestedServers = async (world: Pick<WebWorld, 'storage' | 'clock'>): Promise<readonly string[]> => {
  const now = world.clock.now()
  const before = held.get(world.storage)
  if (before !== undefined && now >= before.at && now - before.at < goodFor) return before.servers
  const servers = [...new Set([...(await usedHere(world)), ...knownServers])].slice(0, most)
  held.set(world.storage, { servers, at: now })
  return servers
}

const usedHere = async ({ storage }: Pick<WebWorld, 'storage'>): Promise<readonly string[]> => {
  const rows = await storage.list('servers', {
    where: { signIns: { after: fewestPeople - 1 } },
    orderBy: 'signIns',
    descending: true,
    limit: 20,
  })
  const people = await Promise.all(rows.map(({ host }) => storage.count('identities', { host })))
  return rows.filter((_, at) => (people[at] ?? 0) >= fewestPeople).map(({ host }) => host)
}
