import {
  emailTrusts,
  type ProviderInput,
  type ProviderProblem,
  presetNamed,
  presets,
  takenFields,
  takings,
} from '../../admin/operations/providers.ts'
import { firstSignIns } from '../../admin/operations/sources.ts'
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
import { linesOf } from '../choices.ts'
import type { Desk } from '../desk.ts'

/** What was typed. */
export const providerInputIn = async ({ visit }: Desk, id?: string): Promise<ProviderInput> => {
  const form = await visit.form()
  return {
    id: id ?? form.typed('id'),
    preset: presetNamed(form.get('preset')) ?? 'generic',
    on: form.has('on'),
    name: form.typed('name'),
    issuer: form.typed('issuer'),
    clientId: form.typed('clientId'),
    secret: form.get('secret') ?? '',
    scopes: form
      .typed('scopes')
      .split(/[\s,]+/)
      .filter((scope) => scope !== ''),
    firstSignIn: form.get('firstSignIn') ?? '',
    allowedGroups: linesOf(form.typed('allowedGroups')),
    adminGroups: linesOf(form.typed('adminGroups')),
    takeGroups: form.get('takeGroups') ?? '',
    emailTrust: form.get('emailTrust') ?? '',
    linkExisting: form.has('linkExisting'),
    autoRedirect: form.has('autoRedirect'),
    signOutThere: form.has('signOutThere'),
    mapping: Object.fromEntries(takenFields.map((field) => [field, form.typed(`mapping.${field}`)])),
  }
}

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
  return html`<form method="post" class="narrow">${formTokenField(formToken)}${hiddenFields([['preset', values.preset]])}${[
    checkboxField({ name: 'on', label: texts.isOn, checked: values.on }),
    ...(isNew ? [idField(shown, desk)] : []),
    ...registration(shown, desk),
    ...admission(shown, desk),
    ...conduct(shown, desk),
    mapping(shown, desk),
  ]}<div>${button({ label: texts.save, id: 'save' })}</div></form>`
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

/** What the provider and this place know of one another. */
const registration = (shown: ShownProvider, desk: Desk): readonly Html[] => {
  const { providers: texts } = desk.sentences.console
  const { values, hasSecret } = shown
  const line = (name: 'name' | 'issuer' | 'clientId', label: string, hint?: Piece): Html =>
    textField({
      ...{ name, label, hint, value: values[name], problem: problemAt(shown, name, desk) },
      ...{ exact: name !== 'name', required: true, maxlength: 2000, autocomplete: 'off' },
    })
  const { issuerExample } = presets[values.preset]
  return [
    line('name', texts.name),
    line(
      'issuer',
      texts.issuer,
      issuerExample === '' ? undefined : prose(texts.issuerHint({ example: issuerExample })),
    ),
    line('clientId', texts.clientId),
    passwordField(
      {
        name: 'secret',
        label: texts.secret,
        hint: hasSecret ? texts.secretKept : undefined,
        problem: problemAt(shown, 'secret', desk),
        autocomplete: 'new-password',
      },
      desk.sentences,
    ),
    textField({
      ...{
        name: 'scopes',
        label: texts.scopes,
        value: values.scopes.join(' '),
        problem: problemAt(shown, 'scopes', desk),
      },
      ...{ exact: true, maxlength: 1000, autocomplete: 'off' },
    }),
  ]
}

/** Who may come. */
const admission = (shown: ShownProvider, desk: Desk): readonly Html[] => {
  const { providers: texts } = desk.sentences.console
  const { values } = shown
  const lines = (name: 'allowedGroups' | 'adminGroups', label: string, hint: string): Html =>
    textareaField({
      ...{ name, label, hint, value: values[name].join('\n'), problem: problemAt(shown, name, desk), exact: true },
    })
  return [
    radioGroup({
      name: 'firstSignIn',
      label: texts.firstSignIn,
      value: values.firstSignIn,
      problem: problemAt(shown, 'firstSignIn', desk),
      options: firstSignIns.flatMap((value) => (value === 'servers' ? [] : [{ value, label: texts.first[value] }])),
    }),
    lines('allowedGroups', texts.allowedGroups, texts.allowedHint),
    lines('adminGroups', texts.adminGroups, texts.adminHint),
  ]
}

/** What becomes of what it says, and of whoever comes and goes. */
const conduct = (shown: ShownProvider, desk: Desk): readonly Html[] => {
  const { providers: texts } = desk.sentences.console
  const { values } = shown
  return [
    selectField({
      name: 'takeGroups',
      label: texts.takeGroups,
      value: values.takeGroups,
      problem: problemAt(shown, 'takeGroups', desk),
      options: takings.map((value) => ({ value, label: texts.takings[value] })),
    }),
    selectField({
      name: 'emailTrust',
      label: texts.emailTrust,
      value: values.emailTrust,
      problem: problemAt(shown, 'emailTrust', desk),
      options: emailTrusts.map((value) => ({ value, label: texts.trusts[value] })),
    }),
    checkboxField({
      ...{ name: 'linkExisting', label: texts.linkExisting, hint: texts.linkHint, checked: values.linkExisting },
    }),
    checkboxField({ name: 'autoRedirect', label: texts.autoRedirect, checked: values.autoRedirect }),
    checkboxField({ name: 'signOutThere', label: texts.signOutThere, checked: values.signOutThere }),
  ]
}

const mapping = (shown: ShownProvider, desk: Desk): Html => {
  const { providers: texts } = desk.sentences.console
  const fields = takenFields.map((field) =>
    textField({
      name: `mapping.${field}`,
      id: `mapping-${field}`,
      label: texts.fields[field],
      value: shown.values.mapping[field] ?? '',
      problem: problemAt(shown, `mapping.${field}`, desk),
      ...{ exact: true, maxlength: 2000, autocomplete: 'off' },
    }),
  )
  const open = shown.problems.some(({ field }) => field.startsWith('mapping.'))
  return html`<details class="aside"${open ? html` open` : ''}><summary>${texts.mapping}</summary><p class="hint">${texts.mappingLead}</p>${fields}</details>`
}
