import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { silentLog } from '../../../src/lib/log.ts'
import { backupTo, restoreFrom } from '../../../src/storage/backup/backup.ts'
import { verifyBackup } from '../../../src/storage/backup/backup-file.ts'
import { awkwardCount, awkwardRow, sample } from '../../../src/storage/conformance/samples.ts'
import { kinds } from '../../../src/storage/fit.ts'
import { openStorage, type StorageAddress } from '../../../src/storage/open-storage.ts'
import { adding, type Storage } from '../../../src/storage/storage.ts'
import { engines } from '../../support/engines.ts'
import { temporaryFolder } from '../../support/folder.ts'

const newFile = (): string => join(temporaryFolder(), 'backups', 'portico.backup')

const opened = async <T>(place: StorageAddress, use: (storage: Storage) => Promise<T>): Promise<T> => {
  const storage = await openStorage(place, silentLog)
  try {
    return await use(storage)
  } finally {
    await storage.close()
  }
}

const everything = async (storage: Storage): Promise<readonly unknown[]> => {
  const found: unknown[] = []
  for (const kind of kinds) found.push([kind, await storage.list(kind)])
  return found
}

/** Issues codes and redeems them, each with what came of it in the same commit, until it is told to stop. */
const work = async (storage: Storage) => {
  const issued = new Set<string>()
  const redeemed = new Set<string>()
  let going = true
  const one = async (worker: number): Promise<void> => {
    for (let n = 0; going; n++) {
      const code = sample('codes', 0, { id: `${worker}-${n}` })
      await storage.add('codes', code)
      issued.add(code.id)
      if (n % 2 === 1) continue
      await storage.take('codes', code.id, ({ id }) => [adding('spentCodes', sample('spentCodes', 0, { id }))])
      redeemed.add(code.id)
    }
  }
  const workers = [1, 2, 3, 4].map(one)
  while (redeemed.size < 100) await storage.ping().then(() => new Promise(setImmediate))
  return {
    soFar: () => ({ issued: new Set(issued), redeemed: new Set(redeemed) }),
    stop: async () => {
      going = false
      await Promise.all(workers)
      return { issued, redeemed }
    },
  }
}

describe('a backup that somebody has put more into', () => {
  for (const [what, sql] of Object.entries({
    'a trigger': `create trigger later after insert on sessions begin update accounts set administrator = 1; end`,
    'a view': `create view "more" as select * from accounts`,
  }))
    it(`is refused: ${what}`, async () => {
      const place = { sqliteFile: join(temporaryFolder(), 'portico.db') }
      await opened(place, async (storage) => storage.add('accounts', sample('accounts', 0)))
      const file = newFile()
      await backupTo(place, file, silentLog)
      const database = new DatabaseSync(file)
      database.exec(sql)
      database.close()
      const target = { sqliteFile: join(temporaryFolder(), 'portico.db') }
      await assert.rejects(restoreFrom(file, target, silentLog), /what no backup of Portico has/)
      assert.equal(existsSync(target.sqliteFile), false)
    })
})

