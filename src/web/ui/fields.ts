import type { Sentences } from '../../locales/sentences.ts'
import { attributes, type Html, html, type Piece } from './html.ts'
import { icon } from './icons.ts'

interface Labelled {
  readonly name: string
  readonly label: string
  /** The name, unless a page has it twice. */
  readonly id?: string
  readonly hint?: Piece
  /** What is wrong with what was typed. Stands in the hint's place. */
  readonly problem?: Piece
  readonly autofocus?: boolean | undefined
  readonly required?: boolean | undefined
}

export interface TextField extends Labelled {
  /** What was typed is always kept. */
  readonly value?: string | undefined
  readonly type?: 'text' | 'email' | 'search' | 'url'
  readonly autocomplete?: string
  readonly readonly?: boolean | undefined
  /** Which keys a telephone shows. */
  readonly inputmode?: 'numeric' | 'email'
  /** What it may look like. */
  readonly placeholder?: string
  /** The id of a list of suggestions. */
  readonly list?: string | undefined
  readonly maxlength?: number
  /** For names, keys and addresses, which no keyboard should correct. */
  readonly exact?: boolean
}

export interface PasswordField extends Labelled {
  readonly autocomplete: 'current-password' | 'new-password'
  readonly minlength?: number
}

export interface Option {
  readonly value: string
  readonly label: string
  /** The language of the label, where it is not the page's. */
  readonly lang?: string
}

/** Ties a form to the session or browser it was made for. Every form that changes something has it. */
export const formTokenField = (token: string): Html => html`<input type="hidden" name="form_token" value="${token}">`

export const hiddenFields = (fields: readonly (readonly [string, string])[]): readonly Html[] =>
  fields.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)

const below = (field: Labelled): Html | string => {
  const id = `${field.id ?? field.name}-hint`
  if (field.problem !== undefined) {
    return html`<p class="hint wrong" id="${id}">${icon('wrong')}<span>${field.problem}</span></p>`
  }
  return field.hint === undefined ? '' : html`<p class="hint" id="${id}">${field.hint}</p>`
}

const shared = (field: Labelled): readonly Html[] =>
  attributes({
    id: field.id ?? field.name,
    name: field.name,
    required: field.required,
    autofocus: field.autofocus,
    'aria-invalid': field.problem === undefined ? undefined : 'true',
    'aria-describedby':
      field.hint === undefined && field.problem === undefined ? undefined : `${field.id ?? field.name}-hint`,
  })

const around = (field: Labelled, control: Html): Html =>
  html`<div class="field${field.problem === undefined ? '' : ' wrong'}"><label for="${field.id ?? field.name}">${field.label}</label>${control}${below(field)}</div>`

export const textField = (field: TextField): Html =>
  around(
    field,
    html`<input${attributes({
      type: field.type ?? 'text',
      autocomplete: field.autocomplete,
      inputmode: field.inputmode,
      placeholder: field.placeholder,
      list: field.list,
      maxlength: field.maxlength,
      readonly: field.readonly,
      ...(field.exact === true ? { autocapitalize: 'none', autocorrect: 'off', spellcheck: 'false' } : {}),
      value: field.value,
    })}${shared(field)}>`,
  )

/** Never given back what was typed. The button to look at it appears where a script can work it. */
export const passwordField = (field: PasswordField, { words }: Sentences): Html =>
  around(
    field,
    html`<span class="peekable"><input type="password"${attributes({
      autocomplete: field.autocomplete,
      minlength: field.minlength,
      maxlength: 1024,
      autocapitalize: 'none',
      spellcheck: 'false',
    })}${shared(field)}><button type="button" class="peek" hidden aria-controls="${field.id ?? field.name}" data-show="${words.show}" data-hide="${words.hide}" data-of="${field.label}" aria-label="${words.show}: ${field.label}">${words.show}</button></span>`,
  )

export const textareaField = (
  field: Labelled & { readonly value?: string | undefined; readonly rows?: number; readonly exact?: boolean },
): Html =>
  around(
    field,
    html`<textarea${attributes({
      rows: field.rows ?? 3,
      ...(field.exact === true ? { autocapitalize: 'none', spellcheck: 'false', translate: 'no', class: 'exact' } : {}),
    })}${shared(field)}>
${field.value}</textarea>`,
  )

export const selectField = (
  field: Labelled & { readonly value?: string | undefined; readonly options: readonly Option[] },
): Html =>
  around(
    field,
    html`<select${shared(field)}>${field.options.map(
      (option) =>
        html`<option${attributes({ value: option.value, selected: option.value === (field.value ?? ''), lang: option.lang, translate: option.lang === undefined ? undefined : 'no' })}>${option.label}</option>`,
    )}</select>`,
  )

/** A file to send. The form around it says `enctype="multipart/form-data"`. */
export const fileField = (field: Labelled & { readonly accept: string }): Html =>
  around(field, html`<input${attributes({ type: 'file', accept: field.accept })}${shared(field)}>`)

export interface CheckboxField extends Labelled {
  readonly checked?: boolean | undefined
  /** What is sent when it is ticked. */
  readonly value?: string
  readonly disabled?: boolean | undefined
  /** The language of the label, where it is not the page's. */
  readonly lang?: string | undefined
}

export const checkboxField = (field: CheckboxField): Html =>
  html`<div class="field check${field.problem === undefined ? '' : ' wrong'}"><input type="checkbox"${attributes({
    value: field.value ?? 'yes',
    checked: field.checked,
    disabled: field.disabled,
  })}${shared(field)}><label for="${field.id ?? field.name}"${attributes({ lang: field.lang, translate: field.lang === undefined ? undefined : 'no' })}>${field.label}</label>${below(field)}</div>`

/** Several that belong to one question, and share a name. */
export const checkboxGroup = (group: {
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly problem?: Piece
  readonly options: readonly (Option & { readonly checked?: boolean | undefined })[]
}): Html =>
  html`<fieldset class="field${group.problem === undefined ? '' : ' wrong'}"${attributes({
    'aria-describedby': group.hint === undefined && group.problem === undefined ? undefined : `${group.name}-hint`,
  })}><legend>${group.label}</legend><div class="choices">${group.options.map((option, index) =>
    checkboxField({
      id: `${group.name}-${index}`,
      name: group.name,
      label: option.label,
      value: option.value,
      checked: option.checked,
      lang: option.lang,
    }),
  )}</div>${below(group)}</fieldset>`

/** A choice of few, all to be seen at once. */
export const radioGroup = (group: {
  readonly name: string
  readonly label: string
  readonly value: string
  readonly problem?: Piece
  readonly options: readonly (Option & { readonly hint?: string; readonly disabled?: boolean })[]
}): Html =>
  html`<fieldset class="field${group.problem === undefined ? '' : ' wrong'}"${attributes({
    'aria-describedby': group.problem === undefined ? undefined : `${group.name}-hint`,
  })}><legend>${group.label}</legend>${group.options.map((option, index) => {
    const id = `${group.name}-${index}`
    return html`<div class="field check"><input type="radio"${attributes({
      id,
      name: group.name,
      value: option.value,
      checked: option.value === group.value,
      disabled: option.disabled,
      'aria-describedby': option.hint === undefined ? undefined : `${id}-hint`,
    })}><label for="${id}">${option.label}</label>${option.hint === undefined ? '' : html`<p class="hint" id="${id}-hint">${option.hint}</p>`}</div>`
  })}${below(group)}</fieldset>`
