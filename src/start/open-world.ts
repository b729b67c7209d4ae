import { join } from 'node:path'
import { createHasher, type Hasher } from '../accounts/passwords/hasher.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../lib/clock.ts'
import type { Log } from '../lib/log.ts'
import { Problems } from '../lib/problems.ts'
import { systemRandom } from '../lib/random.ts'
import { createSealing } from '../lib/sealing.ts'
import { createMailer, type Mailer } from '../mail/mailer.ts'
import { openStorage, type StorageAddress } from '../storage/open-storage.ts'
import { remembering } from '../storage/remembering.ts'
import { DatabaseRefused } from '../storage/sql/database-refused.ts'
import { StorageUnavailable } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { holdPolicy } from './policy.ts'
import { checkSealing, holdsSeals } from './sealing-check.ts'
import { keyFileName, readKeyFile } from './sealing-key.ts'

export type OpenWorld = World & { readonly hasher: Hasher; readonly mailer: Mailer | undefined }

/**
 * Everything the program needs of the outside, opened in earnest: the database, up to date, and the key that opens what is sealed in it.
 * Whoever opened it closes it. Throws `Problems` when something must be put right first.
 */
export const openWorld = async (config: Config, log: Log): Promise<OpenWorld> => {
  const storage = await tellingProblems(() => openStorage(storageAddress(config), log))
  try {
    const secrets =
      config.secrets.length > 0
        ? config.secrets
        : await readKeyFile({
            path: join(config.dataFolder, keyFileName),
            mayMake: !(await holdsSeals(storage)),
            random: systemRandom,
            log,
          })
    const sealing = createSealing(
      secrets.map((secret) => Buffer.from(secret)),
      systemRandom,
    )
    await checkSealing(storage, sealing)
    const { policy, refresh } = holdPolicy({ storage, clock: systemClock })
    await refresh()
    return {
      storage: remembering(storage, systemClock, ['applications']),
      clock: systemClock,
      random: systemRandom,
      sealing,
      log,
      policy,
      hasher: createHasher({ random: systemRandom }),
      mailer: openMailer(config),
    }
  } catch (error) {
    await storage.close()
    throw error
  }
}

const openMailer = ({ mail, base }: Config): Mailer | undefined =>
  mail === undefined ? undefined : createMailer({ ...mail, host: new URL(base).hostname, clock: systemClock })

/** Lets go of everything that `openWorld` opened. */
export const closeWorld = async ({ storage, mailer }: OpenWorld): Promise<void> => {
  await mailer?.close()
  await storage.close()
}

export const storageAddress = ({ database }: Config): StorageAddress =>
  database.engine === 'sqlite' ? { sqliteFile: database.file } : { postgresUrl: database.url }

/** What is wrong with a database is for whoever started the program to put right. */
export const tellingProblems = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DatabaseRefused) throw new Problems([sentence(error.message)])
    if (error instanceof StorageUnavailable) throw new Problems([`The database cannot be used: ${error.message}.`])
    throw error
  }
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
