/**
 * authentik's scope mappings are Python. These few whole forms are what most of them are; anything else is shown to somebody who can write a
 * mapping, and never guessed at:
 *
 *     return {"claim": <value>, ...}        with values: a text, a number, True, False, a list of these,
 *                                           user.username | user.email | user.name (also request.user.…),
 *                                           [group.name for group in user.ak_groups.all()]
 */
export type Translated =
  /** A map of claims in CEL. */
  | { readonly known: true; readonly cel: string }
  /** It adds nothing. */
  | { readonly known: true; readonly cel: undefined }
  | { readonly known: false }

export const translate = (expression: string): Translated => {
  if (expression.length > 4000) return { known: false }
  const tokens = tokenise(expression)
  if (tokens === undefined) return { known: false }
  const reader = readerOf(tokens)
  if (!reader.take('return')) return { known: false }
  if (reader.take('None') && reader.atEnd()) return { known: true, cel: undefined }
  const claims = readDict(reader)
  if (claims === undefined || !reader.atEnd()) return { known: false }
  if (claims.length === 0) return { known: true, cel: undefined }
  return { known: true, cel: `{${claims.map(([name, value]) => `${quoted(name)}: ${value}`).join(', ')}}` }
}

interface Token {
  readonly kind: 'name' | 'mark' | 'text' | 'number'
  readonly text: string
}

const shapes =
  /\s+|#[^\n]*|([A-Za-z_]\w*)|("(?:[^"\\\n]|\\["\\'])*"|'(?:[^'\\\n]|\\["\\'])*')|(-?\d{1,15}(?:\.\d{1,10})?)|([[\](){}:,.])/y

const tokenise = (text: string): readonly Token[] | undefined => {
  const tokens: Token[] = []
  const shape = new RegExp(shapes)
  while (shape.lastIndex < text.length) {
    const found = shape.exec(text)
    if (found === null) return undefined
    const [, name, string, number, mark] = found
    if (name !== undefined) tokens.push({ kind: 'name', text: name })
    if (string !== undefined) tokens.push({ kind: 'text', text: string.slice(1, -1).replace(/\\(["\\'])/g, '$1') })
    if (number !== undefined) tokens.push({ kind: 'number', text: number })
    if (mark !== undefined) tokens.push({ kind: 'mark', text: mark })
  }
  return tokens
}

interface Reader {
  /** Goes on, if the next words and marks are these. */
  take(...texts: readonly string[]): boolean
  next(kind: 'text' | 'number'): string | undefined
  atEnd(): boolean
}

const readerOf = (tokens: readonly Token[]): Reader => {
  let at = 0
  return {
    take(...texts) {
      const here = texts.every((text, item) => {
        const token = tokens[at + item]
        return token?.text === text && (token.kind === 'name' || token.kind === 'mark')
      })
      if (here) at += texts.length
      return here
    },
    next(kind) {
      const token = tokens[at]
      if (token?.kind !== kind) return undefined
      at += 1
      return token.text
    },
    atEnd: () => at === tokens.length,
  }
}

const readDict = (reader: Reader): readonly (readonly [string, string])[] | undefined => {
  if (!reader.take('{')) return undefined
  const claims: (readonly [string, string])[] = []
  while (!reader.take('}')) {
    const name = reader.next('text')
    if (name === undefined || !reader.take(':')) return undefined
    const value = readValue(reader)
    if (value === undefined) return undefined
    claims.push([name, value])
    if (!reader.take(',')) return reader.take('}') ? claims : undefined
  }
  return claims
}

const groupNames = [...['[', 'group', '.', 'name', 'for', 'group', 'in']]
const allGroups = ['.', 'ak_groups', '.', 'all', '(', ')', ']']

const readValue = (reader: Reader): string | undefined => {
  const text = reader.next('text')
  if (text !== undefined) return quoted(text)
  const number = reader.next('number')
  if (number !== undefined) return number
  if (reader.take('True')) return 'true'
  if (reader.take('False')) return 'false'
  for (const user of [['request', '.', 'user'], ['user']]) {
    if (reader.take(...groupNames, ...user, ...allGroups)) return 'groups'
    for (const field of ['username', 'email', 'name']) if (reader.take(...user, '.', field)) return `user.${field}`
  }
  return reader.take('[') ? readList(reader) : undefined
}

const readList = (reader: Reader): string | undefined => {
  const items: string[] = []
  while (!reader.take(']')) {
    const text = reader.next('text')
    if (text === undefined) return undefined
    items.push(quoted(text))
    if (!reader.take(',')) return reader.take(']') ? `[${items.join(', ')}]` : undefined
  }
  return `[${items.join(', ')}]`
}

/** A text as CEL writes it. */
const quoted = (text: string): string => JSON.stringify(text)
