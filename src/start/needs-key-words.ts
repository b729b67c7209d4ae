import type { Needed } from './reseal.ts'

interface Told {
  readonly verdict: 'good' | 'warn' | 'bad'
  readonly sentence: string
}

const few = 20

/** For an operator who replaces the sealing key: what still needs the old one. Nothing where there is one key and it opens everything. */
export const needsKeyWords = ({ older, broken, unproven, lost }: Needed, keys: number): readonly Told[] => {
  const words: Told[] = []
  if (broken > 0) {
    words.push({
      verdict: 'bad',
      sentence: `No sealing key opens ${count(broken, 'record')}: write the key that they were sealed with behind the others.`,
    })
  }
  if (lost.length > 0) {
    words.push({
      verdict: 'bad',
      sentence: `The sealing key is gone that these secrets were kept under; the key has to come back, or they need new secrets: ${names(lost)}.`,
    })
  }
  if (keys === 1) return words
  if (older > 0) {
    words.push({
      verdict: 'warn',
      sentence: `${count(older, 'record')} ${older === 1 ? 'needs' : 'need'} an older sealing key: \`portico keys reseal\`.`,
    })
  }
  if (unproven.length > 0) {
    words.push({
      verdict: 'warn',
      sentence: `These have not used their client secret since the sealing key was replaced, and need the older one until they do, or get a new secret: ${names(unproven)}.`,
    })
  }
  if (words.length > 0) return words
  return [{ verdict: 'good', sentence: 'Nothing needs an older sealing key any more: take it out of the setting.' }]
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`
const names = (slugs: readonly string[]): string =>
  slugs.length <= few ? slugs.join(', ') : `${slugs.slice(0, few).join(', ')} and ${slugs.length - few} more`
