import assert from 'node:assert/strict'
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type Log, silentLog } from '../../../src/lib/log.ts'
import { Problems } from '../../../src/lib/problems.ts'
import { openWorld } from '../../../src/start/open-world.ts'
import { readConfig } from '../../../src/start/read-config.ts'
import { temporaryFolder } from '../../support/folder.ts'

const one = 'one 0123456789abcdef0123456789abcdef'
const two = 'two 0123456789abcdef0123456789abcdef'

const open = (folder: string, environment: Readonly<Record<string, string>> = {}, log: Log = silentLog) =>
  openWorld(readConfig(environment, folder).config, log)

const openAndClose = async (folder: string, environment: Readonly<Record<string, string>> = {}, log?: Log) =>
  (await open(folder, environment, log)).storage.close()

const refuses = async (work: Promise<unknown>, sentence: RegExp) =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof Problems, String(error))
    assert.match(error.message, sentence)
    return true
  })

describe('the key file', () => {
  it('is made once, for nobody else to read, and is the same from then on', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'data', 'secret')
    await openAndClose(folder)
    const text = readFileSync(path, 'utf8')
    assert.match(text, /^[0-9a-f]{64}\n$/)
    assert.equal(statSync(path).mode & 0o777, 0o600)
    assert.equal(statSync(join(folder, 'data')).mode & 0o777, 0o700)
    await openAndClose(folder)
    assert.equal(readFileSync(path, 'utf8'), text)
    assert.deepEqual(
      readdirSync(join(folder, 'data')).filter((name) => name.startsWith('.secret')),
      [],
    )
  })

  it('is one, also when several start at once', async () => {
    const folder = temporaryFolder()
    const worlds = await Promise.all([open(folder), open(folder), open(folder)])
    const sealed = worlds[0]?.sealing.seal('x', 'test')
    assert.ok(sealed)
    for (const { sealing, storage } of worlds) {
      assert.equal(sealing.open(sealed, 'test'), 'x')
      await storage.close()
    }
  })

  it('is never made again once something is sealed', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'data', 'secret')
    await openAndClose(folder)
    renameSync(path, `${path}.moved`)
    await refuses(open(folder), /secret is not there, but the database holds what was sealed/)
    assert.ok(!existsSync(path))
    renameSync(`${path}.moved`, path)
    await openAndClose(folder)
  })

  it('is refused when it is damaged, and left as it is', async () => {
    const folder = temporaryFolder()
    const path = join(folder, 'data', 'secret')
    await openAndClose(folder)
    for (const text of ['', 'short\n']) {
      writeFileSync(path, text)
      await refuses(open(folder), /^The key file .*openssl rand/)
      assert.equal(readFileSync(path, 'utf8'), text)
    }
  })

  it('is warned of when others can read it', async () => {
    const folder = temporaryFolder()
    await openAndClose(folder)
    chmodSync(join(folder, 'data', 'secret'), 0o644)
    const warnings: string[] = []
    await openAndClose(folder, {}, { ...silentLog, warn: (message) => void warnings.push(message) })
    assert.equal(warnings.length, 1)
  })

  it('is not made when a secret is given', async () => {
    const folder = temporaryFolder()
    await openAndClose(folder, { PORTICO_SECRET: one })
    assert.ok(!existsSync(join(folder, 'data', 'secret')))
  })
})

describe('a sealing key', () => {
  it('that does not open what is sealed is refused, and changes nothing', async () => {
    const folder = temporaryFolder()
    await openAndClose(folder, { PORTICO_SECRET: one })
    await refuses(open(folder, { PORTICO_SECRET: two }), /does not open what is sealed in this database/)
    await refuses(open(folder), /key file .* is not there/)
    await openAndClose(folder, { PORTICO_SECRET: one })
  })

  it('is replaced by writing the new one before it', async () => {
    const folder = temporaryFolder()
    await openAndClose(folder, { PORTICO_SECRET: one })
    await openAndClose(folder, { PORTICO_SECRET: `${two},${one}` })
  })
})

describe('a database', () => {
  it('that cannot be used is said in a sentence', async () => {
    const folder = temporaryFolder()
    await openAndClose(folder)
    writeFileSync(
      join(folder, 'data', 'portico.sqlite'),
      'this is no database, and long enough to be looked at as if it were one',
    )
    rmSync(join(folder, 'data', 'portico.sqlite-wal'), { force: true })
    await refuses(open(folder), /^\S+portico\.sqlite: /i)
    const secret = { PORTICO_SECRET: one, DATABASE_URL: 'postgres://portico:canary@127.0.0.1:1/portico' }
    await assert.rejects(open(folder, secret), (error) => {
      assert.ok(error instanceof Problems)
      assert.doesNotMatch(error.message, /canary/)
      return true
    })
  })
})
