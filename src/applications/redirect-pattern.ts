import { createRequire } from 'node:module'
import type { RE2JS } from 're2js'

/**
 * A registered redirect URI that is a regular expression. Scheme, host and port are literal and no part of what the expression decides: the
 * rest of an address is only looked at once it begins with exactly these. So no expression, however it is written, reaches another host.
 */
export interface RedirectPattern {
  /** `https://app.example.org/`, in the one spelling of it. */
  readonly origin: string
  /** What follows it, as a regular expression. */
  readonly rest: string
}

export type PatternProblem =
  /** Scheme, host and port are not plain text up to the first slash of the path. */
  'pattern_host' | 'bad_pattern'

type Parsed = { readonly ok: true; readonly pattern: RedirectPattern } | { readonly ok: false; code: PatternProblem }

/** `^https://app\.example\.org(:8443)/`, every character of it standing for itself; slashes may be escaped. */
const literalOrigin = /^\^?(https?:(?:\\?\/){2}(?:[a-z0-9]|\\?-|\\\.)+(?::\d{1,5})?\\?\/)/i

export const parsePattern = (text: string): Parsed => {
  const [written = '', literal] = literalOrigin.exec(text) ?? []
  const address = literal?.replaceAll('\\', '')
  if (address === undefined || !URL.canParse(address)) return { ok: false, code: 'pattern_host' }
  const rest = text.slice(written.length)
  if (hasAlternatives(rest) || compiled(rest) === undefined) return { ok: false, code: 'bad_pattern' }
  return { ok: true, pattern: { origin: new URL(address).href, rest } }
}

/** Whether the whole of an address is what the pattern means. The address has no other spelling than this one. */
export const matchesPattern = (text: string, address: string): boolean => {
  const parsed = parsePattern(text)
  if (!parsed.ok) return false
  const { origin, rest } = parsed.pattern
  return address.startsWith(origin) && compiled(rest)?.matches(address.slice(origin.length)) === true
}

/** `a|b` outside of parentheses: whoever writes it means two whole addresses, and would get something else. */
const hasAlternatives = (text: string): boolean => {
  const bare = text.replace(/\\[\s\S]/g, '').replace(/\[\^?\]?[^\]]*\]/g, '')
  let depth = 0
  for (const letter of bare) {
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (letter === '|' && depth === 0) return true
  }
  return false
}

const known = new Map<string, RE2JS | undefined>()
const mostKnown = 500

/** Undefined when it is none. The engine takes time in proportion to the text, whatever the expression; it is loaded by whoever has one. */
const compiled = (expression: string): RE2JS | undefined => {
  if (!known.has(expression)) {
    if (known.size >= mostKnown) known.clear()
    known.set(expression, compile(expression))
  }
  return known.get(expression)
}

const compile = (expression: string): RE2JS | undefined => {
  try {
    return engine().RE2JS.compile(expression)
  } catch {
    return undefined
  }
}

const require = createRequire(import.meta.url)
const engine = (): typeof import('re2js') => require('re2js')
