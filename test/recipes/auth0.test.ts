import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { createContext, runInContext } from 'node:vm'
import { auth0 } from '../../src/recipes/auth0.ts'
import type { Seen } from '../../src/recipes/check.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import { withPasser } from '../support/fediverse-app.ts'
import {
  assertRefusal,
  type Break,
  bearer,
  type Connection,
  changed,
  connect,
  formPost,
  wrongs,
} from '../support/relying-party.ts'

const typed = { host: 'example.eu.auth0.com' }
const redirectUri = 'https://example.eu.auth0.com/login/callback'

interface MadeConnection {
  readonly name: string
  readonly strategy: string
  readonly display_name: string
  readonly options: {
    readonly client_id: string
    readonly client_secret: string
    readonly authorizationURL: string
    readonly tokenURL: string
    readonly scope: string
    readonly icon_url: string
    readonly scripts: { readonly fetchUserProfile: string }
  }
}

/** The body of the call, as a shell would hand it over. */
const madeConnection = ({ blocks }: Pick<Connection, 'blocks'>, id: string): MadeConnection => {
  const { content } = blocks.find((block) => block.id === id) ?? {}
  const [, body] = /<<'CONNECTION'\n([\s\S]*)\nCONNECTION$/.exec(String(content)) ?? []
  return JSON.parse(body ?? '')
}

type Signing = Pick<Connection, 'call' | 'visit' | 'app' | 'blocks'>

const signIn = async (connection: Signing): Promise<{ readonly seen: Seen; readonly accessToken: string }> => {
  const { call, visit, app } = connection
  const { options } = madeConnection(connection, 'cli')
  const { client_id, client_secret, authorizationURL, tokenURL, scope } = options
  const request = { response_type: 'code', client_id, redirect_uri: redirectUri, scope, state: 'x'.repeat(400) }
  const back = await visit(`${authorizationURL}?${new URLSearchParams(request)}`)
  assert.equal(back.searchParams.get('state'), request.state)
  const code = back.searchParams.get('code') ?? ''
  const fields = { grant_type: 'authorization_code', client_id, client_secret, code, redirect_uri: redirectUri }
  const token = await call(tokenURL, formPost(fields))
  assert.equal(token.status, 200, token.text)
  const accessToken = String(token.json['access_token'])
  const userinfo = await call(`${app.base}/userinfo`, bearer(accessToken))
  const seen = {
    ...{ clientId: client_id, issuer: app.base, header: {}, idToken: {}, discovery: {} },
    ...{ userinfo: userinfo.json, token: token.json, now: app.world.clock.now() },
  }
  return { seen, accessToken }
}

/** The script at Auth0, with the `request` library that it has there. */
const runScript = ({ call }: Pick<Connection, 'call'>, script: string, accessToken: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const get = async (
      { url, headers }: { url: string; headers: Record<string, string> },
      answer: (error: unknown, response?: { statusCode: number }, body?: string) => void,
    ): Promise<void> => {
      const { status, text } = await call(url, { headers })
      answer(null, { statusCode: status }, text)
    }
    const context = createContext({ request: { get: (...given: Parameters<typeof get>) => void get(...given) } })
    const done = (error: unknown, profile?: unknown) => (error ? reject(error) : resolve(profile))
    runInContext(`(${script})`, context)(accessToken, {}, done)
  })

