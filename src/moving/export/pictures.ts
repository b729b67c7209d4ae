import { pictureAt } from '../../accounts/pictures/keep.ts'
import type { World } from '../../storage/world.ts'
import type { Noting } from './exported.ts'

/** What a page can carry with it, as the file has it. */
const mostBytes = 29_000

/** Of the pictures that are small enough the `data:` address; undefined, and noted, for the others. */
export const pictures = async (
  { storage }: Pick<World, 'storage'>,
  note: Noting,
): Promise<(path: string, about: string) => string | undefined> => {
  const icons = (await storage.list('applications')).flatMap(({ details }) => {
    const icon: unknown = typeof details === 'object' && details !== null ? Reflect.get(details, 'icon') : undefined
    return typeof icon === 'string' ? (pictureAt(icon) ?? []) : []
  })
  const rows = icons.length === 0 ? [] : await storage.list('avatars', { where: { id: { oneOf: icons } } })
  const held = new Map(rows.map(({ id, type, bytes }) => [id, { type, bytes }] as const))
  return (path, about) => {
    const id = pictureAt(path)
    if (id === undefined) return path
    const picture = held.get(id)
    if (picture !== undefined && picture.bytes.length <= mostBytes) {
      return `data:${picture.type};base64,${Buffer.from(picture.bytes).toString('base64')}`
    }
    note({ about, code: 'pictures' })
    return undefined
  }
}
