import { type AccessInput, accessByName, changeAccess, previewAccess } from '../../admin/operations/access.ts'
import { type ApplicationProblem, type ApplicationView, getApplication } from '../../admin/operations/applications.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import type { Html, Piece } from '../../web/ui/html.ts'
import { note } from '../../web/ui/parts.ts'
import { applicationHeading } from '../applications/application-page.ts'
import { askAgain, atDesk, type Desk, doneNote, showRoom, typedAt } from '../desk.ts'
import { undoably } from '../undo.ts'
import { type AccessValues, inputOfAccess, readAccess, valuesOfAccess } from './access-form.ts'
import { accessBody } from './access-page.ts'
import { previewPart } from './access-preview.ts'

const findAsked = async ({ world, visit }: Desk): Promise<ApplicationView> => {
  const found = await getApplication(world, visit.path['application'] ?? '')
  if (found === undefined) throw new Refusal(404, 'not_found')
  return found
}

/** `GET /console/applications/:application/access`: its rules, mappings and roles. */
export const accessPage = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const typed = typedAt(desk, desk.visit.pathname)
  const values = typed === undefined ? valuesOfAccess(await accessByName(desk.world, found)) : readAccess(typed)
  const notice = doneNote(desk, { saved: desk.sentences.console.access.saved }, found.name)
  return showAccess(desk, found, { values, notice })
})

/** `POST /console/applications/:application/access`: saves them, or says what saving them would change. */
export const changedAccess = atDesk(async (desk) => {
  const { world, visit, by, sentences } = desk
  const found = await findAsked(desk)
  const form = await visit.form()
  const action = form.get('action')
  if (action !== 'save' && action !== 'preview') throw new Refusal(400, 'bad_request')
  const values = readAccess(form)
  const input = unlocked(inputOfAccess(values), found)
  const asked = { as: values.as, administratorId: desk.administrator.account.id, base: visit.base }
  if (action === 'preview') {
    const previewed = await previewAccess(world, found.id, input, asked)
    if (previewed.ok) return showAccess(desk, found, { values, preview: previewPart(previewed.preview, sentences) })
    return wrong(desk, found, values, previewed.problems)
  }
  const again = await askAgain(desk, `/console/applications/${found.id}/access`)
  if (again !== undefined) return again
  const named = await accessByName(world, found)
  const changed = await changeAccess(world, found.id, input, by)
  if (!changed.ok) return wrong(desk, found, values, changed.problems)
  const { id } = found
  const page = `/console/applications/${id}/access`
  const [before, after] = [settingsOf(found), settingsOf(await findAsked(desk))]
  const gone = goneFrom(before, after, named)
  if (gone.length === 0) return redirect(`${page}?done=saved`)
  const was = { kind: 'applications', id, before, after } as const
  return undoably(desk, { what: 'access', name: gone.join(', '), page, applicationId: id, was })
})

const settingsOf = ({ accessRules, claimMappings, roles, rolesClaim }: ApplicationView) => ({
  ...{ accessRules, claimMappings, roles, rolesClaim },
})

type Settings = ReturnType<typeof settingsOf>

/** What is there no more, by the names it went by: rules that were moved or switched off are there still. */
const goneFrom = (before: Settings, after: Settings, named: Settings): readonly string[] => [
  ...before.accessRules.rules.flatMap(({ kind, value }, at) =>
    after.accessRules.rules.some((rule) => rule.kind === kind && rule.value === value)
      ? []
      : [named.accessRules.rules[at]?.value ?? value],
  ),
  ...before.claimMappings.flatMap(({ scope, expression }) =>
    after.claimMappings.some((one) => one.scope === scope && one.expression === expression) ? [] : [expression],
  ),
  ...before.roles.flatMap(({ value }) => (after.roles.some((role) => role.value === value) ? [] : [value])),
]

/** What the page did not ask says nothing. */
const unlocked = (input: AccessInput, { managedFields }: ApplicationView): AccessInput =>
  Object.fromEntries(Object.entries(input).filter(([field]) => !managedFields.includes(field)))

const wrong = (
  desk: Desk,
  found: ApplicationView,
  values: AccessValues,
  problems: readonly ApplicationProblem[],
): Promise<Response> =>
  showAccess(desk, found, { values, problems, notice: note('wrong', desk.sentences.words.lookAgain) }, 400)

const showAccess = async (
  desk: Desk,
  application: ApplicationView,
  {
    values,
    problems = [],
    preview,
    notice,
  }: {
    readonly values: AccessValues
    readonly problems?: readonly ApplicationProblem[]
    readonly preview?: Html
    readonly notice?: Piece
  },
  status = 200,
): Promise<Response> => {
  const { sentences } = desk
  const { access: texts } = sentences.console
  const { id, name } = application
  const locked = (field: string): boolean => application.managedFields.includes(field)
  return showRoom(
    desk,
    {
      room: 'applications',
      title: `${texts.title}: ${name}`,
      trail: { label: name, href: `/console/applications/${id}` },
      heading: applicationHeading(application, texts.title),
      lead: texts.lead({ name }),
      notice,
      body: accessBody({ id, values, problems, locked, preview }, desk),
    },
    status,
  )
}
