import { dropUnused } from '../../accounts/pictures/keep.ts'
import { groupsAlone } from '../../applications/access.ts'
import {
  type Application,
  findApplication,
  findByClientId,
  grantTypes,
  listApplications as list,
} from '../../applications/application.ts'
import {
  changeApplication as change,
  deleteApplication as remove,
  setDisabled,
} from '../../applications/change-application.ts'
import { scopesSupported } from '../../applications/claims.ts'
import { createApplication as create, type NewApplication } from '../../applications/create-application.ts'
import type { ApplicationOutcome, ApplicationProblem } from '../../applications/outcome.ts'
import { rotateSecret as rotate } from '../../applications/rotate-secret.ts'
import type { ApplicationSettings } from '../../applications/settings.ts'
import type { Time } from '../../lib/clock.ts'
import type { World } from '../../storage/world.ts'
import { type ApplicationView, viewOf } from './application-view.ts'
import { managedFields, withoutManaged } from './managed.ts'
import type { By } from './world.ts'

export { opensToNobody } from '../../applications/access.ts'
export {
  issuerModes,
  missingEmails,
  newcomersTaken,
  subjectModes,
  uidFields,
  usernameRules,
} from '../../applications/application.ts'
export { endpointsOf } from '../../applications/issuer.ts'
export type { ApplicationProblem } from '../../applications/outcome.ts'
export { textOfRedirect, whereItLeads } from '../../applications/redirect-uri.ts'

export type { ApplicationSettingsView, ApplicationView } from './application-view.ts'
export { newApplicationDefaults } from './application-view.ts'

/** What an application may be allowed, by the names the protocol has for it. */
export const allowable = { allowedScopes: scopesSupported, allowedGrants: grantTypes } as const

/** What an administrator may set. Whether the file manages it is not for them to say. */
export type ApplicationInput = Omit<ApplicationSettings, 'managed'>
export type NewApplicationInput = Omit<NewApplication, 'managed' | 'unsafeShortSecret'>

/** With a secret that was made just now: shown once, and nowhere else. */
export interface WithSecret {
  readonly application: ApplicationView
  readonly clientSecret: string | undefined
}

type Outcome<T extends object> = ApplicationOutcome<T>
type Changed = Outcome<{ readonly application: ApplicationView }>

export const listApplications = async (
  world: World,
  query: { readonly search?: string | undefined; readonly limit?: number; readonly offset?: number } = {},
): Promise<{ readonly applications: readonly ApplicationView[]; readonly more: boolean }> => {
  const { applications, more } = await list(world, query)
  return { applications: await Promise.all(applications.map((application) => viewOf(world, application))), more }
}

/** Those that there are besides one, to choose from. */
export const otherApplications = async (
  { storage }: Pick<World, 'storage'>,
  but?: string,
): Promise<readonly Pick<ApplicationView, 'clientId' | 'name'>[]> =>
  (await storage.list('applications', { orderBy: 'name', limit: mostToChooseFrom }))
    .filter(({ id }) => id !== but)
    .map(({ clientId, name }) => ({ clientId, name }))

const mostToChooseFrom = 500

export const getApplication = async (world: World, id: string): Promise<ApplicationView | undefined> => {
  const application = await findApplication(world, id)
  return application === undefined ? undefined : viewOf(world, application)
}

export const getApplicationByClientId = async (
  world: World,
  clientId: string,
): Promise<ApplicationView | undefined> => {
  const application = await findByClientId(world, clientId)
  return application === undefined ? undefined : viewOf(world, application)
}

export const createApplication = async (
  world: World,
  input: NewApplicationInput,
  by: By,
): Promise<Outcome<WithSecret>> =>
  shownWithSecret(world, await create(world, { ...input, managed: false, unsafeShortSecret: false }, by))

/** Fields that the configuration file manages are left as they are, whatever the input says. */
export const changeApplication = async (
  world: World,
  id: string,
  input: ApplicationInput,
  by: By,
): Promise<Changed> => {
  const present = await findApplication(world, id)
  if (present === undefined) return gone
  const managed = await managedFields(world, 'applications', present)
  const { accessGroups, ...allowed } = withoutManaged(input, managed)
  // A list of groups says less than rules do: it takes the place of another list, and of nothing else.
  const groups = groupsAlone(present.accessRules) === undefined ? undefined : accessGroups
  return shown(world, await change(world, id, { ...allowed, accessGroups: groups, managed: undefined }, by))
}

/** Makes a new secret, unless the file says what the secret is. */
export const rotateSecret = async (
  world: World,
  id: string,
  { overlap }: { readonly overlap?: Time | undefined },
  by: By,
): Promise<Outcome<WithSecret>> => {
  const present = await findApplication(world, id)
  if (present === undefined) return gone
  if ((await managedFields(world, 'applications', present)).includes('clientSecret')) return inFile
  return shownWithSecret(world, await rotate(world, id, { overlap }, by))
}

/** Also what the file manages can be switched off: in an emergency nobody should have to find the file first. */
export const disableApplication = async (world: World, id: string, by: By): Promise<Changed> =>
  shown(world, await setDisabled(world, id, true, by))

export const enableApplication = async (world: World, id: string, by: By): Promise<Changed> =>
  shown(world, await setDisabled(world, id, false, by))

/** What the file names would be there again at the next start: it is taken out of the file first. */
export const deleteApplication = async (world: World, id: string, by: By): Promise<Changed> => {
  const present = await findApplication(world, id)
  if (present === undefined) return gone
  if (present.managed) return inFile
  const removed = await shown(world, await remove(world, id, by))
  if (removed.ok) await dropUnused(world, present.icon)
  return removed
}

const problem = (code: ApplicationProblem['code']): { ok: false; problems: readonly ApplicationProblem[] } => ({
  ok: false,
  problems: [{ field: 'application', code }],
})
const gone = problem('unknown')
const inFile = problem('managed')

const shown = async (world: World, outcome: Outcome<{ application: Application }>): Promise<Changed> =>
  outcome.ok ? { ok: true, application: await viewOf(world, outcome.application) } : outcome

const shownWithSecret = async (
  world: World,
  outcome: Outcome<{ application: Application; clientSecret: string | undefined }>,
): Promise<Outcome<WithSecret>> =>
  outcome.ok
    ? { ok: true, application: await viewOf(world, outcome.application), clientSecret: outcome.clientSecret }
    : outcome
