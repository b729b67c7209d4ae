import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { exportFile } from '../admin/operations/export.ts'
import { Problems } from '../lib/problems.ts'
import { type ExitCode, printable } from './terminal.ts'
import type { AtWork } from './with-world.ts'

/** Writes the installation as a portico.yaml, into a new file or to whoever reads the output. */
export const exportTo = async ({ world, folder, out, err }: AtWork, file: string | undefined): Promise<ExitCode> => {
  const { text, notes } = await exportFile(world)
  if (file === undefined) out(text.trimEnd())
  else write(resolve(folder, file), text)
  for (const note of notes) err(printable(`! ${note}`))
  return 0
}

const write = (path: string, text: string): void => {
  try {
    // Password hashes are in it.
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' })
  } catch {
    throw new Problems([`${path} cannot be written, or is there already.`])
  }
}
