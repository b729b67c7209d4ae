import { type ApplicationProblem, type ApplicationView, issuerModes } from '../../admin/operations/applications.ts'
import type { GroupSummary } from '../../admin/operations/groups.ts'
import type { Sentences } from '../../locales/sentences.ts'
import {
  checkboxField,
  checkboxGroup,
  hiddenFields,
  radioGroup,
  selectField,
  textareaField,
  textField,
} from '../../web/ui/fields.ts'
import { attributes, type Html, html, type Piece } from '../../web/ui/html.ts'
import { groupOptions, linesOf } from '../choices.ts'
import { type ApplicationValues, algorithms } from './application-form.ts'

type Peer = Pick<ApplicationView, 'clientId' | 'name'>

export interface Fields {
  readonly values: ApplicationValues
  readonly problems: readonly ApplicationProblem[]
  /** To choose from. */
  readonly groups: readonly GroupSummary[]
  /** The other applications, to choose from. */
  readonly others: readonly Peer[]
  /** Whether the configuration file says this, and only it. */
  readonly locked: (field: string) => boolean
  /** Nothing has been typed yet: the first field has the cursor. */
  readonly blank?: boolean
}

type FieldName = ApplicationProblem['field']

/** The sentence beside a field: one for each address of a list, with the address. */
export const problemOf = (
  { values, problems }: Pick<Fields, 'values' | 'problems'>,
  field: FieldName,
  sentences: Sentences,
): Piece => {
  const found = problems.filter((problem) => problem.field === field)
  if (found.length === 0) return undefined
  const lines = addressLines(values, field)
  return found.map(({ code, item }, at) => {
    const line = item === undefined ? undefined : lines[item]
    const sentence = sentences.problems.applications[code]
    return html`${at === 0 ? '' : html`<br>`}${line === undefined ? '' : html`<code translate="no">${line}</code> `}${sentence}`
  })
}

/** As `inputOf` counts them. */
const addressLines = (values: ApplicationValues, field: FieldName): readonly string[] => {
  if (field === 'newcomerServers') return linesOf(values.newcomerServers)
  if (field === 'postLogoutRedirectUris') return linesOf(values.postLogoutRedirectUris)
  return field === 'redirectUris' ? [...linesOf(values.redirectUris), ...linesOf(values.redirectPatterns)] : []
}

/** From top to bottom. */
const typedFields: readonly FieldName[] = [
  ...(['name', 'redirectUris', 'clientSecret', 'description', 'launchUrl'] as const),
  ...(['group', 'postLogoutRedirectUris', 'backchannelLogoutUri', 'slug', 'clientId', 'dexPath'] as const),
  ...(['accessTokenLifetime', 'idTokenLifetime', 'refreshTokenIdle', 'refreshTokenLifetime'] as const),
]

/** Where the cursor is: at the first mistake. */
export const focusOf = ({ problems, blank }: Pick<Fields, 'problems' | 'blank'>): FieldName | undefined =>
  blank === true ? 'name' : typedFields.find((name) => problems.some(({ field }) => field === name))

/** What everybody fills in. */
export const mainFields = (fields: Fields, sentences: Sentences): readonly Piece[] => {
  const { applications: texts } = sentences.console
  const { values, locked } = fields
  const problem = (field: FieldName) => problemOf(fields, field, sentences)
  const focus = focusOf(fields)
  const openHttp = values.allowHttp || fields.problems.some(({ code }) => code === 'http_needs_loopback')
  const addressesLocked = locked('redirectUris') && locked('postLogoutRedirectUris')
  return [
    !locked('name') &&
      textField({
        name: 'name',
        label: texts.name,
        hint: texts.nameHint,
        value: values.name,
        problem: problem('name'),
        autofocus: focus === 'name',
        required: true,
        maxlength: 100,
        autocomplete: 'off',
      }),
    !locked('redirectUris') &&
      textareaField({
        name: 'redirectUris',
        label: texts.redirectUris,
        hint: texts.redirectUrisHint,
        value: values.redirectUris,
        problem: problem('redirectUris'),
        autofocus: focus === 'redirectUris',
        exact: true,
      }),
    openHttp &&
      !addressesLocked &&
      checkboxField({
        name: 'allowHttp',
        label: texts.allowHttp,
        hint: texts.allowHttpHint,
        checked: values.allowHttp,
      }),
    !locked('confidential') &&
      radioGroup({
        name: 'kind',
        label: texts.kind,
        value: values.kind,
        options: [
          { value: 'confidential', label: texts.confidential },
          { value: 'public', label: texts.public, hint: texts.kindHint },
        ],
      }),
    !locked('consent') &&
      radioGroup({
        name: 'consent',
        label: texts.consent,
        value: values.consent,
        problem: problem('consent'),
        options: [
          { value: 'explicit', label: texts.consentExplicit },
          { value: 'implicit', label: texts.consentImplicit },
        ],
      }),
    !locked('accessGroups') && accessGroups(fields, sentences),
  ]
}

/** A group that was deleted stays in the list, ticked: leaving it out would open the application to everybody unasked. */
const accessGroups = (fields: Fields, sentences: Sentences): Html | string => {
  const { applications: texts } = sentences.console
  const { groups, values } = fields
  const { accessGroups: held } = values
  // Rules that say more are on a page of their own.
  if (held === undefined) return ''
  const gone = held.filter((id) => !groups.some((group) => group.id === id))
  if (groups.length + gone.length === 0) return ''
  return html`${hiddenFields([['asksForGroups', 'yes']])}${checkboxGroup({
    name: 'accessGroups',
    label: texts.accessGroups,
    hint: texts.accessGroupsHint,
    problem: problemOf(fields, 'accessGroups', sentences),
    options: [
      ...groupOptions(groups, held, sentences),
      ...gone.map((id) => ({ value: id, label: texts.groupGone, checked: true })),
    ],
  })}`
}

