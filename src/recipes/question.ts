/** One thing a recipe has to know. Label and hint are in its sentences, by `name`. */
export type Question<Name extends string = string> = AddressQuestion<Name> | WordQuestion<Name> | ChoiceQuestion<Name>

/** Where the application is: kept as its origin, and its path where it may have one, without a slash at the end. */
interface AddressQuestion<Name extends string> {
  readonly kind: 'address'
  readonly name: Name
  readonly example: string
  /** It may live below a path: `https://example.org/cloud`. */
  readonly path?: boolean
  /** It cannot do without https, or nobody should. */
  readonly httpsOnly?: boolean
}

interface WordQuestion<Name extends string> {
  readonly kind: 'word'
  readonly name: Name
  readonly example: string
  /** The whole answer. Bounded, and linear to match. */
  readonly pattern: RegExp
  /** Taken when nothing is answered. An empty one says that the question may be left open. */
  readonly fallback?: string
}

interface ChoiceQuestion<Name extends string> {
  readonly kind: 'choice'
  readonly name: Name
  /** The first is the one we advise. */
  readonly options: readonly [string, ...string[]]
}
