import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { applyImport, planImport } from '../admin/operations/import.ts'
import { tellImport } from '../admin/operations/import-text.ts'
import { installationAt } from '../admin/operations/installation.ts'
import { Problems } from '../lib/problems.ts'
import type { Imported } from '../moving/imported.ts'
import type { ExitCode } from './terminal.ts'
import type { AtWork } from './with-world.ts'

export type From = 'dex' | 'authentik' | 'app'

const by = { via: 'import' } as const

/** Prints what importing changes and what it leaves alone, and, only where that is asked, changes it. */
export const importFrom = async (at: AtWork, from: From, file: string, apply: boolean): Promise<ExitCode> => {
  const { world, folder, out, err } = at
  const imported = await read(at, from, readText(resolve(folder, file)))
  const result = await (apply ? applyImport(world, imported, by) : planImport(world, imported, by))
  out(tellImport(result))
  if (!apply && result.difference.steps.length > 0) err('Nothing was changed: the same with --apply does it.')
  return 0
}

const read = async ({ world, settings }: AtWork, from: From, text: string): Promise<Imported> => {
  const { environment, config } = settings
  switch (from) {
    case 'authentik':
      return (await import('../moving/authentik/import-authentik.ts')).importAuthentik(text, environment)
    case 'app':
      return (await import('../moving/application/import-application.ts')).importApplication(
        text,
        await installationAt(world, config.base),
      )
    case 'dex':
      return (await import('../moving/dex/import-dex.ts')).importDex(text, environment)
  }
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw new Problems([`${path} cannot be read.`])
  }
}
