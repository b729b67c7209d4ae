import type { Path, Planning } from '../plan/planning.ts'

/** What a page can carry with it, as `data:`. */
const mostBytes = 29_000

/** By what a file begins with, whatever it is called. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF[\s\S]{4}WEBP/],
  ['image/svg+xml', /^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|svg\b)/],
]

/** The picture in a file, as a `data:` address; undefined, and a problem said, when it cannot be used. */
export const readIconFile = ({ sources, problem }: Planning, file: string, path: Path): string | undefined => {
  const at = [...path, 'iconFile']
  let bytes: Uint8Array
  try {
    bytes = sources.readBytes(file)
  } catch {
    problem(at, `cannot be used: ${file} cannot be read`)
    return undefined
  }
  if (bytes.length > mostBytes) {
    problem(at, `is larger than 29 kB. Make it smaller, or leave it out and send it in the console`)
    return undefined
  }
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const type = kinds.find(([, pattern]) => pattern.test(start))?.[0]
  if (type === undefined) problem(at, 'is no picture: PNG, JPEG, GIF, WebP and SVG are')
  return type === undefined ? undefined : `data:${type};base64,${Buffer.from(bytes).toString('base64')}`
}
