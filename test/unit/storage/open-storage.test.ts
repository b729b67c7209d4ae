import assert from 'node:assert/strict'
import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { silentLog } from '../../../src/lib/log.ts'
import { openEngine, openStorage } from '../../../src/storage/open-storage.ts'
import { asking } from '../../../src/storage/sql/engine.ts'
import { assertVersion } from '../../../src/storage/sql/sqlite.ts'
import { temporaryFolder } from '../../support/folder.ts'
import { findPostgres } from '../../support/postgres.ts'

describe('opening SQLite', () => {
  it('makes a folder and files that nobody else may read', async () => {
    const folder = join(temporaryFolder(), 'deep', 'data')
    const storage = await openStorage({ sqliteFile: join(folder, 'portico.db') }, silentLog)
    assert.equal(statSync(folder).mode & 0o777, 0o700)
    const files = readdirSync(folder)
    assert.ok(files.includes('portico.db-wal'))
    for (const file of files) assert.equal(statSync(join(folder, file)).mode & 0o777, 0o600, file)
    await storage.close()
  })

  it('leaves one file behind when it is closed', async () => {
    const folder = temporaryFolder()
    const storage = await openStorage({ sqliteFile: join(folder, 'portico.db') }, silentLog)
    await storage.bump('a', 1, 1)
    await storage.close()
    assert.deepEqual(readdirSync(folder), ['portico.db'])
  })

  it('has every setting in force that durability and safety rest on', async () => {
    const engine = await openEngine({ sqliteFile: join(temporaryFolder(), 'portico.db') }, silentLog)
    const settings = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, busy_timeout: 5000, trusted_schema: 0 }
    for (const [name, wanted] of Object.entries(settings)) {
      assert.equal((await engine.read(asking(`pragma ${name}`, [], true))).rows[0]?.[0], wanted, name)
    }
    await engine.close()
  })

  it('refuses a file that is no database, in one sentence that names it', async () => {
    const sqliteFile = join(temporaryFolder(), 'portico.db')
    writeFileSync(sqliteFile, 'no database at all. '.repeat(1000))
    await assert.rejects(openStorage({ sqliteFile }, silentLog), {
      name: 'DatabaseRefused',
      message: `${sqliteFile}: the file is not a SQLite database`,
    })
  })

  it('refuses a SQLite without the mended WAL', () => {
    for (const old of ['3.51.2', '3.50.9', '2.99.99'])
      assert.throws(() => assertVersion(old), { name: 'DatabaseRefused' })
    for (const good of ['3.51.3', '3.52.0', '3.100.1', '4.0.0']) assertVersion(good)
  })

  it('says that storage is unavailable when the disk is full, and works again when it is not', async () => {
    const engine = await openEngine({ sqliteFile: join(temporaryFolder(), 'portico.db') }, silentLog)
    const pages = (most: number) =>
      engine.write(function* () {
        yield asking(`pragma max_page_count = ${most}`, [], true)
      })
    const fill = () =>
      engine.write(function* () {
        yield asking('create table if not exists filler (id text)')
        yield asking(`insert into filler values ('${'x'.repeat(100_000)}')`)
      })
    await pages(10)
    await assert.rejects(fill(), { name: 'StorageUnavailable' })
    await pages(100_000)
    await fill()
    assert.equal((await engine.read(asking('select count(*) from filler', [], true))).rows[0]?.[0], 1)
    await engine.close()
  })
})

const postgres = await findPostgres()

describe('opening PostgreSQL', { skip: postgres.missing }, () => {
  const changed = async (change: (url: URL) => void): Promise<string> => {
    const url = new URL(await postgres.createDatabase())
    change(url)
    return url.href
  }
  const refuses = async (postgresUrl: string, wanted: { name: string; message?: RegExp }) => {
    await assert.rejects(openStorage({ postgresUrl }, silentLog), (error: Error) => {
      assert.equal(error.name, wanted.name)
      if (wanted.message !== undefined) assert.match(error.message, wanted.message)
      assert.doesNotMatch(JSON.stringify([error.message, error.cause ?? '']), /hunter2/)
      return true
    })
  }

  it('refuses a server that answers before what it says is safe', async () => {
    const postgresUrl = await changed((url) => url.searchParams.set('options', '-c synchronous_commit=off'))
    await refuses(postgresUrl, { name: 'DatabaseRefused', message: /synchronous_commit must be on.*off/ })
  })

  it('says that storage is unavailable when nobody answers, when it is not let in, and when there is no such database', async () => {
    await refuses('postgres://portico:hunter2@127.0.0.1:1/portico', { name: 'StorageUnavailable' })
    await refuses(await changed((url) => Object.assign(url, { password: 'hunter2' })), { name: 'StorageUnavailable' })
    await refuses(await changed((url) => Object.assign(url, { pathname: '/nowhere' })), { name: 'StorageUnavailable' })
  })

  it('refuses what is no address without repeating it', async () => {
    await refuses('postgres://portico:hunter2@[::1', { name: 'DatabaseRefused' })
  })

  it('says that storage is unavailable when it may only read, and keeps what it had', async () => {
    const url = await postgres.createDatabase()
    const storage = await openStorage({ postgresUrl: url }, silentLog)
    await storage.add('groups', { id: 'a', name: 'a', nameKey: 'a', description: '', managed: false, createdAt: 1 })
    await storage.close()
    const readOnly = new URL(url)
    readOnly.searchParams.set('options', '-c default_transaction_read_only=on')
    const engine = await openEngine({ postgresUrl: readOnly.href }, silentLog)
    const write = engine.write(function* () {
      yield asking("delete from groups where id = 'a'")
    })
    await assert.rejects(write, { name: 'StorageUnavailable' })
    assert.equal((await engine.read(asking('select count(*) from groups', [], true))).rows[0]?.[0], 1)
    await engine.close()
  })

  it('goes on after its connections were cut', async () => {
    const engine = await openEngine({ postgresUrl: await postgres.createDatabase() }, silentLog)
    const cut = engine.write(function* () {
      yield asking('select pg_terminate_backend(pg_backend_pid())', [], true)
    })
    await assert.rejects(cut, { name: 'StorageUnavailable' })
    assert.equal((await engine.read(asking('select 1', [], true))).rows[0]?.[0], 1)
    await engine.close()
  })

  for (const [title, code] of [
    ['a serialization failure', '40001'],
    ['a deadlock', '40P01'],
  ]) {
    it(`does work again after ${title}, whole, and gives up in the end`, async () => {
      const engine = await openEngine({ postgresUrl: await postgres.createDatabase() }, silentLog)
      let tries = 0
      const failing = (times: number) =>
        engine.write(function* () {
          tries++
          yield asking('create table once (id text)')
          if (tries <= times) yield asking(`do $$ begin raise exception using errcode = '${code}'; end $$`)
          return tries
        })
      assert.equal(await failing(2), 3)
      tries = 0
      await engine.write(function* () {
        yield asking('drop table once')
      })
      await assert.rejects(failing(100), { name: 'StorageUnavailable' })
      assert.equal(tries, 10)
      await engine.close()
    })
  }
})
