import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import type { Seen } from '../../src/recipes/check.ts'
import type { Recipe } from '../../src/recipes/recipe.ts'
import {
  discoveryBreaks,
  idTokenReadBreaks,
  itMinds,
  otherSubject,
  withOther,
  without,
  withoutUserinfo,
} from './breaks.ts'
import { codeFor, discover, exchange, type Manner, optionsOf, pasted, signInBy } from './code-flow.ts'
import { type Connection, connect, wrongs } from './relying-party.ts'

const typed = { host: 'example.org/code', admins: 'admins' }

/** goth on x/oauth2: it adds `openid` to scopes that it has taken for one, and looks into the ID token without any key. */
const mannerOf = async (connection: Connection, pkce: boolean): Promise<Manner> => {
  const options = optionsOf(pasted(connection, 'command'))
  const endpoints = await discover(connection, options['auto-discover-url'])
  return {
    clientId: options['key'] ?? '',
    clientSecret: options['secret'] ?? '',
    redirectUri: `https://example.org/code/user/oauth2/${options['name']}/callback`,
    scope: `${options['scopes']} openid`,
    endpoints,
    issuer: String(endpoints['issuer']),
    authenticates: 'basic then body',
    pkce,
    idToken: 'unverified',
    userinfo: true,
  }
}

/** Forgejo and Gitea differ in whether they know PKCE. */
export const describeForge = (recipe: Recipe, { pkce }: { readonly pkce: boolean }): void => {
  void describe(recipe.name, () => {
    let connection: Connection
    let seen: Seen
    before(async () => {
      connection = await connect(recipe, { typed, groups: ['admins'] })
      seen = await signInBy(connection, await mannerOf(connection, pkce))
    })

    it('signs in by what the command says, and finds nothing missing', () => {
      assert.deepEqual(wrongs(connection, seen), [])
      const options = optionsOf(pasted(connection, 'command'))
      assert.deepEqual(seen.userinfo?.[options['group-claim-name'] ?? ''], [options['admin-group']])
    })

    it('is told the same in its container, by the name that its own example has for it', () => {
      const inside = pasted(connection, 'docker').replace('docker compose exec --user git server ', '')
      assert.equal(inside, pasted(connection, 'command'))
      assert.ok(recipe.restart.includes('docker compose restart server'))
    })

    it('is brought back after signing out, by no more than who it is and where that is', async () => {
      const other = await connect(recipe, { typed, groups: ['admins'] })
      const query = new URLSearchParams({
        client_id: other.clientId,
        post_logout_redirect_uri: `https://${typed.host}/`,
      })
      const asked = await other.browser.follow(await other.browser.get(`${other.app.base}/end-session?${query}`))
      const left = await other.browser.submit(asked, {}, { button: 'sign-out' })
      assert.equal(left.location?.href, `https://${typed.host}/`)
    })

    it('is told the same thing twice when it tries twice with a code that is wrong', async () => {
      const manner = await mannerOf(connection, pkce)
      const code = await codeFor(connection, manner)
      const wrong = { redirect_uri: 'https://example.org/elsewhere' }
      const first = await exchange(connection, { ...manner, authenticates: 'basic' }, code, wrong)
      const second = await exchange(connection, { ...manner, authenticates: 'body' }, code, wrong)
      assert.equal(first.json['error'], 'invalid_grant')
      assert.deepEqual(second.json, first.json)
    })

    it('is sent back to the name that it has there', async () => {
      const other = await connect(recipe, { typed: { host: 'example.org/code', source: 'Our-ID' } })
      assert.deepEqual(wrongs(other, await signInBy(other, await mannerOf(other, pkce))), [])
    })

    itMinds(
      () => ({ connection, seen }),
      [
        ...discoveryBreaks('authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'),
        ...idTokenReadBreaks,
        withoutUserinfo,
        otherSubject,
        without('sub'),
        without('nickname', { needed: false, code: 'username' }),
        withOther({ nickname: '-a' }, 'the username begins with a dash', 'username:nickname'),
        without('email', { needed: false }),
        without('groups', { needed: false, code: 'list' }),
      ],
    )
  })
}
