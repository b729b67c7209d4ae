import type { Imported } from '../../moving/imported.ts'
import type { World } from '../../storage/world.ts'
import { installationAt } from '../operations/installation.ts'

/** What can be brought along. Each is read only when somebody has it. */
export const importKinds = ['dex', 'authentik', 'app'] as const
export type ImportKind = (typeof importKinds)[number]

export interface ImportText {
  readonly from: ImportKind
  readonly text: string
  /** Where the file's own references to variables are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The public base. */
  readonly base: string
}

/** Reads another program's settings; throws `Problems` for what is none of its. */
export const readImport = async (
  world: Pick<World, 'storage'>,
  { from, text, environment, base }: ImportText,
): Promise<Imported> => {
  switch (from) {
    case 'dex':
      return (await import('../../moving/dex/import-dex.ts')).importDex(text, environment, base)
    case 'authentik':
      return (await import('../../moving/authentik/import-authentik.ts')).importAuthentik(text, environment)
    case 'app': {
      const { importApplication } = await import('../../moving/application/import-application.ts')
      return importApplication(text, await installationAt(world, base))
    }
  }
}
