import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { type Answer, listen } from '../../../src/http/server.ts'
import { type Log, silentLog } from '../../../src/lib/log.ts'

const start = async (t: TestContext, answer: Answer, log: Log = silentLog) => {
  const server = await listen(answer, { host: '127.0.0.1', port: 0, log })
  t.after(() => server.drain(0))
  return server
}

const dial = async (t: TestContext, port: number): Promise<Socket> => {
  const socket = connect(port, '127.0.0.1')
  t.after(() => socket.destroy())
  await once(socket, 'connect')
  return socket.setEncoding('utf8')
}

/** What a connection says from here on, until it has said `end`, or closed. */
const hear = async (socket: Socket, end?: RegExp): Promise<string> => {
  let heard = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    heard += chunk
    if (end?.test(heard)) break
  }
  return heard
}

const hello: Answer = async () => new Response('hello', { headers: { 'content-type': 'text/plain' } })
const get = (path: string, ...headers: string[]) =>
  `GET ${path} HTTP/1.1\r\nHost: a\r\n${headers.map((h) => `${h}\r\n`).join('')}\r\n`

describe('the listening server', () => {
  it('hands requests to the program with the address of the connection', async (t) => {
    const { port } = await start(t, async (request, { address }) =>
      Response.json([request.method, new URL(request.url).pathname, await request.text(), address]),
    )
    const answer = await fetch(`http://127.0.0.1:${port}/x?y`, {
      method: 'POST',
      body: 'z',
      headers: { 'x-forwarded-for': '9.9.9.9' },
    })
    assert.deepEqual(await answer.json(), ['POST', '/x', 'z', '127.0.0.1'])
    assert.equal(answer.headers.get('x-powered-by'), null)
    assert.equal(answer.headers.get('server'), null)
  })

  it('says when its port is taken', async (t) => {
    const { port } = await start(t, hello)
    await assert.rejects(listen(hello, { host: '127.0.0.1', port, log: silentLog }), { code: 'EADDRINUSE' })
  })

  it('answers 431 to headers beyond reason, and goes on', async (t) => {
    const { port } = await start(t, hello)
    const socket = await dial(t, port)
    socket.write(get('/', `X: ${'a'.repeat(17_000)}`))
    assert.match(await hear(socket), /^HTTP\/1\.1 431/)
    assert.equal((await fetch(`http://127.0.0.1:${port}/`)).status, 200)
  })

  it('answers 400 to what is no request', async (t) => {
    const { port } = await start(t, hello)
    for (const bytes of [
      '\u0016\u0003\u0001\u0002',
      'GET / HTTP/1.1\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      get('/').replace('Host: a', 'Host: a b/@c'),
    ]) {
      const socket = await dial(t, port)
      socket.end(bytes)
      assert.match(await hear(socket), /^HTTP\/1\.1 400/, JSON.stringify(bytes))
    }
  })

  it('refuses a body whose length is told twice', async (t) => {
    const { port } = await start(t, hello)
    const socket = await dial(t, port)
    socket.write(
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /admin HTTP/1.1\r\n',
    )
    assert.match(await hear(socket), /^HTTP\/1\.1 400/)
  })

  it('answers HTTP/1.0 without a Host, as health checks may ask', async (t) => {
    const { port } = await start(t, hello)
    const socket = await dial(t, port)
    socket.write('GET / HTTP/1.0\r\n\r\n')
    assert.match(await hear(socket), /^HTTP\/1\.1 200[\s\S]*hello$/)
  })

  it('answers 500 without a word of the error when the program fails, and logs it', async (t) => {
    const told: string[] = []
    const log = { ...silentLog, error: (message: string) => void told.push(message) }
    const { port } = await start(t, () => Promise.reject(new Error('canary')), log)
    const answer = await fetch(`http://127.0.0.1:${port}/`)
    assert.equal(answer.status, 500)
    assert.doesNotMatch(await answer.text(), /canary/)
    assert.equal(told.length, 1)
  })
})

describe('draining', () => {
  it('finishes what is under way, takes no new connection, and closes the old ones', async (t) => {
    const arrived = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    const server = await start(t, async () => {
      arrived.resolve()
      await go.promise
      return new Response('done')
    })
    const socket = await dial(t, server.port)
    socket.write(get('/'))
    await arrived.promise
    const drained = server.drain(60_000)
    await assert.rejects(fetch(`http://127.0.0.1:${server.port}/`))
    go.resolve()
    assert.match(await hear(socket), /^HTTP\/1\.1 200[\s\S]*done$/)
    await drained
  })

  it('answers a request that was on its way on a connection kept alive, and says that it closes', async (t) => {
    const server = await start(t, hello)
    const socket = await dial(t, server.port)
    socket.write(get('/'))
    assert.match(await hear(socket, /hello$/), /keep-alive/)
    const drained = server.drain(60_000)
    socket.write(get('/'))
    assert.match(await hear(socket), /connection: close[\s\S]*hello$/i)
    await drained
  })

  it('cuts what does not finish within the limit', async (t) => {
    const arrived = Promise.withResolvers<void>()
    const server = await start(t, () => {
      arrived.resolve()
      return Promise.withResolvers<Response>().promise
    })
    const socket = await dial(t, server.port)
    socket.write(get('/'))
    await arrived.promise
    const heard = hear(socket).catch(() => '')
    await server.drain(0)
    assert.equal(await heard, '')
  })
})
