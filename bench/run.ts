import { execFileSync, spawnSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../test/support/free-port.ts'
import { createLoadClient, type Measured, measure, medianOf } from './load.ts'
import { authorizePath, codeIn, findEndpoints, redeem, refresh, wholeSignIn } from './relying-party.ts'
import { liveSession } from './session.ts'
import { password, startBareHttp, startOidcProvider, startPortico, type Target, temporaryFolder } from './targets.ts'

/**
 * `npm run bench`: Portico beside a peer in the same run, each server on one core and the generator on the other, in turns,
 * so that whatever else the machine does falls on both. Reports ratios; absolute figures are this machine's.
 */

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
const seconds = Number(process.env['BENCH_SECONDS'] ?? 4)
const concurrency = 32

// The generator stays off the servers' core.
execFileSync('taskset', ['-cp', '1', String(process.pid)], { stdio: 'ignore' })

interface Figures {
  signIns: Measured
  refreshes: Measured
  discovery: Measured
}

const measureTarget = async (target: Target): Promise<Figures> => {
  const load = createLoadClient(target.url, concurrency)
  const endpoints = await findEndpoints(load)
  const cookie = await liveSession(load, endpoints, target.url, password)
  const run = (task: () => Promise<void>) => measure({ seconds, concurrency, cpu: () => target.cpu() }, task)

  await measure({ seconds: 1, concurrency }, () => wholeSignIn(load, endpoints, cookie))
  const signIns = await run(() => wholeSignIn(load, endpoints, cookie))

  // Each family of refresh tokens is used by one worker at a time, as applications do.
  const free = await Promise.all(
    Array.from({ length: concurrency }, async (): Promise<string> => {
      const path = authorizePath(endpoints, 'openid offline_access')
      const reply = await load.send('GET', path, { headers: { cookie } })
      return (await redeem(load, endpoints, codeIn(reply))).refresh_token
    }),
  )
  const refreshes = await run(async () => {
    const token = free.pop()
    if (token === undefined) throw new Error('more workers than families')
    free.push(await refresh(load, endpoints, token))
  })

  const discovery = await run(async () => {
    await load.send('GET', endpoints.discovery)
  })
  await load.close()
  return { signIns, refreshes, discovery }
}

const measureBare = async (target: Target): Promise<Measured> => {
  const load = createLoadClient(target.url, concurrency)
  const measured = await measure({ seconds, concurrency, cpu: () => target.cpu() }, async () => {
    await load.send('GET', '/.well-known/openid-configuration')
  })
  await load.close()
  return measured
}

const folder = await temporaryFolder()
const results: Record<'portico' | 'peer', Figures[]> = { portico: [], peer: [] }
const bare: Measured[] = []
const starts: number[] = []
const idle: number[] = []
const loaded: number[] = []
const peerMemory: number[] = []

// The first start makes the database and its folder, the second the compile cache in it; what is measured is every later one.
for (let start = 0; start < 2; start++) await (await startPortico(await freePort(), folder.path)).stop()

for (let round = 0; round < rounds; round++) {
  const portico = await startPortico(await freePort(), folder.path)
  starts.push(portico.firstAnswer)
  await delay(1500)
  idle.push(await portico.memory())
  results.portico.push(await measureTarget(portico))
  loaded.push(await portico.memory())
  await portico.stop()

  const peer = await startOidcProvider(await freePort())
  results.peer.push(await measureTarget(peer))
  peerMemory.push(await peer.memory())
  await peer.stop()

  const plain = await startBareHttp(await freePort())
  bare.push(await measureBare(plain))
  await plain.stop()
}
await folder.remove()

const median = (figures: readonly Figures[], name: keyof Figures): Measured => ({
  perSecond: medianOf(figures.map((figure) => figure[name].perSecond)),
  median: medianOf(figures.map((figure) => figure[name].median)),
  p99: medianOf(figures.map((figure) => figure[name].p99)),
  cpu: medianOf(figures.map((figure) => figure[name].cpu)),
})
const line = (what: string, value: string, aim = ''): void =>
  console.log(`${what.padEnd(46)}${value.padStart(20)}  ${aim}`)
const rate = ({ perSecond, p99, cpu }: Measured): string =>
  `${perSecond.toFixed(0)}/s, p99 ${p99.toFixed(0)} ms, ${cpu.toFixed(2)} ms of processor time each`
const ratio = (one: number, other: number): string => (other === 0 ? 'n/a' : (one / other).toFixed(2))

console.log(`\n${rounds} rounds of ${seconds} s, ${concurrency} at a time, each server on one core (medians)\n`)
for (const name of ['signIns', 'refreshes', 'discovery'] as const) {
  const ours = median(results.portico, name)
  const theirs = median(results.peer, name)
  line(`${name}: portico, SQLite, every commit durable`, rate(ours))
  line(`${name}: oidc-provider, in memory`, rate(theirs))
  line(`${name}: ratio`, ratio(ours.perSecond, theirs.perSecond), name === 'signIns' ? 'aim 1.5' : '')
  line(`${name}: ratio by processor time`, ratio(theirs.cpu, ours.cpu))
}
const plain = medianOf(bare.map(({ perSecond }) => perSecond))
line('discovery: bare node:http', `${plain.toFixed(0)}/s`)
line('discovery: ratio to bare node:http', ratio(median(results.portico, 'discovery').perSecond, plain), 'aim 0.5')
line('first answer', `${medianOf(starts).toFixed(0)} ms`, 'aim 600 ms')
line('memory, idle', `${medianOf(idle).toFixed(0)} MiB`, 'aim 110 MiB')
line('memory, loaded', `${medianOf(loaded).toFixed(0)} MiB`, `oidc-provider ${medianOf(peerMemory).toFixed(0)} MiB`)

// Comes last, in a process of its own: servers of the fediverse that nobody has heard of.
const contact = spawnSync(
  process.execPath,
  ['--expose-gc', fileURLToPath(new URL('first-contact.ts', import.meta.url))],
  {
    stdio: 'inherit',
  },
)
process.exitCode = contact.status ?? 1
