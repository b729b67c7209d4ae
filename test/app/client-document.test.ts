import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { serverKey } from '../../src/sources/fediverse/server-key.ts'
import { createTestApp } from '../support/app.ts'

const createWithServers = async () => {
  const { app, base, world } = createTestApp()
  // Somebody came from this one.
  const host = 'blog.example.org'
  await world.storage.add('servers', {
    ...{ id: serverKey(host), host, signIns: 1, createdAt: world.clock.now(), foundAt: world.clock.now() },
    findings: { dialect: 'wordpress' },
  })
  const send = (path: string, init: RequestInit = {}): Promise<Response> =>
    app.answer(new Request(base + path, init), { address: '192.0.2.1' })
  const at = (host: string): string => `/fediverse/client/${serverKey(host)}`
  const get = (host: string, accept?: string, userAgent = 'somebody'): Promise<Response> =>
    send(at(host), { headers: { 'user-agent': userAgent, ...(accept === undefined ? {} : { accept }) } })
  return { send, at, get, base }
}

describe('what we are to a server that takes an address for a client id', () => {
  test('it is metadata about exactly that address, with that server’s callback and no other', async () => {
    const { get, at, base } = await createWithServers()
    const answer = await get('blog.example.org', 'application/json, application/ld+json, application/activity+json')
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('content-type'), 'application/json')
    const document = (await answer.json()) as Record<string, unknown>
    const id = base + at('blog.example.org')
    const callback = `${base}/fediverse/callback/${serverKey('blog.example.org')}`
    assert.equal(document['client_id'], id)
    assert.deepEqual(document['redirect_uris'], [callback])
    assert.equal(document['token_endpoint_auth_method'], 'none')
    assert.deepEqual(document['grant_types'], ['authorization_code'])
    assert.deepEqual(document['response_types'], ['code'])
    assert.equal(document['client_name'], 'Portico')
    assert.ok(id.startsWith(String(document['client_uri'])))
    assert.ok(URL.canParse(String(document['logo_uri'])))
    // As an object of ActivityStreams it says the same.
    assert.equal(document['type'], 'Application')
    assert.equal(document['id'], id)
    assert.equal(document['name'], 'Portico')
    assert.equal(document['redirectURI'], callback)
    assert.ok(JSON.stringify(document).length < 5 * 1024)
  })

  test('it is a page with an h-app of that address for whoever reads pages', async () => {
    const { get, at, base } = await createWithServers()
    const answer = await get('blog.example.org', 'text/html,application/xhtml+xml')
    assert.equal(answer.headers.get('content-type'), 'text/html; charset=utf-8')
    const text = await answer.text()
    const callback = `${base}/fediverse/callback/${serverKey('blog.example.org')}`
    assert.match(text, /<div class="h-app">/)
    assert.ok(text.includes(`<link rel="redirect_uri" href="${callback}">`))
    assert.ok(text.includes(`<a class="u-url p-name" href="${base}${at('blog.example.org')}">Portico</a>`))
    assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/)
  })

  test('it is metadata for whoever says nothing of what they read, and a page for Misskey', async () => {
    const { get } = await createWithServers()
    const misskeys = ['Misskey/2024.5.0 (https://misskey.example.org)', 'CherryPick/4.15.0 (https://x.example.org)']
    for (const accept of [undefined, '*/*']) {
      assert.equal((await get('blog.example.org', accept)).headers.get('content-type'), 'application/json')
      for (const one of misskeys)
        assert.match((await get('misskey.example.org', accept, one)).headers.get('content-type') ?? '', /^text\/html/)
    }
    const json = await get('misskey.example.org', 'application/json, text/html', misskeys[0])
    assert.equal(json.headers.get('content-type'), 'application/json')
  })

  test('it links its callback, may be kept for a while, and may be read from anywhere, in every form', async () => {
    const { get, base } = await createWithServers()
    for (const accept of ['text/html', 'application/json']) {
      const { headers } = await get('misskey.example.org', accept)
      const callback = `${base}/fediverse/callback/${serverKey('misskey.example.org')}`
      assert.equal(headers.get('link'), `<${callback}>; rel="redirect_uri"`)
      assert.equal(headers.get('vary'), 'Accept, User-Agent')
      assert.match(headers.get('cache-control') ?? '', /public, max-age=\d+/)
      assert.equal(headers.get('access-control-allow-origin'), '*')
      assert.equal(headers.get('set-cookie'), null)
    }
  })

  test('it says nothing of whether anybody comes from there', async () => {
    const { get, at, send } = await createWithServers()
    const told = async (host: string) => {
      const answer = await get(host, '*/*')
      return [answer.status, (await answer.text()).replaceAll(serverKey(host), '')]
    }
    assert.deepEqual(await told('blog.example.org'), await told('nobody.example.org'))
    assert.equal((await send('/fediverse/client/..%2F..%2Fx')).status, 404)
    assert.equal((await send(`${at('blog.example.org').toUpperCase()}`)).status, 404)
  })
})
