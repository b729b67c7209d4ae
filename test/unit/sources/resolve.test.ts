import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { silentLog } from '../../../src/lib/log.ts'
import { createSafeFetch } from '../../../src/net/safe-fetch.ts'
import { allowedOrigins } from '../../../src/net/target.ts'
import { parseAddress } from '../../../src/sources/fediverse/address.ts'
import { resolveAddress } from '../../../src/sources/fediverse/resolve.ts'
import { withFediverse } from '../../support/fediverse/fediverse.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { jrd, type Script, scriptedWeb, sendOn } from '../../support/scripted-web.ts'

const webFinger = '/.well-known/webfinger?resource=acct:alice@example.org'
const actor = 'https://social.example.org/users/alice'

const resolving = async (
  t: TestContext,
  script: Script,
  text = '@alice@example.org',
  more: Record<string, Script> = {},
) => {
  const web = await scriptedWeb(t, { 'example.org': script, ...more })
  const parsed = parseAddress(text, { vouched: new Set() })
  assert.ok(parsed.ok)
  return { web, resolved: await resolveAddress(web.world, parsed) }
}

const server: Script = { '/api/v1/instance': { uri: 'example.org', version: '4.3.0' } }
const unreachable = { ok: false, problem: { code: 'unreachable', place: 'example.org' } }

describe('where an address leads', () => {
  it('is where the actor is, by one request', async (t) => {
    const { web, resolved } = await resolving(t, { [webFinger]: jrd(actor, 'acct:alice@example.org') })
    assert.deepEqual(resolved, {
      ...{ ok: true, host: 'social.example.org', typed: '@alice@example.org' },
      typedActor: actor,
    })
    assert.deepEqual(web.asked.map(decodeURIComponent), [`GET https://example.org${webFinger}`])
  })

  it('is the server itself where nobody is named, without a request', async (t) => {
    const { web, resolved } = await resolving(t, {}, 'example.org')
    assert.deepEqual([resolved, web.asked], [{ ok: true, host: 'example.org' }, []])
  })

  it('is the domain itself where that does not tell', async (t) => {
    for (const answer of [
      new Response('{}', { status: 403 }),
      new Response('<html>'),
      jrd(undefined),
      { links: 'x' },
    ]) {
      const { resolved } = await resolving(t, { [webFinger]: answer })
      assert.deepEqual(resolved, { ok: true, host: 'example.org', typed: '@alice@example.org' })
    }
  })

  it('is nowhere for somebody whom a server does not know, or knows to be gone', async (t) => {
    const nobody = { ok: false, problem: { code: 'no_person', place: 'example.org' } }
    assert.deepEqual((await resolving(t, server)).resolved, nobody)
    const { web, resolved } = await resolving(t, { [webFinger]: new Response(null, { status: 410 }) })
    assert.deepEqual([resolved, web.asked.length], [nobody, 1])
  })

  it('is told apart from what is no server at all', async (t) => {
    const { resolved } = await resolving(t, {})
    assert.deepEqual(resolved, { ok: true, host: 'example.org', typed: '@alice@example.org' })
  })

  it('takes the name in the address of a page for a guess', async (t) => {
    const page = 'https://example.org/users/alice'
    const there = await resolving(t, { [webFinger]: jrd(actor) }, page)
    assert.equal(there.resolved.ok && there.resolved.typedActor, actor)
    assert.deepEqual((await resolving(t, server, page)).resolved, { ok: true, host: 'example.org' })
  })

  it('is no place that is not public, and the answer says not which of these it was', async (t) => {
    const places = [
      ...['https://127.0.0.1/users/a', 'https://localhost/a', 'http://social.example.org/a', 'https://[::1]/a'],
      ...[
        'https://social.example.org:8443/a',
        'https://a@social.example.org/a',
        'https://10.0.0.1/a',
        'https://nas.lan/a',
      ],
    ]
    for (const place of places)
      assert.deepEqual((await resolving(t, { [webFinger]: jrd(place) })).resolved, unreachable, place)
    for (const place of places) {
      const { resolved } = await resolving(t, { [webFinger]: sendOn(place) })
      assert.deepEqual(resolved, unreachable, place)
    }
    const web = await scriptedWeb(t, { 'example.org': {} })
    web.resolve('example.org', ['192.168.0.1'])
    assert.deepEqual(await resolveAddress(web.world, { ok: true, host: 'example.org', user: 'alice' }), unreachable)
  })

  it('may be a machine that the operator vouches for', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.5') })
    const fetch = createSafeFetch({ allow, log: silentLog })
    t.after(() => fetch.close())
    const vouched = allowedOrigins(allow)
    const parsed = parseAddress(`@alice@${servers.home.host}`, { vouched })
    assert.ok(parsed.ok)
    const resolved = await resolveAddress({ fetch, base: 'http://localhost', vouched: () => vouched }, parsed)
    assert.deepEqual(resolved.ok && [resolved.host, resolved.typedActor], [
      servers.home.host,
      servers.home.accounts.get('alice')?.actor,
    ])
  })
})
