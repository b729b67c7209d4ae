import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer as createHttp } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, connect as dial, type Server } from 'node:net'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { website } from '../../src/recipes/website.ts'
import { startServer } from '../support/child-process.ts'
import { bonfire } from '../support/fediverse/bonfire.ts'
import type { FetchClient } from '../support/fediverse/code-grant.ts'
import type { FakeServer } from '../support/fediverse/fediverse.ts'
import { friendica } from '../support/fediverse/friendica.ts'
import { funkwhale } from '../support/fediverse/funkwhale.ts'
import { gotosocial } from '../support/fediverse/gotosocial.ts'
import { hollo } from '../support/fediverse/hollo.ts'
import { claimingActor } from '../support/fediverse/hostile.ts'
import { iceshrimpNet } from '../support/fediverse/iceshrimp-net.ts'
import { mastodon } from '../support/fediverse/mastodon.ts'
import { mbin } from '../support/fediverse/mbin.ts'
import { misskey } from '../support/fediverse/misskey.ts'
import { mobilizon } from '../support/fediverse/mobilizon.ts'
import { pixelfed } from '../support/fediverse/pixelfed.ts'
import { pleroma } from '../support/fediverse/pleroma.ts'
import { publicBase } from '../support/fediverse/signing-in.ts'
import type { Blueprint } from '../support/fediverse/site.ts'
import { takahe } from '../support/fediverse/takahe.ts'
import { wordpress } from '../support/fediverse/wordpress.ts'
import { wordpressApps } from '../support/fediverse/wordpress-ema.ts'
import { comeBackFrom, createFediverseApp, errorOf, type FediverseApp } from '../support/fediverse-app.ts'
import { freePort } from '../support/free-port.ts'
import { createVisitor } from '../support/http-client.ts'
import { connectTo } from '../support/relying-party.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { createTestCa } from '../support/test-ca.ts'

let app: FediverseApp<string> | undefined

/** Servers that take an address for a client id go there. */
const fetchClient: FetchClient = async (url, accept, userAgent = 'fake') => {
  assert.ok(app)
  return app.app.answer(new Request(url, { headers: { accept, 'user-agent': userAgent } }), { address: '198.51.100.7' })
}

const homes: Readonly<Record<string, Blueprint>> = {
  'Mastodon 3.5': mastodon('3.5'),
  'Mastodon 4.2': mastodon('4.2'),
  'Mastodon 4.3': mastodon('4.3'),
  'Mastodon 4.4': mastodon('4.4'),
  'Mastodon 4.5': mastodon('4.5'),
  Hometown: mastodon('4.2', { name: 'hometown' }),
  'GoToSocial 0.18': gotosocial('0.18'),
  'GoToSocial 0.20': gotosocial('0.20'),
  Pleroma: pleroma('pleroma'),
  Akkoma: pleroma('akkoma'),
  Rebased: pleroma('rebased'),
  Pixelfed: pixelfed(),
  Friendica: friendica(),
  Takahe: takahe(),
  Hollo: hollo(),
  'Iceshrimp.NET': iceshrimpNet(),
  'WordPress with Enable Mastodon Apps': wordpressApps(),
  Misskey: misskey({ fetchClient }),
  'Misskey that reads JSON': misskey({ fetchClient, reads: 'json', version: '2026.3.0' }),
  CherryPick: misskey({ fetchClient, name: 'cherrypick', version: '4.15.0' }),
  'WordPress that reads our address': wordpress({ fetchClient }),
  'WordPress that registers us': wordpress({ byAddress: false }),
  'Bonfire that reads our address': bonfire({ fetchClient }),
  'Bonfire that registers us': bonfire({ byAddress: false }),
  Mobilizon: mobilizon(),
  Mbin: mbin(),
  Funkwhale: funkwhale(),
}

const listen = async (server: Server): Promise<number> => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

