import type { Config } from '../config.ts'
import type { Log } from '../lib/log.ts'
import { backupTo, restoreFrom } from '../storage/backup/backup.ts'
import type { BackupContents } from '../storage/backup/backup-file.ts'
import { storageAddress, tellingProblems } from './open-world.ts'

export const backup = (config: Config, file: string, log: Log): Promise<BackupContents> =>
  tellingProblems(() => backupTo(storageAddress(config), file, log))

export const restore = (config: Config, file: string, log: Log): Promise<BackupContents> =>
  tellingProblems(() => restoreFrom(file, storageAddress(config), log))
