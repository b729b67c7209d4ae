import { listAccounts } from '../../admin/operations/accounts.ts'
import { countAll } from '../../admin/operations/count-all.ts'
import { isHeld } from '../../admin/operations/group-uses.ts'
import {
  addMembers,
  changeGroup,
  createGroup,
  deleteGroup,
  dropMember,
  type GroupView,
  getGroup,
  searchGroups,
} from '../../admin/operations/groups.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import { formatNumber } from '../../locales/format.ts'
import { formTokenField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, emptyState, linkButton, note, pill } from '../../web/ui/parts.ts'
import { rowName, searchForm, table } from '../../web/ui/table.ts'
import { linesOf } from '../choices.ts'
import { showDeletion } from '../deletion.ts'
import { askAgain, atDesk, type Desk, doneNote, showRoom, typedAt } from '../desk.ts'
import { pageAsked, pagerFor, turnedTooFar } from '../paging.ts'
import { tellProblems } from './account.ts'
import { type GroupShown, type GroupValues, groupBody, groupFields } from './group-page.ts'

const home = '/console/groups'
const pathOf = ({ id }: Pick<GroupView, 'id'>): string => `${home}/${id}`

const findAsked = async ({ world, visit }: Desk): Promise<GroupView> => {
  const found = await getGroup(world, visit.path['group'] ?? '')
  if (found === undefined) throw new Refusal(404, 'not_found')
  return found
}

/** `GET /console/groups`. */
export const groups = atDesk(async (desk) => {
  const { world, visit, sentences } = desk
  const { console, words } = sentences
  const { groups: texts } = console
  const search = visit.query.typed('q')
  const page = pageAsked(desk)
  const [{ groups: found, more }, total] = await Promise.all([
    searchGroups(world, { search, ...page }),
    countAll(world, 'groups', search),
  ])
  const back = turnedTooFar(desk, page.offset, found)
  if (back !== undefined) return back
  const create = linkButton({ label: texts.create, href: `${home}/new`, id: 'create' })
  const list = table({
    caption: texts.title,
    columns: [{ label: texts.name }, { label: texts.members, kind: 'number' }, { label: console.state }],
    rows: found.map(({ id, name, description, memberCount, managed }) => [
      rowName(name, pathOf({ id }), description || undefined),
      formatNumber(sentences.tag, memberCount),
      managed ? pill(console.managed) : '',
    ]),
  })
  const none = found.length === 0 && search === ''
  return showRoom(desk, {
    room: 'groups',
    title: texts.title,
    lead: texts.lead,
    action: none ? undefined : create,
    notice: visit.query.has('deleted') ? note('right', console.deletedDone) : undefined,
    body: none
      ? emptyState({ title: texts.emptyTitle, lead: texts.empty, action: create })
      : html`${searchForm({ query: search, action: home }, sentences)}${
          found.length > 0 ? list : html`<p class="quiet">${words.nothingFound({ query: search })}</p>`
        }${pagerFor(desk, { ...page, count: found.length, more, total })}`,
  })
})

/** `GET /console/groups/new`. */
export const newGroup = atDesk((desk) => showNew(desk, { name: '', description: '' }, {}, 200))

const readValues = async ({ visit }: Desk): Promise<GroupValues> => {
  const form = await visit.form()
  return { name: form.typed('name'), description: form.typed('description') }
}

/** `POST /console/groups/new`. */
export const createdGroup = atDesk(async (desk) => {
  const values = await readValues(desk)
  const made = await createGroup(desk.world, values, desk.by)
  return made.ok
    ? redirect(`${pathOf(made.group)}?done=created`)
    : showNew(desk, values, tellProblems(desk, made.problems), 400)
})

const showNew = async (
  desk: Desk,
  values: GroupValues,
  problems: GroupShown['problems'],
  status: number,
): Promise<Response> => {
  const { sentences, formToken } = desk
  const { groups: texts } = sentences.console
  const fields = groupFields({ values, problems, locked: () => false, blank: status === 200 }, sentences)
  const body = html`<form method="post" class="narrow">${formTokenField(formToken)}${fields}<div>${button({ label: texts.submitCreate, id: 'save' })}</div></form>`
  return showRoom(desk, { room: 'groups', title: texts.createTitle, lead: texts.lead, body }, status)
}

/** `GET /console/groups/:group`. */
export const group = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const { groups: texts } = desk.sentences.console
  const sayings = { created: texts.created, saved: texts.saved }
  return showGroup(desk, found, { notice: doneNote(desk, sayings, found.name) })
})

/** `POST /console/groups/:group`. */
export const changedGroup = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const values = await readValues(desk)
  const changed = await changeGroup(desk.world, found.id, values, desk.by)
  if (changed.ok) return redirect(`${pathOf(found)}?done=saved`)
  const notice = note('wrong', desk.sentences.words.lookAgain)
  return showGroup(desk, found, { values, problems: tellProblems(desk, changed.problems), notice }, 400)
})

