import { newId } from '../../lib/ids.ts'
import { type Change, putting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Picture } from './reencode.ts'

const pattern = /^\/avatars\/([0-9a-f]{64})\.png$/

/** Where a kept picture is served: a path of this installation, never used again for another picture. */
export const picturePath = ({ id }: Pick<Picture, 'id'>): string => `/avatars/${id}.png`

/** The id of the picture at a path; undefined when it is not one of ours. */
export const pictureAt = (path: string): string | undefined => pattern.exec(path)?.[1]

/** Keeps a picture, in the commit with which somebody begins to use it. */
export const keeping = (world: Pick<World, 'clock' | 'random'>, { id, type, bytes }: Picture): Change =>
  putting('avatars', { id, type, bytes, token: newId(world.random), createdAt: world.clock.now() })

/**
 * Removes the picture at a path that somebody stopped using, unless somebody uses it still. Whoever begins to use the same one
 * meanwhile keeps it: the token they leave is another one.
 */
export const dropUnused = async ({ storage }: Pick<World, 'storage'>, path: string | undefined): Promise<void> => {
  const id = path === undefined ? undefined : pictureAt(path)
  if (id === undefined) return
  const found = await storage.find('avatars', id)
  if (found === undefined || (await isUsed({ storage }, path))) return
  await storage.removeWhere('avatars', { id, token: found.token })
}

const isUsed = async ({ storage }: Pick<World, 'storage'>, path: string | undefined): Promise<boolean> => {
  if ((await storage.count('accounts', { avatar: path })) > 0) return true
  const branding = await storage.find('settings', 'branding')
  if (memberOf(branding?.value, 'logo') === path) return true
  // Looked up, and not remembered: another node may have begun to use it a moment ago.
  const shown = [...(await storage.list('applications', {})), ...(await storage.list('sources'))]
  return shown.some(({ details }) => memberOf(details, 'icon') === path)
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
