/** Ways a finger goes without thinking: counts, the alphabet, the rows and columns of keyboards. */
const tracks = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  'qwertzuiopü+',
  'asdfghjklöä#',
  'yxcvbnm,.-',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn,;:!',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '!@#$%^&*()',
  'a1b2c3d4e5f6g7h8i9',
  '1a2b3c4d5e6f7g8h9i',
]

const both = tracks.flatMap((track) => [track, [...track].reverse().join('')])

const shortest = 3
const longest = Math.max(...tracks.map((track) => track.length))

/** How many characters from here on are one run, one character repeated, or a year; 0 when fewer than three. */
export const runAt = (text: string, at: number): number =>
  Math.max(trackAt(text, at), sameAt(text, at), yearAt(text, at))

const trackAt = (text: string, at: number): number => {
  let length = 0
  for (let end = at + shortest; end <= Math.min(text.length, at + longest); end++) {
    const part = text.slice(at, end)
    if (!both.some((track) => track.includes(part))) break
    length = end - at
  }
  return length
}

const sameAt = (text: string, at: number): number => {
  let end = at
  while (end < text.length && text[end] === text[at]) end++
  return end - at >= shortest ? end - at : 0
}

const yearAt = (text: string, at: number): number =>
  /^(?:19|20)[0-9]{2}(?![0-9])/.test(text.slice(at, at + 5)) ? 4 : 0
