import { Refusal } from '../http/refusal.ts'
import type { Visit } from '../http/visit.ts'
import { serveAsset } from './ui/assets.ts'
import { serveBrandStylesheet } from './ui/brand.ts'
import type { WebWorld } from './world.ts'

/** `GET /assets/:file`: style, scripts and images of ours, kept by browsers for ever. */
export const assets = (_world: WebWorld, visit: Visit): Response => {
  const found = serveAsset(visit.url.pathname)
  if (found === undefined) throw new Refusal(404, 'not_found')
  return found
}

/** `GET /brand.css`: the installation's accent. */
export const brandStylesheet = async (world: WebWorld, _visit: Visit): Promise<Response> =>
  serveBrandStylesheet((await world.look()).branding)
