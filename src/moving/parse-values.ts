import type { Document, Node } from 'yaml'
import { Problems } from '../lib/problems.ts'

/** A YAML parser takes its time. */
const mostYamlBytes = 2 * 1024 * 1024
const mostDepth = 60
const mostAliases = 200

/** The values of a text that is not too large. */
export const parseValues = async (text: string, tags: boolean): Promise<unknown> => {
  if (tooDeep(text)) throw new Problems(['The file is nested deeper than any such file is.'])
  if (/^\s*[[{]/.test(text)) {
    const json = tryJson(text)
    if (json !== undefined) return checked(json.value)
  }
  if (Buffer.byteLength(text) > mostYamlBytes) throw new Problems(['The file is larger than 2 MB. Write it as JSON.'])
  const { LineCounter, parseDocument, visit } = await import('yaml')
  const lines = new LineCounter()
  try {
    const document = parseDocument(text, {
      ...{ lineCounter: lines, prettyErrors: false, logLevel: 'error', uniqueKeys: false },
    })
    const [error] = document.errors
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0])
      throw new Problems([`The file is not YAML: see line ${line}, column ${col}.`])
    }
    if (tags) keepTags(document, visit)
    return checked(document.toJS({ maxAliasCount: mostAliases }))
  } catch (error) {
    if (error instanceof Problems) throw error
    // The parser's own bounds: too many aliases, too deep for the stack.
    throw new Problems(['The file cannot be read: it is nested too deeply, or refers to itself too often.'])
  }
}

/** A tag that only the other program knows stays beside its value. */
const keepTags = (document: Document, visit: typeof import('yaml').visit): void => {
  const seen = new Set<Node>()
  visit(document, {
    Node(_, node) {
      const { tag } = node as Node & { tag?: string }
      if (tag === undefined || !/^![A-Za-z]/.test(tag) || seen.has(node)) return undefined
      seen.add(node)
      return document.createNode({ '!tag': tag.slice(1), '!value': node })
    },
  })
}

const tryJson = (text: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** Brackets in a row: a parser would go down with each of them. Those in texts count too, which no such file minds. */
const tooDeep = (text: string): boolean => {
  let depth = 0
  for (const mark of text.matchAll(/[[\]{}]/g)) {
    depth = mark[0] === '[' || mark[0] === '{' ? depth + 1 : Math.max(0, depth - 1)
    if (depth > 2000) return true
  }
  return false
}

/** Of the values themselves, the shared ones included. */
const checked = (value: unknown): unknown => {
  let level: readonly unknown[] = [value]
  let seen = 0
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostDepth) throw new Problems(['The file is nested deeper than any such file is.'])
    const next: unknown[] = []
    for (const one of level) {
      if (typeof one !== 'object' || one === null) continue
      for (const inner of Object.values(one)) next.push(inner)
    }
    seen += next.length
    if (seen > 2_000_000) throw new Problems(['The file refers to itself too often.'])
    level = next
  }
  return value
}
