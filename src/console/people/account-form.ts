import type { AccountInput, AccountView } from '../../admin/operations/accounts.ts'
import type { GroupSummary } from '../../admin/operations/groups.ts'
import type { Form } from '../../lib/forms.ts'
import { languages, type Sentences } from '../../locales/sentences.ts'
import { checkboxField, checkboxGroup, selectField, textField } from '../../web/ui/fields.ts'
import type { Piece } from '../../web/ui/html.ts'
import { groupOptions } from '../choices.ts'

/** What the form of an account holds: as it was typed, so that it can be given back. */
export interface AccountValues {
  readonly username: string
  readonly name: string
  readonly email: string
  readonly emailVerified: boolean
  readonly locale: string
  readonly administrator: boolean
  readonly groupIds: readonly string[]
}

export const blankAccount: AccountValues = {
  username: '',
  name: '',
  email: '',
  emailVerified: false,
  locale: '',
  administrator: false,
  groupIds: [],
}

export const valuesOf = (account: AccountView): AccountValues => ({
  username: account.username,
  name: account.name,
  email: account.email ?? '',
  emailVerified: account.emailVerified,
  locale: account.locale ?? '',
  administrator: account.administrator,
  groupIds: account.groupIds,
})

export const readValues = (form: Form): AccountValues => ({
  username: form.typed('username'),
  name: form.typed('name'),
  email: form.typed('email'),
  emailVerified: form.has('emailVerified'),
  locale: form.typed('locale'),
  administrator: form.has('administrator'),
  groupIds: form.all('groupIds'),
})

export const inputOf = (values: AccountValues): Required<AccountInput> & { readonly username: string } => ({
  username: values.username,
  name: values.name,
  email: values.email,
  emailVerified: values.emailVerified,
  locale: values.locale,
  administrator: values.administrator,
  groupIds: values.groupIds,
})

export interface AccountFields {
  readonly values: AccountValues
  /** Sentences, by field. */
  readonly problems: Readonly<Partial<Record<string, string>>>
  readonly groups: readonly GroupSummary[]
  readonly locked: (field: string) => boolean
  /** Nothing has been typed yet: the first field has the cursor. */
  readonly blank?: boolean
  /** There is no such account yet: its person may choose the username. */
  readonly isNew?: boolean
}

/** Where the cursor is: at the first mistake. */
export const focusOf = ({ problems, blank }: Pick<AccountFields, 'problems' | 'blank'>): string | undefined =>
  blank === true
    ? 'username'
    : ['username', 'name', 'email', 'locale', 'password'].find((field) => problems[field] !== undefined)

export const accountFields = (
  { values, problems, groups, locked, blank = false, isNew = false }: AccountFields,
  sentences: Sentences,
): readonly Piece[] => {
  const { people: texts } = sentences.console
  const focus = focusOf({ problems, blank })
  return [
    !locked('username') &&
      textField({
        name: 'username',
        label: texts.username,
        hint: isNew ? texts.usernameHintNew : texts.usernameHint,
        value: values.username,
        problem: problems['username'],
        autofocus: focus === 'username',
        required: !isNew,
        exact: true,
        maxlength: 64,
        autocomplete: 'off',
      }),
    !locked('name') &&
      textField({
        name: 'name',
        label: texts.name,
        hint: texts.nameHint,
        value: values.name,
        problem: problems['name'],
        autofocus: focus === 'name',
        maxlength: 100,
        autocomplete: 'off',
      }),
    !locked('email') &&
      textField({
        name: 'email',
        type: 'email',
        label: texts.email,
        value: values.email,
        problem: problems['email'],
        autofocus: focus === 'email',
        maxlength: 254,
        autocomplete: 'off',
      }),
    !locked('emailVerified') &&
      checkboxField({
        name: 'emailVerified',
        label: texts.emailVerified,
        hint: texts.emailVerifiedHint,
        checked: values.emailVerified,
      }),
    !locked('locale') &&
      selectField({
        name: 'locale',
        label: texts.locale,
        value: values.locale,
        problem: problems['locale'],
        autofocus: focus === 'locale',
        options: [
          { value: '', label: texts.localeAutomatic },
          ...languages.map(({ tag, name }) => ({ value: tag, label: name, lang: tag })),
        ],
      }),
    !locked('groupIds') &&
      groups.length > 0 &&
      checkboxGroup({
        name: 'groupIds',
        label: texts.groups,
        problem: problems['groups'],
        options: groupOptions(groups, values.groupIds, sentences),
      }),
    !locked('administrator') &&
      checkboxField({
        name: 'administrator',
        label: texts.administrator,
        hint: texts.administratorHint,
        problem: problems['administrator'],
        checked: values.administrator,
      }),
  ]
}
