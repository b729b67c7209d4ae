import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { days } from '../../../src/lib/clock.ts'
import { createDelegates } from '../../../src/sources/fediverse/delegates.ts'
import { withFediverse } from '../../support/fediverse/fediverse.ts'
import { gotosocial } from '../../support/fediverse/gotosocial.ts'
import { signingIn, somebody } from '../../support/fediverse/signing-in.ts'
import { createTestWorld } from '../../support/world.ts'

const [one, other] = ['https://one.example.org/?{uri}', 'https://other.example.org/?{uri}']

describe('where a domain has its people looked up', () => {
  it('is kept for a day, and then asked for again', async () => {
    const world = createTestWorld()
    const delegates = createDelegates(world)
    assert.equal(await delegates.find('example.org'), undefined)
    await delegates.keep('example.org', one)
    assert.equal(await delegates.find('example.org'), one)
    assert.equal(await delegates.find('sub.example.org'), undefined)
    await delegates.keep('example.org', other)
    assert.equal(await delegates.find('example.org'), other)
    world.clock.advance(days(1))
    assert.equal(await delegates.find('example.org'), undefined)
    await delegates.keep('example.org', other)
    assert.equal(await delegates.find('example.org'), other)
  })

  it('is kept once when several learn it at once', async () => {
    const world = createTestWorld()
    const delegates = createDelegates(world)
    await Promise.all(Array.from({ length: 20 }, () => delegates.keep('example.org', one)))
    assert.equal(await world.storage.count('servers'), 1)
  })

  it('says nothing of whether the domain is a server, and is not lost when that is found out', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: { fake: gotosocial('0.20'), split: 'host-meta' } })
    const { home } = servers
    const { comes, world } = signingIn(t, { allow })
    somebody(await comes(`@alice@${home.domain}`, home))
    const learnt = await createDelegates(world).find(home.domain)
    assert.equal(learnt, `${home.origin}/.well-known/webfinger?resource={uri}`)
    somebody(await comes(home.domain, home))
    assert.equal(await createDelegates(world).find(home.domain), learnt)
  })

  it('is remembered of many people, and of no end of them', async () => {
    const delegates = createDelegates(createTestWorld())
    for (let at = 0; at <= 10_000; at += 1) delegates.noteNamed(`user${at}@example.org`, 'https://a.example.org/')
    assert.equal(delegates.hasNamed('user0@example.org', 'https://a.example.org/'), false)
    assert.equal(delegates.hasNamed('user1@example.org', 'https://a.example.org/'), true)
    assert.equal(delegates.hasNamed('user1@example.org', 'https://b.example.org/'), false)
  })

  it('is asked of the domain itself again after a day', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: { fake: gotosocial('0.20'), split: 'host-meta' } })
    const { home } = servers
    const { comes, world } = signingIn(t, { allow })
    const asked = async () => {
      const from = home.seen.length
      assert.equal(somebody(await comes(home.host, home)).profile.acct, `alice@${home.domain}`)
      return home.seen.slice(from).some(({ host }) => host === home.domain)
    }
    assert.equal(await asked(), true)
    assert.equal(await asked(), false)
    world.clock.advance(days(1))
    assert.equal(await asked(), true)
  })
})
