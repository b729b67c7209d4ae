import type { Question } from './question.ts'
import type { ApplicationWanted } from './recipe.ts'

/** Whom something takes in that can do without accounts kept here. */
export const whoComes = {
  kind: 'choice',
  name: 'people',
  options: ['everybody', 'fediverse'],
} as const satisfies Question

/**
 * A bridge to the fediverse: nothing of this place between the address field and the application. Who is new comes in whatever the
 * installation says of accounts of its own; rules about servers hold all the same.
 */
export const onlyPassingThrough = { bridge: true, newcomers: 'everyone' } as const satisfies Partial<ApplicationWanted>

export const bridgeFor = ({ people }: { readonly people: string }): Partial<ApplicationWanted> =>
  people === 'fediverse' ? { ...onlyPassingThrough, consent: 'implicit' } : {}
