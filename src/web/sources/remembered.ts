import type { Visit } from '../../http/visit.ts'
import { days } from '../../lib/clock.ts'

/** What this browser remembers of the last sign-in, unless its person wants none of that. */
export interface Remembered {
  readonly host: string
  readonly identityId: string
}

const cookie = 'portico-server'
const lasts = days(180)
/** As `Remembered` is written; anything else is nobody's of ours. */
const pattern = /^([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::\d{1,5})?)\|([A-Za-z0-9_-]{1,86})$/

export const rememberedAt = (visit: Visit): Remembered | undefined => {
  const [, host, identityId] = pattern.exec(visit.cookie(cookie) ?? '') ?? []
  return host === undefined || identityId === undefined ? undefined : { host, identityId }
}

export const remember = (visit: Visit, { host, identityId }: Remembered): void => {
  const value = `${host}|${identityId}`
  if (pattern.test(value)) visit.setCookie(cookie, value, lasts)
}

export const forgetServer = (visit: Visit): void => visit.clearCookie(cookie)