/** `POST /console/groups/:group/members`: puts people in, chosen or named, or takes one out. Groups open applications: putting in asks for the password again. */
export const changedMembers = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const form = await desk.visit.form()
  const out = form.get('remove')
  if (out !== undefined) {
    await dropMember(desk.world, found.id, out, desk.by)
    return redirect(`${pathOf(found)}?done=saved`)
  }
  const again = await askAgain(desk, pathOf(found))
  if (again !== undefined) return again
  const typed = form.typed('members')
  const chosen = [...form.all('chosen'), ...linesOf(typed)]
  const added = await addMembers(desk.world, found.id, chosen, desk.by)
  if (added.ok && added.unknown.length === 0) return redirect(`${pathOf(found)}?done=saved`)
  const { unknownMember } = desk.sentences.console.groups
  const problem = added.ok ? added.unknown.map((username) => unknownMember({ username })).join(' ') : undefined
  const notice = note('wrong', desk.sentences.words.lookAgain)
  return showGroup(desk, found, { typed, problems: { members: problem }, notice }, 400)
})

/** `GET /console/groups/:group/delete`: asks for the name. */
export const deleteGroupForm = atDesk(async (desk) => showDelete(desk, await findAsked(desk), false))

/** `POST /console/groups/:group/delete`. */
export const deletedGroup = atDesk(async (desk) => {
  const found = await findAsked(desk)
  if ((await desk.visit.form()).typed('confirm') !== found.name) return showDelete(desk, found, true)
  const again = await askAgain(desk, `${pathOf(found)}/delete`)
  if (again !== undefined) return again
  const deleted = await deleteGroup(desk.world, found.id, desk.by)
  if (deleted.ok) return redirect(`${home}?deleted=yes`)
  const used = deleted.problems.some(({ code }) => code === 'used')
  return used ? showDelete(desk, found, false, 409) : redirect(pathOf(found))
})

const showDelete = (desk: Desk, found: GroupView, mistyped: boolean, status = 200): Response => {
  const { deleteTitle, deleteLead, usedTitle, usedLead, mentionedLead } = desk.sentences.console.groups
  const { name, usedBy } = found
  if (usedBy.some(isHeld)) {
    const body = usesList(desk, usedBy.filter(isHeld))
    const trail = { label: name, href: pathOf(found) }
    return showRoom(desk, { room: 'groups', title: usedTitle({ name }), trail, lead: usedLead, body }, status)
  }
  const lead =
    usedBy.length === 0
      ? deleteLead
      : html`${deleteLead} ${mentionedLead} ${usedBy.map((user) => html` ${userLine(desk, user)}`)}`
  const asked = { name, title: deleteTitle({ name }), lead, cancelHref: pathOf(found), mistyped }
  return showDeletion(desk, { room: 'groups', from: name, ...asked })
}

/** What names a group, each with the page where that is changed. */
const usesList = (desk: Desk, users: GroupView['usedBy']): Html =>
  html`<ul>${users.map((user) => html`<li>${userLine(desk, user)}</li>`)}</ul>`

const userLine = ({ sentences }: Desk, { id, name, uses }: GroupView['usedBy'][number]): Html => {
  const { uses: words } = sentences.console.groups
  return html`<a href="/console/applications/${id}/access" translate="no">${name}</a> (${uses.map((use) => words[use]).join(', ')})`
}

const showGroup = async (
  desk: Desk,
  group: GroupView,
  more: Partial<Pick<GroupShown, 'values' | 'problems' | 'typed'>> & { readonly notice?: Piece },
  status = 200,
): Promise<Response> => {
  const { notice, ...filled } = more
  const search = desk.visit.query.typed('q')
  const { accounts } = await listAccounts(desk.world, { search, limit: 50 })
  const candidates = accounts.filter(({ id }) => group.members.every((member) => member.id !== id))
  const { name, description } = group
  const locked = (field: string): boolean => group.managedFields.includes(field)
  const sent = typedAt(desk, `${pathOf(group)}/members`)
  const asked = { search, candidates, chosen: sent?.all('chosen') ?? [], typed: sent?.typed('members') ?? '' }
  const shown: GroupShown = { group, locked, values: { name, description }, problems: {}, ...asked, ...filled }
  return showRoom(
    desk,
    {
      room: 'groups',
      title: name,
      heading: html`<span translate="no">${name}</span>`,
      lead: description || undefined,
      action: group.managed ? pill(desk.sentences.console.managed) : undefined,
      notice,
      body: groupBody(shown, desk),
    },
    status,
  )
}
