/**
 * authentik's scope mappings are Python. These few whole forms are what most of them are; anything else is shown to somebody who can write a
 * mapping, and never guessed at:
 *
 *     return {"claim": <value>, ...}        with values: a text, a number, True, False, a list of texts,
 *                                           user.username | user.email | user.name (also request.user.…),
 *                                           [group.name for group in user.ak_groups.all()] (also user.groups.all()),
 *                                           ak_is_group_member(user, name="…") | user.ak_groups.filter(name="…").exists(),
 *                                           [entitlement.name for entitlement in user.app_entitlements(provider.application)],
 *                                           <value> if <one of these memberships> else <value>
 *
 * One name may be given to a value before, as authentik's own mapping for entitlements does.
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
  const given = readAssignment(reader)
  if (given === 'unknown' || !reader.take('return')) return { known: false }
  if (reader.take('None') && reader.atEnd()) return { known: true, cel: undefined }
  const claims = readDict(reader, given)
  if (claims === undefined || !reader.atEnd()) return { known: false }
  if (claims.length === 0) return { known: true, cel: undefined }
  return { known: true, cel: `{${claims.map(([name, value]) => `${quoted(name)}: ${value}`).join(', ')}}` }
}

/** A name that stands for a value. */
interface Given {
  readonly name: string
  readonly value: string
}

/** `name = <value>`; undefined where the program begins with what it returns. */
const readAssignment = (reader: Reader): Given | 'unknown' | undefined => {
  const name = reader.assigned()
  if (name === undefined) return undefined
  const value = readValue(reader, undefined)
  return value === undefined || keywords.has(name) ? 'unknown' : { name, value }
}

/** What means something by itself, and is no name for anything. */
const keywords = new Set([
  ...['return', 'user', 'request', 'provider', 'True', 'False', 'None', 'if', 'else', 'for', 'in'],
  'ak_is_group_member',
])

interface Token {
  readonly kind: 'name' | 'mark' | 'text' | 'number'
  readonly text: string
}

const shapes =
  /\s+|#[^\n]*|([A-Za-z_]\w*)|("(?:[^"\\\n]|\\["\\'])*"|'(?:[^'\\\n]|\\["\\'])*')|(-?\d{1,15}(?:\.\d{1,10})?)|([[\](){}:,.=])/y

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
  /** The name in front of a single `=`, both of which are then behind. */
  assigned(): string | undefined
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
    assigned() {
      const [name, mark, next] = tokens.slice(at, at + 3)
      if (name?.kind !== 'name' || mark?.kind !== 'mark' || mark.text !== '=' || next?.text === '=') return undefined
      at += 2
      return name.text
    },
    atEnd: () => at === tokens.length,
  }
}

const readDict = (reader: Reader, given: Given | undefined): readonly (readonly [string, string])[] | undefined => {
  if (!reader.take('{')) return undefined
  const claims: (readonly [string, string])[] = []
  while (!reader.take('}')) {
    const name = reader.next('text')
    if (name === undefined || !reader.take(':')) return undefined
    const value = readValue(reader, given)
    if (value === undefined) return undefined
    claims.push([name, value])
    if (!reader.take(',')) return reader.take('}') ? claims : undefined
  }
  return claims
}

const groupNames = ['[', 'group', '.', 'name', 'for', 'group', 'in']
const entitlementNames = ['[', 'entitlement', '.', 'name', 'for', 'entitlement', 'in']
const entitlements = ['.', 'app_entitlements', '(', 'provider', '.', 'application', ')', ']']
const users = [['request', '.', 'user'], ['user']]
/** Newer versions have another name for the same. */
const memberships = ['ak_groups', 'groups']

/** A value, or one of two by whether somebody is in a group. */
const readValue = (reader: Reader, given: Given | undefined): string | undefined => {
  const value = readOne(reader, given)
  if (value === undefined || !reader.take('if')) return value
  const condition = readMembership(reader)
  const otherwise = condition !== undefined && reader.take('else') ? readOne(reader, given) : undefined
  // Of two kinds of value nobody could say what the claim is.
  return otherwise === undefined || kindOf(value) !== kindOf(otherwise)
    ? undefined
    : `${condition} ? ${value} : ${otherwise}`
}

const kindOf = (cel: string): string => {
  if (cel === 'true' || cel === 'false' || / in groups$/.test(cel)) return 'flag'
  if (/^-?\d/.test(cel)) return cel.includes('.') ? 'fraction' : 'number'
  return cel.startsWith('[') || cel === 'groups' || cel === 'roles' ? 'list' : 'text'
}

const readOne = (reader: Reader, given: Given | undefined): string | undefined => {
  const text = reader.next('text')
  if (text !== undefined) return quoted(text)
  const number = reader.next('number')
  if (number !== undefined) return number
  if (reader.take('True')) return 'true'
  if (reader.take('False')) return 'false'
  if (given !== undefined && reader.take(given.name)) return given.value
  for (const user of users) {
    for (const groups of memberships) {
      if (reader.take(...groupNames, ...user, '.', groups, '.', 'all', '(', ')', ']')) return 'groups'
    }
    if (reader.take(...entitlementNames, ...user, ...entitlements)) return 'roles'
  }
  const member = readMembership(reader)
  if (member !== undefined) return member
  for (const user of users) {
    for (const field of ['username', 'email', 'name']) if (reader.take(...user, '.', field)) return `user.${field}`
  }
  return reader.take('[') ? readList(reader) : undefined
}

/** Whether somebody is in a group. Whatever follows that is none of this leaves the program unknown. */
const readMembership = (reader: Reader): string | undefined => {
  for (const user of users) {
    const asked = reader.take('ak_is_group_member', '(', ...user, ',', 'name', '=')
      ? [')']
      : memberships.some((groups) => reader.take(...user, '.', groups, '.', 'filter', '(', 'name', '='))
        ? [')', '.', 'exists', '(', ')']
        : undefined
    if (asked === undefined) continue
    const name = reader.next('text')
    return name !== undefined && reader.take(...asked) ? `${quoted(name)} in groups` : undefined
  }
  return undefined
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
