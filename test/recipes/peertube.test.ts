import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import { peertube } from '../../src/recipes/peertube.ts'
import {
  discoveryBreaks,
  idTokenBreaks,
  itMinds,
  notBearer,
  otherSubject,
  withOther,
  without,
  withoutUserinfo,
} from '../support/breaks.ts'
import { discover, entered, exchange, type Manner, requestOf, signInBy } from '../support/code-flow.ts'
import { formsIn } from '../support/html-form.ts'
import { type Connection, connect, wrongs } from '../support/relying-party.ts'

const typed = { host: 'videos.example.org', allowed: 'film-club' }

/** openid-client 5, as the plugin sets it up from its form. */
const mannerOf = async (connection: Connection): Promise<Manner> => {
  const form = entered(connection, 'form')
  const endpoints = await discover(connection, form['Discover URL'])
  return {
    clientId: form['Client ID'] ?? '',
    clientSecret: form['Client secret'] ?? '',
    redirectUri: 'https://videos.example.org/plugins/auth-openid-connect/router/code-cb',
    scope: form['Scope'] ?? '',
    endpoints,
    issuer: String(endpoints['issuer']),
    authenticates: 'basic',
    pkce: true,
    userinfo: true,
  }
}

describe('PeerTube', () => {
  let connection: Connection
  let seen: Seen
  before(async () => {
    connection = await connect(peertube, { typed, groups: ['film-club'] })
    seen = await signInBy(connection, await mannerOf(connection))
  })

  it('signs in by what its form says, and finds nothing missing', () => {
    assert.deepEqual(wrongs(connection, seen), [])
    assert.equal(seen.userinfo?.[entered(connection, 'form')['Username property'] ?? ''], 'alice')
    assert.equal(seen.header.alg, entered(connection, 'form')['Token signature algorithm'])
  })

  it('is brought back after signing out, if its plugin is told to sign people out here', async () => {
    const other = await connect(peertube, { typed, groups: ['film-club'] })
    const { token } = await signInBy(other, await mannerOf(other))
    const back = 'https://videos.example.org/'
    const query = new URLSearchParams({ id_token_hint: String(token['id_token']), post_logout_redirect_uri: back })
    const left = await other.browser.follow(await other.browser.get(`${other.app.base}/end-session?${query}`))
    assert.equal(left.location?.href, back)
  })

  it('gets the answer as a form, as it asks for it', async () => {
    const other = await connect(peertube, { typed, groups: ['film-club'] })
    const manner: Manner = { ...(await mannerOf(other)), asking: { response_mode: 'form_post' } }
    const { browser } = other
    const asked = await browser.follow(await browser.get(requestOf(manner)))
    const page = await browser.follow(await browser.submit(asked, {}, { button: 'allow' }))
    const [form] = formsIn(page.text)
    assert.equal(page.status, 200)
    assert.equal(form?.method, 'post')
    assert.equal(form?.action, manner.redirectUri)
    assert.doesNotMatch(page.headers.get('content-security-policy') ?? '', /form-action/)
    const token = await exchange(other, manner, form?.fields.get('code') ?? '')
    assert.equal(token.status, 200, token.text)
  })

  it('lets everybody in when no group is named', async () => {
    const open = await connect(peertube, { typed: { host: 'videos.example.org' } })
    assert.deepEqual(wrongs(open, await signInBy(open, await mannerOf(open))), [])
    assert.equal(entered(open, 'form')['Allowed group'], undefined)
  })

  itMinds(
    () => ({ connection, seen }),
    [
      ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'),
      notBearer,
      ...idTokenBreaks('ES256'),
      withoutUserinfo,
      otherSubject,
      without('handle', { code: 'username' }),
      without('email'),
      without('name', { needed: false }),
      without('groups', { code: 'list' }),
      withOther({ groups: ['others'] }, 'somebody is in none of its groups', '!role:groups'),
    ],
  )
})
