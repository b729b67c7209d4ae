import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { minutes, seconds } from '../../../src/lib/clock.ts'
import { findOut } from '../../../src/sources/fediverse/findings.ts'
import { gotosocial } from '../../support/fediverse/gotosocial.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { website } from '../../support/fediverse/without-a-way-in.ts'
import { type Script, type ScriptedWeb, scriptedWeb, sendOn } from '../../support/scripted-web.ts'

const host = 'social.example.org'
const nodeInfo = (name: string, at = host) => ({
  '/.well-known/nodeinfo': {
    links: [{ rel: 'http://nodeinfo.diaspora.software/ns/schema/2.0', href: `https://${at}/nodeinfo/2.0` }],
  },
  '/nodeinfo/2.0': { software: { name, version: '1.2.3' } },
})
const instance = { uri: 'example.org', title: ' A  \u202eplace\n ', version: '4.2.1' }
const announced = (at = host) => ({
  issuer: `https://${at}`,
  authorization_endpoint: `https://${at}/authorize`,
  token_endpoint: `https://${at}/token`,
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  scopes_supported: ['read:account'],
})

const finding = async (t: TestContext, hosts: Parameters<typeof scriptedWeb>[1], asked = host) => {
  const web = await scriptedWeb(t, hosts)
  return { web, found: await findOut(web.world, asked) }
}

const status = (code: number, headers = {}) => new Response('{}', { status: code, headers })
const problemOf = async (t: TestContext, script: Script, prepare?: (web: ScriptedWeb) => void) => {
  const web = await scriptedWeb(t, { [host]: script })
  prepare?.(web)
  const found = await findOut(web.world, host)
  assert.ok(!found.ok, JSON.stringify(found))
  return found.problem
}

