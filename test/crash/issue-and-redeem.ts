import { openSync, writeSync } from 'node:fs'
import { silentLog } from '../../src/lib/log.ts'
import { sample } from '../../src/storage/conformance/samples.ts'
import { openStorage } from '../../src/storage/open-storage.ts'
import { adding } from '../../src/storage/storage.ts'

/**
 * Issues codes, redeems each (two at a time, of which one may get it) and rotates refresh tokens, and writes a line for each
 * acknowledgement, until it is killed. Arguments: database file, journal file, a word that makes ids of this run its own.
 */
const [, , sqliteFile = '', journalFile = '', run = ''] = process.argv
const journal = openSync(journalFile, 'a')
const acknowledge = (what: string, id: string): void => void writeSync(journal, `${what} ${id}\n`)

const storage = await openStorage({ sqliteFile }, silentLog)

const redeem = async (id: string): Promise<void> => {
  const code = await storage.take('codes', id, (row) => [
    adding('spentCodes', sample('spentCodes', 0, { id: row.id })),
    adding('accessTokens', sample('accessTokens', 0, { id: `token of ${row.id}`, chainId: row.id })),
  ])
  if (code !== undefined) acknowledge('redeemed', id)
}

const rotate = async (id: string, n: number): Promise<void> => {
  const { outcome } = await storage.rotate({
    id,
    applicationId: 'app',
    token: `token ${n}`,
    next: `token ${n + 1}`,
    now: 1,
    grace: 0,
    renew: (row) => row,
    also: () => [adding('accessTokens', sample('accessTokens', 0, { id: `${id} ${n + 1}`, chainId: id }))],
  })
  acknowledge(outcome, `${id} ${n + 1}`)
}

const work = async (worker: number): Promise<never> => {
  const family = `${run}-${worker}`
  await storage.add(
    'refreshTokens',
    sample('refreshTokens', 0, { id: family, applicationId: 'app', current: 'token 0' }),
  )
  acknowledge('rotated', `${family} 0`)
  for (let n = 0; ; n++) {
    const id = `${run}-${worker}-${n}`
    await storage.add('codes', sample('codes', 0, { id }))
    acknowledge('issued', id)
    if (n % 3 !== 2) await Promise.all([redeem(id), redeem(id)])
    await rotate(family, n)
  }
}

await Promise.all(Array.from({ length: 6 }, (_, worker) => work(worker)))
