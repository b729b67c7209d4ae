import { randomText } from '../../lib/ids.ts'
import type { Row } from '../../storage/records.ts'
import { adding, type Change, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Application } from '../application.ts'
import { handleKey, handlesFor } from './handle.ts'
import { subjectFor } from './subject.ts'

type Introduced = Pick<Application, 'id' | 'subjectMode' | 'usernameRule'>

/** What an application knows a person as. */
export interface KnownAs {
  readonly subject: string
  readonly handle: string
}

export const handleId = (applicationId: string, accountId: string): string => `${applicationId}:${accountId}`

/** What a person is called in an application; undefined for somebody who was never there. */
export const findHandle = async (
  world: Pick<World, 'storage'>,
  applicationId: string,
  accountId: string,
): Promise<string | undefined> => (await world.storage.find('handles', handleId(applicationId, accountId)))?.handle

/** What they are called there, or would be if they came now. */
export const handleToBe = async (
  world: Pick<World, 'storage' | 'random'>,
  application: Introduced,
  account: Row<'accounts'>,
): Promise<string> =>
  (await findHandle(world, application.id, account.id)) ?? (await freeHandle(world, application, account))

/**
 * Does something that tells an application who somebody is, together with the changes that make it true for ever: the first time, the handle
 * and the subject are kept in the same commit that sends them. Of two people who come at the same moment and would be called the same,
 * the second is called otherwise.
 */
export const introducing = async <T>(
  world: Pick<World, 'storage' | 'clock' | 'random'>,
  application: Introduced,
  account: Row<'accounts'>,
  tell: (known: KnownAs, changes: readonly Change[]) => Promise<T>,
): Promise<T> => {
  for (let tries = 0; ; tries += 1) {
    const { known, changes } = await introduction(world, application, account)
    try {
      return await tell(known, changes)
    } catch (error) {
      const late = error instanceof Taken && (error.kind === 'handles' || error.kind === 'subjects')
      if (!late || tries === mostTries) throw error
    }
  }
}

const mostTries = 20

const introduction = async (
  world: Pick<World, 'storage' | 'clock' | 'random'>,
  application: Introduced,
  account: Row<'accounts'>,
): Promise<{ readonly known: KnownAs; readonly changes: readonly Change[] }> => {
  const [held, { subject, changes }] = await Promise.all([
    findHandle(world, application.id, account.id),
    subjectFor(world, application, account),
  ])
  if (held !== undefined) return { known: { subject, handle: held }, changes }
  const handle = await freeHandle(world, application, account)
  const called = { applicationId: application.id, accountId: account.id, handle }
  return { known: { subject, handle }, changes: [...changes, calling(world, called)] }
}

export const calling = (
  { clock }: Pick<World, 'clock'>,
  of: { readonly applicationId: string; readonly accountId: string; readonly handle: string },
): Change =>
  adding('handles', {
    id: handleId(of.applicationId, of.accountId),
    ...of,
    handleKey: handleKey(of.handle),
    createdAt: clock.now(),
  })

const freeHandle = async (
  world: Pick<World, 'storage' | 'random'>,
  { id, usernameRule }: Introduced,
  { username }: Row<'accounts'>,
): Promise<string> => {
  const [best = '', ...others] = handlesFor(usernameRule, username)
  if ((await world.storage.count('handles', { applicationId: id, handleKey: handleKey(best) })) === 0) return best
  const where = { applicationId: id, handleKey: { oneOf: others.map(handleKey) } }
  const taken = new Set((await world.storage.list('handles', { where })).map((row) => row.handleKey))
  const free = others.find((handle) => !taken.has(handleKey(handle)))
  return free ?? `user_${randomText(world.random, 12).toLowerCase()}`
}
