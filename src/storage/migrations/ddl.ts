import type { ColumnMappings } from '../sql/columns.ts'
import { snake } from '../sql/columns.ts'
import { indexName, uniqueName } from '../sql/names.ts'
import { type Migration, type MigrationSets, type MigrationStep, tablesAfter } from './migration.ts'

const quoted = (name: string): string => `"${snake(name)}"`
const listed = (names: readonly string[]): string => names.map(quoted).join(', ')

/** The statements of a migration for one engine. */
export const statementsOf = (
  migration: Migration,
  dialect: { readonly columns: ColumnMappings; readonly tableEnd: string },
): readonly string[] => migration.steps.flatMap((step) => statementsOfStep(step, dialect))

const statementsOfStep = (
  step: MigrationStep,
  { columns: mappings, tableEnd }: { readonly columns: ColumnMappings; readonly tableEnd: string },
): readonly string[] => {
  if ('run' in step) return step.run
  if ('drop' in step) return [`drop table ${quoted(step.drop)}`]

  const table = 'create' in step ? step.create : step.extend
  const made = tablesAfter([{ id: '', steps: [step] }]).get(table)?.columns ?? new Map()
  const columns = [...made].map(([name, { kind, optional }]) => {
    const rule = name === 'id' ? ' primary key not null' : optional ? '' : ' not null'
    return `${quoted(name)} ${mappings[kind as keyof ColumnMappings].type}${rule}`
  })
  const main =
    'create' in step
      ? [`create table ${quoted(table)} (${columns.join(', ')}) ${tableEnd}`]
      : columns.map((column) => `alter table ${quoted(table)} add column ${column}`)
  const isOptional = (name: string): boolean => made.get(name)?.optional === true
  return [...main, ...indexes(table, step, isOptional)]
}

/** An index that begins with an optional column leaves out the records that have none: most have no `code`, say. */
const indexes = (
  table: string,
  { unique = [], index = [] }: MigrationSets,
  isOptional: (name: string) => boolean,
): readonly string[] => [
  ...unique.map((set) => `create unique index ${uniqueName(table, set)} on ${quoted(table)} (${listed(set)})`),
  ...index.map((set) => {
    const [first = ''] = set
    const some = isOptional(first) ? ` where ${quoted(first)} is not null` : ''
    return `create index ${indexName(table, set)} on ${quoted(table)} (${listed(set)})${some}`
  }),
]
