import { domainToASCII } from 'node:url'
import type { ProblemCode } from './outcome.ts'
import { hasOneScript, looksLatin } from './scripts.ts'

/** A name as it is shown, and the key that uniqueness, look-ups and limits go by. */
export type Canonical =
  | { readonly ok: true; readonly shown: string; readonly key: string }
  | { readonly ok: false; readonly code: ProblemCode }

const mostUsername = 64
const mostEmailBytes = 254
const mostLocalBytes = 64

/**
 * Nobody sees these, or they turn around what stands beside them: control, format (bidi, zero width), private,
 * unassigned.
 */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}]/u
/** NFKC would make an `@` of these: an address that was checked before would become another one after. */
const atLookAlike = /[\uFF20\uFE6B]/

/**
 * Compatible forms (full width, ligatures) and cases become one: `Ａlice`, `ALICE` and ` alice ` are `alice`.
 * Upper case first, so that letters that only meet there (ß and SS, ı and I, ς and Σ) meet here; until nothing changes,
 * since one step can make work for the other.
 */
export const fold = (text: string): string =>
  settled(text, (folded) => folded.toUpperCase().toLowerCase().replaceAll('ς', 'σ'))

/** Letters that meet in capitals only are two mailboxes, and two people may have proven them: `alıce` is not `alice`. */
export const foldMailbox = (local: string): string => settled(local, (folded) => folded.toLowerCase())

const settled = (text: string, step: (folded: string) => string): string => {
  let folded = text.normalize('NFKC').trim()
  for (let round = 0; round < 4; round++) {
    const next = step(folded).normalize('NFKC').trim()
    if (next === folded) break
    folded = next
  }
  return folded
}

/**
 * Letters of one script, digits and `_ . -`, at both ends a letter, a digit or `_`: nothing that means something in a
 * path.
 */
const usernameShape = /^[\p{L}\p{M}0-9_]+(?:[.-]+[\p{L}\p{M}0-9_]+)*$/u

/**
 * A username: 1 to 64 characters. What a fediverse server takes as it is (`[a-z0-9_]`, see `suggestUsername`) is the
 * part of this that needs no second thought. Normalised before it is looked at, never after.
 */
export const canonicalUsername = (typed: string): Canonical => {
  const shown = typed.normalize('NFKC').trim()
  if (shown === '') return { ok: false, code: 'required' }
  if ([...shown].length > mostUsername) return { ok: false, code: 'too_long' }
  if (unseen.test(shown)) return { ok: false, code: 'characters' }
  if (!usernameShape.test(shown)) return { ok: false, code: 'malformed' }
  const key = fold(shown)
  if (!usernameShape.test(key) || /^\p{M}/u.test(key)) return { ok: false, code: 'malformed' }
  if (!hasOneScript(key)) return { ok: false, code: 'mixed_scripts' }
  if (looksLatin(key)) return { ok: false, code: 'confusable' }
  return { ok: true, shown, key }
}

/** Whatever is special to mail or to a page somewhere; an address that needs quoting is refused. */
const localShape = /^[^\p{Z}\s@"(),:;<>[\]\\]+$/u
/** Checked before the host is read as one: what reads it stops at `/`, `?`, `#` and `\\`. */
const hostShape = /^[\p{L}\p{M}\p{N}.-]+$/u
const domainShape = /^(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/

/**
 * An e-mail address. The domain is kept as ASCII (UTS 46), which every mail server and every application takes;
 * for the key the local part is in small letters: two people whose addresses differ in case only do not exist.
 */
export const canonicalEmail = (typed: string): Canonical => {
  if (atLookAlike.test(typed)) return { ok: false, code: 'characters' }
  const text = typed.normalize('NFKC').trim()
  if (text === '') return { ok: false, code: 'required' }
  if (unseen.test(text)) return { ok: false, code: 'characters' }
  const [local, host, ...more] = text.split('@')
  if (local === undefined || host === undefined || more.length > 0) return { ok: false, code: 'malformed' }
  if (!hostShape.test(host)) return { ok: false, code: 'malformed' }
  // As DNS has it, and no further: `ıcloud.com` is not `icloud.com`, and whoever has one can have its mail.
  const domain = domainToASCII(host)
  const mailbox = foldMailbox(local)
  const key = `${mailbox}@${domain}`
  if (!localShape.test(local) || !localShape.test(mailbox)) return { ok: false, code: 'malformed' }
  if (!domainShape.test(domain) || /(?:^|\.)[0-9]+$/.test(domain)) return { ok: false, code: 'malformed' }
  const shown = `${local}@${domain}`
  if (Math.max(Buffer.byteLength(shown), Buffer.byteLength(key)) > mostEmailBytes)
    return { ok: false, code: 'too_long' }
  if (Math.max(Buffer.byteLength(local), Buffer.byteLength(mailbox)) > mostLocalBytes) {
    return { ok: false, code: 'too_long' }
  }
  return { ok: true, shown, key }
}

/**
 * A username that every fediverse server takes: `[a-z0-9_]`, at most 30. Undefined when nothing of the text is left.
 */
export const suggestUsername = (text: string): string | undefined => {
  const [local = ''] = text.split('@')
  const plain = fold(local.normalize('NFKD').replace(/\p{M}/gu, ''))
    .replace(/[^a-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return plain.slice(0, 30).replace(/_+$/, '') || undefined
}
