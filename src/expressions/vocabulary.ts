/**
 * What an expression may speak of: names, each with the type of its value. `text` is never absent, only empty, so that no expression has to
 * ask first whether there is an address.
 */
export type Shape =
  | 'text'
  | 'flag'
  | 'number'
  | 'texts'
  | 'records'
  | 'json'
  | { readonly [field: string]: 'text' | 'flag' | 'number' | 'texts' }

export type Vocabulary = Readonly<Record<string, Shape>>

/** Values for a vocabulary. A record is a map of texts. */
export type Values<V extends Vocabulary> = { readonly [Name in keyof V]: ValueOf<V[Name]> }

type ValueOf<S> = S extends 'text'
  ? string
  : S extends 'flag'
    ? boolean
    : S extends 'number'
      ? number
      : S extends 'texts'
        ? readonly string[]
        : S extends 'records'
          ? readonly Readonly<Record<string, string>>[]
          : S extends 'json'
            ? Readonly<Record<string, unknown>>
            : { readonly [Field in keyof S]: ValueOf<S[Field]> }

/** CEL's names of these types. */
export const celTypes = {
  text: 'string',
  flag: 'bool',
  number: 'int',
  texts: 'list<string>',
  records: 'list<map<string, string>>',
  /** Somebody else's, so that nothing is known of it beforehand. */
  json: 'map<string, dyn>',
} as const
