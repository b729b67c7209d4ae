import { configurationJsonSchema } from '../../src/admin/apply/json-schema.ts'

/** What this page reads of a JSON Schema; the rest are limits that `portico apply` explains when they are met. */
interface Schema {
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly additionalProperties?: boolean | Schema
}

const plain: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: '`true` or `false`',
  integer: 'whole number',
  number: 'number',
  null: '`null`',
}

const choices = ({ anyOf, oneOf }: Schema): readonly Schema[] => anyOf ?? oneOf ?? []

const inWords = (words: readonly string[]): string => {
  const all = [...new Set(words)]
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} or ${all.at(-1)}`
}

const formOf = (schema: Schema): string => {
  if (schema.const !== undefined) return `\`${schema.const}\``
  if (schema.enum !== undefined) return inWords(schema.enum.map((one) => `\`${one}\``))
  if (choices(schema).length > 0) return inWords(choices(schema).map(formOf))
  if (schema.items !== undefined) return `list of ${formOf(schema.items).replace(/^text$/, 'texts')}`
  if (schema.properties !== undefined) return `\`{ ${Object.keys(schema.properties).join(', ')} }\``
  if (schema.type === undefined && schema.allOf?.[0] !== undefined) return formOf(schema.allOf[0])
  return plain[schema.type ?? ''] ?? 'any value'
}

/** The objects that a value may be, or may be a list of. */
const objectsIn = (schema: Schema): readonly Schema[] => {
  if (schema.properties !== undefined) return [schema]
  return [...(schema.items === undefined ? [] : [schema.items]), ...choices(schema)].flatMap(objectsIn)
}

const rowsOf = (object: Schema, prefix: string): readonly string[] =>
  Object.entries(object.properties ?? {}).flatMap(([name, schema]) => {
    const path = `${prefix}${name}`
    const needed = object.required?.includes(name) ? ' (always)' : ''
    const row = `| \`${path}\`${needed} | ${formOf(schema)} | ${schema.description ?? ''} |`
    return [row, ...objectsIn(schema).flatMap((inner) => rowsOf(inner, `${path}.`))]
  })

const section = ([name, schema]: readonly [string, Schema]): string => {
  const rows = objectsIn(schema).flatMap((object) => rowsOf(object, ''))
  const asText = schema.items !== undefined && choices(schema.items).some(({ type }) => type === 'string')
  const each = asText ? 'A list of texts, or of entries with these names:' : 'A list of entries with these names:'
  const lead = schema.items === undefined ? 'These names:' : each
  const table = rows.length === 0 ? [] : [lead, '', '| name | form | what it says |', '|---|---|---|', ...rows]
  return [`## \`${name}\``, '', schema.description ?? '', '', ...table].join('\n')
}

const introduction = `# portico.yaml

<!-- Made by docs/reference/generate.ts from src/admin/apply/configuration-file.ts. -->

What can be done in the console can also be written down. Portico applies the file \`portico.yaml\` (or the one that
[\`PORTICO_CONFIG\`](settings.md#portico_config) names) at every start, all of it or nothing. \`portico apply --dry-run\` prints what would
change, and \`portico apply\` changes it, also while Portico runs.

- What the file names is managed by the file: the console shows those fields and does not change them.
- What the file does not name is left alone. Nothing is deleted because it is not in the file.
- A name that is not on this page is a problem, and the problem says where it stands.
- An editor that knows JSON Schema completes the file with [portico.schema.json](../../portico.schema.json): write
  \`# yaml-language-server: $schema=portico.schema.json\` into the first line.`

export const configurationPage = (): string => {
  const { properties }: Schema = configurationJsonSchema()
  const sections = Object.entries(properties ?? {}).filter(([name]) => name !== '$schema')
  return `${[introduction, ...sections.map(section)].join('\n\n')}\n`
}
