import type { ASTNode } from '@marcbachmann/cel-js'

/** Why an expression is not taken, though it is well formed. */
export type Refused = 'pattern' | 'nested_loop' | 'binding'

export interface Refusal {
  readonly code: Refused
  /** Offsets in UTF-16 units, as editors and `slice` count. */
  readonly from: number
  readonly to: number
}

const loops = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])
/** Each walks its whole input, or makes something as long as it. */
const long = new Set(['join', 'split', 'json'])

/**
 * What keeps the work of an expression in proportion to its length: regular expressions can take for ever, loops in loops multiply, and a name
 * bound to twice itself doubles with every binding. An administrator may write expressions, and a sign-in waits for them.
 */
export const refusalOf = (node: ASTNode, inLoop = false): Refusal | undefined => {
  if (node.op === 'call' || node.op === 'rcall') {
    const name = node.args[0]
    if (name === 'matches') return refusal('pattern', node)
    if (name === 'bind') return refusal('binding', node)
    if (inLoop && (loops.has(name) || long.has(name))) return refusal('nested_loop', node)
    const within = inLoop || (node.op === 'rcall' && loops.has(name))
    // What a loop runs over is looked at once; what it does, for each.
    const over = node.op === 'rcall' ? refusalOf(node.args[1], inLoop) : undefined
    return over ?? firstOf(node.op === 'rcall' ? node.args[2] : node.args[1], within)
  }
  return firstOf(partsOf(node), inLoop)
}

const refusal = (code: Refused, { start, end }: ASTNode): Refusal => ({ code, from: start, to: end })

const firstOf = (nodes: readonly ASTNode[], inLoop: boolean): Refusal | undefined => {
  for (const node of nodes) {
    const found = refusalOf(node, inLoop)
    if (found !== undefined) return found
  }
  return undefined
}

const isNode = (part: unknown): part is ASTNode => typeof part === 'object' && part !== null && 'op' in part

/** Every node right below one, whatever it is. */
const partsOf = ({ args }: ASTNode): readonly ASTNode[] =>
  isNode(args) ? [args] : Array.isArray(args) ? (args as readonly unknown[]).flat().filter(isNode) : []
