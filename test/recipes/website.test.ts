import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { website } from '../../src/recipes/website.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import { withPasser } from '../support/fediverse-app.ts'
import {
  assertRefusal,
  type Break,
  basicHeader,
  type Connected,
  changed,
  discoveryAt,
  discoveryBreaks,
  formPost,
  readIdToken,
  tokenBreaks,
  wrongs,
} from '../support/relying-party.ts'

const typed = { redirect: 'https://www.example.org/callback' }

/** Any library: discovery at the issuer, the code with the secret, the ID token by the key set. */
const signIn = async (
  { call, env, app }: Pick<Connected, 'call' | 'env' | 'app'>,
  visit: (url: string) => Promise<URL>,
): Promise<Seen> => {
  const { ISSUER: issuer = '', CLIENT_ID: clientId = '', CLIENT_SECRET: secret = '' } = env
  const { json: discovery } = await call(discoveryAt(issuer))
  const request = { response_type: 'code', client_id: clientId, redirect_uri: typed.redirect, scope: 'openid profile' }
  const query = new URLSearchParams({ ...request, state: 's', nonce: 'n' })
  const back = await visit(`${discovery['authorization_endpoint']}?${query}`)
  assert.equal(back.origin + back.pathname, typed.redirect)
  const fields = { grant_type: 'authorization_code', redirect_uri: typed.redirect }
  const code = back.searchParams.get('code') ?? ''
  const token = await call(
    String(discovery['token_endpoint']),
    formPost({ ...fields, code }, basicHeader(clientId, secret)),
  )
  assert.equal(token.status, 200, token.text)
  const { header, claims } = await readIdToken(token.json['id_token'], (await call(String(discovery['jwks_uri']))).json)
  return {
    ...{ clientId, issuer, header, idToken: claims, userinfo: undefined, token: token.json, discovery },
    ...{ nonce: 'n', now: app.world.clock.now() },
  }
}

describe('a website that people of the fediverse sign in to', () => {
  it('needs its three settings, and knows everybody by their proven address', async (t) => {
    const passing = await withPasser(t, { home: mastodon('4.5') }, website, typed)
    assert.deepEqual(Object.keys(passing.env), ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'])
    const seen = await signIn(passing, passing.visit)
    assert.deepEqual(wrongs(passing, seen), [])
    const { preferred_username, acct, actor } = seen.idToken
    const { domain, accounts } = passing.servers.home
    assert.deepEqual([preferred_username, acct], [`alice@${domain}`, `alice@${domain}`])
    assert.equal(actor, accounts.get('alice')?.actor)
  })

  it('is known to mind what is missing', async (t) => {
    const passing = await withPasser(t, { home: mastodon('4.5') }, website, typed)
    const seen = await signIn(passing, passing.visit)
    const breaks: readonly Break[] = [
      ...tokenBreaks,
      ...discoveryBreaks(['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
      ['there is no subject', (seen) => changed(seen, { sub: undefined }), ['!claim:sub']],
      [
        'there is no username',
        (seen) => changed(seen, { preferred_username: undefined }),
        ['!claim:preferred_username'],
      ],
      ['it is nobody of the fediverse', (seen) => changed(seen, { acct: undefined }), ['claim:acct']],
      ['there is no name', (seen) => changed(seen, { name: undefined }), ['claim:name']],
      ['there is no picture', (seen) => changed(seen, { picture: undefined }), ['claim:picture']],
      ['the access token is of another type', (seen) => ({ ...seen, token: { token_type: 'mac' } }), ['!token_type']],
    ]
    for (const spoiled of breaks) assertRefusal(passing, seen, spoiled)
  })

  it('is told who somebody is whose handle has a domain of its own', async (t) => {
    const split = { home: { fake: mastodon('4.3'), split: 'redirect' } } as const
    const passing = await withPasser(t, split, website, typed)
    const { home } = passing.servers
    assert.notEqual(home.domain, home.host)
    const { idToken } = await signIn(passing, passing.visit)
    assert.deepEqual([idToken['acct'], idToken['instance']], [`alice@${home.domain}`, home.host])
  })
})
