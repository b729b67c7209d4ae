import type { Account } from '../../accounts/account.ts'
import { refused } from '../../accounts/outcome.ts'
import { changeAvatar, removeAvatar } from '../../accounts/pictures/avatar.ts'
import { pictureAt } from '../../accounts/pictures/keep.ts'
import type { Person } from '../../accounts/sessions/sessions.ts'
import { redirect } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { minimumOf } from '../setup/setup.ts'
import { sentencesAt } from '../speak.ts'
import { problemSentences } from '../ui/problem-sentences.ts'
import { byVisitor } from '../visitor.ts'
import type { WebWorld } from '../world.ts'
import { showProfile } from './profile.ts'

/** `POST /account/avatar`: a picture, or none from now on. */
export const changedAvatar = async (world: WebWorld, visit: Visit, person: Person): Promise<Response> => {
  const { account } = person
  if (!mayChangePicture(account)) return redirect('/account')
  const by = byVisitor(visit, person)
  if ((await visit.form()).has('remove')) {
    await removeAvatar(world, account.id, by)
    return redirect('/account?picture=removed')
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

export const pictureDone = (visit: Visit): 'set' | 'removed' | undefined =>
  (['set', 'removed'] as const).find((done) => done === visit.query.get('picture'))
