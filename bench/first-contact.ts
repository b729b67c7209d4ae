import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { minutes } from '../src/lib/clock.ts'
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
 * `node --expose-gc bench/first-contact.ts`, the last part of `npm run bench`: people of as many servers as nobody has ever heard of, several at
 * once, two of each; TLS, SQLite and all. Then the same again, when all are known. Fails where a server was told of us twice, where the event
 * loop stood still for longer than a person could notice, where memory grows with every sign-in, or where one asks more of a known server than
 * it has to. What `monitorEventLoopDelay` says stands beside it: on a machine that does something else besides, the loop waits for that as well.
 */

const serverCount = Number(process.env['BENCH_SERVERS'] ?? 1000)
const inFlight = 50
/** ms */
const longestStall = 50
/** KiB that one more sign-in through a server that is known may leave behind: its line in the audit log is not kept in memory. */
const mostKept = 5
const mostBefore = 3
const mostAfter = 4

const network = fork(fileURLToPath(new URL('fake-network.ts', import.meta.url)), [String(serverCount)])
// Their work is not ours.
execFileSync('taskset', ['-acp', '1', String(network.pid)], { stdio: 'ignore' })
execFileSync('taskset', ['-acp', '0', String(process.pid)], { stdio: 'ignore' })
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

let later = 0
const clock = { now: () => Date.now() + later }
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
  ...{ storage, fetch, random: systemRandom, clock, log: silentLog },
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

/** What it asked of the server, before somebody left for it and after they came back; as long as nobody else signs in meanwhile. */
const signIn = async (source: Source, server: number): Promise<{ before: number; after: number }> => {
  const state = randomText(systemRandom, 43)
  const asked = requests
  const left = await source.begin({ address: `@alice@${nameOf(server)}`, state, afresh: false, locale: 'en' })
  if (!left.ok) throw new Error(`leaving for ${nameOf(server)}: ${JSON.stringify(left.problem)}`)
  const before = requests - asked
  const { callback = '' } = await ask({ approve: left.url })
  const finished = await source.finish(arrivalOf(callback, left.memo))
  if (!finished.ok) throw new Error(`coming back from ${nameOf(server)}: ${JSON.stringify(finished.problem)}`)
  return { before, after: requests - asked - before }
}

const mebi = (bytes: number): number => bytes / 1024 / 1024

/** What is held once nothing is under way, in MiB. */
const kept = async (): Promise<number> => {
  await delay(6000)
  globalThis.gc?.()
  await delay(100)
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return mebi(heapUsed + external)
}

interface Round {
  /** ms for which the event loop was held at worst, by computing and by the disk. */
  readonly stall: number
  /** MiB held afterwards. */
  readonly kept: number
}

const round = async (name: string, work: (server: number) => Promise<unknown>): Promise<Round> => {
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < serverCount) await work(next++)
  }
  requests = 0
  const stalls = watchStalls()
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  const began = performance.now()
  await Promise.all(Array.from({ length: inFlight }, worker))
  const took = (performance.now() - began) / 1000
  loop.disable()
  const { computing, held } = stalls()
  const [stall = 0, usual = 0] = [held.at(-1), held[Math.floor(held.length * 0.99)]]
  const resident = mebi(process.memoryUsage().rss)
  const left = await kept()
  const ms = (time = 0): string => `${time.toFixed(0)} ms`
  console.log(
    `${name}: ${serverCount} servers in ${took.toFixed(1)} s, ${requests} requests; the loop was held for ${ms(stall)} at worst, ${ms(usual)} in 99 of 100 ` +
      `(computing ${ms(computing.at(-1))}; ${ms(loop.max / 1e6)} by the clock, with what else the machine did); ` +
      `${resident.toFixed(0)} MiB resident, ${left.toFixed(1)} MiB kept`,
  )
  return { stall, kept: left }
}

await signIn(source, 0)
const rounds = [
  await round('first contact, two people each', (server) =>
    Promise.all([signIn(counting, server), signIn(counting, server)]),
  ),
  await round('known servers', (server) => signIn(counting, server)),
  await round('known servers, again', (server) => signIn(counting, server)),
]
const { clients = [] } = await ask({ count: true })
const twice = clients.filter((count) => count !== 1).length
console.log(`${twice} servers were told of us more or less than once`)
const [, second, third] = rounds
const growth = (((third?.kept ?? 0) - (second?.kept ?? 0)) * 1024) / serverCount
console.log(`one more sign-in through a known server leaves ${growth.toFixed(2)} KiB behind`)
// By then it is asked whether it still knows us.
later = minutes(11)
const { before, after } = await signIn(counting, 0)
console.log(`and makes ${before} requests before somebody leaves, ${after} when they are back`)

network.kill()
await fetch.close()
await storage.close()
await rm(folder, { recursive: true })
const failures = [
  ...(twice > 0 ? ['a server was told of us more than once'] : []),
  ...(rounds.some(({ stall }) => stall > longestStall)
    ? [`the loop stood still for more than ${longestStall} ms`]
    : []),
  ...(growth > mostKept ? ['memory grows with every sign-in'] : []),
  ...(before > mostBefore || after > mostAfter ? ['a sign-in through a known server asks too much'] : []),
]
for (const failure of failures) console.error(`not good enough: ${failure}`)
if (failures.length > 0) process.exitCode = 1