describe('finding out about a host', () => {
  it('needs four requests for a server, and tells what it is called and what handles there end in', async (t) => {
    const { web, found } = await finding(t, { [host]: { ...nodeInfo('Hometown'), '/api/v1/instance': instance } })
    assert.deepEqual(found, {
      ok: true,
      host,
      findings: {
        dialect: 'mastodon',
        software: { name: 'hometown', version: '1.2.3' },
        metadata: undefined,
        handleDomain: 'example.org',
        title: 'A place',
      },
    })
    assert.equal(web.asked.length, 4)
    for (const asked of web.asked) assert.match(asked, /^GET https:\/\/social\.example\.org\//)
  })

  it('calls a server nothing that nobody can see', async (t) => {
    for (const title of ['\u3164', '\u2800 \u200b', 'x'.repeat(300)]) {
      const script = { ...nodeInfo('mastodon'), '/api/v1/instance': { ...instance, title } }
      const { found } = await finding(t, { [host]: script })
      assert.ok(found.ok)
      assert.equal(found.findings.title, title.startsWith('x') ? 'x'.repeat(100) : undefined)
    }
  })

  it('reads what a server announces', async (t) => {
    const script = { ...nodeInfo('misskey'), '/.well-known/oauth-authorization-server': announced() }
    const { found } = await finding(t, { [host]: script })
    assert.ok(found.ok)
    assert.equal(found.findings.dialect, 'misskey')
    assert.equal(found.findings.metadata?.tokenEndpoint, `https://${host}/token`)
  })

  it('believes no announcement of somebody else’s endpoints', async (t) => {
    const victim = announced('victim.example.org')
    const mixed = { ...announced(), authorization_endpoint: 'https://victim.example.org/oauth/authorize' }
    for (const metadata of [victim, mixed, { ...mixed, issuer: 'https://victim.example.org' }]) {
      const script = { ...nodeInfo('misskey'), '/.well-known/oauth-authorization-server': metadata }
      const { found } = await finding(t, { [host]: script })
      assert.ok(found.ok)
      assert.equal(found.findings.why, 'unsupported')
      assert.equal(found.findings.metadata?.authorizationEndpoint, undefined)
    }
  })

  it('knows Sharkey by its name, whatever it announces', async (t) => {
    const script = {
      ...nodeInfo('sharkey'),
      '/.well-known/oauth-authorization-server': announced(),
      '/api/v1/instance': instance,
    }
    const { found } = await finding(t, { [host]: script })
    assert.deepEqual(found.ok && [found.findings.dialect, found.findings.why], [undefined, 'unsupported'])
  })

  it('knows what has no NodeInfo by what it says in its version', async (t) => {
    const versions: Readonly<Record<string, string | undefined>> = {
      '3.5.3 (compatible; Pixelfed 0.12.3)': 'pixelfed',
      '4.2.1 (compatible; Iceshrimp.NET/2025.1)': 'iceshrimp.net',
      'WordPress/6.8.1, EMA/1.4.0': 'wordpress',
      '3.0.0 (compatible; Sharkey 2025.2.2)': 'sharkey',
      '4.2.0 (compatible; Something Else 1)': undefined,
      '4.2.0': undefined,
    }
    for (const [version, name] of Object.entries(versions)) {
      const { found } = await finding(t, { [host]: { '/api/v1/instance': { ...instance, version } } })
      assert.equal(found.ok && found.findings.software?.name, name, version)
      assert.equal(found.ok && found.findings.dialect, name === 'sharkey' ? undefined : 'mastodon', version)
    }
  })

  it('looks for the second description where there is no first', async (t) => {
    const { found } = await finding(t, { [host]: { '/api/v2/instance': { domain: 'example.org', version: '5.0' } } })
    assert.deepEqual(found.ok && [found.findings.dialect, found.findings.handleDomain], ['mastodon', 'example.org'])
  })

  it('takes a server for one that describes itself to nobody', async (t) => {
    const { found } = await finding(t, { [host]: { ...nodeInfo('newcomer'), '/api/v1/instance': status(401) } })
    assert.equal(found.ok && found.findings.dialect, 'mastodon')
  })

  it('reads OpenID Connect Discovery where only Bonfire would have it', async (t) => {
    const discovery = {
      ...announced(),
      scopes_supported: ['openid'],
      registration_endpoint: `https://${host}/openid/register`,
    }
    const path = '/.well-known/openid-configuration'
    const bonfire = await finding(t, { [host]: { ...nodeInfo('bonfire'), [path]: discovery } })
    assert.equal(bonfire.found.ok && bonfire.found.findings.dialect, 'bonfire')
    const company = await finding(t, { [host]: { [path]: discovery } })
    assert.equal(company.found.ok && company.found.findings.why, 'no_server')
  })

  it('goes on to where people sign in, from the name that their handles end in', async (t) => {
    for (const split of ['redirect', 'host-meta'] as const)
      for (const fake of [mastodon('4.3'), gotosocial('0.20')]) {
        const { found } = await finding(t, { [host]: { fake, domain: 'example.org', split } }, 'example.org')
        assert.ok(found.ok)
        assert.deepEqual(
          [found.host, found.findings.dialect, found.findings.handleDomain],
          [host, 'mastodon', 'example.org'],
        )
      }
  })

  it('goes on where the description is, and asks there once more for everything', async (t) => {
    const there = { ...nodeInfo('mastodon'), '/api/v1/instance': instance }
    const here = { '/api/v1/instance': sendOn(`https://${host}/api/v1/instance`) }
    const { found } = await finding(t, { 'example.org': here, [host]: there }, 'example.org')
    assert.deepEqual(found.ok && [found.host, found.findings.software?.name], [host, 'mastodon'])
  })

  it('stays where there is a server, wherever the site’s other parts lead', async (t) => {
    const script = {
      ...nodeInfo('pleroma'),
      '/api/v1/instance': instance,
      '/.well-known/oauth-authorization-server': sendOn('https://login.example.org/metadata'),
    }
    for (const issued of ['login.example.org', host]) {
      const login = { '/metadata': announced(issued) }
      const { found } = await finding(t, { [host]: script, 'login.example.org': login })
      assert.deepEqual(found.ok && [found.host, found.findings.metadata], [host, undefined])
    }
  })

  it('goes round in no circle, and nowhere that is not public', async (t) => {
    const to = (place: string) => ({ '/api/v1/instance': sendOn(`https://${place}/api/v1/instance`) })
    const description = { '/.well-known/host-meta': { links: [{ rel: 'lrdd', template: `https://${host}/{uri}` }] } }
    const meta = (place: string) => ({
      '/.well-known/host-meta': { links: [{ rel: 'lrdd', template: `${place}/{uri}` }] },
    })
    const round = await finding(t, { [host]: meta('https://b.example.org'), 'b.example.org': meta(`https://${host}`) })
    assert.equal(round.found.ok && round.found.findings.why, 'no_server')
    assert.ok(round.web.asked.length <= 15)
    const plain = await finding(t, {
      [host]: meta('http://b.example.org'),
      'b.example.org': nodeInfo('mastodon', 'b.example.org'),
    })
    assert.equal(plain.found.ok && plain.found.host, host)
    const circle = await finding(t, { [host]: to('b.example.org'), 'b.example.org': { ...to(host), ...description } })
    assert.equal(circle.found.ok && circle.found.findings.why, 'no_server')
    for (const place of ['127.0.0.1', 'localhost', '[::1]', 'router.home.arpa']) {
      const { found } = await finding(t, { [host]: { ...nodeInfo('mastodon'), ...to(place) } })
      assert.deepEqual(found.ok && [found.host, found.findings.dialect], [host, 'mastodon'], place)
      const template = { '/.well-known/host-meta': { links: [{ rel: 'lrdd', template: `https://${place}/{uri}` }] } }
      const empty = await finding(t, { [host]: template })
      assert.deepEqual(empty.found.ok && [empty.found.host, empty.found.findings.why], [host, 'no_server'], place)
    }
  })

  it('says of a site that it is no server, also of one that has a page for everything', async (t) => {
    for (const code of [200, 404] as const) {
      const { found } = await finding(t, { [host]: website(code) })
      assert.equal(found.ok && found.findings.why, 'no_server')
    }
  })

  it('says the same of all that cannot be reached', async (t) => {
    const unreachable = { code: 'unreachable', place: host }
    assert.deepEqual(await problemOf(t, {}, ({ resolve }) => resolve(host, ['10.0.0.1'])), unreachable)
    assert.deepEqual(await problemOf(t, {}, ({ resolve }) => resolve(host, ['127.0.0.1', '10.0.0.1'])), unreachable)
    assert.deepEqual(await problemOf(t, {}, ({ resolve }) => resolve(host, [])), unreachable)
    const everywhere = (answer: () => Response): Script =>
      Object.fromEntries(
        [
          '/.well-known/oauth-authorization-server',
          '/.well-known/nodeinfo',
          '/api/v1/instance',
          '/.well-known/host-meta',
        ].map((path) => [path, answer]),
      )
    assert.deepEqual(
      await problemOf(
        t,
        everywhere(() => status(503)),
      ),
      unreachable,
    )
    assert.deepEqual(
      await problemOf(
        t,
        everywhere(() => new Response('x'.repeat(300_000))),
      ),
      unreachable,
    )
    const limited = await problemOf(
      t,
      everywhere(() => status(429, { 'retry-after': '90' })),
    )
    assert.deepEqual(limited, { code: 'limited', place: host, retryAfter: seconds(90) })
    const silent = await problemOf(
      t,
      everywhere(() => status(429)),
    )
    assert.deepEqual(silent, { code: 'limited', place: host, retryAfter: minutes(10) })
  })

  it('remembers that it has not seen everything', async (t) => {
    const script = { ...nodeInfo('mastodon'), '/api/v1/instance': status(502) }
    const { found } = await finding(t, { [host]: script })
    assert.deepEqual(found.ok && [found.findings.dialect, found.findings.partial], ['mastodon', true])
  })
})
