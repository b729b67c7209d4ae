import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { nextcloud } from '../../src/recipes/nextcloud.ts'
import { discoveryBreaks, idTokenBreaks, itMinds, otherNonce, without } from '../support/breaks.ts'
import { codeFor, discover, exchange, type Manner, optionsOf, pasted, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

const typed = { host: 'cloud.example.org' }
const alice = { avatar: '/avatars/alice.webp' }

const wanted = { email: null, name: null, picture: null, quota: null, groups: null }

/** user_oidc, which asks for claims one by one, and sends its secret in the body where discovery lets it. */
const mannerOf = async (connection: Connection, path = '/apps/user_oidc/code'): Promise<Manner> => {
  const options = optionsOf(pasted(connection, 'occ'))
  const endpoints = await discover(connection, options['discoveryuri'])
  return {
    clientId: options['clientid'] ?? '',
    clientSecret: options['clientsecret'] ?? '',
    redirectUri: `https://cloud.example.org${path}`,
    scope: options['scope'] ?? '',
    endpoints,
    issuer: String(endpoints['issuer']),
    authenticates: 'body',
    pkce: true,
    nonce: true,
    asking: { claims: JSON.stringify({ id_token: wanted, userinfo: wanted }) },
  }
}

describe('Nextcloud', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(nextcloud, { typed, alice })
    seen = await signInBy(connection, await mannerOf(connection))
  })

  it('signs in by what the command says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.ok(seen.idToken['azp'] === undefined || seen.idToken['azp'] === seen.clientId)
  })

  it('may come by either of its addresses, and with a secret that nobody encoded', async () => {
    const manner: Manner = { ...(await mannerOf(connection, '/index.php/apps/user_oidc/code')), authenticates: 'raw' }
    const token = await exchange(connection, manner, await codeFor(connection, manner))
    assert.equal(token.status, 200, token.text)
  })

  it('says the same to Docker Compose as to occ', () => {
    assert.deepEqual(
      Object.entries(optionsOf(pasted(connection, 'docker'))).filter(([name]) => name !== 'user'),
      Object.entries(optionsOf(pasted(connection, 'occ'))),
    )
  })

  it('is told to lead straight here in the type that it reads, in a container too', () => {
    const setting = 'config:app:set --type=string --value=0 user_oidc allow_multiple_user_backends'
    assert.equal(pasted(connection, 'alone'), `sudo -u www-data php occ ${setting}`)
    assert.equal(pasted(connection, 'aloneDocker'), `docker compose exec --user www-data app php occ ${setting}`)
  })

  it('can name accounts after the handle', async () => {
    const other = await connect(nextcloud, { typed: { ...typed, uid: 'handle' }, alice })
    const options = optionsOf(pasted(other, 'occ'))
    assert.deepEqual([options['mapping-uid'], options['unique-uid']], ['handle', '0'])
    const there = await signInBy(other, await mannerOf(other))
    assert.deepEqual(wrongs(other, there), [])
    assert.equal(there.idToken['handle'], 'alice')
    assert.ok(wrongs(other, { ...there, idToken: { ...there.idToken, handle: undefined } }).includes('!claim:handle'))
  })

  it('is brought back after signing out, by its own name and the ID token', async () => {
    const { app, browser } = connection
    const token = String(seen.token['id_token'])
    const query = new URLSearchParams({
      post_logout_redirect_uri: optionsOf(pasted(connection, 'occ'))['postlogouturi'] ?? '',
      client_id: seen.clientId,
      id_token_hint: token,
    })
    const left = await browser.follow(await browser.get(`${app.base}/end-session?${query}`))
    assert.equal(left.location?.href, 'https://cloud.example.org/')
  })

  itMinds(
    () => ({ connection, seen }),
    [
      ['this place has no https', (seen) => ({ ...seen, issuer: 'http://id.example.org' }), '!https'],
      ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'jwks_uri'),
      ...idTokenBreaks('HS256'),
      otherNonce,
      without('sub'),
      without('name', { needed: false }),
      without('email', { needed: false }),
      without('picture', { needed: false }),
    ],
  )
})
