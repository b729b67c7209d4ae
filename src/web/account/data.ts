import type { Person } from '../../accounts/sessions/sessions.ts'
import { keptAbout } from '../../applications/kept-about.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { isFreshEnough, proveAgainHref } from '../fresh.ts'
import { sentencesAt } from '../speak.ts'
import { hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { dataPage } from './data-page.ts'

const path = '/account/data'

/** `GET /account/data`: a copy to take along, and the way out. */
export const data = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { brand } = await world.look()
  const { account } = person
  const view = {
    visitor: hallVisitor(world, visit, person),
    againHref: isFreshEnough(world, person) ? undefined : proveAgainHref(path),
    managed: account.managed,
  }
  return page(dataPage(view, sentencesAt(visit, { accountLocale: account.locale }), brand))
}

/** `GET /account/data/copy`: everything kept about the person, for whoever proved a short while ago that they are. */
export const dataCopy = async (world: WebWorld, _visit: Visit, person: Person): Promise<Response> => {
  if (!isFreshEnough(world, person)) return redirect(path)
  const { account, session } = person
  const kept = await keptAbout(world, account.id, session.publicId)
  return new Response(`${JSON.stringify(kept, undefined, 2)}\n`, {
    headers: {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="my-data.json"',
      'cache-control': 'no-store',
    },
  })
}
