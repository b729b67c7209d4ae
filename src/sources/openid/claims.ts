import { asObject, type JsonObject, textOf } from '../../net/json.ts'

const most = 200
const longest = 200

/** The value of a claim: under its own name, whatever is in it, or else along a path, `realm_access.roles`. */
export const claimAt = (claims: JsonObject, path: string): unknown => {
  if (Object.hasOwn(claims, path)) return claims[path]
  let at: unknown = claims
  for (const part of path.split('.')) {
    const held = asObject(at)
    if (held === undefined || !Object.hasOwn(held, part)) return undefined
    at = held[part]
  }
  return at
}

/** What identifies somebody: a text, or a whole number that was written as one. */
export const identifierAt = (claims: JsonObject, path: string): string | undefined => {
  const value = claimAt(claims, path)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  const text = textOf(value)
  return text !== undefined && text.length <= 255 ? text : undefined
}

export const textAt = (claims: JsonObject, path: string): string | undefined => {
  const value = textOf(claimAt(claims, path))
  return value !== undefined && value.trim() !== '' ? value : undefined
}

/** Groups and roles come as texts, as objects with a name, or as one text. What is neither is passed over. */
export const textsOf = (value: unknown): readonly string[] => {
  const list = Array.isArray(value) ? value.slice(0, most * 5) : [value]
  const texts = list.map(nameOf).filter((text) => text !== undefined)
  return [...new Set(texts)].slice(0, most)
}

const nameOf = (value: unknown): string | undefined => {
  const held = asObject(value)
  const text = held === undefined ? value : [held['name'], held['display'], held['value'], held['login']].find(isText)
  return isText(text) && text.length <= longest ? text.trim() : undefined
}

const isText = (value: unknown): value is string => (textOf(value)?.trim() ?? '') !== ''

/** A JSON boolean, or the text that some providers send in its place. */
export const isTrue = (value: unknown): boolean => value === true || value === 'true'
