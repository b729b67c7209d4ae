import { isDeepStrictEqual } from 'node:util'
import type { Access } from '../applications/access.ts'
import type { Application } from '../applications/application.ts'
import type { Missed } from '../applications/claims/mappings.ts'
import { type Claims, scopesSupported } from '../applications/claims.ts'
import { accessFor } from '../applications/entrant.ts'
import { handleToBe } from '../applications/known-as/introduce.ts'
import { scopesFor } from '../applications/scopes.ts'
import { tell } from '../applications/tell.ts'
import type { Row } from '../storage/records.ts'
import type { World } from '../storage/world.ts'

/** What would be different for people, were an application as it is not yet. Nothing is written. */
export interface ChangePreview {
  /** How many accounts were looked at, and how many there are that could sign in. */
  readonly people: number
  readonly total: number
  /** Of how many of those who may enter the claims were compared. */
  readonly compared: { readonly count: number; readonly of: number }
  readonly loses: Affected
  readonly gains: Affected
  readonly claims: readonly ClaimChange[]
  readonly person: PersonPreview
}

export interface Affected {
  readonly count: number
  /** Some of them. */
  readonly usernames: readonly string[]
}

/** A claim that would be another for so many of those who may enter, and for one of them for instance. */
export interface ClaimChange extends Affected {
  readonly claim: string
  readonly before: unknown
  readonly after: unknown
}

export interface PersonPreview {
  readonly username: string
  readonly before: Access
  readonly after: Access
  readonly claims: Claims
  readonly missed: readonly Missed[]
}

const mostPeople = 500
const mostTold = 100
const mostNamed = 12
const portion = 25

/** `person` is looked at in any case. Expressions see a sign-in of now, with a password. */
export const previewChange = async (
  world: Pick<World, 'storage' | 'clock' | 'random'>,
  {
    before,
    after,
    person,
    base,
  }: {
    readonly before: Application
    readonly after: Application
    readonly person: Row<'accounts'>
    readonly base: string
  },
): Promise<ChangePreview> => {
  const signedIn = { authTime: world.clock.now(), amr: ['pwd'] }
  const may = (application: Application, account: Row<'accounts'>) => accessFor(world, application, account, signedIn)
  const toldOf = async (application: Application, account: Row<'accounts'>) => {
    const scopes = scopesFor(application, scopesSupported)
    const handle = await handleToBe(world, before, account)
    return tell(world, { account, application, handle, scopes, base, signedIn })
  }
  const { seen, total } = await lookAround(world)
  const loses: string[] = []
  const gains: string[] = []
  const claims = new Map<string, { usernames: string[]; before: unknown; after: unknown }>()
  const allowed: Row<'accounts'>[] = []
  for (const account of seen) {
    const [was, is] = await Promise.all([may(before, account), may(after, account)])
    if (was.allowed && !is.allowed) loses.push(account.username)
    if (!was.allowed && is.allowed) gains.push(account.username)
    if (is.allowed) allowed.push(account)
  }
  const every = Math.ceil(allowed.length / mostTold)
  const compared = allowed.filter((_, at) => at % every === 0)
  for (const account of compared) {
    const [old, next] = await Promise.all([toldOf(before, account), toldOf(after, account)])
    for (const claim of differing(old.claims, next.claims)) {
      const known = claims.get(claim) ?? { usernames: [], before: old.claims[claim], after: next.claims[claim] }
      known.usernames.push(account.username)
      claims.set(claim, known)
    }
  }
  const shown = await toldOf(after, person)
  return {
    people: seen.length,
    total,
    compared: { count: compared.length, of: allowed.length },
    loses: affected(loses),
    gains: affected(gains),
    claims: [...claims].map(([claim, { usernames, ...values }]) => ({ claim, ...values, ...affected(usernames) })),
    person: {
      username: person.username,
      before: await may(before, person),
      after: await may(after, person),
      claims: shown.claims,
      missed: shown.missed,
    },
  }
}

/** Everybody, or, where there are too many to be looked at in one request, people from all over the list: the first ones alone may all be alike. */
const lookAround = async ({
  storage,
}: Pick<World, 'storage'>): Promise<{ readonly seen: readonly Row<'accounts'>[]; readonly total: number }> => {
  const where = { disabledAt: undefined }
  const total = await storage.count('accounts', where)
  const list = (limit: number, offset: number) =>
    storage.list('accounts', { where, orderBy: 'usernameKey', limit, offset })
  if (total <= mostPeople) return { seen: await list(mostPeople, 0), total }
  const portions = mostPeople / portion
  const places = Array.from({ length: portions }, (_, at) => Math.floor((at * (total - portion)) / (portions - 1)))
  const found = await Promise.all(places.map((offset) => list(portion, offset)))
  const seen = new Map(found.flat().map((account) => [account.id, account]))
  return { seen: [...seen.values()], total }
}

const affected = (usernames: readonly string[]): Affected => ({
  count: usernames.length,
  usernames: usernames.slice(0, mostNamed),
})

const differing = (before: Claims, after: Claims): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (claim) => !isDeepStrictEqual(before[claim], after[claim]),
  )
