import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { judgeCallback } from '../../../src/sources/fediverse/callback.ts'
import type { Metadata, Server } from '../../../src/sources/fediverse/server.ts'

const origin = 'https://social.example.org'
const metadata: Metadata = {
  issuer: `${origin}/`,
  scopes: [],
  sendsIssuer: false,
  clientIdMetadata: false,
  pkce: true,
}
const serverOf = (metadata?: Metadata): Server => ({
  key: 'k1',
  host: 'social.example.org',
  origin,
  findings: { dialect: 'mastodon', metadata },
})

const judge = (parameters: Readonly<Record<string, string>>, server = serverOf(), callback = 'k1') => {
  const judged = judgeCallback(server, callback, new Map(Object.entries(parameters)))
  return judged.ok ? judged.code : judged.problem.code
}

describe('what a browser brings back', () => {
  it('is a code, whatever else is there', () => {
    assert.equal(judge({ code: 'abc' }), 'abc')
    assert.equal(judge({ code: 'abc', state: 'x', server: 'other.example.org' }), 'abc')
  })

  it('is mixed up without one, and at the address of another server', () => {
    assert.equal(judge({}), 'mixed_up')
    assert.equal(judge({ code: '' }), 'mixed_up')
    assert.equal(judge({ code: 'abc' }, serverOf(), 'k2'), 'mixed_up')
    assert.equal(judge({ error: 'access_denied' }, serverOf(), 'k2'), 'mixed_up')
  })

  it('is never a token', () => {
    assert.equal(judge({ access_token: 'abc' }), 'token_in_callback')
    assert.equal(judge({ code: 'abc', access_token: 'abc' }), 'token_in_callback')
    assert.equal(judge({ id_token: 'abc' }), 'token_in_callback')
  })

  it('says why there is none', () => {
    assert.equal(judge({ error: 'access_denied' }), 'denied')
    assert.equal(judge({ error: 'access_denied', code: 'abc' }), 'denied')
    assert.equal(judge({ error: 'something_new' }), 'denied')
    assert.equal(judge({ error: 'server_error' }), 'broken')
    assert.equal(judge({ error: 'invalid_client' }), 'forgotten')
    const judged = judgeCallback(serverOf(), 'k1', new Map([['error', 'invalid_scope']]))
    assert.ok(!judged.ok)
    assert.deepEqual([judged.problem.code, judged.refusedScopes], ['forgotten', true])
  })

  it('names its issuer exactly, where that was promised', () => {
    const promised = serverOf({ ...metadata, sendsIssuer: true })
    assert.equal(judge({ code: 'abc', iss: `${origin}/` }, promised), 'abc')
    for (const iss of [origin, `${origin}//`, 'https://other.example.org/', ''])
      assert.equal(judge({ code: 'abc', iss }, promised), 'mixed_up', iss)
    assert.equal(judge({ code: 'abc' }, promised), 'mixed_up')
    assert.equal(judge({ error: 'access_denied', iss: 'https://other.example.org' }, promised), 'mixed_up')
    assert.equal(judge({ error: 'access_denied' }, promised), 'denied')
  })

  it('is not from another issuer, where nothing was promised', () => {
    assert.equal(judge({ code: 'abc', iss: `${origin}/` }, serverOf(metadata)), 'abc')
    assert.equal(judge({ code: 'abc', iss: origin }, serverOf(metadata)), 'mixed_up')
    for (const iss of [origin, `${origin}/`]) assert.equal(judge({ code: 'abc', iss }), 'abc')
    for (const iss of ['https://other.example.org', `${origin}.evil.example`, '', 'null'])
      assert.equal(judge({ code: 'abc', iss }), 'mixed_up', iss)
  })
})
