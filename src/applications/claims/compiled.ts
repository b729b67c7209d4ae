import { type Compiled, type Compiler, compilerFor, type Fault, type Gives } from '../../expressions/compile.ts'
import { isProtocolClaim } from './protocol-claims.ts'
import { accessVocabulary, claimVocabulary } from './vocabulary.ts'

type AccessCompiler = Compiler<typeof accessVocabulary>
type ClaimCompiler = Compiler<typeof claimVocabulary>
type CompiledRule = Compiled<typeof accessVocabulary, 'flag'>
type CompiledMapping = Compiled<typeof claimVocabulary, 'claims'>

/** Compiles what rules and mappings say. Each text is compiled once, and remembered as long as it is in use. */
export interface Expressions {
  rule(text: string): CompiledRule
  mapping(text: string): CompiledMapping
}

let loaded: Promise<Expressions> | undefined

/** The language is loaded when the first expression needs it; most installations have none. */
export const loadExpressions = (): Promise<Expressions> => {
  loaded ??= load()
  return loaded
}

const load = async (): Promise<Expressions> => {
  const access: AccessCompiler = await compilerFor(accessVocabulary)
  const claims: ClaimCompiler = await compilerFor(claimVocabulary)
  return {
    rule: remembering((text) => access.compile(text, 'flag' satisfies Gives)),
    mapping: remembering((text) => claims.compile(text, 'claims' satisfies Gives)),
  }
}

const mostRemembered = 1000

/** What was not asked for longest is forgotten first. */
const remembering = <T>(make: (text: string) => T): ((text: string) => T) => {
  const held = new Map<string, T>()
  return (text) => {
    const known = held.get(text) ?? make(text)
    held.delete(text)
    held.set(text, known)
    const [oldest] = held.keys()
    if (held.size > mostRemembered && oldest !== undefined) held.delete(oldest)
    return known
  }
}

/** What is wrong with an expression before anybody comes. `protocol_claim`: it names a claim that is not its to make, in `detail`. */
export type Wrong = Fault | (Omit<Fault, 'code'> & { readonly code: 'protocol_claim' })

export const wrongInRule = (expressions: Expressions, text: string): Wrong | undefined => {
  const compiled = expressions.rule(text)
  return compiled.ok ? undefined : compiled.fault
}

export const wrongInMapping = (expressions: Expressions, text: string): Wrong | undefined => {
  const compiled = expressions.mapping(text)
  if (!compiled.ok) return compiled.fault
  const taken = compiled.names.find(({ name }) => isProtocolClaim(name))
  return taken && { code: 'protocol_claim', detail: taken.name, from: taken.from, to: taken.to }
}
