import { identityIdOf } from '../../accounts/identities/identity.ts'
import { endingSession } from '../../accounts/sessions/end-session.ts'
import type { Session } from '../../accounts/sessions/sessions.ts'
import { record } from '../../events/event.ts'
import { Refusal } from '../../http/refusal.ts'
import type { Visit } from '../../http/visit.ts'
import { minutes } from '../../lib/clock.ts'
import { SealBroken, type Sealing } from '../../lib/sealing.ts'
import { hashSecret } from '../../lib/secret.ts'
import { bucketOfAddress } from '../../limits/address.ts'
import { allow } from '../../limits/limit.ts'
import type { Elsewhere } from '../../sources/source.ts'
import type { WebWorld } from '../world.ts'

/** How a session is kept that a place elsewhere may end with its own. */
export const keptElsewhere = (
  { sealing }: Pick<WebWorld, 'sealing'>,
  sourceId: string,
  { session, hint }: Elsewhere = {},
): Pick<Session, 'elsewhere' | 'signOutHint'> => ({
  elsewhere: session === undefined ? undefined : elsewhereOf(sourceId, session),
  signOutHint: hint === undefined ? undefined : sealing.seal(hint, hintContext),
})

const elsewhereOf = (sourceId: string, session: string): string => hashSecret(JSON.stringify([sourceId, session]))
const hintContext = 'sessions:sign-out-hint'
const stateContext = 'signed-out'
const stateLasts = minutes(10)

/**
 * Where somebody who has just signed out here is to sign out as well; undefined where nowhere. From there they come back to `/signed-out`, and
 * by `state` on to where an application wanted them, which has been judged by then.
 */
export const signOutElsewhere = async (
  world: WebWorld,
  visit: Visit,
  { identityId, signOutHint }: Session,
  returnTo: string | undefined,
): Promise<string | undefined> => {
  const identity = identityId === undefined ? undefined : await world.storage.find('identities', identityId)
  const source = identity === undefined ? undefined : await world.sources.find(identity.sourceId)
  if (source?.signOut === undefined) return undefined
  return source.signOut({
    hint: signOutHint === undefined ? undefined : opened(world, signOutHint, hintContext),
    returnTo: `${visit.base}/signed-out`,
    state: returnTo === undefined ? undefined : sealedState(world, returnTo),
  })
}

const sealedState = ({ sealing, clock }: WebWorld, returnTo: string): string =>
  Buffer.from(sealing.seal(JSON.stringify({ returnTo, until: clock.now() + stateLasts }), stateContext)).toString(
    'base64url',
  )

/** Where an application wants somebody who comes back from signing out elsewhere. */
export const returnFrom = (world: WebWorld, visit: Visit): string | undefined => {
  const state = visit.query.get('state')
  if (state === undefined || !/^[A-Za-z0-9_-]{1,6000}$/.test(state)) return undefined
  const text = opened(world, Buffer.from(state, 'base64url'), stateContext)
  if (text === undefined) return undefined
  // Written by `sealedState`.
  const { returnTo, until }: { readonly returnTo: string; readonly until: number } = JSON.parse(text)
  return until > world.clock.now() ? returnTo : undefined
}

const opened = ({ sealing }: Pick<WebWorld, 'sealing'>, sealed: Uint8Array, context: string): string | undefined => {
  try {
    return sealing.open(sealed, context)
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}

const mostHeard = { most: 120, window: minutes(1) }
const uncached = { 'cache-control': 'no-store' }

/**
 * `POST /sources/:source/backchannel-logout` (OpenID Connect Back-Channel Logout 1.0, sections 2.5 and 2.7): ends our sessions with theirs. Lasting access goes on, as when
 * somebody signs out here: whether they may still come is asked again when it is used.
 */
export const heardSignOut = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const sourceId = visit.path['source'] ?? ''
  const form = await visit.form()
  const source = await world.sources.find(sourceId)
  if (source?.hear === undefined) throw new Refusal(404, 'not_found')
  // Each makes us ask for the provider's keys, whoever sends it.
  const { allowed, retryAfter } = await allow(world, { key: `logouts:${bucketOfAddress(visit.address)}`, ...mostHeard })
  if (!allowed)
    return Response.json(
      { error: 'temporarily_unavailable' },
      { status: 429, headers: { ...uncached, 'retry-after': String(Math.ceil(retryAfter / 1000)) } },
    )
  const token = form.get('logout_token')
  const heard = token === undefined ? undefined : await source.hear(token)
  if (heard === undefined) return Response.json({ error: 'invalid_request' }, { status: 400, headers: uncached })
  const where = {
    ...(heard.session === undefined ? {} : { elsewhere: elsewhereOf(sourceId, heard.session) }),
    ...(heard.subject === undefined ? {} : { identityId: identityIdOf(sourceId, heard.subject) }),
  }
  const begun = { ...where, createdAt: { before: heard.until + 1 } }
  const people = new Set<string>()
  // Until none is found: one whose person proves again who they are meanwhile goes on under another id.
  for (;;) {
    const sessions = await world.storage.list('sessions', { where: begun, limit: 500 })
    if (sessions.length === 0) break
    await world.storage.atomically(sessions.flatMap(endingSession))
    for (const { accountId } of sessions) people.add(accountId)
  }
  for (const accountId of people) {
    await record(world, 'session.ended', {
      accountId,
      address: visit.address,
      data: { method: sourceId, via: 'source' },
    })
  }
  return new Response(null, { status: 200, headers: uncached })
}

/** For whoever replaces the sealing key: the same under the first one, undefined where it is. */
export const renewSignOutHint = (sealing: Sealing, hint: Uint8Array) => sealing.renew(hint, hintContext)
