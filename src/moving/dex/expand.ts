import { isPlain } from '../plain.ts'
import type { DexReading } from './dex-reading.ts'

/**
 * A connector's settings as Dex itself reads them: `$NAME` and `${NAME}` are replaced anywhere in any text. A text with a variable that is not set
 * here is left out, and noted: half of an address would be another address.
 */
export const expanded = (value: unknown, about: string, dex: DexReading): unknown => {
  if (typeof value === 'string') return expandText(value, about, dex)
  if (Array.isArray(value)) {
    return value.map((one, at) => expanded(one, `${about}[${at}]`, dex)).filter((one) => one !== undefined)
  }
  if (!isPlain(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, expanded(inner, `${about}.${name}`, dex)] as const),
  )
}

const expandText = (text: string, about: string, { fromEnvironment }: DexReading): string | undefined => {
  const parts: string[] = []
  let at = 0
  for (const found of text.matchAll(/\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g)) {
    const set = fromEnvironment(found[1] ?? found[2] ?? '', about)
    if (set === undefined) return undefined
    parts.push(text.slice(at, found.index), set)
    at = found.index + found[0].length
  }
  return [...parts, text.slice(at)].join('')
}
