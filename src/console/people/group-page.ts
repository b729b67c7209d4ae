import type { AccountSummary } from '../../admin/operations/accounts.ts'
import type { GroupView } from '../../admin/operations/groups.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { face } from '../../web/ui/faces.ts'
import { checkboxGroup, formTokenField, textareaField, textField } from '../../web/ui/fields.ts'
import { attributes, type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, note, section, told } from '../../web/ui/parts.ts'
import { searchForm } from '../../web/ui/table.ts'
import { deletePart } from '../deletion.ts'
import type { Desk } from '../desk.ts'

export interface GroupValues {
  readonly name: string
  readonly description: string
}

interface Fields {
  readonly values: GroupValues
  /** Sentences, by field. */
  readonly problems: Readonly<Partial<Record<string, string>>>
  readonly locked: (field: string) => boolean
  /** Nothing has been typed yet: the first field has the cursor. */
  readonly blank?: boolean
}

export interface GroupShown extends Fields {
  readonly group: GroupView
  /** What people are looked for by, among members and others. */
  readonly search: string
  /** People found who are not in it. */
  readonly candidates: readonly Pick<AccountSummary, 'name' | 'username'>[]
  /** Of them, whom the boxes are ticked for. */
  readonly chosen: readonly string[]
  /** Usernames that were typed to be added. */
  readonly typed: string
}

export const groupFields = (
  { values, problems, locked, blank = false }: Fields,
  { console }: Sentences,
): readonly Piece[] => {
  const { groups: texts } = console
  return [
    !locked('name') &&
      textField({
        name: 'name',
        label: texts.name,
        hint: texts.nameHint,
        value: values.name,
        problem: problems['name'],
        autofocus: blank || problems['name'] !== undefined,
        required: true,
        maxlength: 100,
        autocomplete: 'off',
      }),
    !locked('description') &&
      textField({
        name: 'description',
        label: texts.description,
        value: values.description,
        problem: problems['description'],
        autofocus: problems['name'] === undefined && problems['description'] !== undefined,
        maxlength: 100,
        autocomplete: 'off',
      }),
  ]
}

/** Everything of a group's own page below its heading. */
export const groupBody = (shown: GroupShown, desk: Desk): Html =>
  html`${settings(shown, desk)}${members(shown, desk)}${addMembers(shown, desk)}${doors(shown, desk)}${lastThings(shown, desk)}`

const settings = (shown: GroupShown, { sentences, formToken }: Desk): Html => {
  const { console, words } = sentences
  const fields = groupFields(shown, sentences).filter((piece) => piece !== false)
  const file = shown.group.managedFields.length === 0 ? '' : note('info', console.managedNote)
  const form = html`<form method="post" class="narrow" action="/console/groups/${shown.group.id}">${formTokenField(formToken)}${fields}<div>${button({ label: words.save, id: 'save' })}</div></form>`
  return html`${file}${fields.length === 0 ? '' : form}`
}

/** So many members are on one page; the others are searched for. */
const mostShown = 50

const members = ({ group, search }: GroupShown, { sentences, formToken }: Desk): Html => {
  const { console, words } = sentences
  const { groups: texts } = console
  const action = `/console/groups/${group.id}/members`
  const sought = search.toLowerCase()
  const found = group.members.filter(({ name, username }) => `${name} ${username}`.toLowerCase().includes(sought))
  const lines = found
    .slice(0, mostShown)
    .map(
      ({ id, name, username, avatar }) =>
        html`<li>${face({ name, picture: avatar })}<div class="words"><a class="row-name" href="/console/people/${id}" translate="no">${name}</a><span class="quiet" translate="no">${username}</span></div><form method="post" action="${action}">${formTokenField(formToken)}${button({ label: words.remove, look: 'plain', small: true, name: 'remove', value: id, says: `${words.remove}: ${name}` })}</form></li>`,
    )
  const more = found.length - lines.length
  return section({
    title: texts.members,
    lead: texts.memberCount({ count: group.memberCount }),
    body: html`${lines.length === 0 ? '' : html`<ul class="list">${lines}</ul>`}${more > 0 ? html`<p class="quiet">${texts.moreMembers({ count: more })}</p>` : ''}`,
  })
}

const addMembers = (
  { group, search, candidates, chosen, typed, problems }: GroupShown,
  { sentences, formToken }: Desk,
): Html => {
  const { groups: texts } = sentences.console
  const home = `/console/groups/${group.id}`
  const submit = (id: string): Html => html`<div>${button({ label: texts.submitMembers, look: 'plain', id })}</div>`
  const choose = html`<form method="post" class="narrow" action="${home}/members">${formTokenField(formToken)}${checkboxGroup(
    {
      name: 'chosen',
      label: texts.chooseMembers,
      options: candidates.map(({ name, username }) => ({
        ...{ value: username, label: `${name} (${username})`, checked: chosen.includes(username) },
      })),
    },
  )}${submit('add-chosen')}</form>`
  const byName = html`<form method="post" class="narrow more" action="${home}/members">${formTokenField(formToken)}${textareaField(
    {
      name: 'members',
      label: texts.addMembers,
      hint: texts.membersHint,
      value: typed,
      problem: problems['members'],
      autofocus: problems['members'] !== undefined,
      exact: true,
      required: true,
    },
  )}${submit('add')}</form>`
  return section({
    title: texts.addMembers,
    body: html`${searchForm({ query: search, action: home, label: texts.findPerson }, sentences)}${candidates.length === 0 ? html`<p class="quiet">${texts.everybodyIn}</p>` : choose}<details${attributes({ open: typed !== '' || problems['members'] !== undefined })}><summary>${texts.membersByName}</summary>${byName}</details>`,
    id: 'add-members',
  })
}

/** Which applications this group opens. */
const doors = ({ group }: GroupShown, { sentences }: Desk): Html | string => {
  const { groups: texts } = sentences.console
  if (group.applications.length === 0) return ''
  const links = group.applications.map(({ id, name }) => ({
    label: html`<a href="/console/applications/${id}" translate="no">${name}</a>`,
    value: texts.mayEnter,
  }))
  return section({ title: sentences.console.applications.title, body: told(links) })
}

const lastThings = ({ group }: GroupShown, desk: Desk): Html => {
  const { id, managed } = group
  return deletePart(desk, {
    home: `/console/groups/${id}`,
    managed,
    lead: desk.sentences.console.groups.deleteLead,
  })
}
