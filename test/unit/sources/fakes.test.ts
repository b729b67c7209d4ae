import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { silentLog } from '../../../src/lib/log.ts'
import { createSafeFetch } from '../../../src/net/safe-fetch.ts'
import { Stuck, withFediverse, withNamedFediverse } from '../../support/fediverse/fediverse.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'

const most = 100_000
const back = 'https://id.example.org/fediverse/callback/1'
const verifier = 'v'.repeat(43)
const challenge = createHash('sha256').update(verifier).digest('base64url')

const read = (body: Uint8Array): Record<string, string> => JSON.parse(Buffer.from(body).toString())

describe('a fake server', () => {
  it('signs somebody in by the way of Mastodon, and only by that', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.4') })
    const safeFetch = createSafeFetch({ allow, log: silentLog })
    t.after(() => safeFetch.close())
    const post = async (path: string, form: Record<string, string>) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const body = new URLSearchParams(form).toString()
      const { status, body: bytes } = await safeFetch(servers.home.origin + path, {
        method: 'POST',
        headers,
        body,
        most,
      })
      return { status, json: read(bytes) }
    }
    const registered = await post('/api/v1/apps', { client_name: 'P', redirect_uris: back, scopes: 'profile' })
    const { client_id = '', client_secret = '' } = registered.json
    const going = { client_id, redirect_uri: back, response_type: 'code', scope: 'profile', state: 's' }
    const proof = { code_challenge: challenge, code_challenge_method: 'S256' }
    const url = `${servers.home.origin}/oauth/authorize?${new URLSearchParams({ ...going, ...proof })}`

    const denied = new URL(await servers.home.approve(url, { denies: true }))
    assert.deepEqual([denied.searchParams.get('error'), denied.searchParams.get('state')], ['access_denied', 's'])
    await assert.rejects(servers.home.approve(url.replace(client_id, 'other')), Stuck)

    const code = new URL(await servers.home.approve(url)).searchParams.get('code') ?? ''
    const exchange = { grant_type: 'authorization_code', code, redirect_uri: back, client_id, client_secret }
    assert.equal((await post('/oauth/token', { ...exchange, code_verifier: 'wrong' })).json.error, 'invalid_grant')
    const { access_token } = (await post('/oauth/token', { ...exchange, code_verifier: verifier })).json
    const headers = { authorization: `Bearer ${access_token}` }
    const userinfo = await safeFetch(`${servers.home.origin}/oauth/userinfo`, { headers, most })
    assert.equal(read(userinfo.body)['sub'], `${servers.home.origin}/users/alice`)
    assert.equal((await post('/oauth/token', { ...exchange, code_verifier: verifier })).json.error, 'invalid_grant')
  })

  it('may have a name, and handles that end in another one', async (t) => {
    const { surroundings } = await withNamedFediverse(t, {
      'social.example.org': { fake: mastodon('4.5'), domain: 'example.org', split: 'redirect' },
    })
    const safeFetch = createSafeFetch({ allow: [], log: silentLog, ...surroundings })
    t.after(() => safeFetch.close())
    const url = 'https://example.org/.well-known/webfinger?resource=acct:alice@example.org'
    const { body } = await safeFetch(url, { most, follow: 1 })
    assert.equal(read(body)['subject'], 'acct:alice@example.org')
    await assert.rejects(safeFetch('https://elsewhere.example.org/', { most }))
  })
})
