/** What somebody sent, taken apart and not yet believed. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The JSON object that the bytes are, without any `__proto__` in it; undefined for all else, too deep nesting included. */
export const readJsonObject = (bytes: Uint8Array): JsonObject | undefined => {
  try {
    return asObject(
      JSON.parse(new TextDecoder().decode(bytes), (key, value: unknown) => (key === '__proto__' ? undefined : value)),
    )
  } catch {
    return undefined
  }
}

export const asObject = (value: unknown): JsonObject | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined

/** The objects of a list; whatever else is in it is passed over. */
export const objectsOf = (value: unknown): readonly JsonObject[] =>
  Array.isArray(value) ? value.map(asObject).filter((one) => one !== undefined) : []

/** A text that can be kept and sent as it is: half a surrogate pair cannot be put into an address, and NUL into no database. */
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' && value.isWellFormed() && !value.includes('\0') ? value : undefined

/** A `Content-Type` without its parameters, in small letters. */
export const mediaType = (headers: Headers): string =>
  (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
