import { changeAccount } from '../../accounts/change.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { page, redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minimumOf } from '../setup/setup.ts'
import { sentencesAt } from '../speak.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { byVisitor, hallVisitor, shownPerson } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { mayChangePicture, ownUndoNote } from './avatar.ts'
import { type ProfileView, profilePage } from './profile-page.ts'
import { hasOwnUsername } from './username.ts'

/** `GET /account`. */
export const profile = (world: WebWorld, visit: Visit, person: Person): Promise<Response> =>
  showProfile(world, visit, person, { saved: visit.query.has('saved') }, 200)

/** `POST /account`: name and language. The address has a page of its own. */
export const changedProfile = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const form = await visit.form()
  const { account } = person
  const values = { name: form.typed('name'), locale: form.typed('locale') }
  // What the configuration file says of a person is changed there.
  const changes = account.managed ? { locale: values.locale } : values
  const done = await changeAccount(world, account.id, changes, byVisitor(visit, person))
  if (done.ok) return redirect('/account?saved=yes')
  const problems = problemSentences(done.problems, sentencesAt(visit), minimumOf(world))
  return showProfile(world, visit, person, { values, problems }, 400)
}

/** The page itself, with what was just done or went wrong. */
export const showProfile = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  shown: Partial<Pick<ProfileView, 'values' | 'problems' | 'saved'>>,
  status: number,
): Promise<Response> => {
  const { account } = person
  const { brand } = await world.look()
  const sentences = sentencesAt(visit, { accountLocale: account.locale })
  const view: ProfileView = {
    visitor: hallVisitor(world, visit, person),
    username: account.username,
    ownUsername: await hasOwnUsername(world, person),
    values: { name: account.name, locale: account.locale ?? '' },
    email: account.email,
    emailState:
      account.email === undefined ? 'none' : account.emailVerifiedAt === undefined ? 'unverified' : 'verified',
    managed: account.managed,
    picture: mayChangePicture(account)
      ? { person: shownPerson(account), set: visit.query.get('picture') === 'set' }
      : undefined,
    undo: status === 200 ? await ownUndoNote(world, visit, person, sentences) : undefined,
    ...shown,
  }
  return page(profilePage(view, sentences, brand), { status })
}
