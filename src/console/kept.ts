import { minutes } from '../lib/clock.ts'
import { SealBroken } from '../lib/sealing.ts'
import { askAgain, type Desk } from './desk.ts'

/** What was typed into a form waits here while its person proves who they are. No password is ever among it. */
const cookie = 'portico-typed'
const lasts = minutes(10)
/** Browsers drop a cookie that is larger, and the headers of a request have an end. */
const most = 3000

/** Nobody but this administrator can read it, and nobody can make one up for them. */
const contextOf = ({ administrator }: Desk, form: string): string => `typed:${form}:${administrator.account.id}`

/** `askAgain` for a form: what was typed is there again when they come back. */
export const askAgainKeeping = (desk: Desk, to: string, form: string, values: object): Response | undefined => {
  const again = askAgain(desk, to)
  if (again !== undefined) keepTyped(desk, form, values)
  return again
}

/** What is too much for a cookie is not kept. */
const keepTyped = (desk: Desk, form: string, values: object): void => {
  const { sealing } = desk.world
  const kept = { values, until: desk.now + lasts }
  const sealed = Buffer.from(sealing.seal(JSON.stringify(kept), contextOf(desk, form))).toString('base64url')
  if (sealed.length <= most) desk.visit.setCookie(cookie, sealed, lasts)
}

/** What was kept for this form, once. */
export const takeTyped = (desk: Desk, form: string): unknown => {
  const sealed = desk.visit.cookie(cookie)
  if (sealed === undefined) return undefined
  desk.visit.clearCookie(cookie)
  try {
    const opened = desk.world.sealing.open(Buffer.from(sealed, 'base64url'), contextOf(desk, form))
    const { values, until } = JSON.parse(opened)
    return until > desk.now ? values : undefined
  } catch (error) {
    // Somebody else’s, or of another form.
    if (error instanceof SealBroken) return undefined
    throw error
  }
}
