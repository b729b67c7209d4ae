import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { exportFile, exportPicture } from '../admin/operations/export.ts'
import { Problems } from '../lib/problems.ts'
import { type ExitCode, printable } from './terminal.ts'
import type { AtWork } from './with-world.ts'

/** Writes the installation as a portico.yaml, into a new file, its pictures beside it, or to whoever reads the output. */
export const exportTo = async ({ world, folder, out, err }: AtWork, file: string | undefined): Promise<ExitCode> => {
  const { text, notes, left, pictures } = await exportFile(world, { beside: file !== undefined })
  if (file === undefined) out(text.trimEnd())
  else {
    const path = resolve(folder, file)
    write(path, text)
    for (const picture of pictures) {
      const bytes = await exportPicture(world, picture.id)
      const beside = resolve(dirname(path), picture.file)
      mkdirSync(dirname(beside), { recursive: true })
      if (bytes !== undefined) write(beside, bytes, 'w')
    }
  }
  for (const note of notes) err(printable(`! ${note}`))
  err(left)
  if (file !== undefined && isOurs(resolve(folder, file), folder)) {
    err(
      `The next start here would take ${file} for its configuration and manage all that is in it: move it elsewhere, unless that is meant.`,
    )
  }
  return 0
}

const isOurs = (path: string, folder: string): boolean => path === resolve(folder, 'portico.yaml')

const write = (path: string, content: string | Uint8Array, flag: 'w' | 'wx' = 'wx'): void => {
  try {
    // Password hashes are in it.
    writeFileSync(path, content, { mode: 0o600, flag })
  } catch {
    throw new Problems([`${path} cannot be written, or is there already.`])
  }
}
