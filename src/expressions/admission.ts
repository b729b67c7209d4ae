import type { ASTNode } from '@marcbachmann/cel-js'

/** Why an expression is not taken, though it is well formed. */
export type Refused = 'pattern' | 'nested_loop' | 'binding' | 'too_much'

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
 * What keeps the work of an expression in proportion to its length: regular expressions can take for ever, loops in loops multiply, a name
 * bound to twice itself doubles with every binding, and so does what one loop hands to the next. An administrator may write expressions, and a
 * sign-in waits for them.
 */
export const refusalOf = (node: ASTNode): Refusal | undefined =>
  unruly(node) ?? (growth(node) > mostGrowth ? refusal('too_much', node) : undefined)

const unruly = (node: ASTNode, inLoop = false): Refusal | undefined => {
  if (node.op === 'call' || node.op === 'rcall') {
    const name = node.args[0]
    if (name === 'matches') return refusal('pattern', node)
    if (name === 'bind') return refusal('binding', node)
    if (inLoop && (loops.has(name) || long.has(name))) return refusal('nested_loop', node)
    const within = inLoop || (node.op === 'rcall' && loops.has(name))
    // What a loop runs over is looked at once; what it does, for each.
    const over = node.op === 'rcall' ? unruly(node.args[1], inLoop) : undefined
    return over ?? firstOf(node.op === 'rcall' ? node.args[2] : node.args[1], within)
  }
  return firstOf(partsOf(node), inLoop)
}

/** More than an expression can have places: without loops none is refused for this. */
const mostGrowth = 1000

/** What makes something longer of one text. A list's texts make one that is as long as all of them. */
const lengthening: Readonly<Record<string, number>> = { join: 10, hex: 2, base64: 2 }

/** How many times as long as what goes in anything can be that comes about on the way, at most. */
const growth = (node: ASTNode): number => {
  if (node.op === 'rcall') return growthOfCall(node.args)
  const parts = partsOf(node).map(growth)
  return Math.max(1, ...(adding.has(node.op) ? [sum(parts)] : parts))
}

const adding: ReadonlySet<string> = new Set(['+', 'list', 'map'])

const growthOfCall = ([name, over, given]: readonly [string, ASTNode, readonly ASTNode[]]): number => {
  // Taken apart again, what was put together is a list of any length.
  if (name === 'split' && isMadeOfMany(over)) return Number.POSITIVE_INFINITY
  const within = Math.max(1, ...given.map(growth))
  return loops.has(name) ? growth(over) * within : Math.max(growth(over) * (lengthening[name] ?? 1), within)
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

const isMadeOfMany = (node: ASTNode): boolean =>
  (node.op === 'rcall' && node.args[0] === 'join') || partsOf(node).some(isMadeOfMany)

const refusal = (code: Refused, { start, end }: ASTNode): Refusal => ({ code, from: start, to: end })

const firstOf = (nodes: readonly ASTNode[], inLoop: boolean): Refusal | undefined => {
  for (const node of nodes) {
    const found = unruly(node, inLoop)
    if (found !== undefined) return found
  }
  return undefined
}

const isNode = (part: unknown): part is ASTNode => typeof part === 'object' && part !== null && 'op' in part

/** Every node right below one, whatever it is. */
const partsOf = ({ args }: ASTNode): readonly ASTNode[] =>
  isNode(args) ? [args] : Array.isArray(args) ? (args as readonly unknown[]).flat().filter(isNode) : []
