import { type AccessInput, ruleKinds } from '../../admin/operations/access.ts'
import type { Form } from '../../lib/forms.ts'
import { choiceOf, linesOf } from '../choices.ts'

/** What the form holds, as it was typed. Rows that are empty are not kept. */
export interface AccessValues {
  readonly match: 'any' | 'all'
  readonly rules: readonly RuleRow[]
  readonly mappings: readonly { readonly scope: string; readonly expression: string }[]
  readonly roles: readonly { readonly value: string; readonly groups: string }[]
  readonly rolesClaim: string
  /** The parts that were on the page. */
  readonly asked: readonly string[]
  /** Whom it is tried as. */
  readonly as: string
}

export interface RuleRow {
  readonly kind: (typeof ruleKinds)[number]
  readonly value: string
  readonly negate: boolean
  readonly enabled: boolean
}

export const valuesOfAccess = (
  input: {
    readonly [F in keyof AccessInput]-?: NonNullable<AccessInput[F]>
  },
): AccessValues => ({
  match: input.accessRules.match,
  rules: input.accessRules.rules,
  mappings: input.claimMappings,
  roles: input.roles.map(({ value, groups }) => ({ value, groups: groups.join('\n') })),
  rolesClaim: input.rolesClaim,
  asked: [],
  as: '',
})

const parts = ['accessRules', 'claimMappings', 'roles'] as const

/** More rows than an application can have of anything: what is beyond them nobody typed. */
const mostRows = 101

const rows = (form: Form, name: string): readonly number[] =>
  Array.from({ length: mostRows }, (_, at) => at).filter((at) => form.typed(`${name}-${at}`) !== '')

export const readAccess = (form: Form): AccessValues => {
  const rules = rows(form, 'rule-value').map((at) => ({
    kind: choiceOf(form, `rule-kind-${at}`, ruleKinds),
    value: form.typed(`rule-value-${at}`),
    negate: form.has(`rule-negate-${at}`),
    enabled: form.has(`rule-enabled-${at}`),
    place: Number(form.typed(`rule-place-${at}`)) || at + 1,
  }))
  const mapped = [...new Set([...rows(form, 'mapping-expression'), ...rows(form, 'mapping-scope')])]
  return {
    match: choiceOf(form, 'match', ['any', 'all']),
    rules: rules.toSorted((one, other) => one.place - other.place).map(({ place: _, ...rule }) => rule),
    mappings: mapped
      .toSorted((one, other) => one - other)
      .map((at) => ({ scope: form.typed(`mapping-scope-${at}`), expression: form.typed(`mapping-expression-${at}`) }))
      // The first scope is there before anybody types.
      .filter(({ expression }) => expression !== ''),
    roles: rows(form, 'role-value').map((at) => ({
      value: form.typed(`role-value-${at}`),
      groups: form.typed(`role-groups-${at}`),
    })),
    rolesClaim: form.typed('rolesClaim'),
    asked: parts.filter((part) => form.has(`asks-${part}`)),
    as: form.typed('as'),
  }
}

/** What was not on the page says nothing: no rules at all would let everybody in. */
export const inputOfAccess = ({ asked, ...values }: AccessValues): AccessInput => ({
  ...(asked.includes('accessRules') ? { accessRules: { match: values.match, rules: values.rules } } : {}),
  ...(asked.includes('claimMappings') ? { claimMappings: values.mappings } : {}),
  ...(asked.includes('roles')
    ? {
        roles: values.roles.map(({ value, groups }) => ({ value, groups: linesOf(groups) })),
        rolesClaim: values.rolesClaim,
      }
    : {}),
})
