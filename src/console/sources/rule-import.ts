import {
  applyImport,
  type ImportInput,
  type ImportProblem,
  type ImportShown,
  previewImport,
  type SkippedRow,
  severities,
} from '../../admin/moving/import-rules.ts'
import type { InstanceRule } from '../../admin/operations/instance-rules.ts'
import { redirect } from '../../http/respond.ts'
import type { Form } from '../../lib/forms.ts'
import {
  checkboxGroup,
  fileField,
  formTokenField,
  hiddenFields,
  radioGroup,
  textareaField,
  textField,
} from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, linkButton, note } from '../../web/ui/parts.ts'
import { choiceOf } from '../choices.ts'
import { askAgain, atDesk, type Desk, showRoom, typedAt } from '../desk.ts'
import { rulesHome } from './rules.ts'

const home = `${rulesHome}/import`
const actions = ['as-list', 'deny', 'allow'] as const

type Values = Omit<ImportInput, 'file'>

/** `GET /console/rules/import`. */
export const importList = atDesk(async (desk) => {
  const typed = typedAt(desk, home)
  const blank: Values = { url: '', text: '', list: '', action: 'as-list', severities: ['suspend'] }
  return showForm(desk, { values: typed === undefined ? blank : readValues(typed), problems: [] }, 200)
})

/** `POST /console/rules/import`: reads the list and shows what would change. */
export const readList = atDesk(async (desk) => {
  const again = await askAgain(desk, home)
  if (again !== undefined) return again
  const { world, visit, by } = desk
  const values = readValues(await visit.form())
  const file = await visit.file('file')
  const shown = await previewImport(world, { ...values, file }, by)
  return shown.ok ? showPreview(desk, shown, undefined, 200) : showForm(desk, { values, problems: shown.problems }, 400)
})

/** `POST /console/rules/import/apply`: does what was shown. Whoever had it read said who they are, not long before. */
export const importedList = atDesk(async (desk) => {
  const { world, visit, by, sentences } = desk
  const { import: texts } = sentences.console.rules
  const form = await visit.form()
  const imported = await applyImport(world, form.get('draft') ?? '', form.get('seen') ?? '', by)
  if (imported.outcome === 'done') return redirect(`${rulesHome}?done=imported&count=${imported.ended}`)
  if (imported.outcome === 'other') return showPreview(desk, imported.shown, note('warning', texts.other), 409)
  const values = readValues(form)
  return showForm(desk, { values, problems: [], notice: note('wrong', texts.gone) }, 400)
})

const readValues = (form: Form): Values => ({
  url: form.typed('url'),
  text: form.typed('text'),
  list: form.typed('list'),
  action: choiceOf(form, 'action', actions),
  severities: form.all('severities'),
})

interface Filled {
  readonly values: Values
  readonly problems: readonly ImportProblem[]
  readonly notice?: Html
}

const showForm = (desk: Desk, { values, problems, notice }: Filled, status: number): Response => {
  const { sentences, formToken } = desk
  const { import: texts } = sentences.console.rules
  const problem = (name: ImportProblem['field']): string | undefined => {
    const found = problems.find(({ field }) => field === name)
    if (found === undefined) return undefined
    if (found.code !== 'required') return texts.problems[found.code]
    if (name === 'list') return texts.problems.listRequired
    return name === 'severities' ? texts.problems.severitiesRequired : texts.problems.required
  }
  const says = (name: 'action' | 'severities') => {
    const said = problem(name)
    return said === undefined ? {} : { problem: said }
  }
  const fields = [
    textField({
      name: 'url',
      type: 'url',
      label: texts.url,
      hint: texts.urlHint,
      value: values.url,
      problem: problem('url'),
      exact: true,
      autocomplete: 'off',
    }),
    fileField({
      name: 'file',
      label: texts.file,
      hint: texts.fileHint,
      problem: problem('file'),
      accept: '.csv,.txt,text/csv,text/plain',
    }),
    textareaField({
      name: 'text',
      label: texts.text,
      hint: texts.textHint,
      value: values.text,
      problem: problem('text'),
      exact: true,
      rows: 5,
    }),
    textField({
      name: 'list',
      label: texts.list,
      hint: texts.listHint,
      value: values.list,
      problem: problem('list'),
      autocomplete: 'off',
      maxlength: 200,
    }),
    radioGroup({
      name: 'action',
      label: texts.action,
      value: values.action,
      ...says('action'),
      options: actions.map((value) => ({ value, label: texts.actions[value] })),
    }),
    checkboxGroup({
      name: 'severities',
      label: texts.severities,
      hint: texts.severitiesHint,
      ...says('severities'),
      options: severities.map((value) => ({
        ...{ value, label: texts.severityNames[value] },
        checked: values.severities.includes(value),
      })),
    }),
  ]
  return showRoom(
    desk,
    {
      room: 'rules',
      title: texts.title,
      lead: texts.lead,
      notice: notice ?? (status === 200 ? undefined : note('wrong', sentences.words.lookAgain)),
      body: html`<form method="post" action="${home}" class="narrow" enctype="multipart/form-data">${formTokenField(formToken)}${fields}<div>${button({ label: texts.submit, id: 'read' })}</div></form>`,
    },
    status,
  )
}

