import type { Time } from '../lib/clock.ts'

/** Picks the form a number asks for in this language. */
export const plural = (
  tag: string,
  n: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string },
): string => forms[new Intl.PluralRules(tag).select(n)] ?? forms.other

export const formatNumber = (tag: string, n: number): string => new Intl.NumberFormat(tag).format(n)

/** What a language is called, in another: `German`, `allemand`. The tag itself when it is none. */
export const formatLanguage = (tag: string, language: string): string => {
  try {
    return new Intl.DisplayNames(tag, { type: 'language' }).of(language) ?? language
  } catch {
    return language
  }
}

export const formatList = (tag: string, items: readonly string[]): string =>
  new Intl.ListFormat(tag, { type: 'conjunction' }).format(items)

/** A day, in UTC: `3 March 2026`. */
export const formatDay = (tag: string, time: Time): string =>
  new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: 'UTC' }).format(time)

/** A day and a minute, in UTC; the caller says so (`words.utc`). */
export const formatMoment = (tag: string, time: Time): string =>
  new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }).format(time)

const steps = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** How long ago, or how soon, in the largest unit that fits: `2 minutes ago`, `yesterday`, `now`. */
export const formatAgo = (tag: string, time: Time, now: Time): string => {
  const distance = time - now
  const words = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' })
  for (const [unit, size] of steps) {
    if (Math.abs(distance) >= size) return words.format(Math.trunc(distance / size), unit)
  }
  return words.format(0, 'second')
}

/** `15 minutes`, `1 hour, 30 minutes`, `30 days`: the two largest units, nothing below a second. */
export const formatDuration = (tag: string, length: Time): string => {
  const parts: string[] = []
  let rest = Math.max(0, Math.round(length / 1000)) * 1000
  for (const [unit, size] of [...steps.slice(3), ['second', 1000]] as const) {
    const n = Math.floor(rest / size)
    rest -= n * size
    if (n > 0 && parts.length < 2) {
      parts.push(new Intl.NumberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(n))
    }
  }
  if (parts.length === 0)
    return new Intl.NumberFormat(tag, { style: 'unit', unit: 'second', unitDisplay: 'long' }).format(0)
  return new Intl.ListFormat(tag, { type: 'unit', style: 'long' }).format(parts)
}
