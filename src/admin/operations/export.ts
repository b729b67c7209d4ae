import { english } from '../../locales/en/english.ts'
import { exportInstallation } from '../../moving/export/export-installation.ts'
import { pictureFile } from '../../moving/export/pictures.ts'
import type { World } from '../../storage/world.ts'
import { configurationSchema } from '../apply/configuration-file.ts'

export interface ExportedFile {
  /** A whole `portico.yaml`. */
  readonly text: string
  /** What of the installation has no word in it, or needs something beside it: a sentence each. */
  readonly notes: readonly string[]
  /** What no export has, in a sentence. */
  readonly left: string
  /** Pictures that it names, and where they lie from its folder. */
  readonly pictures: readonly { readonly id: string; readonly file: string }[]
}

/** The installation as a `portico.yaml`, with hashes in the place of secrets. `beside`: pictures lie beside it. */
export const exportFile = async (
  world: Pick<World, 'storage'>,
  how: { readonly beside?: boolean } = {},
): Promise<ExportedFile> => {
  const { file, notes, pictures } = await exportInstallation(world, how)
  const { stringify } = await import('yaml')
  const checked = configurationSchema.safeParse(file)
  const said: Readonly<Record<string, string>> = english.moving.exported
  return {
    text: stringify(file, { lineWidth: 0 }),
    left: english.moving.notExported,
    pictures: pictures.map((id) => ({ id, file: pictureFile(id) })),
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

/** A picture that an export names. Undefined for one that is gone. */
export const exportPicture = async ({ storage }: Pick<World, 'storage'>, id: string): Promise<Uint8Array | undefined> =>
  (await storage.find('avatars', id))?.bytes
