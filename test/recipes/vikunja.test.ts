import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { parse } from 'yaml'
import type { Seen } from '../../src/recipes/check.ts'
import { vikunja } from '../../src/recipes/vikunja.ts'
import { discoveryBreaks, idTokenBreaks, issuerWithSlash, itMinds, withOther, without } from '../support/breaks.ts'
import { discoverAt, pasted, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

const alice = { avatar: '/avatars/alice.webp' }

const openid = (connection: Connection, block = 'yaml') => parse(pasted(connection, block)).auth.openid

/** Its page makes the request, and its server exchanges what comes back, with go-oidc and x/oauth2. */
const signIn = async (connection: Connection, userinfo: boolean): Promise<Seen> => {
  const [[key, provider]] = Object.entries<Record<string, string>>(openid(connection).providers) as [
    [string, Record<string, string>],
  ]
  const issuer = provider['authurl'] ?? ''
  return signInBy(connection, {
    clientId: provider['clientid'] ?? '',
    clientSecret: provider['clientsecret'] ?? '',
    redirectUri: `https://todo.example.org/auth/openid/${key}`,
    scope: provider['scope'] ?? '',
    endpoints: await discoverAt(connection, issuer),
    issuer,
    authenticates: 'basic then body',
    userinfo,
  })
}

describe('Vikunja', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(vikunja, { typed: { host: 'todo.example.org' }, alice })
    seen = await signIn(connection, false)
  })

  it('signs in by what the block says, and needs no userinfo', () => {
    assert.equal(seen.userinfo, undefined)
    assert.deepEqual(wrongs(connection, seen), [])
  })

  it('asks userinfo when there is no picture, and signs in all the same', async () => {
    const other = await connect(vikunja, { typed: { host: 'todo.example.org', key: 'home' } })
    const there = await signIn(other, true)
    assert.deepEqual(wrongs(other, there), ['claim:picture'])
  })

  it('can be told to take the accounts that are there, by their address', () => {
    const { portico } = openid(connection).providers
    assert.deepEqual(openid(connection, 'link').providers.portico, { ...portico, emailfallback: true })
  })

  itMinds(
    () => ({ connection, seen }),
    [
      issuerWithSlash,
      ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'jwks_uri'),
      ...idTokenBreaks('HS256'),
      without('sub'),
      without('email'),
      withOther({ email_verified: false }, 'the address is not proven', 'email_verified:email_verified'),
      without('preferred_username', { needed: false }),
      without('name', { needed: false }),
      without('picture', { needed: false }),
    ],
  )
})
