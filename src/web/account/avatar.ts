import type { Account } from '../../accounts/account.ts'
import { refused } from '../../accounts/outcome.ts'
import { changeAvatar, removeAvatar } from '../../accounts/pictures/avatar.ts'
import { pictureAt } from '../../accounts/pictures/keep.ts'
import { findRemoval, keepRemoval, pictureKept, putBack } from '../../accounts/removals.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { formToken } from '../../http/csrf.ts'
import { redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { minimumOf } from '../setup/setup.ts'
import { sentencesAt } from '../speak.ts'
import type { Piece } from '../ui/html.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { undoNote, undoneNote } from '../ui/undo-note.ts'
import { byVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { showProfile } from './profile.ts'

/** `POST /account/avatar`: a picture, or none from now on. */
export const changedAvatar = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { account } = person
  if (!mayChangePicture(account)) return redirect('/account')
  const by = byVisitor(visit, person)
  if ((await visit.form()).has('remove')) {
    const picture = await pictureKept(world, account.avatar)
    await removeAvatar(world, account.id, by)
    if (account.avatar === undefined) return redirect('/account')
    const was = { kind: 'accounts', id: account.id, before: { avatar: account.avatar }, after: {} } as const
    const removal = { what: 'avatar', name: '', page: '/account', accountId: account.id, picture, was } as const
    return redirect(`/account?undo=${await keepRemoval(world, by, removal)}`)
  }
  const sent = await visit.file('avatar')
  const done = sent === undefined ? refused('avatar', 'required') : await changeAvatar(world, account.id, sent, by)
  if (done.ok) return redirect('/account?picture=set')
  const sentences = sentencesAt(visit, { accountLocale: account.locale })
  return showProfile(
    world,
    visit,
    person,
    { problems: problemSentences(done.problems, sentences, minimumOf(world)) },
    400,
  )
}

/** One that the configuration file says would be back at the next start. */
export const mayChangePicture = ({ managed, avatar }: Account): boolean =>
  !managed || avatar === undefined || pictureAt(avatar) !== undefined

/** `POST /account/undo`: the picture that the person took away, back again. */
export const undoneOwn = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const by = byVisitor(visit, person)
  const secret = (await visit.form()).typed('undo')
  const found = await findRemoval(world, secret, by)
  // What the same person took away at the console is put back there.
  if (found?.page !== '/account') return redirect('/account?undone=late')
  const done = mayChangePicture(person.account) ? await putBack(world, secret, by) : 'taken'
  return redirect(`/account?undone=${done}`)
}

/** What the person took away a moment ago, while they can have it back; or what came of that. */
export const ownUndoNote = async (
  world: WebWorld,
  visit: Visit,
  person: Person,
  sentences: Sentences,
): Promise<Piece> => {
  const secret = visit.query.get('undo')
  if (secret === undefined) return undoneNote(visit.query.get('undone'), sentences)
  const found = await findRemoval(world, secret, byVisitor(visit, person))
  if (found?.page !== '/account') return undefined
  return undoNote({ ...found, secret, action: '/account/undo', formToken: formToken(world, visit) }, sentences)
}
