import assert from 'node:assert/strict'
import { silentLog } from '../../../src/lib/log.ts'
import { createSafeFetch, type SafeFetchSurroundings } from '../../../src/net/safe-fetch.ts'
import { allowedOrigins } from '../../../src/net/target.ts'
import { arrivalOf } from '../../../src/sources/contract.ts'
import { createOpenidSource } from '../../../src/sources/openid/openid.ts'
import { openidRow } from '../../../src/sources/openid/row.ts'
import { type OpenidWords, openidSettings } from '../../../src/sources/openid/settings.ts'
import type { Begun, Departure, Finished, Source, SourceWorld } from '../../../src/sources/source.ts'
import { createTestClock, createTestWorld, type TestClock } from '../world.ts'
import { type RudeProvider, startRudeProvider } from './rude-provider.ts'

/** The program's part of a sign-in with a provider, and the provider. */
export interface Coming {
  readonly provider: RudeProvider
  readonly source: Source
  readonly world: SourceWorld & { readonly clock: TestClock }
  begin(more?: Partial<Departure>): Promise<Begun>
  goes(more?: Partial<Departure>): Promise<Extract<Begun, { ok: true }>>
  returns(begun: Extract<Begun, { ok: true }>, callback: string): Promise<Finished>
  comes(as?: string, more?: Partial<Departure>): Promise<Finished>
}

export const testClientSecret = 'the client secret of a test, of some length'

/** Libraries look at the process's own clock when they judge a token. */
export const clockOfToday = (): TestClock => createTestClock(Date.now())

export const coming = async (
  t: { after(work: () => unknown): void },
  words: OpenidWords = {},
  {
    base = 'http://id.portico-test.org',
    secret = testClientSecret,
    ...surroundings
  }: { readonly base?: string; readonly secret?: string | undefined } & Partial<SafeFetchSurroundings> = {},
  /** What may be gone to besides the provider. */
  besides: readonly string[] = [],
): Promise<Coming> => {
  const provider = await startRudeProvider(t)
  const bare = createTestWorld({ clock: clockOfToday() })
  const fetch = createSafeFetch({ log: silentLog, ...surroundings, allow: [...provider.allow, ...besides] })
  t.after(() => fetch.close())
  const vouched = allowedOrigins([...provider.allow, ...besides])
  const world = { ...bare, fetch, base, vouched: () => vouched }
  const settings = openidSettings({ issuer: provider.issuer, clientId: 'portico', timeout: 5, ...words })
  const row = openidRow(world, undefined, { id: 'upstream', name: 'Upstream', on: true, settings, secret })
  await world.storage.put('sources', row)
  const source = createOpenidSource(world, row)
  let states = 0
  const begin: Coming['begin'] = (more) => {
    states += 1
    return source.begin({
      address: '',
      state: `state-${String(states).padEnd(37, '_')}`,
      afresh: false,
      locale: 'en',
      ...more,
    })
  }
  const goes: Coming['goes'] = async (more) => {
    const begun = await begin(more)
    assert.ok(begun.ok, JSON.stringify(begun))
    return begun
  }
  const returns: Coming['returns'] = ({ memo }, callback) =>
    source.finish(arrivalAt(callback, JSON.parse(JSON.stringify(memo))))
  return {
    ...{ provider, source, world, begin, goes, returns },
    async comes(as = 'alice', more) {
      const begun = await goes(more)
      return returns(begun, await provider.approve(begun.url, { as }))
    },
  }
}

/** As the web reads it: the source's name is the part before the last one of its callback. */
export const arrivalAt = (callback: string, memo: unknown) => ({
  ...arrivalOf(callback, memo),
  callback: new URL(callback).pathname.split('/').at(-2) ?? '',
})
