import type { ImportPreview } from '../../admin/moving/import-draft.ts'
import { type ImportKind, importKinds } from '../../admin/moving/import-read.ts'
import type { ImportResult, Note } from '../../admin/operations/import.ts'
import { fileField, formTokenField, hiddenFields, radioGroup, textareaField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, type Fact, linkButton, note, section, told } from '../../web/ui/parts.ts'
import { type Desk, showRoom } from '../desk.ts'
import { settingsHome } from './settings.ts'

export const importHome = '/console/import'

export interface ImportForm {
  readonly from: ImportKind
  readonly text: string
  readonly problem?: 'required' | 'tooLong' | undefined
  /** Why it cannot be brought along, in the words of configuration files. */
  readonly problems?: readonly string[]
  readonly notice?: Html
}

export const showImportForm = (desk: Desk, form: ImportForm, status: number): Response => {
  const { sentences, formToken } = desk
  const { moveIn: texts } = sentences
  const { from, text, problem, problems = [] } = form
  const fields = [
    radioGroup({
      name: 'from',
      label: texts.from,
      value: from,
      options: importKinds.map((value) => ({ value, label: texts.kinds[value] })),
    }),
    fileField({
      name: 'file',
      label: texts.file,
      hint: texts.fileHint,
      problem: problem === undefined ? undefined : texts[problem],
      accept: '.yaml,.yml,.json,.env,.production,text/plain',
    }),
    textareaField({ name: 'text', label: texts.text, hint: texts.textHint, value: text, exact: true, rows: 8 }),
  ]
  const refused =
    problems.length === 0
      ? undefined
      : note('wrong', html`<p>${texts.cannot}</p><ul lang="en">${problems.map((one) => html`<li>${one}</li>`)}</ul>`)
  return showRoom(
    desk,
    {
      room: 'settings',
      title: texts.title,
      lead: texts.lead,
      notice: form.notice ?? refused ?? (status === 200 ? undefined : note('wrong', sentences.words.lookAgain)),
      body: html`<form method="post" action="${importHome}" class="narrow" enctype="multipart/form-data">${formTokenField(formToken)}${fields}<div>${button({ label: texts.submit, id: 'read' })}</div></form>`,
    },
    status,
  )
}

export const showImportPreview = (desk: Desk, preview: ImportPreview, notice: Piece, status: number): Response => {
  const { sentences, formToken } = desk
  const { moveIn: texts } = sentences
  const hidden = hiddenFields([
    ['draft', preview.draft],
    ['seen', preview.seen],
  ])
  const nothing = preview.difference.steps.length === 0
  const way = nothing
    ? html`<div>${linkButton({ label: sentences.settings.title, href: settingsHome, look: 'plain', id: 'back' })}</div>`
    : html`<form method="post" action="${importHome}/apply">${formTokenField(formToken)}${hidden}<div class="row narrow">${linkButton({ label: sentences.words.cancel, href: importHome, look: 'plain', id: 'cancel' })}${button({ label: texts.apply, id: 'apply' })}</div></form>`
  return showRoom(
    desk,
    {
      room: 'settings',
      title: texts.previewTitle,
      lead: nothing ? texts.nothing : texts.previewLead,
      notice,
      body: html`${outcome(preview, desk)}${way}`,
    },
    status,
  )
}

export const showImportDone = (desk: Desk, result: ImportResult): Response => {
  const { moveIn: texts } = desk.sentences
  const body = html`${outcome(result, desk)}`
  return showRoom(desk, { room: 'settings', title: texts.title, notice: note('right', texts.done), body })
}

const outcome = ({ difference, left, warnings }: ImportResult, desk: Desk): Html => {
  const { moveIn: texts, moving } = desk.sentences
  const sentences: Readonly<Record<string, string>> = { ...moving.left, ...moving.warnings }
  const noted = ({ about, code, detail }: Note): Fact => ({
    label: html`<code translate="no">${about}</code>`,
    value: html`${sentences[code] ?? code}${shownDetail(detail)}`,
  })
  const look = [
    ...warnings.map(noted),
    ...difference.warnings.map((warning) => ({ label: '', value: html`<span lang="en">${warning}</span>` })),
  ]
  return html`${steps(difference.steps, desk)}${part('look', texts.look({ count: look.length }), told(look), look)}${part('left', texts.left({ count: left.length }), told(left.map(noted)), left)}`
}

const shownDetail = (detail: string | undefined): Piece => {
  if (detail === undefined) return ''
  return detail.includes('\n')
    ? html`<pre class="paste" tabindex="0" translate="no">${detail}</pre>`
    : html` <code translate="no">${detail}</code>`
}

const part = (id: string, title: string, body: Html, of: readonly unknown[]): Html | string =>
  of.length === 0 ? '' : section({ id, title, body })

type Steps = ImportResult['difference']['steps']

const steps = (all: Steps, { sentences }: Desk): Html | string => {
  const { moveIn: texts } = sentences
  const items = all.map(({ does, what, name, fields }) => {
    const told = fields.filter(({ to }) => does !== 'create' || (to !== undefined && to.length > 0 && to !== 'no'))
    const lines = told.map(({ field, to }) => html`<li><code>${field}</code> ${[to ?? '–'].flat().join(', ')}</li>`)
    return html`<li><details><summary>${texts.whats[what]} <strong translate="no">${name}</strong> <span class="quiet">${texts.does[does]}</span></summary><ul class="more points" translate="no">${lines}</ul></details></li>`
  })
  return part('steps', texts.steps({ count: all.length }), html`<ul class="points">${items}</ul>`, all)
}
