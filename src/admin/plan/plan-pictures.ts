import { createHash } from 'node:crypto'
import { keeping } from '../../accounts/pictures/keep.ts'
import type { ConfigurationFile } from '../apply/configuration-file.ts'
import type { Step } from '../apply/difference.ts'
import type { SecretSources } from '../apply/secret-forms.ts'
import type { Planning } from './planning.ts'

/** More than any picture that was made afresh here. */
const mostBytes = 1024 * 1024

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

const read = ({ readBytes }: Pick<SecretSources, 'readBytes'>, file: string): Uint8Array<ArrayBuffer> | undefined => {
  try {
    return Uint8Array.from(readBytes(file))
  } catch {
    return undefined
  }
}

const idOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What the pictures are known by that the file brings along, as far as they can be read. */
export const pictureIdsIn = ({ pictures = [] }: ConfigurationFile, sources: SecretSources): readonly string[] =>
  pictures.flatMap(({ file }) => {
    const bytes = read(sources, file)
    return bytes === undefined ? [] : [idOf(bytes)]
  })

/** Pictures as they were kept elsewhere: made afresh there, and known by what they are. */
export const planPictures = (
  { world, sources, stored, problem }: Planning,
  { pictures = [] }: ConfigurationFile,
): readonly Step[] => {
  const seen = new Set<string>()
  return pictures.flatMap(({ file }, at): readonly Step[] => {
    const path = ['pictures', at, 'file']
    const bytes = read(sources, file)
    if (bytes === undefined) {
      problem(path, `cannot be used: ${file} cannot be read`)
      return []
    }
    if (bytes.length > mostBytes || !png.equals(bytes.subarray(0, png.length))) {
      problem(path, 'is no PNG of at most 1 MB')
      return []
    }
    const id = idOf(bytes)
    if (stored.pictures.has(id) || seen.has(id)) return []
    seen.add(id)
    const changes = [keeping(world, { id, type: 'image/png', bytes })]
    return [{ does: 'create', what: 'picture', name: file, fields: [], changes }]
  })
}
