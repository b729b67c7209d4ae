import { happened } from '../../accounts/happened.ts'
import { type Application, rowOf } from '../../applications/application.ts'
import { endsWith } from '../../applications/change-application.ts'
import { adding, expecting, removingWhere, setting } from '../../storage/storage.ts'
import { shownApplication, wantedApplication } from '../apply/application-entry.ts'
import type { ConfigurationFile } from '../apply/configuration-file.ts'
import { compareFields, type Step } from '../apply/difference.ts'
import type { Planning } from './planning.ts'

/** The applications the file names; one that it names no longer keeps working and becomes the console's. */
export const planApplications = (planning: Planning, file: ConfigurationFile): readonly Step[] => {
  const { stored, problem } = planning
  const entries = file.applications ?? []
  const slugs = new Set<string>()
  const steps: (Step | undefined)[] = []
  const clientIds = new Map(
    stored.applications
      .filter(({ slug }) => !entries.some((entry) => entry.slug === slug))
      .map(({ clientId, slug }) => [clientId, slug]),
  )
  for (const [at, entry] of entries.entries()) {
    const path = ['applications', at]
    if (slugs.has(entry.slug)) problem([...path, 'slug'], 'is the slug of an application before it')
    slugs.add(entry.slug)
    const held = stored.applications.find(({ slug }) => slug === entry.slug)
    const next = wantedApplication(planning, entry, held, path)
    planning.applicationIds.set(entry.slug, next.id)
    planning.applicationsAfter.set(next.id, next)
    const people = stored.people.get(next.id) ?? 0
    if (held !== undefined && held.subjectMode !== next.subjectMode && people > 0) {
      const who = people === 1 ? 'one person who has' : `${people} people who have`
      planning.warn([...path, 'subjectMode'], `makes strangers of ${who} signed in to ${entry.slug}`)
    }
    const owner = clientIds.get(next.clientId)
    if (owner !== undefined) problem([...path, 'clientId'], `belongs to ${owner} already`)
    clientIds.set(next.clientId, entry.slug)
    steps.push(held === undefined ? create(planning, next) : change(planning, held, next))
  }
  const left = planning.managing ? stored.applications.filter(({ managed, slug }) => managed && !slugs.has(slug)) : []
  return [...steps.filter((step) => step !== undefined), ...left.map((application) => release(planning, application))]
}

const create = (planning: Planning, next: Application): Step => ({
  does: 'create',
  what: 'application',
  name: next.slug,
  fields: compareFields({}, shownApplication(planning, next, undefined)),
  changes: [
    adding('applications', rowOf(next)),
    happened(planning.world, 'application.created', planning.by, { applicationId: next.id, data: { slug: next.slug } }),
  ],
})

const change = (planning: Planning, held: Application, next: Application): Step | undefined => {
  const { world, by } = planning
  const fields = compareFields(shownApplication(planning, held, held), shownApplication(planning, next, held))
  if (fields.length === 0 && held.managed === next.managed) return undefined
  const { id: applicationId } = held
  const data = { slug: held.slug, fields: fields.map(({ field }) => field), managed: next.managed }
  const { id, ...columns } = rowOf({ ...next, updatedAt: world.clock.now() })
  return {
    does: 'change',
    what: 'application',
    name: held.slug,
    fields,
    replaces: next.icon === held.icon ? undefined : held.icon,
    changes: [
      expecting('applications', id, { updatedAt: held.updatedAt }),
      setting('applications', id, columns),
      ...endsWith(held, next),
      // Shutting an application takes from it what it holds, as everywhere.
      ...(next.disabledAt !== undefined && held.disabledAt === undefined
        ? [
            removingWhere('codes', { applicationId }),
            removingWhere('accessTokens', { applicationId }),
            removingWhere('refreshTokens', { applicationId }),
          ]
        : []),
      happened(world, 'application.changed', by, { applicationId, data }),
    ],
  }
}

const release = ({ world, by }: Planning, held: Application): Step => ({
  does: 'release',
  what: 'application',
  name: held.slug,
  fields: [],
  changes: [
    setting('applications', held.id, { managed: false }),
    happened(world, 'application.changed', by, { applicationId: held.id, data: { slug: held.slug, managed: false } }),
  ],
})
