import type { Note, Plain } from './imported.ts'

/** Reads what may be anything. What has another form than it should is noted, and as good as absent. */
export interface Reading {
  readonly values: Plain
  readonly about: string
  text(name: string): string | undefined
  flag(name: string): boolean | undefined
  texts(name: string): readonly string[] | undefined
  /** A list of records; whatever else is in it is noted. */
  list(name: string): readonly Reading[]
  inside(name: string): Reading
  /** Names that are there and that nobody has asked for. */
  rest(): readonly string[]
  /** Asked for, and not needed. */
  skip(...names: readonly string[]): void
}

export const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const reading = (value: unknown, about: string, note: (note: Note) => void): Reading => {
  const values = isPlain(value) ? value : {}
  const asked = new Set<string>()
  const at = (name: string) => (about === '' ? name : `${about}.${name}`)
  const get = (name: string): unknown => {
    asked.add(name)
    return Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined
  }
  const malformed = (where: string): undefined => void note({ about: where, code: 'malformed' })
  const scalar = (found: unknown): string | undefined =>
    typeof found === 'string'
      ? found
      : typeof found === 'number' || typeof found === 'boolean'
        ? String(found)
        : undefined
  return {
    values,
    about,
    text(name) {
      const found = get(name)
      return found === undefined ? undefined : (scalar(found) ?? malformed(at(name)))
    },
    flag(name) {
      const found = get(name)
      if (found === undefined || typeof found === 'boolean') return found
      if (typeof found === 'string' && /^(?:true|false)$/i.test(found)) return found.toLowerCase() === 'true'
      return malformed(at(name))
    },
    texts(name) {
      const found = get(name)
      if (found === undefined) return undefined
      if (!Array.isArray(found)) return malformed(at(name))
      return found.flatMap((one, item) => scalar(one) ?? malformed(`${at(name)}[${item}]`) ?? [])
    },
    list(name) {
      const found = get(name)
      if (found === undefined) return []
      if (!Array.isArray(found)) return malformed(at(name)) ?? []
      return found.flatMap((one, item) => {
        const where = `${at(name)}[${item}]`
        return isPlain(one) ? [reading(one, where, note)] : (malformed(where) ?? [])
      })
    },
    inside(name) {
      const found = get(name)
      if (found !== undefined && !isPlain(found)) malformed(at(name))
      return reading(found, at(name), note)
    },
    rest: () => Object.keys(values).filter((name) => !asked.has(name) && values[name] !== null),
    skip: (...names) => names.forEach((name) => void asked.add(name)),
  }
}

/** Without what is undefined: plain data has no absent values. */
export const present = (entry: Plain): Plain =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))
