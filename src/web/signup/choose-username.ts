import type { Person } from '../../accounts/sessions/sessions.ts'
import { chooseFirstUsername } from '../../accounts/sign-up/first-username.ts'
import { formToken } from '../../http/csrf.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { goOn } from '../signin/choose-account.ts'
import { returnPath } from '../signin/return-path.ts'
import { sentencesAt } from '../speak.ts'
import { byVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { errandAt } from './onward.ts'
import { lookAtUsername, suggestionFor, tellProblems } from './typed.ts'
import { type UsernameView, usernamePage } from './username-page.ts'

/** `GET /choose-username`: for somebody whose username was made up. */
export const chooseUsername = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { account } = person
  if (account.usernameMadeUp !== true) return leave(world, visit)
  // What was made up of a name at home and its place says more than a name with a number; of an address it is made by chance.
  const made = account.cameBy === undefined ? undefined : account.username
  const username = made ?? (await suggestionFor(world, account.email ?? account.name))
  return show(world, visit, person, { username: username ?? account.username })
}

/** `POST /choose-username`. */
export const choseUsername = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { account } = person
  if (account.usernameMadeUp !== true) return leave(world, visit)
  const sentences = sentencesAt(visit, { accountLocale: account.locale })
  const typed = { name: '', email: account.email ?? account.name, username: (await visit.form()).typed('username') }
  const looked = await lookAtUsername(world, typed, sentences)
  const { username } = looked.values
  if (!looked.ok)
    return show(world, visit, person, { username, problem: looked.problem ?? sentences.signUp.suggested }, 400)
  const chosen = await chooseFirstUsername(world, account.id, username, byVisitor(visit, person))
  if (chosen.ok) return leave(world, visit)
  const { username: problem } = tellProblems(world, chosen.problems, sentences)
  return show(world, visit, person, { username, problem }, 400)
}

const leave = (world: WebWorld, visit: Visit): Promise<Response> | Response =>
  visit.query.has('request')
    ? goOn(world, visit, visit.query.get('request') ?? '')
    : redirect(returnPath(visit.query.get('to')))

const show = async (
  world: WebWorld,
  visit: Visit,
  { account }: Person,
  shown: Pick<UsernameView, 'username' | 'problem'>,
  status = 200,
): Promise<Response> => {
  const { brand } = await world.look()
  const errand = await errandAt(world, visit)
  const view: UsernameView = {
    formToken: formToken(world, visit),
    application: errand?.application,
    person: { name: account.name, detail: account.email ?? '' },
    ...shown,
  }
  const sentences = sentencesAt(visit, { accountLocale: account.locale, uiLocales: errand?.uiLocales })
  return page(usernamePage(view, sentences, brand), { status, formsLeave: true })
}
