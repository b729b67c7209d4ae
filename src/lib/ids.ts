import type { Time } from './clock.ts'
import type { Random } from './random.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/**
 * A string of `length` letters and digits, each drawn evenly (bytes above the largest multiple of 62 are dropped).
 * 22 characters hold 130 bits. Letters and digits only, so that every encoding of HTTP Basic coincides
 * and nothing needs escaping in a shell, a URL or a configuration file.
 */
export const randomText = (random: Random, length: number): string => {
  let text = ''
  while (text.length < length) {
    for (const byte of random.bytes(length + 16)) {
      if (byte < 248 && text.length < length) text += alphabet[byte % 62]
    }
  }
  return text
}

/** A random identifier for a record, not a secret: 22 letters and digits (130 bits). */
export const newId = (random: Random): string => randomText(random, 22)

/** An identifier that sorts by time, for logs that are read newest first: 9 characters of time, 13 of chance. */
export const newTimeId = (random: Random, now: Time): string =>
  now.toString(36).padStart(9, '0') + randomText(random, 13)

/** A time in 7 letters and digits that sort by it (until 2081, and then from the start). */
export const timeText = (now: Time): string => {
  let text = ''
  for (let rest = now, place = 0; place < 7; place += 1, rest = Math.floor(rest / 62)) text = alphabet[rest % 62] + text
  return text
}

const readable = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A code that a person can read out on the telephone: `R7K-2M4`. Not a secret. */
export const newReadableCode = (random: Random): string => {
  const code = Array.from(random.bytes(6), (byte) => readable[byte % readable.length]).join('')
  return `${code.slice(0, 3)}-${code.slice(3)}`
}
