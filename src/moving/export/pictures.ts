import { pictureAt } from '../../accounts/pictures/keep.ts'
import type { World } from '../../storage/world.ts'
import type { Noting } from './exported.ts'

/** What a page can carry with it, as the file has it. */
const mostBytes = 29_000

/** Where a picture lies, from the folder of the file. */
export const pictureFile = (id: string): string => `portico-pictures/${id}.png`

/** A picture as the file can have it; undefined, and noted, where it cannot. */
export type Drawing = (path: string, about: string) => string | undefined

/** Pictures that are written beside the file keep their address; `used` hears of them. */
export const besideFile =
  (used: Set<string>): Drawing =>
  (path) => {
    const id = pictureAt(path)
    if (id !== undefined) used.add(id)
    return path
  }

/** Where there is nothing beside the file, those that are small enough are in it, as a `data:` address. */
export const pictures = async ({ storage }: Pick<World, 'storage'>, note: Noting): Promise<Drawing> => {
  const shown = [...(await storage.list('applications')), ...(await storage.list('sources'))]
  const icons = shown.flatMap(({ details }) => {
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
