import { happened } from '../../accounts/happened.ts'
import type { By } from '../../accounts/outcome.ts'
import { type Change, expecting, Missing, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Application } from '../application.ts'
import { type ApplicationOutcome, refusedFor } from '../outcome.ts'
import { calling, findHandle, type KnownAs } from './introduce.ts'
import { isNobodys, keeping } from './subject.ts'

/**
 * What an application knew somebody as elsewhere, before they sign in here: it goes on knowing them. A handle is taken as it is, whatever the
 * application's rule; the subject counts in the mode `imported`. Neither replaces one that the application has been told here.
 */
export const importKnownAs = async (
  world: World,
  application: Pick<Application, 'id'>,
  accountId: string,
  { handle, subject }: Partial<KnownAs>,
  by: By = {},
): Promise<ApplicationOutcome> => {
  const { id: applicationId } = application
  if (handle !== undefined && !isForeignHandle(handle)) return refusedFor('handle', 'bad_characters')
  if (subject !== undefined && !isForeignSubject(subject)) return refusedFor('subject', 'bad_characters')
  const called = await findHandle(world, applicationId, accountId)
  if (handle !== undefined && called !== undefined && called !== handle) return refusedFor('handle', 'in_use')
  const before = await world.storage.list('subjects', { where: { applicationId, accountId, mode: 'imported' } })
  const known = before[0]?.subject
  if (subject !== undefined && known !== undefined && known !== subject) return refusedFor('subject', 'in_use')
  const newSubject = subject !== undefined && known === undefined
  if (newSubject && subject !== accountId && !(await isNobodys(world, applicationId, subject))) {
    return refusedFor('subject', 'taken')
  }
  const changes: readonly Change[] = [
    ...(handle !== undefined && called === undefined ? [calling(world, { applicationId, accountId, handle })] : []),
    ...(newSubject ? [keeping(world, { applicationId, accountId, mode: 'imported', subject })] : []),
  ]
  if (changes.length === 0) return { ok: true }
  const data = { fields: [...(handle === undefined ? [] : ['handle']), ...(subject === undefined ? [] : ['subject'])] }
  try {
    await world.storage.atomically([
      expecting('applications', applicationId, {}),
      expecting('accounts', accountId, {}),
      ...changes,
      happened(world, 'account.changed', by, { accountId, applicationId, data }),
    ])
  } catch (error) {
    if (error instanceof Missing) return refusedFor('application', 'unknown')
    if (!(error instanceof Taken)) throw error
    return refusedFor(error.kind === 'handles' ? 'handle' : 'subject', 'taken')
  }
  return { ok: true }
}

/** Whatever another program may have let people be called, as long as it can be read. */
export const isForeignHandle = (text: string): boolean =>
  text.length > 0 && text.length <= 255 && text.trim() === text && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)

/** OpenID Connect Core section 2. */
export const isForeignSubject = (text: string): boolean => /^[\x20-\x7e]{1,255}$/.test(text)
