import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { minutes } from '../../../src/lib/clock.ts'
import { FetchFailed } from '../../../src/net/fetch-failed.ts'
import type { Dialect, Known, Registered, Registering } from '../../../src/sources/fediverse/dialect.ts'
import { mastodon } from '../../../src/sources/fediverse/mastodon.ts'
import {
  createRegistrations,
  forgetClient,
  knewUs,
  refuseScopes,
} from '../../../src/sources/fediverse/registrations.ts'
import type { Server } from '../../../src/sources/fediverse/server.ts'
import type { SourceWorld } from '../../../src/sources/source.ts'
import type { Storage } from '../../../src/storage/storage.ts'
import { onEveryEngine } from '../../support/engines.ts'
import { createTestWorld } from '../../support/world.ts'

const server: Server = {
  key: 'k1',
  host: 'social.example.org',
  origin: 'https://social.example.org',
  findings: { dialect: 'mastodon' },
}
const place = server.host

type Answer = Registered | FetchFailed
const good = (clientId: string): Registered => ({ ok: true, clientId, secret: `secret of ${clientId}` })
const refusedScopes: Registered = { ok: false, reason: 'scopes' }

const open = async (storage?: Storage) => {
  const test = createTestWorld(storage === undefined ? {} : { storage })
  const nowhere = Object.assign(async () => assert.fail('nobody goes out'), { close: async () => {} })
  const world: SourceWorld & typeof test = {
    ...test,
    fetch: nowhere,
    base: 'https://id.example.org',
    vouched: () => new Set(),
  }
  const now = world.clock.now()
  await world.storage.add('servers', {
    ...{ id: server.key, host: place, findings: server.findings, foundAt: now, signIns: 0, createdAt: now },
  })
  const asked: Registering[] = []
  const answers: Answer[] = []
  const known: (Known | FetchFailed)[] = []
  const dialect: Dialect = {
    ...mastodon,
    scopes: () => ['profile', 'read:accounts', 'read'],
    async register(_, __, as) {
      asked.push(as)
      const answer = answers.shift() ?? good(`client ${asked.length}`)
      // Others get their turn.
      await new Promise(setImmediate)
      if (answer instanceof FetchFailed) throw answer
      return answer
    },
    async isKnown() {
      const answer = known.shift() ?? assert.fail('asked whether we are known')
      if (answer instanceof FetchFailed) throw answer
      return answer
    },
  }
  const node = () => createRegistrations(world, async () => 'Our door')
  const { open } = node()
  return {
    ...{ world, asked, answers, known, dialect, node },
    open: () => open(dialect, server),
    row: () => world.storage.find('servers', server.key),
    rows: () => world.storage.list('registrations'),
  }
}

type Opened = Awaited<ReturnType<Awaited<ReturnType<typeof open>>['open']>>
const clientOf = (opened: Opened) => (opened.ok ? opened.client : assert.fail(JSON.stringify(opened)))
const problemOf = (opened: Opened) => (opened.ok ? assert.fail('it was registered') : opened.problem)