const all = await engines()
for (const { name: from, skip, newPlace } of all) {
  for (const { name: to, skip: skipTarget, newPlace: newTarget } of all) {
    describe(`a backup of ${from}, restored on ${to}`, { skip: skip || skipTarget }, () => {
      it('holds everything as it was, value by value', async () => {
        const place = await newPlace()
        const before = await opened(place, async (storage) => {
          for (const kind of kinds) for (let n = 0; n < awkwardCount; n++) await storage.add(kind, awkwardRow(kind, n))
          return everything(storage)
        })
        const file = newFile()
        const contents = await backupTo(place, file, silentLog)
        assert.deepEqual(contents.records, new Map(kinds.map((kind) => [kind, awkwardCount])))
        const target = await newTarget()
        assert.deepEqual(await restoreFrom(file, target, silentLog), contents)
        assert.deepEqual(await opened(target, everything), before)
      })

      it('loses nothing that was acknowledged before it, and brings no spent code back, while work goes on', async () => {
        const place = await newPlace()
        const target = await newTarget()
        const file = newFile()
        const { before, after } = await opened(place, async (storage) => {
          const working = await work(storage)
          const before = working.soFar()
          await backupTo(place, file, silentLog)
          return { before, after: await working.stop() }
        })
        await restoreFrom(file, target, silentLog)
        await opened(target, async (storage) => {
          const codes = new Set((await storage.list('codes')).map(({ id }) => id))
          const spent = new Set((await storage.list('spentCodes')).map(({ id }) => id))
          for (const id of before.redeemed) assert.ok(spent.has(id) && !codes.has(id), `${id} is spent`)
          for (const id of before.issued) assert.ok(codes.has(id) || spent.has(id), `${id} is there`)
          for (const id of [...codes, ...spent]) {
            assert.notEqual(codes.has(id), spent.has(id), `${id} is either good or spent`)
            assert.ok(after.issued.has(id))
          }
          for (const id of spent) assert.equal(await storage.take('codes', id), undefined)
        })
      })
    })
  }

  describe(`backup and restore on ${from}`, { skip }, () => {
    it('overwrites no file', async () => {
      const place = await newPlace()
      await opened(place, async () => {})
      const file = newFile()
      await backupTo(place, file, silentLog)
      const before = readFileSync(file)
      await assert.rejects(backupTo(place, file, silentLog), { name: 'DatabaseRefused', message: /left alone/ })
      assert.deepEqual(readFileSync(file), before)
    })

    it('restores over no installation', async () => {
      const file = newFile()
      const place = await newPlace()
      const target = await newPlace()
      await opened(place, (storage) => storage.add('groups', sample('groups', 1)))
      await backupTo(place, file, silentLog)
      await opened(target, (storage) => storage.add('groups', sample('groups', 2)))
      await assert.rejects(restoreFrom(file, target, silentLog), { name: 'DatabaseRefused' })
      assert.deepEqual(await opened(target, (storage) => storage.list('groups')), [sample('groups', 2)])
    })

    it('makes one private file and leaves nothing beside it, not even when it fails', async () => {
      const place = await newPlace()
      const file = newFile()
      await assert.rejects(backupTo(place, file, silentLog))
      assert.equal(existsSync(file), false)
      await opened(place, async () => {})
      await backupTo(place, file, silentLog)
      assert.deepEqual(readdirSync(join(file, '..')), ['portico.backup'])
      assert.equal(statSync(file).mode & 0o777, 0o600)
    })
  })
}

describe('a backup', () => {
  const make = async (): Promise<string> => {
    const file = newFile()
    const place = { sqliteFile: join(temporaryFolder(), 'portico.db') }
    await opened(place, async (storage) => {
      for (let n = 0; n < 500; n++) await storage.add('groups', sample('groups', n))
    })
    await backupTo(place, file, silentLog)
    return file
  }
  const target = () => ({ sqliteFile: join(temporaryFolder(), 'portico.db') })

  it('is refused when it is damaged, and nothing is made of it', async () => {
    const file = await make()
    const bytes = readFileSync(file)
    bytes.fill(0x5a, bytes.length / 2, bytes.length / 2 + 20_000)
    writeFileSync(file, bytes)
    const to = target()
    await assert.rejects(restoreFrom(file, to, silentLog), { name: 'DatabaseRefused', message: /damaged/ })
    assert.equal(existsSync(to.sqliteFile), false)
  })

  it('is refused when it is from a newer version', async () => {
    const file = await make()
    const database = new DatabaseSync(file)
    database.exec("insert into migrations (id) values ('9001-later')")
    database.close()
    await assert.rejects(restoreFrom(file, target(), silentLog), { name: 'DatabaseRefused', message: /newer version/ })
  })

  it('is refused when it is none', () => {
    const file = join(temporaryFolder(), 'none')
    assert.throws(() => verifyBackup(file), { name: 'DatabaseRefused', message: /no such file/ })
    writeFileSync(file, 'a letter. '.repeat(500))
    assert.throws(() => verifyBackup(file), { name: 'DatabaseRefused', message: /not a SQLite database/ })
    const other = join(temporaryFolder(), 'other.db')
    const database = new DatabaseSync(other)
    database.exec('create table posts (id text)')
    database.close()
    assert.throws(() => verifyBackup(other), { name: 'DatabaseRefused', message: /not a backup of Portico/ })
  })
})
