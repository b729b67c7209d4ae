import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { lemmy } from '../../src/recipes/lemmy.ts'
import { itMinds, notBearer, withOther, without, withoutUserinfo } from '../support/breaks.ts'
import { entered, signInBy } from '../support/code-flow.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

/** Its own server and page: an exchange in JSON's absence by form, with the secret in the body, and userinfo. */
const signIn = (connection: Connection): Promise<Seen> => {
  const form = entered(connection, 'form')
  return signInBy(connection, {
    clientId: form['Client ID'] ?? '',
    clientSecret: form['Client secret'] ?? '',
    redirectUri: 'https://lemmy.example.org/oauth/callback',
    scope: form['Scopes'] ?? '',
    endpoints: {
      authorization_endpoint: form['Authorization endpoint'],
      token_endpoint: form['Token endpoint'],
      userinfo_endpoint: form['Userinfo endpoint'],
    },
    issuer: form['Issuer'] ?? '',
    authenticates: 'body',
    idToken: 'ignored',
    userinfo: true,
  })
}

describe('Lemmy', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(lemmy, { typed: { host: 'lemmy.example.org' } })
    seen = await signIn(connection)
  })

  it('is told what its form has a field for, and nothing else', () => {
    assert.deepEqual(Object.keys(entered(connection, 'form')), [
      ...['Display name', 'Issuer', 'Authorization endpoint', 'Token endpoint', 'Userinfo endpoint', 'ID claim'],
      ...['Client ID', 'Client secret', 'Scopes', 'Auto verify email', 'Account linking enabled', 'Enabled'],
    ])
  })

  it('signs in by what its form says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.equal(typeof seen.userinfo?.[entered(connection, 'form')['ID claim'] ?? ''], 'string')
  })

  it('gets a code that it does not refuse for its length', () => {
    assert.ok((seen.codeLength ?? 0) > 0 && (seen.codeLength ?? 0) <= 300)
  })

  itMinds(
    () => ({ connection, seen }),
    [
      ['the code is long', (seen) => ({ ...seen, codeLength: 301 }), '!code_length'],
      notBearer,
      withoutUserinfo,
      without('sub'),
      without('email'),
      withOther({ email_verified: false }, 'the address is not proven', 'email_verified:email_verified'),
    ],
  )
})