describe('registering at a server', () => {
  it('says who we are, and where people come back to', async () => {
    const { open: openIt, asked } = await open()
    const client = clientOf(await openIt())
    const redirectUri = 'https://id.example.org/fediverse/callback/k1'
    assert.deepEqual(asked, [
      {
        redirectUri,
        name: 'Our door',
        website: 'https://id.example.org',
        clientUrl: 'https://id.example.org/fediverse/client/k1',
        scopes: 'profile',
      },
    ])
    assert.deepEqual(
      [client.clientId, client.secret, client.scopes, client.redirectUri],
      ['client 1', 'secret of client 1', 'profile', redirectUri],
    )
  })

  it('happens once, and is remembered with its secret sealed', async () => {
    const { open: openIt, asked, rows } = await open()
    const first = clientOf(await openIt())
    assert.deepEqual(clientOf(await openIt()), first)
    assert.equal(asked.length, 1)
    const [row] = await rows()
    assert.ok(row?.sealedSecret !== undefined)
    assert.ok(!Buffer.from(row.sealedSecret).includes('secret of'))
  })

  it('cuts a name that is too long for some', async () => {
    const { world, asked, dialect } = await open()
    await createRegistrations(world, async () => '🚪'.repeat(70)).open(dialect, server)
    assert.equal(asked[0]?.name, '🚪'.repeat(60))
  })

  it('asks for less where a server knows no better', async () => {
    const { open: openIt, asked, answers, rows } = await open()
    answers.push(refusedScopes)
    assert.equal(clientOf(await openIt()).scopes, 'read:accounts')
    assert.deepEqual(
      asked.map(({ scopes }) => scopes),
      ['profile', 'read:accounts'],
    )
    assert.equal(clientOf(await openIt()).scopes, 'read:accounts')
    assert.equal((await rows()).length, 1)
  })

  it('is refused where nothing will do', async () => {
    const { open: openIt, answers, row } = await open()
    answers.push(refusedScopes, refusedScopes, refusedScopes)
    assert.deepEqual(problemOf(await openIt()), { code: 'refused_registration', place })
    assert.equal((await row())?.lastErrorCode, 'refused_registration')
  })

  it('leaves one line in the log, whichever way it went', async () => {
    const { open: openIt, answers, world } = await open()
    answers.push(new FetchFailed('timeout'))
    assert.equal(problemOf(await openIt()).code, 'unreachable')
    await openIt()
    const events = await world.storage.list('events')
    assert.deepEqual(events.map(({ kind, outcome, data }) => [kind, outcome, data]).sort(), [
      ['server.failed', 'failed', { server: place, reason: 'unreachable' }],
      ['server.registered', 'ok', { server: place, scopes: 'profile' }],
    ])
  })

  it('leaves nothing half after a failure, and the next one may try at once', async () => {
    const { open: openIt, answers, row, rows } = await open()
    answers.push({ ok: false, reason: 'problem', problem: { code: 'broken', place } })
    assert.deepEqual(problemOf(await openIt()), { code: 'broken', place })
    assert.deepEqual(await rows(), [])
    assert.equal((await row())?.registeringUntil, undefined)
    assert.equal(clientOf(await openIt()).clientId, 'client 2')
    assert.equal((await row())?.lastErrorCode, undefined)
  })

  it('gives up its turn also when something breaks', async () => {
    const { node, dialect, row } = await open()
    const broken: Dialect = { ...dialect, register: async () => assert.fail('broken') }
    await assert.rejects(node().open(broken, server))
    assert.equal((await row())?.registeringUntil, undefined)
  })

  it('leaves a server alone that asks for it, for as long as it asks', async () => {
    const { open: openIt, answers, asked, world } = await open()
    answers.push({ ok: false, reason: 'problem', problem: { code: 'limited', place, retryAfter: minutes(7) } })
    assert.deepEqual(problemOf(await openIt()), { code: 'limited', place, retryAfter: minutes(7) })
    world.clock.advance(minutes(3))
    assert.deepEqual(problemOf(await openIt()), { code: 'limited', place, retryAfter: minutes(4) })
    assert.equal(asked.length, 1)
    world.clock.advance(minutes(4))
    assert.equal(clientOf(await openIt()).clientId, 'client 2')
  })

  it('is done anew after the server said that it would forget us', async () => {
    const { open: openIt, answers, world } = await open()
    answers.push({ ok: true, clientId: 'short', secret: 's', expiresAt: world.clock.now() + minutes(5) })
    assert.equal(clientOf(await openIt()).clientId, 'short')
    world.clock.advance(minutes(5))
    assert.equal(clientOf(await openIt()).clientId, 'client 2')
  })
})

