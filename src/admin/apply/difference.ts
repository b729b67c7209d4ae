import type { Change } from '../../storage/storage.ts'

/** What a value is shown as; secrets never are. */
export type Shown = string | readonly string[] | undefined

export interface FieldDifference {
  readonly field: string
  readonly from: Shown
  readonly to: Shown
}

/** One thing that the file would have done. */
export interface Step {
  readonly does: 'create' | 'change' | 'release'
  readonly what: 'group' | 'account' | 'application' | 'setting' | 'source' | 'rule' | 'departed' | 'picture'
  readonly name: string
  readonly fields: readonly FieldDifference[]
  /** Commits it, its event included. */
  readonly changes: readonly Change[]
  /** A picture that nobody may use any more when it is done. */
  readonly replaces?: string | undefined
  /** A first password that is hashed only when the step is taken. */
  readonly password?: { readonly accountId: string; readonly plain: string }
}

/** Everything the file would have done, and what its author should know. Nothing of it has happened yet. */
export interface Difference {
  readonly steps: readonly Step[]
  /** What is written down beside the steps: which fields the file says. Changes nothing for anybody but the console. */
  readonly notes: readonly Change[]
  readonly warnings: readonly string[]
}

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no')

const same = (one: Shown, other: Shown): boolean =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((value, at) => value === other[at])
    : one === other

/** The fields of the second that are not as in the first. */
export const compareFields = (
  from: Readonly<Record<string, Shown>>,
  to: Readonly<Record<string, Shown>>,
): readonly FieldDifference[] =>
  Object.entries(to)
    .filter(([field, value]) => !same(from[field], value))
    .map(([field, value]) => ({ field, from: from[field], to: value }))

const signs = { create: '+', change: '~', release: '-' } as const

// Names are shown to a terminal: nothing in them may move its cursor.
const printable = (text: string): string =>
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/g, ' ')

const tellField = ({ field, from, to }: FieldDifference, create: boolean): readonly string[] => {
  const lists = Array.isArray(from) || Array.isArray(to)
  if (lists && !create) {
    const [before, after] = [[from ?? []].flat(), [to ?? []].flat()]
    const lost = before.filter((value) => !after.includes(value)).map((value) => `      - ${value}`)
    const won = after.filter((value) => !before.includes(value)).map((value) => `      + ${value}`)
    return [`    ${field}:`, ...(lost.length + won.length === 0 ? ['      in another order'] : [...lost, ...won])]
  }
  const show = (value: Shown) => (value === undefined || value.length === 0 ? 'none' : [value].flat().join(', '))
  return [`    ${field}: ${create ? '' : `${show(from)} -> `}${show(to)}`]
}

// What a new record does not have, or is not, goes without saying.
const isWorthTelling = ({ to }: FieldDifference): boolean => to !== undefined && to.length > 0 && to !== 'no'

const notes = {
  create: '',
  change: ': managed by the file from now on',
  release: ': not in the file any more, so it is kept as it is',
}

const tellStep = ({ does, what, name, fields }: Step): readonly string[] => {
  const note = fields.length === 0 ? notes[does] : ''
  const told = does === 'create' ? fields.filter(isWorthTelling) : fields
  return [`${signs[does]} ${what} ${name}${note}`, ...told.flatMap((field) => tellField(field, does === 'create'))]
}

/** For people at a terminal: `+` is made, `~` is changed, `-` is no longer managed by the file and stays as it is. */
export const tellDifference = ({ steps, warnings }: Difference): string => {
  const told = steps.length === 0 ? ['Everything is as the file says.'] : steps.flatMap(tellStep)
  return [...told, ...warnings.map((warning) => `! ${warning}`)].map(printable).join('\n')
}
