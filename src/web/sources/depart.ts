import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { fediverseId } from '../../sources/settings.ts'
import type { WebWorld } from '../world.ts'
import { type Errand, errandIn, wayInHref } from './errand.ts'
import { leaveFor } from './leave.ts'
import { forgetServer } from './remembered.ts'
import { showFailure } from './show-failure.ts'
import { showProblem } from './show-problem.ts'

/** `POST /sources/fediverse`: off to one's own server. */
export const departed = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const source = await world.sources.find(fediverseId)
  if (source === undefined) throw new Refusal(404, 'not_found')
  const form = await visit.form()
  const errand = await errandIn(world, visit, form)
  if (errand instanceof Response) return errand
  const address = form.typed('address')
  if (address === '') return showProblem(world, visit, { problem: { code: 'missing' }, errand })
  const left = await leaveFor(world, visit, { source, address, errand, afresh: afreshIn(errand, form.has('afresh')) })
  return left.ok
    ? redirect(left.url)
    : showFailure(world, visit, { problem: left.problem, errand, address, sourceId: source.id })
}

/** Whoever proves once more who they are is asked there as well: a session that stands open proves nothing. */
const afreshIn = ({ again }: Errand, asked: boolean): boolean => asked || again !== undefined

/** `POST /sources/fediverse/forget`: this browser no longer knows which server its person comes from. */
export const forgotServer = async (world: WebWorld, visit: Visit): Promise<Response> => {
  const errand = await errandIn(world, visit, await visit.form())
  if (errand instanceof Response) return errand
  forgetServer(visit)
  return redirect(wayInHref(errand))
}
