import type { ASTNode, Environment, ParseError } from '@marcbachmann/cel-js'
import { type Refused, refusalOf } from './admission.ts'
import { celTypes, type Values, type Vocabulary } from './vocabulary.ts'
import { type WrittenName, writtenNames } from './written-names.ts'

/** What an expression answers: yes or no; claims, as a JSON object; one text; or texts. */
export type Gives = 'flag' | 'claims' | 'text' | 'texts'
export interface Given {
  readonly flag: boolean
  readonly claims: Readonly<Record<string, unknown>>
  readonly text: string
  readonly texts: readonly string[]
}

/** What is wrong with an expression, and where in it. `detail` is the language's own wording, in English. */
export interface Fault {
  readonly code: Refused | 'too_long' | 'syntax' | 'type' | 'wrong_result'
  readonly detail: string
  /** Offsets in UTF-16 units. */
  readonly from: number
  readonly to: number
}

/** `failed`: it came to nothing with these values, such as a missing entry of a list. The expression is fine, and gives nothing. */
export type Evaluated<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failed: string }

export interface Expression<V extends Vocabulary, G extends Gives> {
  evaluate(values: Values<V>): Evaluated<Given[G]>
}

export type Compiled<V extends Vocabulary, G extends Gives> =
  /** `names`: those that a map it gives has in so many words. */
  | { readonly ok: true; readonly expression: Expression<V, G>; readonly names: readonly WrittenName[] }
  | { readonly ok: false; readonly fault: Fault }

export const longestExpression = 2000
const limits = { maxAstNodes: 400, maxDepth: 24, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 8 }
const mostEntries = 500
const longestText = 2000
const mostOutput = 16_000

export interface Compiler<V extends Vocabulary> {
  compile<G extends Gives>(text: string, gives: G): Compiled<V, G>
}

/** Common Expression Language over a vocabulary. The interpreter is loaded when the first expression needs it. */
export const compilerFor = async <V extends Vocabulary>(vocabulary: V): Promise<Compiler<V>> => {
  const { Environment } = await import('@marcbachmann/cel-js')
  const environment = new Environment({ homogeneousAggregateLiterals: false, limits })
  for (const [name, shape] of Object.entries(vocabulary)) {
    if (typeof shape === 'string') environment.registerVariable(name, celTypes[shape])
    else {
      const schema = Object.fromEntries(Object.entries(shape).map(([field, kind]) => [field, celTypes[kind]]))
      environment.registerVariable({ name, schema })
    }
  }
  return { compile: (text, gives) => compile(environment, text, gives) }
}

const compile = <V extends Vocabulary, G extends Gives>(
  environment: Environment,
  text: string,
  gives: G,
): Compiled<V, G> => {
  const whole = { from: 0, to: text.length }
  if (text.length > longestExpression) return { ok: false, fault: { code: 'too_long', detail: '', ...whole } }
  const parsed = parse(environment, text)
  if ('fault' in parsed) return { ok: false, fault: parsed.fault }
  const refused = refusalOf(parsed.ast)
  if (refused !== undefined) return { ok: false, fault: { ...refused, detail: '' } }
  const { type = 'dyn' } = parsed
  if (!fits(type, gives)) return { ok: false, fault: { code: 'wrong_result', detail: type, ...whole } }
  const expression: Expression<V, G> = { evaluate: (values) => evaluate(parsed.run, values, gives) }
  return { ok: true, expression, names: writtenNames(parsed.ast) }
}

interface Parsed {
  readonly run: (values: Record<string, unknown>) => unknown
  readonly ast: ASTNode
  readonly type: string | undefined
}

const parse = (environment: Environment, text: string): Parsed | { readonly fault: Fault } => {
  try {
    const run = environment.parse(text)
    const checked = run.check()
    if (!checked.valid) return { fault: faultOf('type', checked.error, text) }
    return { run, ast: run.ast, type: checked.type }
  } catch (error) {
    return { fault: faultOf('syntax', error, text) }
  }
}

const faultOf = (code: 'type' | 'syntax', error: unknown, text: string): Fault => {
  const { summary = 'not an expression', range = { start: 0, end: text.length } } = (error ?? {}) as Partial<ParseError>
  return { code, detail: summary, from: range.start, to: range.end }
}

const fits = (type: string, gives: Gives): boolean => {
  if (type === 'dyn') return true
  if (gives === 'flag') return type === 'bool'
  if (gives === 'text') return type === 'string'
  if (gives === 'texts') return /^list(<(string|dyn)>)?$/.test(type)
  return /^map(<(string|dyn), .*>)?$/.test(type)
}

const evaluate = <G extends Gives>(run: Parsed['run'], values: object, gives: G): Evaluated<Given[G]> => {
  try {
    const value = toJson(run(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, bounded(value)]))))
    if (JSON.stringify(value).length > mostOutput) return { ok: false, failed: 'too long' }
    return isGiven(value, gives) ? { ok: true, value } : { ok: false, failed: `it gives no ${gives}` }
  } catch (error) {
    return {
      ok: false,
      failed: error instanceof Error && 'summary' in error ? String(error.summary) : 'it cannot be done',
    }
  }
}

/** CEL counts in 64 bits, and nothing that goes in is longer than what an expression may cost. */
const bounded = (value: unknown): unknown => {
  if (typeof value === 'number') return BigInt(Math.trunc(value))
  if (typeof value === 'string') return value.slice(0, longestText)
  if (Array.isArray(value)) return value.slice(0, mostEntries).map(bounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, bounded(part)]))
}

class NotJson extends Error {}

/** What came out as JSON can say it: times as ISO 8601, whole numbers as numbers. Throws for anything a claim cannot be. */
const toJson = (value: unknown, depth = 0): unknown => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) return Number(value)
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (value instanceof Date) return value.toISOString()
  if (depth < 5 && Array.isArray(value)) return value.map((part) => toJson(part, depth + 1))
  if (depth < 5 && isPlain(value)) {
    const entries = value instanceof Map ? [...value] : Object.entries(value)
    return Object.fromEntries(entries.map(([name, part]) => [String(name), toJson(part, depth + 1)]))
  }
  throw new NotJson('it gives something that no claim can be')
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (value instanceof Map || [Object.prototype, null].includes(Object.getPrototypeOf(value)))

const isGiven = <G extends Gives>(value: unknown, gives: G): value is Given[G] => {
  if (gives === 'flag') return typeof value === 'boolean'
  if (gives === 'text') return typeof value === 'string'
  if (gives === 'texts') return Array.isArray(value) && value.every((one) => typeof one === 'string')
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
