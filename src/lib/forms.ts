/**
 * Parameters of a query or a form body. A parameter sent without a value counts as not sent (RFC 6749 section 3.1);
 * one that was sent twice is remembered, since OAuth forbids it and a page need not care.
 */
export interface Form {
  /** The first non-empty value, byte-exact after decoding. */
  get(name: string): string | undefined
  /** As typed: surrounding white space removed. For fields that people fill in. */
  typed(name: string): string
  all(name: string): readonly string[]
  has(name: string): boolean
  readonly names: readonly string[]
  /** Everything that was sent, in order. */
  readonly pairs: readonly (readonly [string, string])[]
  /** Names that occurred more than once, with or without a value. */
  readonly repeated: readonly string[]
}

/** Decodes `application/x-www-form-urlencoded` text, without the leading `?`. Never throws: what does not decode stays as it is. */
export const parseForm = (text: string): Form => (text === '' ? nothingSent : formOf([...new URLSearchParams(text)]))

/** A form of what was sent, already decoded. */
export const formOf = (pairs: readonly (readonly [string, string])[]): Form => {
  /** Every name that was sent, with the values that count. */
  const values = new Map<string, string[]>()
  let repeated: Set<string> | undefined
  for (const [name, value] of pairs) {
    const held = values.get(name)
    if (held === undefined) values.set(name, value === '' ? [] : [value])
    else {
      repeated ??= new Set()
      repeated.add(name)
      if (value !== '') held.push(value)
    }
  }
  return {
    get: (name) => values.get(name)?.[0],
    typed: (name) => values.get(name)?.[0]?.trim() ?? '',
    all: (name) => values.get(name) ?? [],
    has: (name) => values.get(name)?.[0] !== undefined,
    names: [...values.keys()],
    pairs,
    repeated: repeated === undefined ? [] : [...repeated],
  }
}

/** Most requests have either a query or a body. */
const nothingSent = formOf([])
