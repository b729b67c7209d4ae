import { allowable, subjectModes, uidFields, usernameRules } from '../../admin/operations/applications.ts'
import type { Sentences } from '../../locales/sentences.ts'
import { checkboxField, checkboxGroup, selectField } from '../../web/ui/fields.ts'
import { attributes, type Html, html, type Piece } from '../../web/ui/html.ts'
import { type Fields, knowingNames, problemOf } from './application-fields.ts'

/** How an application knows people, and how much it may be told. Folded away, unless something in it is wrong. */
export const knowingFields = (fields: Fields, sentences: Sentences): Html | string => {
  const { applications: texts } = sentences.console
  const { values, locked, problems } = fields
  const inside: readonly Piece[] = [
    ...subjectFields(fields, sentences),
    !locked('usernameRule') &&
      selectField({
        name: 'usernameRule',
        label: texts.usernameRule,
        hint: texts.usernameRuleHint,
        value: values.usernameRule,
        options: usernameRules.map((value) => ({ value, label: texts.usernameRules[value] })),
      }),
    !locked('uidField') &&
      selectField({
        name: 'uidField',
        label: texts.uidField,
        hint: texts.uidFieldHint,
        value: values.uidField,
        options: uidFields.map((value) => ({ value, label: value, lang: 'zxx' })),
      }),
    !locked('assertEmailVerified') &&
      checkboxField({
        name: 'assertEmailVerified',
        label: texts.assertEmailVerified,
        hint: texts.assertEmailVerifiedHint,
        checked: values.assertEmailVerified,
      }),
    ...(['allowedScopes', 'allowedGrants'] as const).map(
      (name) =>
        !locked(name) &&
        checkboxGroup({
          name,
          label: texts[name],
          hint: texts[`${name}Hint`],
          problem: problemOf(fields, name, sentences),
          options: allowable[name].map((value) => ({
            ...{ value, label: value, lang: 'zxx' },
            checked: values[name].includes(value),
          })),
        }),
    ),
  ]
  if (inside.every((piece) => piece === false)) return ''
  const open = problems.some(({ field }) => knowingNames.includes(field))
  return html`<details${attributes({ open })}><summary>${texts.knowing}</summary><div class="more">${inside}</div></details>`
}

/** Whoever makes strangers of people is told how many, and says so a second time. */
const subjectFields = (fields: Fields, sentences: Sentences): readonly Piece[] => {
  const { applications: texts } = sentences.console
  const { values, problems, locked } = fields
  if (locked('subjectMode')) return []
  const inUse = problems.find(({ field, code }) => field === 'subjectMode' && code === 'in_use')
  return [
    selectField({
      name: 'subjectMode',
      label: texts.subjectMode,
      hint: texts.subjectModeHint,
      value: values.subjectMode,
      problem:
        inUse === undefined
          ? problemOf(fields, 'subjectMode', sentences)
          : texts.subjectInUse({ count: inUse.people ?? 0 }),
      options: subjectModes.map((value) => ({ value, label: texts.subjectModes[value] })),
    }),
    inUse !== undefined &&
      checkboxField({
        name: 'unsafeOtherSubjects',
        label: texts.otherSubjects,
        hint: texts.otherSubjectsHint,
        checked: false,
      }),
  ]
}
