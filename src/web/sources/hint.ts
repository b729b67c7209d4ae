import { page } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { findPending } from '../../protocol/authorize/pending.ts'
import { noteProgress } from '../../protocol/authorize/waiting.ts'
import { fediverseId } from '../../sources/settings.ts'
import { leavingPage } from '../signin/leaving-page.ts'
import { sentencesAt } from '../speak.ts'
import type { WebWorld } from '../world.ts'
import { leaveFor } from './leave.ts'
import { rememberedAt } from './remembered.ts'
import { showFailure } from './show-failure.ts'
import { suggestedServers } from './suggestions.ts'

type Pending = Awaited<ReturnType<typeof findPending>>

/**
 * The fediverse address in an application's `login_hint` (OpenID Connect Core section 3.1.2.1). Without its leading `@` it could as well be
 * an e-mail address, and is taken for one, except where people come from the fediverse alone.
 */
export const hintedAddress = (pending: Pending): string | undefined => {
  const hint = pending?.request.loginHint
  if (hint === undefined) return undefined
  return pending?.application.bridge === true || /^(?:@|acct:|https:\/\/)/.test(hint) ? hint : undefined
}

/**
 * On to the server of whoever the application says is coming, by a page: the application's own policy may cover the way to us and no further. It goes
 * on by itself only to a server that this browser came from before, or that is offered to everybody: whoever makes a link to us chooses the hint,
 * and an address of ours is not to lead to any place on the Internet unseen. Undefined where nobody is hinted at, or that way has been gone before.
 */
export const followHint = async (
  world: WebWorld,
  visit: Visit,
  { pending, requestId }: { readonly pending: Pending; readonly requestId: string | undefined },
): Promise<Response | undefined> => {
  const address = hintedAddress(pending)
  if (pending === undefined || address === undefined || pending.progress.hintFollowed === true) return undefined
  if (visit.query.has('another') || visit.query.has('with')) return undefined
  const source = await world.sources.find(fediverseId)
  if (source === undefined) return undefined
  await noteProgress(world, pending.id, { hintFollowed: true })
  const errand = { requestId, hinted: true } as const
  const left = await leaveFor(world, visit, { source, address, errand })
  if (!left.ok) return showFailure(world, visit, { problem: left.problem, errand, address, sourceId: source.id })
  const { url: href, place: to } = left
  const { brand } = await world.look()
  const sentences = sentencesAt(visit, { uiLocales: pending.request.uiLocales })
  const known = rememberedAt(world, visit)?.host === to || (await suggestedServers(world)).includes(to)
  const says = known ? undefined : pending.application.name
  return page(leavingPage({ href, to, says }, sentences, brand))
}
