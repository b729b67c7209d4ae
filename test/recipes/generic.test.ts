import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { findApplication } from '../../src/applications/application.ts'
import type { Seen } from '../../src/recipes/check.ts'
import { generic } from '../../src/recipes/generic.ts'
import {
  assertRefusal,
  type Break,
  type Connection,
  changed,
  connect,
  discoveryBreaks,
  formPost,
  readIdToken,
  tokenBreaks,
  wrongs,
} from '../support/relying-party.ts'

const valuesOf = ({ blocks }: Connection): ReadonlyMap<string, string> => {
  const { content } = blocks[0] ?? {}
  assert.ok(Array.isArray(content))
  return new Map(content.map(({ label, value }) => [label, value]))
}

/** An application that takes every value by hand and discovers nothing but what it is held against. */
const signIn = async (connection: Connection): Promise<Seen> => {
  const { call, visit, app } = connection
  const values = valuesOf(connection)
  const value = (label: string) => values.get(label) ?? ''
  const { json: discovery } = await call(value('Discovery'))
  const verifier = 'v'.repeat(43)
  const request = {
    ...{ response_type: 'code', client_id: value('Client ID'), redirect_uri: value('Redirect URI') },
    ...{ scope: value('Scope'), code_challenge_method: 'S256' },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  }
  // Neither state nor nonce: PKCE is all that some have.
  const back = await visit(`${value('Authorization endpoint')}?${new URLSearchParams(request)}`)
  const fields = {
    ...{ grant_type: 'authorization_code', client_id: value('Client ID'), redirect_uri: value('Redirect URI') },
    ...{ code: back.searchParams.get('code') ?? '', code_verifier: verifier },
    ...(values.has('Client Secret') ? { client_secret: value('Client Secret') } : {}),
  }
  const token = await call(value('Token endpoint'), formPost(fields))
  assert.equal(token.status, 200, token.text)
  const { header, claims } = await readIdToken(token.json['id_token'], (await call(value('Key set'))).json)
  return {
    ...{ clientId: value('Client ID'), issuer: value('Issuer'), header, idToken: claims, userinfo: undefined },
    ...{ token: token.json, discovery, now: app.world.clock.now() },
  }
}

describe('anything that speaks OpenID Connect', () => {
  for (const redirect of ['https://app.example.org/callback?a=1', 'app.immich:///oauth-callback']) {
    it(`signs in with the values shown: ${redirect}`, async () => {
      const connection = await connect(generic, { typed: { redirect } })
      assert.deepEqual(wrongs(connection, await signIn(connection)), [])
    })
  }

  it('registers where people go after signing out, when it is told', async () => {
    const redirect = 'https://app.example.org/callback'
    const after = 'https://app.example.org/bye'
    const connection = await connect(generic, { typed: { redirect, after } })
    assert.equal(valuesOf(connection).get('After signing out'), after)
    const application = await findApplication(connection.app.world, connection.applicationId)
    assert.deepEqual(application?.postLogoutRedirectUris, [after])
  })

  it('has no secret where it could not keep one', async () => {
    const connection = await connect(generic, { typed: { redirect: 'http://127.0.0.1/callback', kind: 'browser' } })
    assert.equal(connection.clientSecret, '')
    assert.ok(!valuesOf(connection).has('Client Secret'))
    assert.deepEqual(wrongs(connection, await signIn(connection)), [])
  })

  it('is told the addresses that discovery tells', async () => {
    const connection = await connect(generic, { typed: { redirect: 'https://app.example.org/callback' } })
    const values = valuesOf(connection)
    const { json } = await connection.call(values.get('Discovery') ?? '')
    const told = {
      issuer: 'Issuer',
      authorization_endpoint: 'Authorization endpoint',
      token_endpoint: 'Token endpoint',
      userinfo_endpoint: 'Userinfo endpoint',
      jwks_uri: 'Key set',
      end_session_endpoint: 'End of session',
    }
    for (const [name, label] of Object.entries(told)) assert.equal(values.get(label), json[name], name)
  })

  const breaks: readonly Break[] = [
    ...tokenBreaks,
    ['the access token is of another type', (seen) => ({ ...seen, token: { token_type: 'mac' } }), ['!token_type']],
    ...discoveryBreaks(['authorization_endpoint', 'token_endpoint', 'jwks_uri']),
    ['there is no subject', (seen) => changed(seen, { sub: undefined }), ['!claim:sub']],
    ['there is no address', (seen) => changed(seen, { email: undefined }), ['claim:email']],
    ['there is no username', (seen) => changed(seen, { preferred_username: undefined }), ['claim:preferred_username']],
  ]
  it('is known to mind what all of them mind', async () => {
    const connection = await connect(generic, { typed: { redirect: 'https://app.example.org/callback' } })
    const seen = await signIn(connection)
    for (const spoiled of breaks) assertRefusal(connection, seen, spoiled)
  })
})
