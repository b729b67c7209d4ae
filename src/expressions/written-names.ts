import type { ASTNode } from '@marcbachmann/cel-js'

/** A name in what an expression gives, and where it is written. */
export interface WrittenName {
  readonly name: string
  readonly from: number
  readonly to: number
}

/**
 * The names that a map is given in so many words, whichever way its conditions go. Names that are worked out are not among them: those are looked
 * at when they are there.
 */
export const writtenNames = (node: ASTNode): readonly WrittenName[] => {
  if (node.op === '?:') return node.args.slice(1).flatMap(writtenNames)
  if (node.op !== 'map') return []
  return node.args.flatMap(([key]) =>
    key.op === 'value' && typeof key.args === 'string' ? [{ name: key.args, from: key.start, to: key.end }] : [],
  )
}
