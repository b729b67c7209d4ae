import assert from 'node:assert/strict'
import { createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { createServer as createTcp } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { silentLog } from '../../../src/lib/log.ts'
import { createSafeFetch } from '../../../src/net/safe-fetch.ts'
import { fails, fetching, host, listening, options, serving } from '../../support/going-out.ts'
import { createTestCa } from '../../support/test-ca.ts'

/** Counts connections: none may ever come. */
const trap = async (t: TestContext) => {
  let connections = 0
  const server = createTcp((socket) => {
    connections += 1
    socket.destroy()
  })
  return { port: await listening(t, server), connections: () => connections }
}

describe('going out', () => {
  it('brings back what a public host answers', async (t) => {
    const port = await serving(t, (request, response) => {
      assert.equal(request.headers['accept-encoding'], 'identity')
      assert.equal(request.headers.host, host)
      response.setHeader('content-type', 'application/json').end('{"a":1}')
    })
    const { status, headers, body, url } = await fetching(t, port)(`https://${host}/x?y`, options)
    assert.deepEqual(
      [status, headers.get('content-type'), Buffer.from(body).toString()],
      [200, 'application/json', '{"a":1}'],
    )
    assert.equal(url, `https://${host}/x?y`)
  })

  it('posts what it is given', async (t) => {
    const port = await serving(t, async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      response.end(`${request.method} ${request.headers['content-type']} ${text}`)
    })
    const posted = { ...options, method: 'POST', body: 'a=b', headers: { 'content-type': 'text/plain' } } as const
    assert.equal(
      Buffer.from((await fetching(t, port)(`https://${host}/`, posted)).body).toString(),
      'POST text/plain a=b',
    )
  })

  it('goes nowhere by an address that is not https to a public name', async (t) => {
    const { port, connections } = await trap(t)
    const safeFetch = fetching(t, port, { unsafeIsPublic: () => true })
    const corpus: Readonly<Record<string, readonly string[]>> = {
      malformed: ['', 'x', '//a.org', 'https://', 'https://256.256.256.256', 'https://[::1', 'https://a b.org'],
      scheme: ['http://a.org', 'file:///etc/passwd', 'ftp://a.org', 'gopher://a.org', 'data:,x', 'javascript:1'],
      user_info: ['https://a@b.org', 'https://a:b@c.org', `https://a@127.0.0.1:443#@${host}`],
      port: ['https://a.org:80', 'https://a.org:8443', 'https://a.org:22', 'https://127.0.0.1:22'],
      literal: [
        ...['https://127.0.0.1', 'https://8.8.8.8', 'https://0x7f.1', 'https://2130706433', 'https://017700000001'],
        ...['https://127.1', 'https://①②⑦.0.0.1', 'https://127.0.0.1.', 'https://[::1]', 'https://[::ffff:7f00:1]'],
        ...['https://[::127.0.0.1]', 'https://[fd00:ec2::254]', 'https://１２７.0.0.1', 'https://0'],
      ],
      name: [
        ...['https://localhost', 'https://localhost.', 'https://a.localhost', 'https://intranet', 'https://a.local'],
        ...['https://metadata.google.internal', 'https://router.home.arpa', 'https://a.onion', 'https://a.test'],
        ...[
          'https://a.example',
          'https://a.invalid',
          'https://nas.lan',
          'https://a..',
          `https://${'a.'.repeat(140)}org`,
        ],
      ],
    }
    for (const [code, urls] of Object.entries(corpus))
      for (const url of urls) await fails(safeFetch(url, options), code, url)
    assert.equal(connections(), 0)
  })

  it('goes nowhere when a single answer for the name is not public', async (t) => {
    const { port, connections } = await trap(t)
    const answers = [
      ['127.0.0.2'],
      ['127.0.0.1', '127.0.0.2'],
      ['127.0.0.2', '127.0.0.1'],
      ['127.0.0.1', '::1'],
      ['::ffff:127.0.0.1'],
      ['169.254.169.254'],
    ]
    for (const addresses of answers) {
      const lookup = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }))
      await fails(fetching(t, port, { lookup })(`https://${host}/`, options), 'address', addresses.join())
    }
    assert.equal(connections(), 0)
  })

  it('goes to the address it looked at, not to what the name says a moment later', async (t) => {
    const port = await serving(t, (_, response) => void response.end('good'))
    let asked = 0
    const lookup = async () => {
      asked += 1
      return [{ address: asked === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }]
    }
    const safeFetch = fetching(t, port, { lookup })
    assert.equal(Buffer.from((await safeFetch(`https://${host}/`, options)).body).toString(), 'good')
    assert.equal(asked, 1)
  })

  it('says that a name has no address, or nobody answers for it', async (t) => {
    const { port } = await trap(t)
    await fails(fetching(t, port, { lookup: async () => [] })(`https://${host}/`, options), 'dns')
    await fails(
      fetching(t, port, { lookup: () => Promise.reject(new Error('ENOTFOUND')) })(`https://${host}/`, options),
      'dns',
    )
    const never = () => new Promise<never>(() => {})
    await fails(fetching(t, port, { lookup: never })(`https://${host}/`, { ...options, within: 50 }), 'timeout')
  })

  it('trusts no certificate of another name or authority', async (t) => {
    const port = await serving(t, (_, response) => void response.end(), 'other.portico-test.org')
    await fails(fetching(t, port)(`https://${host}/`, options), 'connection')
    const other = createHttps({ ...createTestCa().issue(host) }, (_, response) => void response.end())
    await fails(fetching(t, await listening(t, other))(`https://${host}/`, options), 'connection')
  })

  it('follows no redirect unless it is told to, and then each as if it had been asked for', async (t) => {
    const { connections } = await trap(t)
    const port = await serving(t, (request, response) => {
      const to = new URL(request.url ?? '/', `https://${host}`).searchParams.get('to')
      if (to === null) return void response.end('there')
      response.writeHead(302, { location: to }).end()
    })
    const safeFetch = fetching(t, port)
    const to = (location: string) => `https://${host}/?to=${encodeURIComponent(location)}`
    await fails(safeFetch(to('/there'), options), 'redirect')
    const follow = { ...options, follow: 2 }
    assert.equal((await safeFetch(to('/there'), follow)).url, `https://${host}/there`)
    assert.equal((await safeFetch(to(to('/there')), follow)).url, `https://${host}/there`)
    await fails(safeFetch(to(to(to('/there'))), follow), 'redirect')
    await fails(safeFetch(to('https://127.0.0.1/'), follow), 'literal')
    await fails(safeFetch(to('http://app.portico-test.org/'), follow), 'redirect')
    await fails(safeFetch(to('file:///etc/passwd'), follow), 'redirect')
    await fails(safeFetch(to('https://localhost/'), follow), 'name')
    await fails(safeFetch(to('/there'), { ...follow, method: 'POST', body: 'x' }), 'redirect')
    await fails(
      safeFetch(to('https://other.portico-test.org/'), { ...follow, headers: { authorization: 'x' } }),
      'redirect',
    )
    assert.equal(connections(), 0)
  })

  it('says to the next host what it wants and who it is, and nothing that proves it', async (t) => {
    const heard: unknown[] = []
    const port = await serving(
      t,
      ({ headers }, response) => {
        heard.push([headers.host, headers.accept, headers['user-agent']])
        if (headers.host === `a.${host}`) response.writeHead(302, { location: `https://b.${host}/` }).end()
        else response.end('there')
      },
      `*.${host}`,
    )
    const safeFetch = fetching(t, port)
    const headers = { Accept: 'application/json', 'user-agent': 'Portico' }
    assert.equal((await safeFetch(`https://a.${host}/`, { ...options, follow: 1, headers })).url, `https://b.${host}/`)
    const asked = ['application/json', 'Portico']
    assert.deepEqual(heard, [
      [`a.${host}`, ...asked],
      [`b.${host}`, ...asked],
    ])
    for (const name of ['Authorization', 'cookie', 'x-token']) {
      const secret = { ...options, follow: 1, headers: { ...headers, [name]: 'canary' } }
      await fails(safeFetch(`https://a.${host}/`, secret), 'redirect', name)
    }
  })

  it('goes where the operator vouches for, and only exactly there', async (t) => {
    const server = createHttp((_, response) => void response.end('private'))
    t.after(() => server.closeAllConnections())
    const port = await listening(t, server)
    const safeFetch = createSafeFetch({ allow: [`http://127.0.0.1:${port}`, 'idp.lan:8443'], log: silentLog })
    t.after(() => safeFetch.close())
    assert.equal(Buffer.from((await safeFetch(`http://127.0.0.1:${port}/x`, options)).body).toString(), 'private')
    await fails(safeFetch(`https://127.0.0.1:${port}/`, options), 'port')
    await fails(safeFetch(`http://127.0.0.1:${port + 1}/`, options), 'scheme')
    await fails(safeFetch(`http://localhost:${port}/`, options), 'scheme')
    await fails(safeFetch('https://idp.lan/', options), 'name')
  })

  it('goes there from the moment they vouch for it, and no longer than they do', async (t) => {
    const server = createHttp((_, response) => void response.end('private'))
    t.after(() => server.closeAllConnections())
    const url = `http://127.0.0.1:${await listening(t, server)}`
    const allow: string[] = []
    const safeFetch = createSafeFetch({ allow: () => [...allow], log: silentLog })
    t.after(() => safeFetch.close())
    await fails(safeFetch(url, options), 'scheme')
    allow.push(url)
    assert.equal((await safeFetch(url, options)).status, 200)
    allow.push('https://other.lan')
    assert.equal((await safeFetch(url, options)).status, 200)
    allow.splice(0)
    await fails(safeFetch(url, options), 'scheme')
  })

  it('logs where it failed to go without the path, which may hold a secret', async (t) => {
    const { port } = await trap(t)
    const safeFetch = fetching(t, port)
    await fails(safeFetch(`https://${host}/canary?canary`, options), 'connection')
    assert.deepEqual(safeFetch.logged, [{ code: 'connection', host }])
  })
})
