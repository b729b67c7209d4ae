import { happened } from '../../accounts/happened.ts'
import { burying, reserving } from '../../accounts/names.ts'
import { handleKey } from '../../applications/known-as/handle.ts'
import { calling } from '../../applications/known-as/introduce.ts'
import { remembering } from '../../applications/known-as/subject.ts'
import type { Change } from '../../storage/storage.ts'
import { usernameKeyOf } from '../apply/account-entry.ts'
import type { ConfigurationFile } from '../apply/configuration-file.ts'
import type { Step } from '../apply/difference.ts'
import type { DepartedEntry } from '../apply/kept-schema.ts'
import { modeOf } from './plan-brought-along.ts'
import type { Path, Planning } from './planning.ts'

/** Who was here once: nobody is ever taken for them, by their name, their `sub` or what an application called them. */
export const planDeparted = (planning: Planning, file: ConfigurationFile): readonly Step[] => {
  const seen = new Set<string>()
  return (file.departed ?? []).flatMap((entry, at): readonly Step[] => {
    const path = ['departed', at]
    const key = usernameKeyOf(entry)
    const changes = [...buried(planning, entry, key, path, seen), ...remembered(planning, entry, path, seen)]
    if (changes.length === 0) return []
    const { world, by } = planning
    const line = happened(world, 'account.changed', by, { data: { departed: entry.id } })
    return [{ does: 'create', what: 'departed', name: entry.username, fields: [], changes: [...changes, line] }]
  })
}

const buried = (
  { world, stored, accountIds, problem }: Planning,
  { id, renamed = false }: DepartedEntry,
  usernameKey: string,
  path: Path,
  seen: Set<string>,
): readonly Change[] => {
  const name = `name ${usernameKey}`
  if (stored.buried.has(usernameKey) || seen.has(name)) return []
  seen.add(name)
  const owner =
    stored.accounts.find((account) => account.usernameKey === usernameKey)?.id ?? accountIds.get(usernameKey)
  // Somebody may have gone back to an earlier name.
  if (owner === id && renamed) return []
  if (owner !== undefined) {
    problem([...path, 'username'], 'is the name of somebody who is here')
    return []
  }
  const here = stored.accounts.some((account) => account.id === id) || [...accountIds.values()].includes(id)
  if (here && !renamed) {
    problem([...path, 'id'], 'is somebody’s who is here')
    return []
  }
  const now = world.clock.now()
  return [renamed ? reserving({ id, usernameKey }, now) : burying({ id, usernameKey }, now)]
}

const remembered = (
  planning: Planning,
  { id: accountId, knownAs = [] }: DepartedEntry,
  path: Path,
  seen: Set<string>,
): readonly Change[] => {
  const { world, stored, applicationIds, problem } = planning
  const { known } = stored
  return knownAs.flatMap(({ application, handle, mode, subjectHash }, at): readonly Change[] => {
    const applicationId =
      applicationIds.get(application) ?? stored.applications.find(({ slug }) => slug === application)?.id
    if (applicationId === undefined) {
      problem([...path, 'knownAs', at, 'application'], `is no application: ${application}`)
      return []
    }
    const once = (what: string): boolean => !seen.has(what) && seen.add(what) !== undefined
    const of = { applicationId, accountId }
    const called =
      handle !== undefined &&
      known.handleOf(applicationId, accountId) === undefined &&
      !known.hasHandle(applicationId, handleKey(handle)) &&
      once(`handle ${applicationId} ${handleKey(handle)}`)
    const knownBy =
      subjectHash !== undefined &&
      !known.hasSubject(applicationId, subjectHash) &&
      once(`subject ${applicationId} ${subjectHash}`)
    return [
      ...(called ? [calling(world, { ...of, handle })] : []),
      ...(knownBy
        ? [
            remembering(world, {
              ...of,
              mode: mode ?? modeOf(planning.applicationsAfter.get(applicationId)),
              subjectHash,
            }),
          ]
        : []),
    ]
  })
}
