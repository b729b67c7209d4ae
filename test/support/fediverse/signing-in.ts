import assert from 'node:assert/strict'
import { silentLog } from '../../../src/lib/log.ts'
import {
  createSafeFetch,
  type FetchOptions,
  type SafeFetch,
  type SafeFetchSurroundings,
} from '../../../src/net/safe-fetch.ts'
import { allowedOrigins } from '../../../src/net/target.ts'
import { arrivalOf } from '../../../src/sources/contract.ts'
import { createFediverse } from '../../../src/sources/fediverse/fediverse.ts'
import type { Begun, Departure, Finished, Source, SourceProblem, SourceWorld } from '../../../src/sources/source.ts'
import { createTestWorld, type TestClock, type TestWorld } from '../world.ts'
import type { FakeServer, Person } from './fediverse.ts'

/** The program's part of a sign-in with the fediverse, with everything behind it in memory and the fakes in front of it. */
export interface SigningIn {
  readonly source: Source
  readonly world: SourceWorld & { readonly clock: TestClock }
  begin(address: string, more?: Partial<Departure>): Promise<Begun>
  /** As far as the server's door. */
  goes(address: string, more?: Partial<Departure>): Promise<Extract<Begun, { ok: true }>>
  /** The whole way: leaves for the address, does at the server what `person` does, and comes back. */
  comes(address: string, server: FakeServer, person?: Person, more?: Partial<Departure>): Promise<Finished>
  returns(begun: Extract<Begun, { ok: true }>, callback: string): Promise<Finished>
}

export const publicBase = 'https://id.portico-test.org'

interface Out extends Partial<Omit<SafeFetchSurroundings, 'allow'>> {
  readonly allow?: readonly string[]
  /** Gives nobody longer than this, in ms, so that a test of patience needs none; `asked` then gets how long was asked for. */
  readonly within?: number
  readonly asked?: (number | undefined)[]
  /** What this installation is called, and where it is. */
  readonly name?: string
  readonly base?: string
}

export const signingIn = (
  t: { after(work: () => unknown): void },
  { allow = [], within, asked, name = 'Portico', base = publicBase, ...surroundings }: Out,
  overrides: Partial<TestWorld> = {},
): SigningIn => {
  const bare = createTestWorld(overrides)
  const safeFetch = createSafeFetch({ log: silentLog, clock: bare.clock, ...surroundings, allow })
  t.after(() => safeFetch.close())
  const fetch: SafeFetch = Object.assign(
    (url: string, options: FetchOptions) => {
      asked?.push(options.within)
      return safeFetch(url, within === undefined ? options : { ...options, within })
    },
    { close: () => safeFetch.close() },
  )
  const vouched = allowedOrigins(allow)
  const world = { ...bare, fetch, base, vouched: () => vouched }
  const source = createFediverse(world, { name: async () => name })
  let states = 0
  const begin: SigningIn['begin'] = (address, more) => {
    states += 1
    const state = `state-${String(states).padEnd(37, '_')}`
    return source.begin({ address, state, afresh: false, locale: 'en', ...more })
  }
  const goes: SigningIn['goes'] = async (address, more) => {
    const begun = await begin(address, more)
    assert.ok(begun.ok, JSON.stringify(begun))
    return begun
  }
  // As it is kept between the two.
  const returns: SigningIn['returns'] = ({ memo }, callback) =>
    source.finish(arrivalOf(callback, JSON.parse(JSON.stringify(memo))))
  return {
    ...{ source, world, begin, goes, returns },
    async comes(address, server, person, more) {
      const begun = await goes(address, more)
      return returns(begun, await server.approve(begun.url, person))
    },
  }
}

/** Who it is, or an error that says what came instead. */
export const somebody = (finished: Finished) => {
  assert.ok(finished.ok, JSON.stringify(finished))
  return finished.identity
}

export const problemOf = (answer: Begun | Finished): SourceProblem => {
  assert.ok(!answer.ok, JSON.stringify(answer))
  return answer.problem
}
