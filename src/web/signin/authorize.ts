import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { authorize } from '../../protocol/authorize/authorize.ts'
import { token } from '../../protocol/endpoints/token.ts'
import { visitorAt } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { showOutcome } from './show-outcome.ts'

/** Ample for any authorization request; what is longer does not fit into an address either. */
const longestQuery = 7 * 1024

/** `GET /authorize`: the front door. */
export const authorizeByGet = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const visitor = { ...(await visitorAt(world, visit)), browser: visit.browser() }
  return showOutcome(world, visit, await authorize(world, visit.base, visit.query, visitor))
}

/**
 * `POST /authorize` (OpenID Connect Core section 3.1.2.1). A post from another site comes without cookies, so it is turned into the
 * same request by GET, which brings them. One that asks for tokens, as no authorization request does, is from an application that was given one
 * address for both (guides for Auth0 do so), and is answered as at the other; no cookie counts there.
 */
export const authorizeByPost = async (world: WebWorld, visit: Visit): Promise<Response> => {
  if (await asksForTokens(visit)) return token(world, visit)
  return redirect(`/authorize?${await postedQuery(visit)}`)
}

const asksForTokens = async (visit: Visit): Promise<boolean> => {
  const form = await visit.form()
  return form.has('grant_type') && !form.has('response_type')
}

/** What was posted, as a query, names and values as they were, repetitions included. */
export const postedQuery = async (visit: Visit): Promise<string> => {
  const form = await visit.form()
  const query = new URLSearchParams(form.pairs.map(([name, value]) => [name, value])).toString()
  if (query.length > longestQuery) throw new Refusal(414, 'uri_too_long')
  return query
}
