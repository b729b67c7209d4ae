import { constants } from 'node:fs'
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { settings, Wrong } from '../config/settings.ts'
import type { Log } from '../lib/log.ts'
import { Problems } from '../lib/problems.ts'
import type { Random } from '../lib/random.ts'

/** The key file of an installation that is given no secret. */
export const keyFileName = 'secret'

export interface KeyFile {
  readonly path: string
  /** Whether a missing file may be made: never when something is sealed already, since nothing could open it then. */
  readonly mayMake: boolean
  readonly random: Random
  readonly log: Log
}

/** The secrets in the key file, the active one first; made when it is not there and may be. Throws `Problems`. */
export const readKeyFile = async (file: KeyFile): Promise<readonly string[]> => {
  const text = (await readIfThere(file.path)) ?? (await make(file))
  const secrets = settings.PORTICO_SECRET.read(text)
  if (secrets instanceof Wrong) throw new Problems([`The key file ${file.path}: ${secrets.sentence}`])
  const { mode } = await stat(file.path)
  if ((mode & 0o077) !== 0) file.log.warn('other users of this machine can read the key file', { path: file.path })
  return secrets
}

const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    throw new Problems([`The key file ${path} cannot be read (${codeOf(error)}).`])
  }
}

/**
 * Made whole and on the disk before it has its name, so that neither a crash nor two processes that start at once can leave half a
 * key, or two of which one is lost.
 */
const make = async ({ path, mayMake, random, log }: KeyFile): Promise<string> => {
  if (!mayMake) {
    throw new Problems([
      `The key file ${path} is not there, but the database holds what was sealed with it. ` +
        'Put it back from your backup, or write its content into PORTICO_SECRET.',
    ])
  }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const unnamed = join(dirname(path), `.${keyFileName}-${Buffer.from(random.bytes(8)).toString('hex')}`)
  const handle = await open(unnamed, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  try {
    await handle.writeFile(`${Buffer.from(random.bytes(32)).toString('hex')}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  try {
    await link(unnamed, path)
    await syncFolder(dirname(path))
    log.info('made a key file; keep a copy of it away from the database', { path })
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  } finally {
    await rm(unnamed, { force: true })
  }
  return await readFile(path, 'utf8')
}

/** Windows has no such thing, and needs none. */
const syncFolder = async (path: string): Promise<void> => {
  const folder = await open(path, constants.O_RDONLY).catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown'
const isCode = (error: unknown, code: string): boolean => codeOf(error) === code
