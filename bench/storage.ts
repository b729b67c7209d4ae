import { join } from 'node:path'
import { silentLog } from '../src/lib/log.ts'
import { sample } from '../src/storage/conformance/samples.ts'
import { openStorage, type StorageAddress } from '../src/storage/open-storage.ts'
import { temporaryFolder } from '../test/support/folder.ts'

/**
 * What a durable write and a look-up cost on this machine: `node bench/storage.ts [seconds]`,
 * on PostgreSQL with `DATABASE_URL` set to an empty database. It asserts nothing.
 */
const seconds = Number(process.argv[2] ?? 3)
const url = process.env['DATABASE_URL']
const address: StorageAddress =
  url === undefined ? { sqliteFile: join(temporaryFolder(), 'portico.db') } : { postgresUrl: url }
const storage = await openStorage(address, silentLog)

let made = 0
const newCode = () => {
  const id = `${made++}`.padStart(43, 'k')
  const request = { scopes: ['openid', 'profile', 'email'], nonce: 'n'.repeat(22), challenge: 'c'.repeat(43) }
  return sample('codes', 0, { id, accountId: `account${made % 100}`, request, expiresAt: 1_767_323_045_000 + made })
}

const at = (sorted: readonly number[], share: number): string =>
  `${sorted[Math.floor(sorted.length * share)]?.toFixed(2) ?? '?'} ms`

const measure = async (title: string, writers: number, write: () => Promise<unknown>): Promise<void> => {
  const took: number[] = []
  const start = performance.now()
  const writer = async (): Promise<void> => {
    while (performance.now() - start < seconds * 1000) {
      const before = performance.now()
      await write()
      took.push(performance.now() - before)
    }
  }
  await Promise.all(Array.from({ length: writers }, writer))
  took.sort((a, b) => a - b)
  const rate = Math.round(took.length / ((performance.now() - start) / 1000))
  console.log(`${title}, ${writers} at once: ${rate}/s, median ${at(took, 0.5)}, p99 ${at(took, 0.99)}`)
}

for (const writers of [1, 64]) {
  await measure('add', writers, () => storage.add('codes', newCode()))
  await measure('add, then take with two more records', writers, async () => {
    const code = newCode()
    await storage.add('codes', code)
    await storage.take('codes', code.id, ({ id }) => [
      { do: 'add', kind: 'spentCodes', row: sample('spentCodes', 0, { id }) },
      { do: 'add', kind: 'accessTokens', row: sample('accessTokens', 0, { id, chainId: id }) },
    ])
  })
}

const ids = (await storage.list('codes', { limit: 1000 })).map(({ id }) => id)
const finds = url === undefined ? 100_000 : 5000
const start = performance.now()
for (let n = 0; n < finds; n++) await storage.find('codes', ids[n % ids.length] ?? '')
const each = ((performance.now() - start) / finds) * 1000
console.log(`find, one after another: ${each.toFixed(1)} µs, of ${await storage.count('codes')} records`)
await storage.close()
