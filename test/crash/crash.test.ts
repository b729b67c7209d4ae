import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '../support/folder.ts'
import { reconcile } from './reconcile.ts'

/** How often the program is killed: `PORTICO_CRASHES=2000` for a night's work. */
const crashes = Number(process.env['PORTICO_CRASHES'] ?? 30)
/** How many crashes one database goes through. */
const perDatabase = 10

const program = fileURLToPath(new URL('issue-and-redeem.ts', import.meta.url))

const start = (sqliteFile: string, journalFile: string, run: number): ChildProcess =>
  spawn(process.execPath, [program, sqliteFile, journalFile, `r${run}`], { stdio: ['ignore', 'ignore', 'inherit'] })

/** Until something was acknowledged, or the process ended by itself. */
const busy = async (child: ChildProcess, journalFile: string): Promise<void> => {
  const before = statSync(journalFile).size
  while (child.exitCode === null && statSync(journalFile).size === before) await pause(5)
}

const crash = async (sqliteFile: string, journalFile: string, run: number): Promise<void> => {
  const child = start(sqliteFile, journalFile, run)
  const ended = once(child, 'exit')
  // Every fourth is killed at any moment, while it opens and recovers the database too.
  if (run % 4 !== 3) await busy(child, journalFile)
  await pause(Math.random() * 250)
  assert.equal(child.exitCode, null, 'the program went on until it was killed')
  child.kill('SIGKILL')
  await ended
}

describe('a crash', () => {
  it(`loses nothing that was acknowledged and spends no code twice, ${crashes} times`, async (t) => {
    let acknowledged = 0
    for (let run = 0; run < crashes; ) {
      const folder = temporaryFolder()
      const sqliteFile = join(folder, 'portico.db')
      const journalFile = join(folder, 'journal')
      writeFileSync(journalFile, '')
      let sofar = 0
      for (let n = 0; n < perDatabase && run < crashes; n++, run++) {
        await crash(sqliteFile, journalFile, run)
        if (existsSync(sqliteFile)) sofar = await reconcile(sqliteFile, journalFile)
      }
      acknowledged += sofar
    }
    assert.ok(acknowledged >= crashes / 2, 'the program got something done')
    t.diagnostic(`${acknowledged} acknowledgements`)
  })
})