describe('the website in examples/', () => {
  const cleanUp: (() => unknown)[] = []
  const lasting = { after: (work: () => unknown) => void cleanUp.push(work) }
  let address: string

  before(async () => {
    const clock = { now: () => Date.now(), advance() {} }
    const hostile = { hostile: claimingActor('https://mastodon.social/users/alice') }
    const house = await createFediverseApp(
      lasting,
      { ...homes, ...hostile },
      { base: publicBase, clock, settings: { firstSignIn: 'linked' } },
    )
    app = house
    const port = await freePort()
    address = `http://localhost:${port}`
    const { env } = await connectTo(house, website, { redirect: `${address}/callback` })

    // Portico under its own name and https, for a program that was told nothing but how to get out.
    const ca = createTestCa()
    const tls = createHttps(ca.issue(new URL(publicBase).hostname), async (incoming, outgoing) => {
      const chunks: Buffer[] = []
      for await (const chunk of incoming) chunks.push(chunk)
      const { method = 'GET', url = '/', headers } = incoming
      const said = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
      const body = method === 'POST' ? { body: Buffer.concat(chunks) } : {}
      const request = new Request(new URL(url, publicBase), { method, headers: said, ...body })
      const answer = await house.app.answer(request, { address: '198.51.100.9' })
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
    })
    const tlsPort = await listen(tls)
    const proxy = createHttp().on('connect', (request, socket) => {
      assert.equal(request.url, `${new URL(publicBase).hostname}:443`)
      const through = dial(tlsPort, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'))
      through.pipe(socket).pipe(through)
      socket.on('error', () => through.destroy())
      through.on('error', () => socket.destroy())
    })
    const proxyPort = await listen(proxy)
    const folder = await temporaryFolder()
    await writeFile(join(folder.path, 'ca.pem'), ca.cert)
    const example = await startServer({
      command: process.execPath,
      args: [fileURLToPath(new URL('../../examples/website/website.js', import.meta.url))],
      readyUrl: address,
      env: {
        ...env,
        PORT: String(port),
        NODE_EXTRA_CA_CERTS: join(folder.path, 'ca.pem'),
        NODE_USE_ENV_PROXY: '1',
        HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
      },
    })
    cleanUp.push(
      () => example.stop(),
      () => folder.remove(),
      () => tls.closeAllConnections(),
      () => tls.close(),
      () => proxy.closeAllConnections(),
      () => proxy.close(),
    )
  })

  after(async () => {
    for (const work of cleanUp) await work()
  })

  let visits = 0
  const serverOf = (name: string): FakeServer => app?.servers[name] ?? assert.fail(name)

  /** From the website's link to somebody's server, in a browser of their own; back at the website, or where it ends. */
  const visit = async (home: FakeServer, as = 'alice') => {
    visits += 1
    const browser = app?.browser(`192.0.2.${visits}`) ?? assert.fail()
    const visitor = createVisitor()
    const gone = await visitor.get(`${address}/sign-in`)
    const page = await browser.follow(await browser.get(gone.location ?? assert.fail(gone.text)))
    const back = await comeBackFrom(browser, home, { page, address: home.domain, person: { as, identity: as } })
    return { back, answer: async () => visitor.get(back.location ?? assert.fail(back.text)) }
  }

  const subjects = new Map<string, string>()

  for (const name of Object.keys(homes)) {
    it(`is told who somebody of ${name} is, with three settings`, async () => {
      const home = serverOf(name)
      const { status, text } = await (await visit(home)).answer()
      assert.equal(status, 200, text)
      const { sub, acct, picture, ...said } = JSON.parse(text)
      assert.equal(acct, `alice@${home.domain}`)
      assert.match(said.name, /^alice/i)
      assert.match(picture, new RegExp(`^${publicBase}/avatars/`))
      assert.ok(![...subjects.values()].includes(sub))
      subjects.set(name, sub)
      // The same person once more, and somebody else.
      home.seen.length = 0
      assert.equal(JSON.parse((await (await visit(home)).answer()).text).sub, sub)
      assert.ok(home.seen.length <= 4, `${home.seen.length} requests`)
      home.seen.length = 0
      assert.notEqual(JSON.parse((await (await visit(home, 'bob')).answer()).text).sub, sub)
      // Their picture is fetched once, when they come for the first time.
      const asked = home.seen.map(({ path }) => path)
      assert.ok(asked.filter((path) => !/\.(?:png|webp)$/.test(path)).length <= 4, asked.join())
      assert.ok(asked.length <= 5, asked.join())
    })
  }

  it('is told nothing of whoever’s server claims somebody else’s', async () => {
    const { back } = await visit(serverOf('hostile'))
    assert.equal(back.location, undefined)
    assert.equal(errorOf(back.text), 'unproven')
  })

  it('takes no answer that was not asked for in this browser', async () => {
    const { back } = await visit(serverOf('Mastodon 4.4'))
    const stranger = await createVisitor().get(back.location ?? assert.fail(back.text))
    assert.equal(stranger.status, 400)
  })
})