describe('a server that may have forgotten us', () => {
  it('is not asked while it has known us lately', async () => {
    const { open: openIt, world } = await open()
    await openIt()
    world.clock.advance(minutes(9))
    assert.ok((await openIt()).ok)
  })

  it('is asked after a while, and then not for another while', async () => {
    const { open: openIt, known, world } = await open()
    await openIt()
    world.clock.advance(minutes(10))
    known.push('known')
    assert.equal(clientOf(await openIt()).clientId, 'client 1')
    assert.ok((await openIt()).ok)
    assert.deepEqual(known, [])
  })

  it('is told of us anew before anybody is sent there', async () => {
    const { open: openIt, known, asked, rows, world } = await open()
    await openIt()
    world.clock.advance(minutes(10))
    known.push('forgotten')
    assert.equal(clientOf(await openIt()).clientId, 'client 2')
    assert.equal(asked.length, 2)
    assert.equal((await rows()).length, 1)
  })

  it('is believed to know us when it cannot say', async () => {
    const { open: openIt, known, asked, world } = await open()
    await openIt()
    world.clock.advance(minutes(10))
    known.push('unsure')
    assert.equal(clientOf(await openIt()).clientId, 'client 1')
    assert.equal(asked.length, 1)
  })

  it('gets nobody sent to it while it does not answer', async () => {
    const { open: openIt, known, world } = await open()
    await openIt()
    world.clock.advance(minutes(10))
    known.push(new FetchFailed('timeout'))
    assert.deepEqual(problemOf(await openIt()), { code: 'unreachable', place })
  })

  it('may say so when somebody comes back, and only of the client it was asked about', async () => {
    const { open: openIt, rows, world } = await open()
    const client = clientOf(await openIt())
    await forgetClient(world, server, { ...client, clientId: 'an older one' })
    assert.equal((await rows()).length, 1)
    await forgetClient(world, server, client)
    assert.deepEqual(await rows(), [])
  })

  it('has known us, and not another of us, when somebody came back', async () => {
    const { open: openIt, rows, world } = await open()
    const client = clientOf(await openIt())
    await knewUs(world, server, { ...client, clientId: 'an older one' })
    assert.equal((await rows())[0]?.usedAt, undefined)
    await knewUs(world, server, client)
    assert.equal((await rows())[0]?.usedAt, world.clock.now())
  })

  it('has known us when somebody came back', async () => {
    const { open: openIt, world } = await open()
    const client = clientOf(await openIt())
    world.clock.advance(minutes(9))
    await knewUs(world, server, client)
    world.clock.advance(minutes(9))
    assert.ok((await openIt()).ok)
  })
})

describe('scopes that turn out to be refused', () => {
  it('are not asked for again, and the next ones are', async () => {
    const { open: openIt, asked, world, dialect } = await open()
    const first = clientOf(await openIt())
    await refuseScopes(world, dialect, server, first)
    assert.equal(clientOf(await openIt()).scopes, 'read:accounts')
    assert.equal(clientOf(await openIt()).scopes, 'read:accounts')
    assert.deepEqual(
      asked.map(({ scopes }) => scopes),
      ['profile', 'read:accounts'],
    )
  })
})

await onEveryEngine('registering, when many come at once', (openStorage) => {
  it('happens once, here', async () => {
    const { open: openIt, asked } = await open(await openStorage())
    const opened = await Promise.all(Array.from({ length: 20 }, openIt))
    assert.deepEqual(new Set(opened.map((one) => clientOf(one).clientId)), new Set(['client 1']))
    assert.equal(asked.length, 1)
  })

  it('happens once, in several processes', async () => {
    const { node, dialect, asked } = await open(await openStorage())
    const opened = await Promise.all(Array.from({ length: 5 }, () => node().open(dialect, server)))
    assert.deepEqual(new Set(opened.map((one) => clientOf(one).clientId)), new Set(['client 1']))
    assert.equal(asked.length, 1)
  })

  it('is tried by the next one after the turn of one that died', async () => {
    const { open: openIt, world } = await open(await openStorage())
    await world.storage.change('servers', server.key, (row) => ({
      ...row,
      registeringUntil: world.clock.now() + minutes(1),
    }))
    world.clock.advance(minutes(1))
    assert.equal(clientOf(await openIt()).clientId, 'client 1')
  })
})
