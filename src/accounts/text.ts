import type { ProblemCode } from './outcome.ts'

const mostName = 100
const mostUrl = 2000

/**
 * Controls, line breaks, and the characters that turn the text around them: a name must not rewrite the sentence it
 * stands in.
 */
const disruptive = /[\p{Cc}\p{Cs}\p{Co}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF\u2028\u2029]/gu

/**
 * What somebody calls themselves, or a group: any text on one line, white space made single, at most 100 characters
 * and never cut within one. Whatever else is in it is cleaned away rather than refused. Joiners stay, scripts and
 * emoji need them.
 */
export const cleanName = (typed: string): string => {
  const line = typed.slice(0, 4000).toWellFormed().normalize('NFC').replace(/\s+/gu, ' ').replace(disruptive, '')
  let name = ''
  let length = 0
  for (const { segment } of new Intl.Segmenter().segment(line.replace(/ {2,}/g, ' ').trim())) {
    length += [...segment].length
    if (length > mostName) break
    name += segment
  }
  return name.trim()
}

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: ProblemCode }

/** A language as BCP 47 writes it; undefined for none. */
export const readLocale = (typed: string): Read<string | undefined> => {
  if (typed.trim() === '') return { ok: true, value: undefined }
  try {
    const [locale] = Intl.getCanonicalLocales(typed.trim())
    return locale === undefined || locale.length > 35 ? { ok: false, code: 'malformed' } : { ok: true, value: locale }
  } catch {
    return { ok: false, code: 'malformed' }
  }
}

/**
 * Where a picture is: a path here, or an http(s) address, since it ends up in pages and in applications; undefined for
 * none.
 */
export const readAvatar = (typed: string): Read<string | undefined> => {
  const text = typed.trim()
  if (text === '') return { ok: true, value: undefined }
  if (text.length > mostUrl) return { ok: false, code: 'too_long' }
  if (/^\/(?![/\\])[\x21-\x7E]*$/.test(text)) return { ok: true, value: text }
  const url = URL.parse(text)
  const fit =
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === ''
  return fit ? { ok: true, value: url.href } : { ok: false, code: 'malformed' }
}
