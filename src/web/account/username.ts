import { changeOwnUsername, mayChangeUsername } from '../../accounts/own-username.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { takeTyped } from '../../accounts/typed.ts'
import { Refusal } from '../../http/refusal.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { askAgain } from '../fresh.ts'
import { minimumOf } from '../setup/setup.ts'
import { sentencesAt } from '../speak.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { byVisitor, hallVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { type UsernameView, usernamePage } from './username-page.ts'

const path = '/account/username'

/** Whether this person finds the page at all. */
export const hasOwnUsername = async (world: WebWorld, { account }: Person): Promise<boolean> =>
  !account.managed && (await mayChangeUsername(world))

/** `GET /account/username`. */
export const username = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  if (!(await hasOwnUsername(world, person))) throw new Refusal(404, 'not_found')
  return showUsername(world, visit, person, { saved: visit.query.has('saved') })
}

/** `POST /account/username`. It is what they sign in with, so a session that was left open is not enough. */
export const changedUsername = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  if (!(await hasOwnUsername(world, person))) throw new Refusal(404, 'not_found')
  const asked = await askAgain(world, visit, person, path)
  if (asked !== undefined) return asked
  const typed = (await visit.form()).typed('username')
  const done = await changeOwnUsername(world, person.account, typed, byVisitor(visit, person))
  if (done.ok) return redirect(`${path}?saved=yes`)
  const sentences = sentencesAt(visit, { accountLocale: person.account.locale })
  const { username: problem } = problemSentences(done.problems, sentences, minimumOf(world))
  return showUsername(world, visit, person, { username: typed, problem }, 400)
}

const showUsername = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  shown: Partial<Pick<UsernameView, 'username' | 'problem' | 'saved'>>,
  status = 200,
): Promise<Response> => {
  const { account } = person
  const { brand } = await world.look()
  const typed = await takeTyped(world, visit, account.id)
  const username = typed?.form.typed('username') ?? account.username
  const view = { visitor: hallVisitor(world, visit, person, typed), username, ...shown }
  return page(usernamePage(view, sentencesAt(visit, { accountLocale: account.locale }), brand), { status })
}
