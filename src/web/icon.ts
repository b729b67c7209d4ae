import type { Visit } from '../http/visit.ts'
import { pictureResponse } from './avatars.ts'
import { asset, serveAsset } from './ui/assets.ts'
import type { WebWorld } from './world.ts'

/**
 * `GET /icon`: this installation's picture, for other sites to show: on the button that a sign-in service has for it. An SVG can carry
 * scripts; opened as a page of its own it runs none.
 */
export const installationIcon = async (world: WebWorld, _visit: Visit): Promise<Response> => {
  const { logo } = (await world.look()).branding
  const uploaded = await pictureResponse(world, logo)
  if (uploaded !== undefined) return uploaded
  const [, type = '', data = ''] =
    /^data:(image\/(?:png|jpeg|webp|gif|svg\+xml));base64,([\w+/=]+)$/.exec(logo ?? '') ?? []
  const mark = type === '' ? serveAsset(asset('mark.svg')) : undefined
  return new Response(mark?.body ?? new Uint8Array(Buffer.from(data, 'base64')), {
    headers: {
      'content-type': mark === undefined ? type : 'image/svg+xml',
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    },
  })
}
