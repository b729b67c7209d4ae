import type { Document, LineCounter, YAMLError } from 'yaml'
import type { z } from 'zod'
import { nearest } from '../../lib/nearest.ts'
import { Problems } from '../../lib/problems.ts'
import type { Path } from '../plan/planning.ts'
import { type ConfigurationFile, configurationSchema } from './configuration-file.ts'
import { withKnownNames } from './source-aliases.ts'

/** A configuration file that has been read, and where each of its values stands. */
export interface ReadConfiguration {
  readonly file: ConfigurationFile
  /** `portico.yaml:5:3 accounts[0].email`, for a sentence about a value. */
  where(path: Path): string
}

/**
 * Reads the text of a `portico.yaml`. Throws `Problems` with all that is wrong with it, each with its line and column;
 * values are not repeated, since any of them may be a secret in the wrong place. `name` is what the file is called in them.
 */
export const readConfiguration = async (text: string, name: string): Promise<ReadConfiguration> => {
  const { LineCounter, parseDocument } = await import('yaml')
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  if (document.errors.length > 0) throw new Problems(document.errors.map((error) => tellYamlError(error, lines, name)))

  const where = (path: Path) => {
    const { line, col } = lines.linePos(offsetOf(document, path))
    return `${name}:${line}:${col} ${spell(path)}`.trimEnd()
  }
  const parsed = configurationSchema.safeParse(withKnownNames(withoutEmptySections(readValues(document, name))))
  if (parsed.success) return { file: parsed.data, where }
  const told = parsed.error.issues.flatMap((issue) => tell(issue, []))
  const inOrder = told
    .map((one) => ({ ...one, at: offsetOf(document, one.path) }))
    .sort((one, other) => one.at - other.at)
  throw new Problems(inOrder.map(({ path, sentence }) => `${where(path)} ${sentence}`))
}

const readValues = (document: Document, name: string): unknown => {
  try {
    return document.toJS()
  } catch {
    // More aliases than any file written by a person has: a "billion laughs".
    throw new Problems([`${name}: it refers to itself too often`])
  }
}

/** `accounts:` with every line below it commented out says nothing, as an empty file does. */
const withoutEmptySections = (values: unknown): unknown => {
  if (values === null || values === undefined) return {}
  if (typeof values !== 'object' || Array.isArray(values)) return values
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
}

const yamlSentences: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'this name occurs twice in one place',
  TAB_AS_INDENT: 'there is a tab. YAML is indented with spaces',
  BAD_INDENT: 'the indentation does not fit what is above it',
  MISSING_CHAR: 'something is missing here: a closing quote or bracket, a colon or a comma',
  MULTIPLE_DOCS: 'a second document begins here',
}

const tellYamlError = ({ code, pos }: YAMLError, lines: LineCounter, name: string): string => {
  const { line, col } = lines.linePos(pos[0])
  return `${name}:${line}:${col} ${yamlSentences[code] ?? 'this is not YAML'}`
}

interface Ranged {
  readonly range?: readonly [number, number, number] | null
}

/** Where the value at `path` begins, or the closest thing around it that is there. */
const offsetOf = (document: Document, path: Path): number => {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true) as Ranged | undefined
    if (node?.range != null) return node.range[0]
  }
  return 0
}

/** `accounts[0].email`. */
const spell = (path: Path): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')

type Issue = z.core.$ZodIssue

interface Told {
  readonly path: Path
  readonly sentence: string
}

/** One issue as plain sentences, without the value. */
const tell = (issue: Issue, around: Path): readonly Told[] => {
  const path = [...around, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const meant = nearest(key, namesAt(path))
      const instead = meant === undefined ? 'Remove it' : `Did you mean ${meant}?`
      return { path: [...path, key], sentence: `is not known. ${instead}` }
    })
  }
  if (issue.code === 'invalid_union') {
    // The alternative that got furthest is the one that was meant.
    const meant = [...issue.errors].sort((one, other) => deepest(other) - deepest(one))[0] ?? []
    return meant.flatMap((inner) => tell(inner, path))
  }
  if (issue.code === 'invalid_type') return [{ path, sentence: tellType(issue) }]
  if (issue.code === 'invalid_value') return [{ path, sentence: `must be ${issue.values.map(String).join(' or ')}` }]
  return [{ path, sentence: issue.message }]
}

const deepest = (issues: readonly Issue[]): number =>
  Math.max(...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)))

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  boolean: 'true or false',
  array: 'a list',
  object: 'names with values',
  number: 'a number',
}

const tellType = (issue: Extract<Issue, { code: 'invalid_type' }>): string => {
  if (issue.message.includes('received undefined')) return 'is missing'
  const found = issue.message.includes('received number') && issue.expected === 'string'
  return `must be ${kinds[issue.expected] ?? issue.expected}${found ? '. Put quotes around the number' : ''}`
}

/** The names that may stand at a path. */
const namesAt = (path: Path): readonly string[] => {
  let schema: unknown = configurationSchema
  for (const part of path) schema = inside(schema, part)
  return Object.keys(shapeOf(schema) ?? {})
}

const unwrap = (
  schema: unknown,
): { readonly shape?: object; readonly element?: unknown; readonly options?: readonly unknown[] } => {
  let inner = schema
  while (
    typeof inner === 'object' &&
    inner !== null &&
    'unwrap' in inner &&
    typeof inner.unwrap === 'function' &&
    !('element' in inner)
  ) {
    inner = inner.unwrap()
  }
  return typeof inner === 'object' && inner !== null ? inner : {}
}

const shapeOf = (schema: unknown): Readonly<Record<string, unknown>> | undefined => {
  const { shape, options } = unwrap(schema)
  if (shape !== undefined) return shape as Readonly<Record<string, unknown>>
  return options?.map(shapeOf).find((found) => found !== undefined)
}

const inside = (schema: unknown, part: PropertyKey): unknown =>
  typeof part === 'number' ? unwrap(schema).element : shapeOf(schema)?.[String(part)]
