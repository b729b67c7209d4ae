import { reencodeMentioned } from '../../accounts/pictures/reencode.ts'
import { Refusal } from '../../http/refusal.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes, seconds } from '../../lib/clock.ts'
import { hashSecret } from '../../lib/secret.ts'
import { userAgent } from '../../lib/user-agent.ts'
import { allow } from '../../limits/limit.ts'
import { hueOf, initials } from '../ui/faces.ts'
import { html } from '../ui/html.ts'
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
  if (arrival === undefined || url === undefined) throw new Refusal(404, 'not_found')
  const { allowed } = await allow(world, { key: `arrival-picture:${hashSecret(secret)}`, ...loads })
  const bytes = allowed ? await fetched(world, url) : undefined
  return new Response(bytes ?? letters(arrival.identity.profile.name), {
    headers: {
      'content-type': bytes === undefined ? 'image/svg+xml' : 'image/png',
      'cache-control': 'private, max-age=900',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
}

/** What stands in for a picture that cannot be had. */
const letters = (name: string): string =>
  html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44"><rect width="44" height="44" fill="oklch(.5 .13 ${hueOf(name)})"/><text x="22" y="28" fill="#fff" font-family="sans-serif" font-size="16" text-anchor="middle">${initials(name, 2)}</text></svg>`.toString()

const fetched = async ({ fetch, base }: Pick<WebWorld, 'fetch' | 'base'>, url: string) => {
  try {
    const headers = { accept: 'image/*', 'user-agent': userAgent(base) }
    const { status, body } = await fetch(url, { headers, most: mostBytes, within: patience, follow: 2 })
    const made = status === 200 ? await reencodeMentioned(body, 'face') : undefined
    return made?.ok === true ? made.picture.bytes : undefined
  } catch {
    // Their server's trouble; the page shows letters in its place.
    return undefined
  }
}
