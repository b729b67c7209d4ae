import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'
import type { Plain } from '../imported.ts'
import { present } from '../plain.ts'
import { modeOf } from './accounts.ts'

interface Around {
  readonly applications: readonly Row<'applications'>[]
  readonly accountIds: ReadonlySet<string>
}

/** What is left of people who are gone, and the names that others had before: none of it is ever anybody else's. */
export const exportDeparted = async (
  { storage }: Pick<World, 'storage'>,
  { applications, accountIds }: Around,
): Promise<readonly Plain[]> => {
  const tombstones = (await storage.list('tombstones')).filter(({ reservedUntil }) => reservedUntil === undefined)
  const handles = (await storage.list('handles')).filter(({ accountId }) => !accountIds.has(accountId))
  const subjects = (await storage.list('subjects')).filter(({ accountId }) => !accountIds.has(accountId))
  const byAccount = Map.groupBy(handles, ({ accountId }) => accountId)
  const subjectsBy = Map.groupBy(subjects, ({ accountId }) => accountId)
  const knownAs = (accountId: string): readonly Plain[] =>
    applications.flatMap((row) => {
      const handle = byAccount.get(accountId)?.find(({ applicationId }) => applicationId === row.id)?.handle
      const own = (subjectsBy.get(accountId) ?? []).filter(({ applicationId }) => applicationId === row.id)
      return [
        ...(handle === undefined ? [] : [{ application: row.slug, handle }]),
        ...own
          .toSorted((one, other) => (one.mode < other.mode ? -1 : 1))
          .map(({ mode, subjectHash }) =>
            present({ application: row.slug, mode: mode === modeOf(row) ? undefined : mode, subjectHash }),
          ),
      ]
    })
  return tombstones
    .map(({ id, usernameKey }): Plain => {
      const [accountId = id] = id.split(':')
      const renamed = accountId !== id
      const known = renamed ? [] : knownAs(accountId)
      return present({
        id: accountId,
        username: usernameKey,
        renamed: renamed ? true : undefined,
        knownAs: known.length === 0 ? undefined : known,
      })
    })
    .sort((one, other) => (String(one['username']) < String(other['username']) ? -1 : 1))
}