/** So many of each kind are shown. */
const mostShown = 25

const showPreview = (desk: Desk, shown: ImportShown, notice: Piece, status: number): Response => {
  const { sentences, formToken } = desk
  const { rules: texts } = sentences.console
  const { import: own } = texts
  const { plan, as, draft, seen } = shown
  const hidden = hiddenFields([
    ['draft', draft],
    ['seen', seen],
  ])
  const nothing = plan.adds.length + plan.changes.length + plan.removes.length === 0
  const denies = [...plan.adds, ...plan.changes.map(({ to }) => to)].some(({ action }) => action === 'deny')
  const loses = plan.removes.some(({ action }) => action === 'allow')
  const part = (title: string, items: readonly Html[]): Html | string =>
    items.length === 0 ? '' : listPart(title, items, desk)
  const ruleItem = (sign: string) => (rule: InstanceRule) =>
    html`<li><span aria-hidden="true">${sign}</span> <code translate="no">${rule.value}</code> <span class="quiet">${texts.states[rule.action]}</span>${rule.reason === '' ? '' : html` <span class="quiet" translate="no">${rule.reason}</span>`}</li>`
  const apply = html`<form method="post" action="${home}/apply">${formTokenField(formToken)}${hidden}<div class="row narrow">${linkButton({ label: sentences.words.cancel, href: rulesHome, look: 'plain', id: 'cancel' })}${button({ label: own.apply, id: 'apply' })}</div></form>`
  return showRoom(
    desk,
    {
      room: 'rules',
      title: own.previewTitle({ list: as.list }),
      lead: own.previewLead,
      notice,
      body: html`${nothing ? note('info', own.same) : ''}${part(own.adds({ count: plan.adds.length }), plan.adds.map(ruleItem('+')))}${part(
        own.changes({ count: plan.changes.length }),
        plan.changes.map(({ to }) => ruleItem('~')(to)),
      )}${part(own.removes({ count: plan.removes.length }), plan.removes.map(ruleItem('−')))}${
        plan.unchanged === 0 ? '' : html`<p class="quiet">${own.unchanged({ count: plan.unchanged })}</p>`
      }${skipped(plan.skipped, desk)}${denies || loses ? note('info', own.willDeny) : ''}${
        nothing
          ? html`<div>${linkButton({ label: texts.title, href: rulesHome, look: 'plain', id: 'back' })}</div>`
          : apply
      }`,
    },
    status,
  )
}

const listPart = (title: string, items: readonly Html[], { sentences }: Desk): Html => {
  const { import: texts } = sentences.console.rules
  const more = items.length - mostShown
  return html`<section class="part"><h2>${title}</h2><ul class="points">${items.slice(0, mostShown)}</ul>${more > 0 ? html`<p class="quiet">${texts.andMore({ count: more })}</p>` : ''}</section>`
}

const skipped = (rows: readonly SkippedRow[], { sentences }: Desk): Html | string => {
  const { import: texts } = sentences.console.rules
  if (rows.length === 0) return ''
  const items = rows
    .slice(0, mostShown)
    .map(
      ({ line, domain, why }) =>
        html`<li><code translate="no">${domain}</code> <span class="quiet">${texts.line({ line })}: ${texts.whys[why]}</span></li>`,
    )
  const more = rows.length - mostShown
  return html`<details><summary>${texts.skipped({ count: rows.length })}</summary><ul class="more points">${items}</ul>${more > 0 ? html`<p class="quiet">${texts.andMore({ count: more })}</p>` : ''}</details>`
}
