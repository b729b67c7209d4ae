import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { withFediverse, withNamedFediverse } from '../../support/fediverse/fediverse.ts'
import { misskey } from '../../support/fediverse/misskey.ts'
import { pixelfed } from '../../support/fediverse/pixelfed.ts'
import { sharkey } from '../../support/fediverse/sharkey.ts'
import { problemOf, signingIn } from '../../support/fediverse/signing-in.ts'
import { bookwyrm, lemmy, oldMisskey, peertube, website } from '../../support/fediverse/without-a-way-in.ts'

const withoutWay = {
  peertube: peertube(),
  lemmy: lemmy(),
  bookwyrm: bookwyrm(),
  misskey: oldMisskey(),
  sharkey: sharkey(),
  firefish: sharkey('firefish'),
  iceshrimp: sharkey('iceshrimp'),
}

describe('a server without a way in', () => {
  for (const [software, fake] of Object.entries(withoutWay)) {
    it(`is named: ${software}, which is told nothing and asked for nothing`, async (t) => {
      const { servers, allow } = await withFediverse(t, { home: fake })
      const { home } = servers
      const { begin } = signingIn(t, { allow })
      for (const typed of [home.domain, `@alice@${home.domain}`])
        assert.deepEqual(problemOf(await begin(typed)), { code: 'unsupported', place: home.host, software })
      const told = home.seen.filter(({ method, path }) => method !== 'GET' || path.includes('oauth-clients'))
      assert.deepEqual(told, [])
    })
  }

  for (const status of [200, 404] as const) {
    it(`is none of the fediverse where it answers ${status} to everything`, async (t) => {
      const { servers, allow } = await withFediverse(t, { home: website(status) })
      const { home } = servers
      const { begin } = signingIn(t, { allow })
      assert.deepEqual(problemOf(await begin(home.domain)), { code: 'no_server', place: home.host })
      assert.ok(!home.seen.some(({ method }) => method === 'POST'))
    })
  }

  it('is one whose operator has switched applications off', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: pixelfed({ oauth: false }) })
    const { home } = servers
    const { begin } = signingIn(t, { allow })
    assert.deepEqual(problemOf(await begin(home.domain)), { code: 'refused_registration', place: home.host })
  })

  it('is one that looks up at our address who asks, where that is none that it can go to', async (t) => {
    const host = 'notes.town.org'
    const { servers, surroundings } = await withNamedFediverse(t, { [host]: misskey() })
    for (const base of ['http://localhost:4000', 'https://portico.internal']) {
      const { begin } = signingIn(t, { ...surroundings, base })
      assert.deepEqual(problemOf(await begin(host)), { code: 'out_of_reach', place: host })
    }
    assert.ok(!servers[host]?.seen.some(({ path }) => path.startsWith('/oauth')))
    assert.ok((await signingIn(t, surroundings).begin(host)).ok)
  })

  it('is not asked again for every visitor', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: lemmy() })
    const { home } = servers
    const { begin } = signingIn(t, { allow })
    problemOf(await begin(home.domain))
    const { length } = home.seen
    for (let visitor = 0; visitor < 5; visitor += 1) problemOf(await begin(home.domain))
    assert.equal(home.seen.length, length)
  })
})
