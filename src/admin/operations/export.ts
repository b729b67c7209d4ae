import { english } from '../../locales/en/english.ts'
import { exportInstallation } from '../../moving/export/export-installation.ts'
import type { World } from '../../storage/world.ts'
import { configurationSchema } from '../apply/configuration-file.ts'

export interface ExportedFile {
  /** A whole `portico.yaml`. */
  readonly text: string
  /** What of the installation has no word in it, or needs something beside it: a sentence each. */
  readonly notes: readonly string[]
}

/** The installation as a `portico.yaml`, with hashes in the place of secrets. */
export const exportFile = async (world: Pick<World, 'storage'>): Promise<ExportedFile> => {
  const { file, notes } = await exportInstallation(world)
  const { stringify } = await import('yaml')
  const checked = configurationSchema.safeParse(file)
  const said: Readonly<Record<string, string>> = english.moving.exported
  return {
    text: stringify(file, { lineWidth: 0 }),
    notes: [
      ...notes.map(
        ({ about, code, detail }) => `${about}: ${said[code] ?? code}${detail === undefined ? '' : ` (${detail})`}`,
      ),
      // Nothing that is stored should be; what is, is said rather than hidden.
      ...(checked.success
        ? []
        : checked.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`)),
    ],
  }
}
