import { listGroups } from '../../admin/operations/groups.ts'
import { createInvitation } from '../../admin/operations/invitations.ts'
import type { Form } from '../../lib/forms.ts'
import { checkboxField, checkboxGroup, formTokenField, textField } from '../../web/ui/fields.ts'
import { html } from '../../web/ui/html.ts'
import { button, linkButton, note, pasteBlock, section } from '../../web/ui/parts.ts'
import { groupOptions } from '../choices.ts'
import { askAgain, atDesk, type Desk, showRoom, typedAt } from '../desk.ts'
import { tellProblems } from './account.ts'

const home = '/console/invitations'

/** As it was typed, so that it can be given back. */
interface Values {
  readonly note: string
  readonly email: string
  readonly mail: boolean
  readonly groupIds: readonly string[]
  readonly uses: string
  readonly days: string
}

/** `GET /console/invitations/new`. */
export const newInvitation = atDesk((desk) => {
  const mail = desk.world.mailer !== undefined
  const typed = typedAt(desk, `${home}/new`)
  const blank: Values = { note: '', email: '', mail, groupIds: [], uses: '1', days: '7' }
  return showForm(desk, typed === undefined ? blank : readValues(typed), {}, 200)
})

/** `POST /console/invitations/new`: the link is on the answer's page and nowhere else, or in a mail and nowhere else. */
export const createdInvitation = atDesk(async (desk) => {
  const { world, visit, sentences, by } = desk
  const again = await askAgain(desk, `${home}/new`)
  if (again !== undefined) return again
  const values = readValues(await visit.form())
  const input = { ...values, uses: wholeNumber(values.uses), days: wholeNumber(values.days), language: sentences.tag }
  const made = await createInvitation(world, input, by)
  if (!made.ok) return showForm(desk, values, tellProblems(desk, made.problems), 400)
  return showMade(desk, made.email ?? '', made.secret)
})

const readValues = (form: Form): Values => ({
  note: form.typed('note'),
  email: form.typed('email'),
  mail: form.has('mail'),
  groupIds: form.all('groupIds'),
  uses: form.typed('uses'),
  days: form.typed('days'),
})

/** Anything else is no number that could be meant. */
const wholeNumber = (typed: string): number => (/^\d{1,6}$/.test(typed) ? Number(typed) : 0)

const showMade = (desk: Desk, address: string, secret: string | undefined): Response => {
  const { visit, sentences } = desk
  const { invitations: texts } = sentences.console
  const body =
    secret === undefined
      ? ''
      : section({
          title: texts.link,
          lead: texts.linkOnce,
          body: html`<div class="pastes">${pasteBlock(`${visit.base}/invite/${secret}`, texts.link, sentences, 'invitation-link')}</div>`,
          id: 'new-link',
        })
  return showRoom(desk, {
    room: 'invitations',
    title: texts.title,
    scripts: ['copy.js', 'once.js'],
    notice: secret === undefined ? note('right', texts.sent({ address })) : undefined,
    body: html`${body}<div>${linkButton({ label: texts.title, href: home, look: 'plain', id: 'all' })}</div>`,
  })
}

const showForm = async (
  desk: Desk,
  values: Values,
  problems: Readonly<Partial<Record<string, string>>>,
  status: number,
): Promise<Response> => {
  const { world, sentences, formToken } = desk
  const { invitations: texts } = sentences.console
  const groups = await listGroups(world)
  const focus = ['email', 'groups', 'uses', 'expires'].find((field) => problems[field] !== undefined) ?? 'note'
  const fields = [
    textField({
      name: 'note',
      label: texts.note,
      hint: texts.noteHint,
      value: values.note,
      autofocus: focus === 'note',
      maxlength: 100,
      autocomplete: 'off',
    }),
    textField({
      name: 'email',
      type: 'email',
      label: texts.email,
      hint: texts.emailHint,
      value: values.email,
      problem: problems['email'],
      autofocus: focus === 'email',
      maxlength: 254,
      autocomplete: 'off',
    }),
    world.mailer !== undefined &&
      checkboxField({ name: 'mail', label: texts.mail, hint: texts.mailHint, checked: values.mail }),
    groups.length > 0 &&
      checkboxGroup({
        name: 'groupIds',
        label: texts.groups,
        problem: problems['groups'],
        options: groupOptions(groups, values.groupIds, sentences),
      }),
    textField({
      name: 'uses',
      label: texts.uses,
      value: values.uses,
      problem: problems['uses'],
      autofocus: focus === 'uses',
      inputmode: 'numeric',
      maxlength: 4,
      required: true,
      autocomplete: 'off',
    }),
    textField({
      name: 'days',
      label: texts.days,
      value: values.days,
      problem: problems['expires'],
      autofocus: focus === 'expires',
      inputmode: 'numeric',
      maxlength: 3,
      required: true,
      autocomplete: 'off',
    }),
  ]
  return showRoom(
    desk,
    {
      room: 'invitations',
      title: texts.createTitle,
      lead: texts.createLead,
      notice: status === 200 ? undefined : note('wrong', sentences.words.lookAgain),
      body: html`<form method="post" class="narrow">${formTokenField(formToken)}${fields}<div>${button({ label: texts.submit, id: 'save' })}</div></form>`,
    },
    status,
  )
}
