import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { findNodeInfo } from '../../../src/net/nodeinfo.ts'
import { type Script, scriptedWeb, sendOn } from '../../support/scripted-web.ts'

const rel = (version: string) => `http://nodeinfo.diaspora.software/ns/schema/${version}`
const pointer = (...hrefs: readonly (readonly [string, unknown])[]) => ({
  links: hrefs.map(([version, href]) => ({ rel: rel(version), href })),
})
const of = (name: unknown, version: unknown = '1.0') => ({ version: '2.0', software: { name, version } })

const found = async (t: TestContext, hosts: Readonly<Record<string, Script>>) => {
  const { fetch, asked } = await scriptedWeb(t, hosts)
  return { info: await findNodeInfo({ fetch, userAgent: 'Portico' }, 'https://a.example.org'), asked }
}

describe('what a server says that it runs', () => {
  it('is read in the newest version that it has', async (t) => {
    const script = {
      '/.well-known/nodeinfo': pointer(
        ['1.0', 'https://a.example.org/1'],
        ['2.0', 'https://a.example.org/20'],
        ['2.1', 'https://a.example.org/21'],
      ),
      '/20': of('wrong'),
      '/21': of('Mastodon', '4.3.0+glitch'),
    }
    const { info } = await found(t, { 'a.example.org': script })
    assert.deepEqual(info, { name: 'mastodon', version: '4.3.0+glitch', origin: 'https://a.example.org', path: '/21' })
  })

  it('may be an address within the server, or one that it sends on to', async (t) => {
    const within = {
      '/.well-known/nodeinfo': pointer(['2.0', '/20']),
      '/20': sendOn('/there'),
      '/there': of('gotosocial'),
    }
    assert.equal((await found(t, { 'a.example.org': within })).info?.name, 'gotosocial')
    const moved = { '/.well-known/nodeinfo': sendOn('https://b.example.org/.well-known/nodeinfo') }
    const there = { '/.well-known/nodeinfo': pointer(['2.0', 'https://b.example.org/20']), '/20': of('gotosocial') }
    const { info } = await found(t, { 'a.example.org': moved, 'b.example.org': there })
    assert.equal(info?.origin, 'https://b.example.org')
  })

  it('is not read on a host that has nothing to do with it', async (t) => {
    const hosts = { 'b.example.org': { '/20': of('mastodon') } }
    for (const href of [
      'https://b.example.org/20',
      'http://a.example.org/20',
      'https://127.0.0.1/20',
      'file:///etc/passwd',
      7,
    ]) {
      const script = { '/.well-known/nodeinfo': pointer(['2.0', href]) }
      const { info, asked } = await found(t, { 'a.example.org': script, ...hosts })
      assert.deepEqual([info, asked.length], [undefined, 1], String(href))
    }
  })

  it('is nothing where nothing can be made of it', async (t) => {
    for (const document of [{}, { software: 'x' }, of(''), of(7), of('\u0000'), { software: null }]) {
      const script = { '/.well-known/nodeinfo': pointer(['2.0', '/20']), '/20': document }
      assert.equal((await found(t, { 'a.example.org': script })).info, undefined, JSON.stringify(document))
    }
    for (const links of [undefined, null, 'x', [null], [{}], [{ rel: rel('2.0') }], [{ rel: rel('3.0'), href: '/20' }]])
      assert.equal((await found(t, { 'a.example.org': { '/.well-known/nodeinfo': { links } } })).info, undefined)
  })
})
