import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../src/lib/clock.ts'
import { randomText } from '../src/lib/ids.ts'
import { silentLog } from '../src/lib/log.ts'
import { systemRandom } from '../src/lib/random.ts'
import { createSealing } from '../src/lib/sealing.ts'
import { createSafeFetch } from '../src/net/safe-fetch.ts'
import { arrivalOf } from '../src/sources/contract.ts'
import { createFediverse } from '../src/sources/fediverse/fediverse.ts'
import type { Source } from '../src/sources/source.ts'
import { openStorage } from '../src/storage/open-storage.ts'
import { type Asked, type Network, nameOf, type Told } from './fake-network.ts'
import { watchStalls } from './stalls.ts'

/**
 * `node --expose-gc bench/first-contact.ts`: people of as many servers as nobody has ever heard of, several at once, two of each; TLS, SQLite and all. Then
 * the same again, when all are known. Fails where a server was told of us twice, where anybody waited for the processor for
 * longer than a person could notice, or where memory grows with every sign-in.
 */

const serverCount = Number(process.env['BENCH_SERVERS'] ?? 1000)
const inFlight = 50
const longestStall = 50

const network = fork(fileURLToPath(new URL('fake-network.ts', import.meta.url)), [String(serverCount)])
const [{ ca, port }] = (await once(network, 'message')) as [Network]

const waiting = new Map<number, (told: Told) => void>()
network.on('message', (told: Told) => waiting.get(told.id)?.(told))
let asked = 0
const ask = (question: { approve: string } | { count: true }): Promise<Told> =>
  new Promise((resolve) => {
    const id = asked++
    waiting.set(id, (told) => {
      waiting.delete(id)
      resolve(told)
    })
    network.send({ id, ...question } satisfies Asked)
  })

const folder = await mkdtemp(join(tmpdir(), 'portico-first-contact-'))
const storage = await openStorage({ sqliteFile: join(folder, 'portico.db') }, silentLog)
const fetch = createSafeFetch({
  allow: [],
  log: silentLog,
  ca,
  unsafePort: port,
  unsafeIsPublic: (address) => address === '127.0.0.1',
  lookup: async () => [{ address: '127.0.0.1', family: 4 }],
})
const world = {
  ...{ storage, fetch, random: systemRandom, clock: systemClock, log: silentLog },
  sealing: createSealing([systemRandom.bytes(32)], systemRandom),
  base: 'https://id.bench-portico.org',
  vouched: () => new Set<string>(),
}
const source: Source = createFediverse(world, { name: async () => 'Portico' })

let requests = 0
const counted: typeof fetch = Object.assign((...given: Parameters<typeof fetch>) => {
  requests += 1
  return fetch(...given)
}, fetch)
const counting: Source = createFediverse({ ...world, fetch: counted }, { name: async () => 'Portico' })

const signIn = async (source: Source, server: number): Promise<void> => {
  const state = randomText(systemRandom, 43)
  const left = await source.begin({ address: `@alice@${nameOf(server)}`, state, afresh: false, locale: 'en' })
  if (!left.ok) throw new Error(`leaving for ${nameOf(server)}: ${JSON.stringify(left.problem)}`)
  const { callback = '' } = await ask({ approve: left.url })
  const finished = await source.finish(arrivalOf(callback, left.memo))
  if (!finished.ok) throw new Error(`coming back from ${nameOf(server)}: ${JSON.stringify(finished.problem)}`)
}

const megabytes = (): number => {
  globalThis.gc?.()
  return Math.round(process.memoryUsage().rss / 1024 / 1024)
}

const round = async (name: string, work: (server: number) => Promise<unknown>): Promise<number> => {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < serverCount) await work(next++)
  }
  requests = 0
  const stalls = watchStalls()
  const began = performance.now()
  await Promise.all(Array.from({ length: inFlight }, worker))
  const took = (performance.now() - began) / 1000
  const held = stalls()
  const [worst = 0, usual = 0] = [held.at(-1), held[Math.floor(held.length * 0.99)]]
  console.log(
    `${name}: ${serverCount} servers in ${took.toFixed(1)} s, ${megabytes()} MiB; the loop was held for ` +
      `${worst.toFixed(0)} ms at worst, ${usual.toFixed(0)} ms in 99 of 100; ${requests} requests`,
  )
  return worst
}

await signIn(source, 0)
const worst = [
  await round('first contact, two people each', (server) =>
    Promise.all([signIn(counting, server), signIn(counting, server)]),
  ),
  await round('known servers', (server) => signIn(counting, server)),
  await round('known servers, again', (server) => signIn(counting, server)),
]
const { clients = [] } = await ask({ count: true })
const twice = clients.filter((count) => count !== 1).length
console.log(`${twice} servers were told of us more or less than once`)

network.kill()
await fetch.close()
await storage.close()
await rm(folder, { recursive: true })
if (twice > 0 || worst.some((stall) => stall > longestStall)) process.exitCode = 1
