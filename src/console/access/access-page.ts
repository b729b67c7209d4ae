import { type ApplicationProblem, ruleKinds } from '../../admin/operations/access.ts'
import type { Sentences } from '../../locales/sentences.ts'
import {
  checkboxField,
  formTokenField,
  hiddenFields,
  radioGroup,
  selectField,
  textareaField,
  textField,
} from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, note, section } from '../../web/ui/parts.ts'
import type { Desk } from '../desk.ts'
import type { AccessValues, RuleRow } from './access-form.ts'

export interface AccessShown {
  /** Of the application. */
  readonly id: string
  readonly values: AccessValues
  readonly problems: readonly ApplicationProblem[]
  /** Whether the configuration file says this, and only it. */
  readonly locked: (field: string) => boolean
  /** What saving would change. */
  readonly preview?: Html | undefined
}

export const accessBody = (shown: AccessShown, { sentences, formToken }: Desk): Html => {
  const { access: texts } = sentences.console
  const { values, locked, id } = shown
  const parts: readonly Piece[] = [
    !locked('accessRules') && rulesPart(shown, sentences),
    !locked('claimMappings') && mappingsPart(shown, sentences),
    !(locked('roles') && locked('rolesClaim')) && rolesPart(shown, sentences),
  ]
  const anyLocked = ['accessRules', 'claimMappings', 'roles', 'rolesClaim'].some(locked)
  return html`${anyLocked ? note('info', sentences.console.managedNote) : ''}${shown.preview}<form method="post" class="narrow" action="/console/applications/${id}/access">${formTokenField(formToken)}${parts}${textField(
    { name: 'as', label: texts.as, hint: texts.asHint, value: values.as, maxlength: 320, exact: true },
  )}<div class="row">${button({ label: texts.preview, look: 'plain', id: 'preview', name: 'action', value: 'preview' })}${button(
    { label: sentences.words.save, id: 'save', name: 'action', value: 'save' },
  )}</div></form>`
}

const blankRule: RuleRow = { kind: 'group', value: '', negate: false, enabled: true }

const rulesPart = (shown: AccessShown, sentences: Sentences): Html => {
  const { access: texts } = sentences.console
  const { values } = shown
  const whole = problemAt(shown, 'accessRules', undefined, sentences)
  return section({
    title: texts.rules,
    lead: texts.rulesLead,
    id: 'rules',
    body: html`${hiddenFields([['asks-accessRules', 'yes']])}${whole === undefined ? '' : note('wrong', whole)}${radioGroup(
      {
        name: 'match',
        label: texts.match,
        value: values.match,
        options: (['any', 'all'] as const).map((value) => ({ value, label: texts.matches[value] })),
      },
    )}${[...values.rules, blankRule].map((rule, at) =>
      fieldset(
        at < values.rules.length ? texts.rule({ number: at + 1 }) : texts.newRule,
        html`${selectField({
          name: `rule-kind-${at}`,
          label: texts.kind,
          value: rule.kind,
          options: ruleKinds.map((value) => ({ value, label: texts.kinds[value] })),
        })}${textField({
          name: `rule-value-${at}`,
          label: texts.value,
          hint: at === values.rules.length ? texts.valueHint : undefined,
          value: rule.value,
          problem: problemAt(shown, 'accessRules', at, sentences, rule.value),
          exact: true,
          maxlength: 2000,
          autocomplete: 'off',
        })}${checkboxField({ name: `rule-negate-${at}`, label: texts.negate, checked: rule.negate })}${checkboxField({
          name: `rule-enabled-${at}`,
          label: texts.enabled,
          checked: rule.enabled,
        })}${textField({ name: `rule-place-${at}`, label: texts.place, value: String(at + 1), inputmode: 'numeric' })}`,
      ),
    )}`,
  })
}

