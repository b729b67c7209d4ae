import {
  type ProviderField,
  type ProviderFieldName,
  type ProviderPart,
  providerFieldNames,
  providerFields,
} from '../../admin/operations/provider-fields.ts'
import { type ProviderInput, type ProviderProblem, presetNamed, presets } from '../../admin/operations/providers.ts'
import type { Form } from '../../lib/forms.ts'
import {
  checkboxField,
  formTokenField,
  hiddenFields,
  passwordField,
  radioGroup,
  selectField,
  textareaField,
  textField,
} from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button } from '../../web/ui/parts.ts'
import { prose } from '../../web/ui/prose.ts'
import type { Desk } from '../desk.ts'

/** What was typed. */
export const readProvider = (form: Form, id?: string): ProviderInput => ({
  id: id ?? form.typed('id'),
  preset: presetNamed(form.get('preset')) ?? 'generic',
  on: form.has('on'),
  secret: form.get('secret') ?? '',
  typed: Object.fromEntries(providerFieldNames.map((name) => [name, form.get(name) ?? ''])),
})

export interface ShownProvider {
  readonly values: ProviderInput
  readonly problems: readonly ProviderProblem[]
  readonly isNew: boolean
  readonly hasSecret: boolean
}

export const providerForm = (shown: ShownProvider, desk: Desk): Html => {
  const { sentences, formToken } = desk
  const { providers: texts } = sentences.console
  const { values, isNew } = shown
  const [name, issuer, clientId, scopes] = providerFields.registration
  return html`<form method="post" class="narrow">${formTokenField(formToken)}${hiddenFields([['preset', values.preset]])}${[
    checkboxField({ name: 'on', label: texts.isOn, checked: values.on }),
    ...(isNew ? [idField(shown, desk)] : []),
    ...[name, issuer, clientId].map((field) => fieldOf(field, shown, desk)),
    secretField(shown, desk),
    ...[scopes, ...providerFields.admission, ...providerFields.conduct].map((field) => fieldOf(field, shown, desk)),
    ...folded.map((part) => foldedPart(part, shown, desk)),
  ]}<div>${button({ label: texts.save, id: 'save' })}</div></form>`
}

/** What most never touch. It is open where something in it is wrong. */
const folded = ['addresses', 'leaving', 'checking', 'claims', 'expressions'] as const satisfies readonly ProviderPart[]

const foldedPart = (part: (typeof folded)[number], shown: ShownProvider, desk: Desk): Html => {
  const { form } = desk.sentences.console.providers
  const fields: readonly Known[] = providerFields[part]
  const open = shown.problems.some(({ field }) => fields.some(({ name }) => name === field))
  const lead = part === 'expressions' ? form.expressionsLead : form.partLead
  return html`<details id="part-${part}"${open ? html` open` : ''}><summary>${form.parts[part]}</summary><div class="more"><p class="hint">${lead}</p>${fields.map((field) => fieldOf(field, shown, desk))}</div></details>`
}

const problemAt = ({ problems }: ShownProvider, field: string, { sentences }: Desk): Piece => {
  const found = problems.find((problem) => problem.field === field)
  if (found === undefined) return undefined
  const sentence = sentences.console.providers.problems[found.code]
  return found.detail === undefined ? sentence : html`${sentence} <code lang="en" translate="no">${found.detail}</code>`
}

const idField = (shown: ShownProvider, desk: Desk): Html => {
  const { providers: texts } = desk.sentences.console
  return textField({
    name: 'id',
    label: texts.id,
    hint: texts.idHint,
    value: shown.values.id,
    problem: problemAt(shown, 'id', desk),
    exact: true,
    required: true,
    maxlength: 64,
    autocomplete: 'off',
  })
}

const secretField = (shown: ShownProvider, desk: Desk): Html => {
  const { providers: texts } = desk.sentences.console
  return passwordField(
    {
      name: 'secret',
      label: texts.secret,
      hint: shown.hasSecret ? texts.secretKept : undefined,
      problem: problemAt(shown, 'secret', desk),
      autocomplete: 'new-password',
    },
    desk.sentences,
  )
}

type Known = ProviderField & { readonly name: ProviderFieldName }

const fieldOf = ({ name, kind, choices = [] }: Known, shown: ShownProvider, desk: Desk): Html => {
  const { form } = desk.sentences.console.providers
  const value = shown.values.typed[name] ?? ''
  const label = form.labels[name]
  const common = { name, label, hint: hintOf(name, shown, desk), problem: problemAt(shown, name, desk) }
  const id = name.replace('.', '-')
  if (kind === 'flag') return checkboxField({ ...common, id, checked: value !== '' })
  if (kind === 'choice') {
    const options = choices.map((choice) => ({ value: choice, label: choiceLabel(form.choices, name, choice) }))
    return name === 'firstSignIn'
      ? radioGroup({ name, label, value, problem: common.problem, options })
      : selectField({ ...common, id, value, options })
  }
  if (kind === 'lines' || kind === 'pairs' || kind === 'block')
    return textareaField({ ...common, id, value, exact: true })
  return textField({
    ...{ ...common, id, value },
    exact: name !== 'name',
    required: needed.has(name),
    ...(kind === 'number' ? { inputmode: 'numeric' as const } : {}),
    maxlength: 2000,
    autocomplete: 'off',
  })
}

const needed: ReadonlySet<ProviderFieldName> = new Set(['name', 'issuer', 'clientId'])

const hintOf = (name: ProviderFieldName, { values }: ShownProvider, { sentences }: Desk): Piece => {
  const { providers: texts } = sentences.console
  const { issuerExample } = presets[values.preset]
  if (name === 'issuer') return issuerExample === '' ? undefined : prose(texts.issuerHint({ example: issuerExample }))
  const hints: Readonly<Partial<Record<ProviderFieldName, string>>> = texts.form.hints
  return hints[name]
}

/** Four fields share what may become of them. */
const choiceLabel = (
  choices: Readonly<Record<string, Readonly<Record<string, string>>>>,
  name: string,
  choice: string,
): string => (choices[name] ?? choices['take'])?.[choice] ?? choice
