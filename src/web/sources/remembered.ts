import type { Visit } from '../../http/visit.ts'
import { days } from '../../lib/clock.ts'
import { keyedHash, sameSecret } from '../../lib/secret.ts'
import type { WebWorld } from '../world.ts'

/** What this browser remembers of the last sign-in, unless its person wants none of that. */
export interface Remembered {
  readonly host: string
  readonly identityId: string
}

const cookie = 'portico-server'
const lasts = days(180)
const pattern = /^([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?)\|([A-Za-z0-9_-]{1,86})\|([A-Za-z0-9_-]{43})$/

/** Only as we wrote it: whoever could make one up would learn from our pages which servers people come from, and have more tries than others. */
export const rememberedAt = ({ sealing }: Pick<WebWorld, 'sealing'>, visit: Visit): Remembered | undefined => {
  const [, host, identityId, mark] = pattern.exec(visit.cookie(cookie) ?? '') ?? []
  if (host === undefined || identityId === undefined || mark === undefined) return undefined
  const ours = sealing.derive(cookie).some((key) => sameSecret(markOf(key, { host, identityId }), mark))
  return ours ? { host, identityId } : undefined
}

const markOf = (key: Uint8Array, { host, identityId }: Remembered): string => keyedHash(key, `${host}|${identityId}`)

export const remember = ({ sealing }: Pick<WebWorld, 'sealing'>, visit: Visit, remembered: Remembered): void => {
  const { host, identityId } = remembered
  const value = `${host}|${identityId}|${markOf(sealing.derive(cookie)[0], remembered)}`
  if (pattern.test(value)) visit.setCookie(cookie, value, lasts)
}

export const forgetServer = (visit: Visit): void => visit.clearCookie(cookie)
