import type { Sentences } from '../../locales/sentences.ts'
import { face } from '../../web/ui/faces.ts'
import { formTokenField, textareaField, textField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, linkButton, note, section, told } from '../../web/ui/parts.ts'
import type { GroupView } from '../operations/groups.ts'
import type { Desk } from './desk.ts'

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
  html`${settings(shown, desk)}${members(shown, desk)}${doors(shown, desk)}${lastThings(shown, desk)}`

const settings = (shown: GroupShown, { sentences, formToken }: Desk): Html => {
  const { console, words } = sentences
  const fields = groupFields(shown, sentences).filter((piece) => piece !== false)
  const file = shown.group.managedFields.length === 0 ? '' : note('info', console.managedNote)
  const form = html`<form method="post" class="narrow" action="/console/groups/${shown.group.id}">${formTokenField(formToken)}${fields}<div>${button({ label: words.save, id: 'save' })}</div></form>`
  return html`${file}${fields.length === 0 ? '' : form}`
}

const members = ({ group, typed, problems }: GroupShown, { sentences, formToken }: Desk): Html => {
  const { console, words } = sentences
  const { groups: texts } = console
  const action = `/console/groups/${group.id}/members`
  const lines = group.members.map(
    ({ id, name, username, avatar }) =>
      html`<li>${face({ name, picture: avatar })}<div class="words"><a class="row-name" href="/console/people/${id}" translate="no">${name}</a><span class="quiet" translate="no">${username}</span></div><form method="post" action="${action}">${formTokenField(formToken)}${button({ label: words.remove, look: 'plain', small: true, name: 'remove', value: id, says: `${words.remove}: ${name}` })}</form></li>`,
  )
  const add = html`<form method="post" class="narrow" action="${action}">${formTokenField(formToken)}${textareaField({
    name: 'members',
    label: texts.addMembers,
    hint: texts.membersHint,
    value: typed,
    problem: problems['members'],
    autofocus: problems['members'] !== undefined,
    exact: true,
    required: true,
  })}<div>${button({ label: texts.submitMembers, look: 'plain', id: 'add' })}</div></form>`
  return section({
    title: texts.members,
    lead: texts.memberCount({ count: group.memberCount }),
    body: html`${lines.length === 0 ? '' : html`<ul class="list">${lines}</ul>`}${add}`,
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

const lastThings = ({ group }: GroupShown, { sentences }: Desk): Html => {
  const { console } = sentences
  const { id, managed } = group
  return section({
    title: console.dangerous,
    lead: managed ? console.deleteInFile : console.groups.deleteLead,
    body: managed
      ? ''
      : html`<div>${linkButton({ label: console.delete, href: `/console/groups/${id}/delete`, look: 'plain', id: 'delete' })}</div>`,
  })
}