const mappingsPart = (shown: AccessShown, sentences: Sentences): Html => {
  const { access: texts } = sentences.console
  const { mappings } = shown.values
  const whole = problemAt(shown, 'claimMappings', undefined, sentences)
  return section({
    title: texts.mappings,
    lead: texts.mappingsLead,
    id: 'mappings',
    body: html`${hiddenFields([['asks-claimMappings', 'yes']])}${whole === undefined ? '' : note('wrong', whole)}${[
      ...mappings,
      { scope: 'profile', expression: '' },
    ].map(({ scope, expression }, at) =>
      fieldset(
        at < mappings.length ? texts.mapping({ number: at + 1 }) : texts.newMapping,
        html`${textField({
          name: `mapping-scope-${at}`,
          label: texts.scope,
          hint: at === mappings.length ? texts.scopeHint : undefined,
          value: scope,
          exact: true,
          maxlength: 100,
          autocomplete: 'off',
        })}${textareaField({
          name: `mapping-expression-${at}`,
          label: texts.expression,
          value: expression,
          problem: problemAt(shown, 'claimMappings', at, sentences, expression),
          exact: true,
        })}`,
      ),
    )}`,
  })
}

const rolesPart = (shown: AccessShown, sentences: Sentences): Html => {
  const { access: texts } = sentences.console
  const { roles, rolesClaim } = shown.values
  const whole = problemAt(shown, 'roles', undefined, sentences)
  return section({
    title: texts.roles,
    lead: texts.rolesLead,
    id: 'roles',
    body: html`${hiddenFields([['asks-roles', 'yes']])}${whole === undefined ? '' : note('wrong', whole)}${[
      ...roles,
      { value: '', groups: '' },
    ].map(({ value, groups }, at) => {
      const problem = problemAt(shown, 'roles', at, sentences)
      const aboutGroups = shown.problems.some(
        ({ field, item, code }) => field === 'roles' && item === at && code === 'unknown',
      )
      return fieldset(
        at < roles.length ? texts.role({ number: at + 1 }) : texts.newRole,
        html`${textField({
          name: `role-value-${at}`,
          label: texts.roleValue,
          value,
          problem: aboutGroups ? undefined : problem,
          exact: true,
          maxlength: 100,
          autocomplete: 'off',
        })}${textareaField({ name: `role-groups-${at}`, label: texts.roleGroups, hint: texts.roleGroupsHint, value: groups, problem: aboutGroups ? problem : undefined })}`,
      )
    })}${textField({
      name: 'rolesClaim',
      label: texts.rolesClaim,
      value: rolesClaim,
      problem: problemAt(shown, 'rolesClaim', undefined, sentences),
      exact: true,
      maxlength: 100,
      autocomplete: 'off',
    })}`,
  })
}

const fieldset = (legend: string, body: Html): Html =>
  html`<fieldset class="part"><legend><h3>${legend}</h3></legend>${body}</fieldset>`

/** The sentence about one row, and for an expression the place in it. */
const problemAt = (
  { problems }: Pick<AccessShown, 'problems'>,
  field: ApplicationProblem['field'],
  item: number | undefined,
  sentences: Sentences,
  text = '',
): Piece => {
  const found = problems.find((problem) => problem.field === field && problem.item === item)
  if (found === undefined) return undefined
  const sentence = sentences.problems.applications[found.code]
  return found.wrong === undefined ? sentence : html`${sentence} ${placeOf(found.wrong, text, sentences)}`
}

type Wrong = NonNullable<ApplicationProblem['wrong']>

const placeOf = ({ code, detail, from, to }: Wrong, text: string, { console }: Sentences): Html => {
  const { access: texts } = console
  const known: Readonly<Record<string, string>> = texts.faults
  const said = texts.at({ number: from + 1, said: known[code] ?? detail })
  // At the end there is nothing to mark: the character before it is what was not finished.
  const end = Math.max(to, from + 1)
  const start = Math.min(from, Math.max(text.length - 1, 0))
  return html`${said}<br><code translate="no">${text.slice(0, start)}<mark class="sent">${text.slice(start, end)}</mark>${text.slice(end)}</code>`
}
