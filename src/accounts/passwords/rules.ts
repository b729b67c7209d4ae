import { commonPasswords } from './common.ts'
import { mostPasswordBytes, normalizePassword } from './hasher.ts'
import { runAt } from './runs.ts'

export interface PasswordRules {
  /** Characters. NIST SP 800-63B asks for 15 where a password is all there is; an operator may ask for fewer. */
  readonly minimum?: number | undefined
  /** Names that everybody here could guess: the product's, the host's. */
  readonly words?: readonly string[] | undefined
}

export type PasswordProblem = 'too_short' | 'too_long' | 'common' | 'context' | 'pattern'

export const defaultMinimum = 15

/**
 * What is wrong with a password somebody wants to set; nothing, most of the time. No rule of composition, and no word
 * is forbidden within a longer text: what is refused is a password that, as a whole, is a common one, a name, a count
 * or a run, with the usual decorations. `own` are the words of the person: username, name, e-mail address.
 */
export const judgePassword = (
  password: string,
  own: readonly (string | undefined)[],
  rules: PasswordRules = {},
): readonly PasswordProblem[] => {
  if (password.length > mostPasswordBytes) return ['too_long']
  const text = normalizePassword(password)
  if (Buffer.byteLength(text) > mostPasswordBytes) return ['too_long']
  const short = [...text].length < Math.max(rules.minimum ?? defaultMinimum, 1)
  const guessable = guess(text, wordsOf([...own, ...(rules.words ?? ['portico'])]))
  return [...(short ? ['too_short' as const] : []), ...(guessable === undefined ? [] : [guessable])]
}

/** A name's own parts count too: of `alice.example@host.org` that is `alice`, `example`, `host`. */
const wordsOf = (texts: readonly (string | undefined)[]): ReadonlySet<string> =>
  new Set(
    texts.flatMap((text) => {
      const plain = simplify(text ?? '')
      return [plain, ...plain.split(/[^\p{L}\p{N}]+/u)].filter((word) => word.length >= 3)
    }),
  )

const disguises: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}

const simplify = (text: string): string => text.normalize('NFKC').toLowerCase()

/** `P@ssw0rd` is `password` to every program that guesses. */
const undisguise = (text: string): string => text.replace(/[@431!0$57]/g, (sign) => disguises[sign] ?? sign)

/** What is left to guess must be worth at least so many characters nobody could foresee. */
const enough = 8

type Guessable = 'common' | 'context' | 'pattern'

/** Takes a password apart into what guessing programs try, and counts what each part adds for them. */
const guess = (password: string, names: ReadonlySet<string>): Guessable | undefined => {
  const plain = simplify(password)
  const bare = undisguise(plain)
  const seen = new Set<string>()
  const found = new Set<Guessable>()
  let worth = 0
  for (let at = 0; at < plain.length && worth < enough; ) {
    const { kind, length } = partAt(plain, bare, at, names)
    const part = bare.slice(at, at + length)
    if (kind === undefined) worth += 1
    else {
      if (!seen.has(part)) worth += kind === 'pattern' ? 1 : 2
      seen.add(part)
      found.add(kind)
    }
    at += length
  }
  if (worth >= enough || found.size === 0) return repeats(plain) ? 'pattern' : undefined
  return found.has('context') ? 'context' : found.has('common') ? 'common' : 'pattern'
}

const longestWord = 32

/** The longest part that begins here and that somebody who guesses would try; of no kind when nobody would. */
const partAt = (
  plain: string,
  bare: string,
  at: number,
  names: ReadonlySet<string>,
): { readonly kind: Guessable | undefined; readonly length: number } => {
  const run = runAt(plain, at)
  for (let length = Math.min(longestWord, plain.length - at); length >= 3 && length > run; length--) {
    const spellings = [plain.slice(at, at + length), bare.slice(at, at + length)]
    if (spellings.some((spelling) => names.has(spelling))) return { kind: 'context', length }
    if (spellings.some((spelling) => commonPasswords.has(spelling))) return { kind: 'common', length }
  }
  if (run > 0) return { kind: 'pattern', length: run }
  const one = String.fromCodePoint(plain.codePointAt(at) ?? 0)
  // Spaces and signs are how people decorate; once each they count, again they do not.
  return { kind: /^[\p{P}\p{Z}\p{S}]$/u.test(one) ? 'pattern' : undefined, length: one.length }
}

/** One short text again and again: `abcdabcdabcdabcd`. */
const repeats = (text: string): boolean => /^(.{1,6}?)\1{2,}.{0,5}$/su.test(text)