/** One that has gone stays in the list, ticked: it may come back with its client id, from a file or a backup. */
const peers = ({ values, others, problems }: Fields, sentences: Sentences): Html | string => {
  const { applications: texts } = sentences.console
  const held = values.alsoFor ?? []
  const known = others.map(({ clientId, name }) => ({ id: clientId, name }))
  const gone = held.filter((clientId) => !others.some((other) => other.clientId === clientId))
  if (known.length + gone.length === 0) return ''
  return html`${hiddenFields([['asksForPeers', 'yes']])}${checkboxGroup({
    name: 'alsoFor',
    label: texts.alsoFor,
    hint: texts.alsoForHint,
    problem: problemOf({ values, problems }, 'alsoFor', sentences),
    options: [
      ...groupOptions(known, held, sentences),
      ...gone.map((value) => ({ value, label: `${value} (${texts.applicationGone})`, checked: true })),
    ],
  })}`
}

/** What few need. Folded away, unless something in it is wrong. */
export const moreFields = (fields: Fields, sentences: Sentences, first: readonly Piece[] = []): Html | string => {
  const { applications: texts } = sentences.console
  const { values, locked } = fields
  const problem = (field: FieldName) => problemOf(fields, field, sentences)
  const focus = focusOf(fields)
  const text = (
    name: 'slug' | 'clientId' | 'dexPath' | 'description' | 'launchUrl' | 'group' | 'backchannelLogoutUri',
    exact: boolean,
  ): Piece =>
    !locked(name) &&
    textField({
      name,
      label: texts[name],
      hint: texts[`${name}Hint`],
      value: values[name],
      problem: problem(name),
      autofocus: focus === name,
      exact,
      autocomplete: 'off',
    })
  const length = (
    name: 'accessTokenLifetime' | 'idTokenLifetime' | 'refreshTokenIdle' | 'refreshTokenLifetime',
  ): Piece =>
    !locked(name) &&
    textField({
      name,
      label: texts[name],
      value: values[name],
      problem: problem(name),
      autofocus: focus === name,
      exact: true,
      autocomplete: 'off',
    })
  const inside: readonly Piece[] = [
    ...first,
    text('description', false),
    text('launchUrl', true),
    text('group', false),
    !locked('openInNewTab') &&
      checkboxField({ name: 'openInNewTab', label: texts.openInNewTab, checked: values.openInNewTab }),
    !locked('hidden') && checkboxField({ name: 'hidden', label: texts.hidden, checked: values.hidden }),
    !locked('redirectUris') &&
      textareaField({
        name: 'redirectPatterns',
        label: texts.redirectPatterns,
        hint: texts.redirectPatternsHint,
        value: values.redirectPatterns,
        exact: true,
      }),
    !locked('postLogoutRedirectUris') &&
      textareaField({
        name: 'postLogoutRedirectUris',
        label: texts.postLogoutRedirectUris,
        hint: texts.postLogoutRedirectUrisHint,
        value: values.postLogoutRedirectUris,
        problem: problem('postLogoutRedirectUris'),
        autofocus: focus === 'postLogoutRedirectUris',
        exact: true,
      }),
    text('backchannelLogoutUri', true),
    text('slug', true),
    text('clientId', true),
    !locked('pkce') && checkboxField({ name: 'pkce', label: texts.pkce, hint: texts.pkceHint, checked: values.pkce }),
    !locked('signingAlgorithm') &&
      selectField({
        name: 'signingAlgorithm',
        label: texts.algorithm,
        hint: texts.algorithmHint,
        value: values.signingAlgorithm,
        options: algorithms.map((value) => ({ value, label: value, lang: 'zxx' })),
      }),
    !locked('issuer') &&
      selectField({
        name: 'issuer',
        label: texts.issuerMode,
        hint: texts.issuerModeHint,
        value: values.issuer,
        options: issuerModes.map((value) => ({ value, label: texts.issuerModes[value] })),
      }),
    text('dexPath', true),
    !locked('alsoFor') && peers(fields, sentences),
    length('accessTokenLifetime'),
    length('idTokenLifetime'),
    length('refreshTokenIdle'),
    length('refreshTokenLifetime'),
  ]
  if (inside.every((piece) => piece === false)) return ''
  const exact = linesOf(values.redirectUris).length
  const open = fields.problems.some(
    ({ field, item = -1 }) =>
      !(mainNames.includes(field) || knowingNames.includes(field) || newcomerNames.includes(field)) ||
      (field === 'redirectUris' && item >= exact),
  )
  return html`<details${attributes({ open })}><summary>${texts.more}</summary><div class="more">${inside}</div></details>`
}

/** Of `application-knowing.ts`. */
export const knowingNames: readonly FieldName[] = [
  ...(['subjectMode', 'usernameRule', 'uidField', 'allowedScopes', 'allowedGrants'] as const),
]
/** Of `application-newcomers.ts`. */
export const newcomerNames: readonly FieldName[] = ['newcomers', 'newcomerServers', 'missingEmail', 'bridge']
const mainNames: readonly FieldName[] = [
  'application',
  'name',
  'redirectUris',
  'consent',
  'accessGroups',
  'accessRules',
]
