import { compilerFor, type Expression, type Fault, type Gives } from '../../expressions/compile.ts'
import type { Vocabulary } from '../../expressions/vocabulary.ts'
import type { JsonObject } from '../../net/json.ts'
import { type OpenidSettings, type TakenField, takenFields } from './settings.ts'

/** What a mapping may speak of: everything that the provider said. */
export const mappingVocabulary = { claims: 'json' } as const satisfies Vocabulary
type Claims = typeof mappingVocabulary

export interface Mapping {
  /** Undefined where there is no expression, or where it comes to nothing with these claims. */
  text(field: Exclude<TakenField, 'groups'>, claims: JsonObject): string | undefined
  groups(claims: JsonObject): readonly string[] | undefined
  /** Fields with an expression: their claims are not looked at. */
  readonly fields: ReadonlySet<TakenField>
}

export interface MappingFault extends Fault {
  readonly field: TakenField
}

const none: Mapping = { text: () => undefined, groups: () => undefined, fields: new Set() }

/** The expressions of a source, ready to be used; and what is wrong with those that are none. */
export const openMapping = async (
  mapping: OpenidSettings['mapping'],
): Promise<{ readonly mapping: Mapping; readonly faults: readonly MappingFault[] }> => {
  const given = takenFields.flatMap((field) => {
    const text = mapping[field]
    return text === undefined || text.trim() === '' ? [] : [{ field, text }]
  })
  if (given.length === 0) return { mapping: none, faults: [] }
  const compiler = await compilerFor(mappingVocabulary)
  const texts = new Map<TakenField, Expression<Claims, 'text'> | undefined>()
  const faults: MappingFault[] = []
  let groups: Expression<Claims, 'texts'> | undefined
  const read = <G extends Gives>(field: TakenField, text: string, gives: G): Expression<Claims, G> | undefined => {
    const compiled = compiler.compile(text, gives)
    if (!compiled.ok) faults.push({ field, ...compiled.fault })
    return compiled.ok ? compiled.expression : undefined
  }
  for (const { field, text } of given) {
    if (field === 'groups') groups = read(field, text, 'texts')
    else texts.set(field, read(field, text, 'text'))
  }
  return {
    faults,
    mapping: {
      fields: new Set(given.map(({ field }) => field)),
      text: (field, claims) => evaluatedBy(texts.get(field), claims),
      groups: (claims) => evaluatedBy(groups, claims),
    },
  }
}

const evaluatedBy = <G extends Gives>(expression: Expression<Claims, G> | undefined, claims: JsonObject) => {
  const evaluated = expression?.evaluate({ claims })
  return evaluated?.ok === true ? evaluated.value : undefined
}
