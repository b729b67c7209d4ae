import { happened } from '../accounts/happened.ts'
import type { By } from '../accounts/outcome.ts'
import { newId, randomText } from '../lib/ids.ts'
import { adding, expecting, Missing, Taken } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { type Application, defaultDetails, rowOf } from './application.ts'
import { groupsNamed, problemsWithStored } from './claims/settings.ts'
import { type GivenSecret, hashGiven, secretProblems } from './given-secret.ts'
import { isSubject } from './known-as/subject.ts'
import { type ApplicationOutcome, type ApplicationProblem, refusedFor } from './outcome.ts'
import { type ApplicationSettings, applySettings } from './settings.ts'
import { slugFrom } from './slug.ts'

/** A new application. Short name, client id and secret are made when they are not given. */
export interface NewApplication extends ApplicationSettings, GivenSecret {
  readonly name: string
}

export interface CreatedApplication {
  readonly application: Application
  /** The secret that was made here, to be shown now and never again; undefined when it was given, and for a public application. */
  readonly clientSecret: string | undefined
}

export const createApplication = async (
  world: World,
  input: NewApplication,
  by: By = {},
): Promise<ApplicationOutcome<CreatedApplication>> => {
  const now = world.clock.now()
  const blank: Application = {
    ...defaultDetails,
    id: newId(world.random),
    name: '',
    slug: slugFrom(input.name),
    clientId: newId(world.random),
    managed: false,
    createdAt: now,
    updatedAt: now,
  }
  const { application: settled, problems } = applySettings(blank, input)
  const found = [...problems, ...secretProblems(input), ...secretOfPublic(settled, input)]
  const unknown = await problemsWithStored(world, settled)
  if (found.length > 0 || unknown.length > 0) return { ok: false, problems: [...found, ...unknown] }
  if (await isSubject(world, settled.clientId)) return refusedFor('clientId', 'taken')

  const secret = settled.confidential ? hashGiven(world, input) : undefined
  const application: Application = {
    ...settled,
    secrets: secret === undefined ? [] : [{ ...secret.kept, createdAt: now }],
  }
  const slugs = input.slug === undefined ? alternatives(world, application.slug) : [application.slug]
  for (const slug of slugs) {
    const added = await add(world, { ...application, slug }, by)
    if (added.ok) return { ok: true, application: added.application, clientSecret: secret?.made }
    const slugTaken = added.problems.some(({ field, code }) => field === 'slug' && code === 'taken')
    if (!slugTaken || input.slug !== undefined) return added
  }
  return refusedFor('slug', 'taken')
}

const add = async (
  world: World,
  application: Application,
  by: By,
): Promise<ApplicationOutcome<{ application: Application }>> => {
  const { id, name, slug, clientId } = application
  return unlessTaken(async () => {
    await world.storage.atomically([
      ...groupsNamed(application).map((groupId) => expecting('groups', groupId, {})),
      adding('applications', rowOf(application)),
      happened(world, 'application.created', by, { applicationId: id, data: { name, slug, clientId } }),
    ])
    return { ok: true, application }
  })
}

/** Short names to try when nobody asked for one. */
function* alternatives(world: Pick<World, 'random'>, slug: string): Iterable<string> {
  yield slug
  for (let number = 2; number < 10; number += 1) yield `${slug}-${number}`
  yield `${slug}-${randomText(world.random, 7).toLowerCase()}`
}

const secretOfPublic = ({ confidential }: Application, given: GivenSecret): readonly ApplicationProblem[] => {
  if (confidential) return []
  if (given.clientSecret !== undefined) return [{ field: 'clientSecret', code: 'public_has_no_secret' }]
  if (given.clientSecretHash !== undefined) return [{ field: 'clientSecretHash', code: 'public_has_no_secret' }]
  return []
}

/** What must be unique as a value: which of them somebody else has, or which group is gone. */
export const unlessTaken = async <T extends object>(
  work: () => Promise<ApplicationOutcome<T>>,
): Promise<ApplicationOutcome<T>> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Missing && error.kind === 'groups') return refusedFor('accessGroups', 'unknown')
    if (!(error instanceof Taken) || error.kind !== 'applications') throw error
    return refusedFor(error.columns.includes('clientId') ? 'clientId' : 'slug', 'taken')
  }
}
