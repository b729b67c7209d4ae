import type { Person } from '../accounts/sessions/sessions.ts'
import { refuseForeignForm } from '../http/csrf.ts'
import { Refusal } from '../http/refusal.ts'
import { redirect } from '../http/respond.ts'
import type { Handler, PersonHandler, Route } from '../http/route.ts'
import type { Visit } from '../http/visit.ts'
import { personAt } from './visitor.ts'
import type { WebWorld } from './world.ts'

/**
 * The one guard of every route. What comes by a form must come from a page of ours; who must be signed in is found before the
 * handler runs; to anybody but an administrator the console does not exist.
 */
export const guard = async <W extends WebWorld>(
  world: W,
  visit: Visit,
  route: Route<W, Person>,
  isPage: (pattern: string) => boolean,
): Promise<Response> => {
  const { who, method } = route
  if (who === 'anyone' || who === 'application') return (route.answer as Handler<W>)(world, visit)
  if (route.files && (await mayCome(world, visit, route))) visit.expectFiles()
  if (method !== 'GET') await refuseForeignForm(world, visit)
  if (who === 'form') return (route.answer as Handler<W>)(world, visit)

  const person = await personAt(world, visit)
  if (person === undefined) return redirect(`/sign-in?to=${encodeURIComponent(comeBackTo(visit, route, isPage))}`)
  if (who === 'administrator' && !person.account.administrator) throw new Refusal(404, 'not_found')
  return (route.answer as PersonHandler<W, Person>)(world, visit, person)
}

/** Files of strangers are not even read. */
const mayCome = async <W extends WebWorld>(world: W, visit: Visit, { who }: Route<W, Person>): Promise<boolean> => {
  const person = await personAt(world, visit)
  return person !== undefined && (who === 'person' || person.account.administrator)
}

/** A form cannot be sent again after signing in: the page that it stands on is shown instead, the nearest above its address. */
const comeBackTo = (
  { pathname }: Visit,
  { method, path }: Pick<Route<never, never>, 'method' | 'path'>,
  isPage: (pattern: string) => boolean,
): string => {
  if (method === 'GET') return pathname
  const parts = path.split('/')
  while (parts.length > 1 && !isPage(parts.join('/'))) parts.pop()
  return pathname.split('/').slice(0, parts.length).join('/') || '/'
}
