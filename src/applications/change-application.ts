import { isDeepStrictEqual } from 'node:util'
import { happened } from '../accounts/happened.ts'
import type { By } from '../accounts/outcome.ts'
import { type Change, expecting, removingWhere } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { type Application, applicationOf, findApplication, rowOf } from './application.ts'
import { groupsNamed, problemsWithStored } from './claims/settings.ts'
import { unlessTaken } from './create-application.ts'
import { issuerOf } from './issuer.ts'
import { countPeople } from './known-as/people.ts'
import { isSubject } from './known-as/subject.ts'
import { type ApplicationOutcome, type ApplicationProblem, refusedFor } from './outcome.ts'
import { type ApplicationSettings, applySettings } from './settings.ts'

type Changed = ApplicationOutcome<{ readonly application: Application }>

/**
 * Changes what is named and leaves the rest. When nothing is different nothing is written. Another way of knowing people makes strangers of
 * all who have signed in; so it says how many, unless it is told to go on.
 */
export const changeApplication = async (
  world: World,
  id: string,
  settings: ApplicationSettings,
  by: By = {},
): Promise<Changed> => {
  const present = await findApplication(world, id)
  if (present === undefined) return refusedFor('application', 'unknown')
  const wanted = applySettings(present, settings).application
  const held = groupsNamed(present)
  const added = groupsNamed(wanted).filter((group) => !held.includes(group))
  const unknown = await problemsWithStored(world, wanted, present)
  if (wanted.clientId !== present.clientId && (await isSubject(world, wanted.clientId))) {
    return refusedFor('clientId', 'taken')
  }
  const others =
    wanted.subjectMode === present.subjectMode || settings.unsafeOtherSubjects === true
      ? 0
      : await countPeople(world, id)

  let problems: readonly ApplicationProblem[] = []
  return unlessTaken(async () => {
    const row = await world.storage.change('applications', id, (row) => {
      const before = applicationOf(row)
      const applied = applySettings(before, settings)
      const inUse = others > 0 && applied.application.subjectMode !== before.subjectMode
      problems = [
        ...applied.problems,
        ...unknown,
        ...(inUse ? [{ field: 'subjectMode', code: 'in_use', people: others } as const] : []),
      ]
      const fields = differences(before, applied.application)
      if (problems.length > 0 || fields.length === 0) return undefined
      const after = { ...applied.application, updatedAt: world.clock.now() }
      const { name, slug } = after
      return [
        rowOf(after),
        [
          ...added.map((groupId) => expecting('groups', groupId, {})),
          ...endsWith(before, after),
          happened(world, 'application.changed', by, { applicationId: id, data: { name, slug, fields } }),
        ],
      ]
    })
    if (row === undefined) return refusedFor('application', 'unknown')
    return problems.length > 0 ? { ok: false, problems } : { ok: true, application: applicationOf(row) }
  })
}

const differences = (before: Application, after: Application): readonly string[] => {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const held = (application: Application) => new Map<string, unknown>(Object.entries(application))
  const [was, is] = [held(before), held(after)]
  return [...names].filter((name) => !isDeepStrictEqual(was.get(name), is.get(name)))
}

/**
 * What ends when an application becomes another. People who are on their way to a redirect URI that is no longer registered start again. Of
 * people who are known otherwise from now on nothing that names them as before is good any more: every answer about them agrees. What one
 * issuer gave is no other's.
 */
export const endsWith = (before: Application, after: Application): readonly Change[] => {
  const applicationId = after.id
  const kept = new Set(after.redirectUris.map((uri) => JSON.stringify(uri)))
  const lostAnAddress = before.redirectUris.some((uri) => !kept.has(JSON.stringify(uri)))
  // With a `base` of nothing it is the part that can change.
  if (before.subjectMode !== after.subjectMode || issuerOf('', before) !== issuerOf('', after)) {
    return [
      ...underWay(applicationId),
      removingWhere('refreshTokens', { applicationId }),
      removingWhere('applicationSessions', { applicationId }),
    ]
  }
  return lostAnAddress ? [removingWhere('requests', { applicationId })] : []
}

/**
 * Switched off, an application lets nobody in: what people are in the middle of is over, and its access tokens end.
 * What people allowed it stays, and its refresh tokens are good again once it is switched on.
 */
export const setDisabled = async (world: World, id: string, disabled: boolean, by: By = {}): Promise<Changed> => {
  const row = await world.storage.change('applications', id, ({ disabledAt, ...row }) => {
    if ((disabledAt !== undefined) === disabled) return undefined
    const now = world.clock.now()
    return [
      { ...row, updatedAt: now, ...(disabled ? { disabledAt: now } : {}) },
      [
        ...(disabled ? underWay(id) : []),
        happened(world, 'application.changed', by, {
          applicationId: id,
          data: { name: row.name, slug: row.slug, fields: ['disabled'], disabled },
        }),
      ],
    ]
  })
  return row === undefined ? refusedFor('application', 'unknown') : { ok: true, application: applicationOf(row) }
}

const underWay = (applicationId: string): readonly Change[] => [
  removingWhere('requests', { applicationId }),
  removingWhere('codes', { applicationId }),
  removingWhere('accessTokens', { applicationId }),
]

/** Deletes an application with everything it was ever given, in one commit: no token outlives it. */
export const deleteApplication = async (world: World, id: string, by: By = {}): Promise<Changed> => {
  const row = await world.storage.take('applications', id, ({ name, slug, clientId }) => [
    ...underWay(id),
    removingWhere('refreshTokens', { applicationId: id }),
    removingWhere('spentCodes', { applicationId: id }),
    removingWhere('grants', { applicationId: id }),
    removingWhere('handles', { applicationId: id }),
    removingWhere('subjects', { applicationId: id }),
    removingWhere('applicationSessions', { applicationId: id }),
    happened(world, 'application.deleted', by, { applicationId: id, data: { name, slug, clientId } }),
  ])
  return row === undefined ? refusedFor('application', 'unknown') : { ok: true, application: applicationOf(row) }
}
