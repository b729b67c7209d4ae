import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of this process alone, gone when the process ends. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-test-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
