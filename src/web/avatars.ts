import { pictureAt } from '../accounts/pictures/keep.ts'
import { Refusal } from '../http/refusal.ts'
import type { Visit } from '../http/visit.ts'
import type { WebWorld } from './world.ts'

/**
 * `GET /avatars/:file`: a picture, to whoever has its address. Applications fetch it without a cookie, and their pages may show it. What is at an
 * address never changes, so that caches keep it for ever.
 */
export const avatar = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const found = await pictureResponse(world, visit.url.pathname.replace(/\/$/, ''), 'max-age=31536000, immutable')
  if (found === undefined) throw new Refusal(404, 'not_found')
  return found
}

/** What is kept at a path, for anybody to show; undefined when nothing is. */
export const pictureResponse = async (
  { storage }: Pick<WebWorld, 'storage'>,
  path: string | undefined,
  cached = 'max-age=3600',
): Promise<Response | undefined> => {
  const id = path === undefined ? undefined : pictureAt(path)
  const found = id === undefined ? undefined : await storage.find('avatars', id)
  return (
    found &&
    new Response(new Uint8Array(found.bytes), {
      headers: {
        'content-type': found.type,
        'cache-control': `public, ${cached}`,
        'cross-origin-resource-policy': 'cross-origin',
        'content-security-policy': "default-src 'none'; sandbox",
      },
    })
  )
}
