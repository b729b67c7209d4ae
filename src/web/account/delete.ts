import { deleteAccount } from '../../accounts/disable.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { takeTyped } from '../../accounts/typed.ts'
import { listGrants } from '../../applications/grants.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { askAgain } from '../fresh.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor, forgetSession, hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type DeleteView, deletedPage, deletePage } from './delete-page.ts'

const path = '/account/delete'

/** `GET /account/delete`: says what happens, and asks for the username. */
export const deleteOwnForm = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> =>
  person.account.managed ? redirect('/account/data') : showDelete(world, visit, person, {})

/** `POST /account/delete`. The password is asked for again before; the last administrator stays. */
export const deletedOwn = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { account } = person
  if (account.managed) return redirect('/account/data')
  const confirm = (await visit.form()).typed('confirm')
  if (confirm !== account.username) {
    return showDelete(world, visit, person, { mistyped: true, typed: confirm }, 400)
  }
  const again = await askAgain(world, visit, person, path)
  if (again !== undefined) return again
  const done = await deleteAccount(world, account.id, byVisitor(visit, person))
  if (!done.ok) return showDelete(world, visit, person, { last: true }, 400)
  forgetSession(visit)
  const { brand } = await world.look()
  return page(deletedPage(sentencesAt(visit, { accountLocale: account.locale }), brand))
}

const showDelete = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  shown: Pick<DeleteView, 'mistyped' | 'typed' | 'last'>,
  status = 200,
): Promise<Response> => {
  const { brand } = await world.look()
  const { account } = person
  const typed = await takeTyped(world, visit, account.id)
  const view: DeleteView = {
    visitor: hallVisitor(world, visit, person, typed),
    typed: typed?.form.typed('confirm'),
    name: account.name,
    username: account.username,
    applications: (await listGrants(world, account.id)).length,
    ...shown,
  }
  return page(deletePage(view, sentencesAt(visit, { accountLocale: account.locale }), brand), { status })
}
