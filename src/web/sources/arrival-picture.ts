import { reencode } from '../../accounts/pictures/reencode.ts'
import { Refusal } from '../../http/refusal.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes, seconds } from '../../lib/clock.ts'
import { hashSecret } from '../../lib/secret.ts'
import { allow } from '../../limits/limit.ts'
import type { WebWorld } from '../world.ts'
import { findArrival } from './arrival.ts'

const mostBytes = 2 * 1024 * 1024
const patience = seconds(5)
const loads = { most: 3, window: minutes(15) }

/**
 * `GET /arrive/picture`: the picture of somebody who came back, to them alone. Fetched by us, since their browser is to go nowhere that a server
 * names, and made afresh; the page does not wait for it.
 */
export const arrivalPicture = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const secret = visit.query.get('arrival') ?? ''
  const arrival = await findArrival(world, secret, visit.knownBrowser())
  const url = arrival?.identity.profile.picture
  if (url === undefined) throw new Refusal(404, 'not_found')
  const { allowed } = await allow(world, { key: `arrival-picture:${hashSecret(secret)}`, ...loads })
  const bytes = allowed ? await fetched(world, url) : undefined
  if (bytes === undefined) throw new Refusal(404, 'not_found')
  return new Response(bytes, {
    headers: {
      'content-type': 'image/png',
      'cache-control': 'private, max-age=900',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
}

const fetched = async ({ fetch, base }: Pick<WebWorld, 'fetch' | 'base'>, url: string) => {
  try {
    const headers = { accept: 'image/*', 'user-agent': `Portico (+${base})` }
    const { status, body } = await fetch(url, { headers, most: mostBytes, within: patience, follow: 2 })
    const made = status === 200 ? await reencode(body, 'face') : undefined
    return made?.ok === true ? made.picture.bytes : undefined
  } catch {
    // Their server's trouble; the page shows letters in its place.
    return undefined
  }
}
