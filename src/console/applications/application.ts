import {
  type ApplicationView,
  changeApplication,
  deleteApplication,
  disableApplication,
  enableApplication,
  getApplication,
  otherApplications,
  rotateSecret,
} from '../../admin/operations/applications.ts'
import { listEvents } from '../../admin/operations/events.ts'
import { listGroups } from '../../admin/operations/groups.ts'
import { installationAt } from '../../admin/operations/installation.ts'
import { findRecipe, guideFor } from '../../admin/operations/recipes.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import type { Piece } from '../../web/ui/html.ts'
import { note } from '../../web/ui/parts.ts'
import { showDeletion } from '../deletion.ts'
import { askAgain, atDesk, type Desk, doneNote, showRoom, typedAt } from '../desk.ts'
import { recentEvents } from '../event-table.ts'
import { type ApplicationValues, inputOf, readValues, valuesOf } from './application-form.ts'
import {
  type ApplicationShown,
  applicationBody,
  applicationHeading,
  applicationPills,
  overlaps,
} from './application-page.ts'

const pathOf = ({ id }: Pick<ApplicationView, 'id'>): string => `/console/applications/${id}`

const findAsked = async ({ world, visit }: Desk): Promise<ApplicationView> => {
  const found = await getApplication(world, visit.path['application'] ?? '')
  if (found === undefined) throw new Refusal(404, 'not_found')
  return found
}

/** `GET /console/applications/:application`. */
export const applicationPage = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const { console } = desk.sentences
  const { applications: texts } = console
  const { icons } = desk.sentences
  const sayings = {
    ...{ saved: texts.saved, there: texts.there, on: console.switchedOn, off: console.switchedOff },
    icon: icons.set,
  }
  const typed = typedAt(desk, pathOf(found))
  const notice = doneNote(desk, sayings, found.name)
  return showApplication(desk, found, { notice, ...(typed && { values: readValues(typed) }) })
})

/** `POST /console/applications/:application`. Where people are led, and as whom, asks for the password again. */
export const changedApplication = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const values = readValues(await desk.visit.form())
  const again = opensMore(found, values) ? await askAgain(desk, pathOf(found)) : undefined
  if (again !== undefined) return again
  const changed = await changeApplication(desk.world, found.id, inputOf(values), desk.by)
  if (changed.ok) return redirect(`${pathOf(found)}?done=saved`)
  const notice = note('wrong', desk.sentences.words.lookAgain)
  return showApplication(desk, found, { values, problems: changed.problems, notice }, 400)
})

/** With any of these changed people would arrive at somebody else's, or as somebody else, or others would come in. */
const guarded = [
  ...['confidential', 'clientId', 'redirectUris', 'consent', 'pkce', 'issuer', 'alsoFor', 'accessGroups'],
  ...['subjectMode', 'uidField', 'usernameRule', 'missingEmail', 'bridge', 'assertEmailVerified'],
  ...['newcomers', 'newcomerServers'],
]

const opensMore = (found: ApplicationView, values: ApplicationValues): boolean => {
  const before = new Map(Object.entries(inputOf(valuesOf(found))))
  return Object.entries(inputOf(values)).some(
    ([field, value]) =>
      guarded.includes(field) &&
      !found.managedFields.includes(field) &&
      value !== undefined &&
      JSON.stringify(value) !== JSON.stringify(before.get(field)),
  )
}

/** `POST /console/applications/:application/secret`: the new secret is on the answer's page and nowhere else. */
export const newSecret = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const again = await askAgain(desk, pathOf(found))
  if (again !== undefined) return again
  const { console, problems, words } = desk.sentences
  const asked = Number((await desk.visit.form()).get('overlap'))
  const overlap = overlaps.find((length) => length === asked)
  const rotated = await rotateSecret(desk.world, found.id, { overlap }, desk.by)
  if (!rotated.ok) {
    const code = rotated.problems[0]?.code
    const sentence = code === undefined ? words.lookAgain : problems.applications[code]
    return showApplication(desk, found, { notice: note('wrong', sentence) }, 400)
  }
  return showApplication(desk, rotated.application, {
    notice: note('right', console.applications.rotated),
    clientSecret: rotated.clientSecret,
  })
})

/** `POST /console/applications/:application/state`: switches it on or off. */
export const switchedApplication = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const state = (await desk.visit.form()).get('state')
  if (state !== 'on' && state !== 'off') throw new Refusal(400, 'bad_request')
  const on = state === 'on'
  await (on ? enableApplication : disableApplication)(desk.world, found.id, desk.by)
  return redirect(`${pathOf(found)}?done=${on ? 'on' : 'off'}`)
})

/** `GET /console/applications/:application/delete`: asks for the name. */
export const deleteApplicationForm = atDesk(async (desk) => showDelete(desk, await findAsked(desk), false))

/** `POST /console/applications/:application/delete`. */
export const deletedApplication = atDesk(async (desk) => {
  const found = await findAsked(desk)
  if ((await desk.visit.form()).typed('confirm') !== found.name) return showDelete(desk, found, true)
  const again = await askAgain(desk, `${pathOf(found)}/delete`)
  if (again !== undefined) return again
  const deleted = await deleteApplication(desk.world, found.id, desk.by)
  return redirect(deleted.ok ? '/console/applications?deleted=yes' : pathOf(found))
})

const showDelete = (desk: Desk, found: ApplicationView, mistyped: boolean): Response => {
  const { deleteTitle, deleteLead } = desk.sentences.console.applications
  const { name } = found
  const asked = { name, title: deleteTitle({ name }), lead: deleteLead, cancelHref: pathOf(found), mistyped }
  return showDeletion(desk, { room: 'applications', from: name, ...asked })
}

/** An application's own page. */
export const showApplication = async (
  desk: Desk,
  application: ApplicationView,
  more: Partial<Pick<ApplicationShown, 'values' | 'problems' | 'clientSecret' | 'iconProblem'>> & {
    readonly notice?: Piece
  },
  status = 200,
): Promise<Response> => {
  const { notice, ...filled } = more
  const shown: ApplicationShown = {
    application,
    groups: await listGroups(desk.world),
    others: await otherApplications(desk.world, application.id),
    recent: (await listEvents(desk.world, { applicationId: application.id, limit: recentEvents })).events,
    locked: (field) => application.managedFields.includes(field),
    values: valuesOf(application),
    problems: [],
    guide: await guideOf(desk, application, filled.clientSecret),
    ...filled,
  }
  return showRoom(
    desk,
    {
      room: 'applications',
      title: application.name,
      heading: applicationHeading(application),
      lead: application.description,
      action: applicationPills(application, desk.sentences),
      scripts: ['times.js', 'once.js', 'copy.js'],
      notice,
      body: applicationBody(shown, desk),
    },
    status,
  )
}

const guideOf = async (
  { world, visit, sentences }: Desk,
  application: ApplicationView,
  clientSecret: string | undefined,
): Promise<ApplicationShown['guide']> => {
  if (application.answers === undefined) return undefined
  const guide = await guideFor(application, await installationAt(world, visit.base), clientSecret)
  const told = guide === undefined ? undefined : await findRecipe(guide.recipe.slug, sentences.tag)
  return guide === undefined || told === undefined ? undefined : { told, guide }
}
