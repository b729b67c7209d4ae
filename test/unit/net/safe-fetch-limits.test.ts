import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { fails, fetching, host, options, serving } from '../../support/going-out.ts'
import { createTestClock } from '../../support/world.ts'

describe('what going out takes, and asks of others', () => {
  it('takes no more than it asked for, whatever was announced', async (t) => {
    const port = await serving(t, (request, response) => {
      if (request.url === '/announced') response.setHeader('content-length', 5000)
      const drip = () => void (response.destroyed || response.write('x'.repeat(600), () => setImmediate(drip)))
      drip()
    })
    const safeFetch = fetching(t, port)
    for (const path of ['/announced', '/endless'])
      await fails(safeFetch(`https://${host}${path}`, options), 'too_large', path)
  })

  it('unpacks what nobody asked to be packed, and counts what comes out', async (t) => {
    const text = 'x'.repeat(900)
    const packed: Readonly<Record<string, [string, Buffer]>> = {
      '/gzip': ['gzip', gzipSync(text)],
      '/upper': ['GZIP', gzipSync(text)],
      '/deflate': ['deflate', deflateSync(text)],
      '/bare': ['deflate', deflateRawSync(text)],
      '/br': ['br', brotliCompressSync(text)],
      '/bomb': ['gzip', gzipSync(Buffer.alloc(10_000_000))],
      '/bomb-br': ['br', brotliCompressSync(Buffer.alloc(10_000_000))],
      '/bomb-deflate': ['deflate', deflateSync(Buffer.alloc(400_000))],
      '/broken': ['gzip', Buffer.from('not packed at all')],
      '/twice': ['gzip, gzip', gzipSync(gzipSync(text))],
      '/unknown': ['zstd', Buffer.from(text)],
    }
    const port = await serving(t, (request, response) => {
      const [coding, body] = packed[request.url ?? ''] ?? ['', Buffer.of()]
      response.setHeader('content-encoding', coding).end(body)
    })
    const safeFetch = fetching(t, port)
    for (const path of ['/gzip', '/upper', '/deflate', '/bare', '/br'])
      assert.equal(Buffer.from((await safeFetch(`https://${host}${path}`, options)).body).toString(), text, path)
    for (const path of ['/bomb', '/bomb-br', '/bomb-deflate'])
      await fails(safeFetch(`https://${host}${path}`, { most: 100_000 }), 'too_large', path)
    for (const path of ['/broken', '/twice', '/unknown'])
      await fails(safeFetch(`https://${host}${path}`, options), 'encoding', path)
  })

  it('takes no packed body either that goes on for ever and holds nothing', async (t) => {
    const empty = gzipSync('')
    const port = await serving(t, (_, response) => {
      response.setHeader('content-encoding', 'gzip')
      const drip = () => void (response.destroyed || response.write(empty, () => setImmediate(drip)))
      drip()
    })
    await fails(fetching(t, port)(`https://${host}/`, options), 'too_large')
  })

  it('waits no longer than it was told, also for an answer that drips', async (t) => {
    const port = await serving(t, (request, response) => {
      if (request.url === '/silent') return
      const timer = setInterval(() => response.write('x'), 5)
      response.on('close', () => clearInterval(timer))
    })
    const safeFetch = fetching(t, port)
    for (const path of ['/silent', '/drip'])
      await fails(safeFetch(`https://${host}${path}`, { most: 1e6, within: 100 }), 'timeout', path)
  })

  it('refuses headers beyond reason', async (t) => {
    const port = await serving(t, (_, response) => void response.setHeader('x', 'x'.repeat(40_000)).end())
    await fails(fetching(t, port)(`https://${host}/`, options), 'connection')
  })

  it('knows for half a minute where nobody answers, and then looks again', async (t) => {
    const clock = createTestClock()
    let asked = 0
    const lookup = async () => {
      asked += 1
      return []
    }
    const safeFetch = fetching(t, 1, { lookup, clock })
    await fails(safeFetch(`https://${host}/`, options), 'dns')
    clock.advance(29_999)
    await fails(safeFetch(`https://${host}/other`, options), 'dns')
    assert.equal(asked, 1)
    await fails(safeFetch(`https://other.${host}/`, options), 'dns')
    assert.equal(asked, 2)
    clock.advance(1)
    await fails(safeFetch(`https://${host}/`, options), 'dns')
    assert.equal(asked, 3)
  })

  it('takes a place for dead that says nothing for long, and not for having been given no time', async (t) => {
    const clock = createTestClock()
    let ending = new AbortController()
    let asked = 0
    let passes = 0
    const port = await serving(t, () => {
      asked += 1
      clock.advance(passes)
      ending.abort()
    })
    const safeFetch = fetching(t, port, { clock })
    const ask = () => {
      ending = new AbortController()
      return fails(safeFetch(`https://${host}/`, { ...options, signal: ending.signal }), 'timeout')
    }
    await ask()
    passes = 4000
    await ask()
    await ask()
    assert.equal(asked, 2)
  })

  it('takes nobody for dead who answers, whatever the answer', async (t) => {
    const port = await serving(t, (request, response) => {
      if (request.url === '/big') response.end('x'.repeat(2000))
      else if (request.url === '/cut') response.destroy()
      else response.writeHead(500).end()
    })
    const safeFetch = fetching(t, port)
    await fails(safeFetch(`https://${host}/big`, options), 'too_large')
    await fails(safeFetch(`https://${host}/cut`, options), 'connection')
    assert.equal((await safeFetch(`https://${host}/`, options)).status, 500)
  })

  it('asks one place a few things at a time', async (t) => {
    let under = 0
    let most = 0
    const port = await serving(t, (_, response) => {
      under += 1
      most = Math.max(most, under)
      setImmediate(() => {
        under -= 1
        response.end()
      })
    })
    const safeFetch = fetching(t, port, { limits: { perTarget: 2, waiting: 2 } })
    const ask = async () => (await safeFetch(`https://${host}/`, options)).status
    const asked = [ask(), ask(), ask(), ask()]
    await fails(ask(), 'busy')
    assert.deepEqual(await Promise.all(asked), [200, 200, 200, 200])
    assert.ok(most <= 2)
  })

  it('asks a stranger no more often than is decent', async (t) => {
    const port = await serving(t, (_, response) => void response.end())
    const clock = createTestClock()
    const safeFetch = fetching(t, port, { limits: { perMinute: 2 }, clock })
    const ask = async () => (await safeFetch(`https://${host}/`, options)).status
    for (const _ of [1, 2]) assert.equal(await ask(), 200)
    await fails(ask(), 'busy')
    clock.advance(60_000)
    assert.equal(await ask(), 200)
  })

  it('lets nobody who waits for one place keep others from going elsewhere', async (t) => {
    const port = await serving(
      t,
      (request, response) => void (request.headers.host === `b.${host}` && response.end('b')),
      `*.${host}`,
    )
    const safeFetch = fetching(t, port, { limits: { atOnce: 3, perTarget: 1, waiting: 5, perMinute: 100 } })
    const ending = new AbortController()
    const slow = [1, 2, 3].map(() => safeFetch(`https://a.${host}/`, { ...options, signal: ending.signal }))
    const failed = Promise.all(slow.map((one) => fails(one, 'timeout')))
    assert.equal((await safeFetch(`https://b.${host}/`, options)).status, 200)
    ending.abort()
    await failed
  })
})
