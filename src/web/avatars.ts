import { pictureAt } from '../accounts/pictures/keep.ts'
import { Refusal } from '../http/refusal.ts'
import type { Visit } from '../http/visit.ts'
import type { WebWorld } from './world.ts'

/**
 * `GET /avatars/:file`: a picture, to whoever has its address. Applications fetch it without a cookie, and their pages may show it. What is at an
 * address never changes, so that caches keep it for ever.
 */
export const avatar = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const id = pictureAt(visit.url.pathname.replace(/\/$/, ''))
  const found = id === undefined ? undefined : await world.storage.find('avatars', id)
  if (found === undefined) throw new Refusal(404, 'not_found')
  return new Response(new Uint8Array(found.bytes), {
    headers: {
      'content-type': found.type,
      'cache-control': 'public, max-age=31536000, immutable',
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
}
