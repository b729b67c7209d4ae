import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type ImportKind, readImport } from '../admin/moving/import-read.ts'
import { tellImport } from '../admin/moving/import-text.ts'
import { applyImport, planImport } from '../admin/operations/import.ts'
import { Problems } from '../lib/problems.ts'
import type { ExitCode } from './terminal.ts'
import type { AtWork } from './with-world.ts'

const by = { via: 'import' } as const

/** Prints what importing changes and what it leaves alone, and, only where that is asked, changes it. */
export const importFrom = async (at: AtWork, from: ImportKind, file: string, apply: boolean): Promise<ExitCode> => {
  const { world, settings, folder, out, err } = at
  const { environment, config } = settings
  const text = readText(resolve(folder, file))
  const imported = await readImport(world, { from, text, environment, base: config.base })
  const result = await (apply ? applyImport(world, imported, by) : planImport(world, imported, by))
  out(tellImport(result))
  if (!apply && result.difference.steps.length > 0) err('Nothing was changed: the same with --apply does it.')
  return 0
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new Problems([`${path} cannot be read.`])
  }
}
