import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { silentLog } from '../../src/lib/log.ts'
import { openStorage } from '../../src/storage/open-storage.ts'

/** What was acknowledged, by the journal. */
interface Acknowledged {
  readonly issued: ReadonlySet<string>
  readonly redeemed: ReadonlySet<string>
  /** The last rotation of each family. */
  readonly rotations: ReadonlyMap<string, number>
}

const readJournal = (file: string): Acknowledged => {
  const issued = new Set<string>()
  const redeemed = new Set<string>()
  const rotations = new Map<string, number>()
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    const [what, id = '', n = ''] = line.split(' ')
    if (what === 'issued') issued.add(id)
    else if (what === 'redeemed') {
      assert.ok(!redeemed.has(id), `${id} was redeemed twice`)
      redeemed.add(id)
    } else {
      assert.equal(what, 'rotated', `the honest holder of ${id} was told ${what}`)
      rotations.set(id, Number(n))
    }
  }
  return { issued, redeemed, rotations }
}

/** Opens the database as a restart would, and compares it with the journal. Resolves to how much was acknowledged. */
export const reconcile = async (sqliteFile: string, journalFile: string): Promise<number> => {
  const { issued, redeemed, rotations } = readJournal(journalFile)
  const storage = await openStorage({ sqliteFile }, silentLog)
  const codes = new Set((await storage.list('codes')).map(({ id }) => id))
  const spent = new Set((await storage.list('spentCodes')).map(({ id }) => id))
  const tokens = new Set((await storage.list('accessTokens')).map(({ id }) => id))
  const families = new Map((await storage.list('refreshTokens')).map((row) => [row.id, row]))

  for (const id of issued) assert.ok(codes.has(id) !== spent.has(id), `${id} was issued and is either good or spent`)
  for (const id of redeemed) assert.ok(spent.has(id), `${id} was redeemed and stays so`)
  for (const id of codes) assert.ok(!spent.has(id), `${id} is not both good and spent`)
  for (const id of spent) {
    assert.ok(tokens.has(`token of ${id}`), `what ${id} was redeemed for is there`)
    assert.equal(await storage.take('codes', id), undefined)
  }
  for (const [id, last] of rotations) {
    const current = Number(families.get(id)?.current.split(' ')[1])
    // One more may have been on its way when the process died.
    assert.ok(current === last || current === last + 1, `${id} was rotated ${last} times and is at ${current}`)
    for (let n = 1; n <= current; n++) assert.ok(tokens.has(`${id} ${n}`), `the access token of rotation ${n} is there`)
  }
  await storage.close()

  const database = new DatabaseSync(sqliteFile, { readOnly: true })
  assert.deepEqual(Object.values(database.prepare('pragma integrity_check').get() ?? {}), ['ok'])
  database.close()
  return issued.size + redeemed.size + rotations.size
}
