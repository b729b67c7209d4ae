export interface Import {
  readonly specifier: string
  /** Counted from 1. */
  readonly line: number
  readonly typesOnly: boolean
}

const statement = /^(?:import|export)\s+(?:type\s+)?(?:[\w*${}\s,]+?\s+from\s+)?(['"])([^'"\n]+)\1/gm
const expression = /\bimport\(\s*(['"])([^'"\n]+)\1\s*\)/g

const isTypesOnly = (text: string): boolean => {
  if (/^(?:import|export)\s+type\s/.test(text)) return true
  const [, names] = /^(?:import|export)\s*\{([^}]*)\}/.exec(text) ?? []
  return names?.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')) ?? false
}

/** Every import of a module: statements, re-exports, and `import()` in code, types and JSDoc. */
export const importsOf = (source: string): Import[] => {
  const at = (index: number) => source.slice(0, index).split('\n').length
  const statements = [...source.matchAll(statement)].map((match) => ({
    specifier: match[2] ?? '',
    line: at(match.index),
    typesOnly: isTypesOnly(match[0]),
  }))
  const expressions = [...source.matchAll(expression)].map((match) => ({
    specifier: match[2] ?? '',
    line: at(match.index),
    typesOnly: false,
  }))
  return [...statements, ...expressions]
}