describe('Auth0’s custom social connection', () => {
  let connection: Connection
  let seen: Seen
  let accessToken: string
  before(async () => {
    connection = await connect(auth0, { typed, alice: { avatar: '/avatars/alice.webp' } })
    ;({ seen, accessToken } = await signIn(connection))
  })

  it('signs in with the secret in the body, and finds nothing missing at userinfo', () => {
    assert.deepEqual(wrongs(connection, seen), [])
  })

  it('makes a user of what the script returns, keyed by what never changes', async () => {
    const { scripts } = madeConnection(connection, 'cli').options
    const profile = await runScript(connection, scripts.fetchUserProfile, accessToken)
    assert.deepEqual(
      { ...(profile as object) },
      {
        user_id: connection.alice.id,
        name: 'Alice Example',
        nickname: 'alice',
        email: 'alice@example.org',
        email_verified: true,
        picture: 'https://id.example.org/avatars/alice.webp',
      },
    )
  })

  it('tells why it could not sign in when userinfo refuses', async () => {
    const { scripts } = madeConnection(connection, 'cli').options
    await assert.rejects(runScript(connection, scripts.fetchUserProfile, 'nothing'), /invalid_token/)
  })

  it('is made with its picture and the name on its button, whichever way the call is sent', () => {
    const made = madeConnection(connection, 'cli')
    assert.equal(made.strategy, 'oauth2')
    assert.equal(made.display_name, 'Portico')
    assert.equal(made.options.icon_url, 'https://id.example.org/icon')
    assert.deepEqual(madeConnection(connection, 'curl'), made)
  })

  it('has a picture that any page may show', async () => {
    const { call } = connection
    const icon = await call(madeConnection(connection, 'cli').options.icon_url)
    assert.equal(icon.status, 200)
    assert.match(icon.headers.get('content-type') ?? '', /^image\//)
    assert.equal(icon.headers.get('cross-origin-resource-policy'), 'cross-origin')
  })

  it('can be entered by hand with the same values', () => {
    const { content } = connection.blocks.find(({ id }) => id === 'form') ?? {}
    assert.ok(Array.isArray(content))
    const entered = new Map(content.map(({ label, value }) => [label, value]))
    const { name, options } = madeConnection(connection, 'cli')
    assert.deepEqual(Object.fromEntries(entered), {
      'Connection Name': name,
      'Authorization URL': options.authorizationURL,
      'Token URL': options.tokenURL,
      Scope: options.scope,
      'Client ID': options.client_id,
      'Client Secret': options.client_secret,
      'Fetch User Profile Script': options.scripts.fetchUserProfile,
    })
  })

  it('may have a domain of its own', async () => {
    const own = await connect(auth0, { typed: { ...typed, domain: 'Login.example.org' } })
    const row = await own.app.world.storage.find('applications', own.applicationId)
    assert.ok(JSON.stringify(row?.details).includes('"https://login.example.org/login/callback"'))
  })

  const breaks: readonly Break[] = [
    ['the access token is of another type', (seen) => ({ ...seen, token: { token_type: 'mac' } }), ['!token_type']],
    ['userinfo refuses', (seen) => ({ ...seen, userinfo: undefined }), ['!userinfo']],
    ['there is no subject', (seen) => changed(seen, { sub: undefined }), ['!claim:sub']],
    ['there is no address', (seen) => changed(seen, { email: undefined }), ['claim:email']],
    ['there is no name', (seen) => changed(seen, { name: undefined }), ['claim:name']],
  ]
  for (const spoiled of breaks) {
    it(`is known to mind when ${spoiled[0]}`, () => assertRefusal(connection, seen, spoiled))
  }
})

describe('Auth0’s custom social connection to the fediverse', () => {
  it('gets name, picture and what never changes of somebody’s own server, and nothing in it is edited by hand', async (t) => {
    const passing = await withPasser(t, { home: mastodon('4.4') }, auth0, { ...typed, people: 'fediverse' })
    const { home } = passing.servers
    const { seen, accessToken } = await signIn(passing)
    assert.deepEqual(wrongs(passing, seen), ['claim:email'])
    const { fetchUserProfile } = madeConnection(passing, 'cli').options.scripts
    const profile = { ...((await runScript(passing, fetchUserProfile, accessToken)) as object) }
    const { user_id, picture, ...said } = profile as Record<string, unknown>
    assert.deepEqual(said, {
      ...{ name: 'Alice :blobcat:', nickname: `alice@${home.domain}` },
      ...{ email: undefined, email_verified: false },
    })
    const shown = await passing.call(String(picture))
    assert.deepEqual([shown.status, shown.headers.get('content-type')], [200, 'image/png'])
    assert.equal(shown.headers.get('cross-origin-resource-policy'), 'cross-origin')

    // Renamed at home, and in another browser.
    Object.assign(home.accounts.get('alice') ?? assert.fail(), { name: 'Alicia' })
    const again = await signIn({ ...passing, visit: passing.visitAnew })
    const later = { ...((await runScript(passing, fetchUserProfile, again.accessToken)) as object) }
    assert.deepEqual(later, { ...profile, name: 'Alicia' })
  })

  it('never takes two people for one, whatever they are called', async (t) => {
    const servers = { home: mastodon('4.4'), other: mastodon('4.2') }
    const passing = await withPasser(t, servers, auth0, { ...typed, people: 'fediverse' })
    const { fetchUserProfile } = madeConnection(passing, 'cli').options.scripts
    const of = async (server: 'home' | 'other') => {
      const { accessToken } = await signIn({ ...passing, visit: passing.visitBy(server) })
      return { ...((await runScript(passing, fetchUserProfile, accessToken)) as Record<string, unknown>) }
    }
    const [one, other] = [await of('home'), await of('other')]
    assert.equal(one['name'], other['name'])
    assert.notEqual(one['user_id'], other['user_id'])
    assert.notEqual(one['nickname'], other['nickname'])
  })
})
