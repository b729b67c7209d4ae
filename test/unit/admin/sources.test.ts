import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAccount } from '../../../src/accounts/create.ts'
import { identityIdOf } from '../../../src/accounts/identities/identity.ts'
import { startSession } from '../../../src/accounts/sessions/sessions.ts'
import { applyImport, type ImportInput, previewImport, shownImport } from '../../../src/admin/moving/import-rules.ts'
import { addRule, exportRules, listRules, removeRule } from '../../../src/admin/operations/instance-rules.ts'
import { getServer, listServers } from '../../../src/admin/operations/servers.ts'
import { type FediverseInput, getFediverse, setFediverse } from '../../../src/admin/operations/sources.ts'
import { days, minutes } from '../../../src/lib/clock.ts'
import { FetchFailed } from '../../../src/net/fetch-failed.ts'
import { serverKey } from '../../../src/sources/fediverse/server-key.ts'
import { createOperationsWorld } from './operations-world.ts'

const by = { actorId: 'boss' }

/** An installation whose way out leads to these files and nowhere else. */
const open = (files: Readonly<Record<string, string>> = {}) => {
  const fetch = async (url: string) => {
    const text = files[url]
    if (text === undefined) throw new FetchFailed('dns')
    return { status: 200, headers: new Headers(), body: new TextEncoder().encode(text), url }
  }
  const vouched: ReadonlySet<string> = new Set(['http://127.0.0.1:4000'])
  return {
    ...createOperationsWorld(),
    base: 'https://id.example.org',
    vouched: () => vouched,
    fetch: Object.assign(fetch, { close: async () => {} }),
  }
}
type Open = ReturnType<typeof open>

const kinds = async ({ storage }: Open): Promise<readonly string[]> =>
  (await storage.list('events')).map(({ kind }) => kind).sort()

const input = (more: Partial<FediverseInput> = {}): FediverseInput => ({
  ...{ on: true, firstSignIn: 'everyone', servers: [], placeholderEmailDomain: '', vouchForPlaceholders: false },
  bots: true,
  ...more,
})

describe('the way in from the fediverse', () => {
  it('is off at first, switched on with what is chosen, and off again with everything kept', async () => {
    const world = open()
    assert.equal((await getFediverse(world)).on, false)
    const chosen = input({ firstSignIn: 'servers', servers: ['A.example'], placeholderEmailDomain: 'Id.Example' })
    assert.deepEqual(await setFediverse(world, chosen, by), { ok: true })
    assert.deepEqual(await setFediverse(world, { ...chosen, on: false }, by), { ok: true })
    const { on, settings, vouched } = await getFediverse(world)
    assert.equal(on, false)
    assert.deepEqual(settings, {
      ...{ firstSignIn: 'servers', servers: ['a.example'], placeholderEmailDomain: 'id.example' },
      vouchForPlaceholders: false,
      bots: 'allow',
    })
    assert.deepEqual(vouched, ['http://127.0.0.1:4000'])
    assert.deepEqual(await kinds(world), ['source.changed', 'source.changed'])
  })

  it('writes nothing when nothing is another', async () => {
    const world = open()
    await setFediverse(world, input(), by)
    await setFediverse(world, input(), by)
    assert.deepEqual(await kinds(world), ['source.changed'])
  })

  it('is told everything that is wrong', async () => {
    const world = open()
    for (const [wrong, problems] of [
      [{ firstSignIn: 'all' }, [{ field: 'firstSignIn', code: 'required' }]],
      [{ firstSignIn: 'servers' }, [{ field: 'servers', code: 'required' }]],
      [{ servers: ['a.example', 'b*.example'] }, [{ field: 'servers', code: 'bad_domain', item: 1 }]],
      [{ placeholderEmailDomain: 'a b' }, [{ field: 'placeholderEmailDomain', code: 'bad_domain' }]],
      [{ vouchForPlaceholders: true }, [{ field: 'placeholderEmailDomain', code: 'required' }]],
    ] as const)
      assert.deepEqual(await setFediverse(world, input(wrong), by), { ok: false, problems })
    assert.equal(await world.storage.count('sources'), 0)
  })
})

/** Somebody from a server, signed in. */
const comeFrom = async (world: Open, username: string, host: string, acct: string, software = 'mastodon') => {
  const created = await createAccount(world, { username })
  assert.ok(created.ok)
  const subject = `https://${host}/users/${username}`
  const id = identityIdOf('fediverse', subject)
  await world.storage.add('identities', {
    ...{ id, sourceId: 'fediverse', subject, accountId: created.account.id, host, anchors: {} },
    ...{ profile: { username, name: username, acct, software }, createdAt: 0, lastUsedAt: 0 },
  })
  const { account } = created
  await startSession(world, { account, amr: ['fed'], address: '192.0.2.1', userAgent: '', identityId: id })
  return { signedIn: async () => (await world.storage.count('sessions', { accountId: account.id })) > 0 }
}

const denying = (value: string, reason = '') => ({ about: 'domain', action: 'deny', value, reason }) as const

describe('a rule about servers', () => {
  it('signs out whoever it turns away, and nobody else', async () => {
    const world = open()
    const ann = await comeFrom(world, 'ann', 'social.bad.example', 'ann@social.bad.example')
    const bob = await comeFrom(world, 'bob', 'good.example', 'bob@good.example')
    const eve = await comeFrom(world, 'eve', 'host.example', 'eve@bad.example')
    const fay = await comeFrom(world, 'fay', 'fine.bad.example', 'fay@fine.bad.example')
    await addRule(world, { about: 'domain', action: 'allow', value: 'fine.bad.example', reason: '' }, by)
    const added = await addRule(world, denying('Bad.Example', 'Spam\nand worse'), by)
    assert.ok(added.ok)
    assert.equal(added.ended, 2)
    assert.equal(added.rule.reason, 'Spam and worse')
    const signedIn = await Promise.all([ann, bob, eve, fay].map((one) => one.signedIn()))
    assert.deepEqual(signedIn, [false, true, false, true])
  })

  it('may be about a software', async () => {
    const world = open()
    const ann = await comeFrom(world, 'ann', 'one.example', 'ann@one.example', 'pleroma')
    const bob = await comeFrom(world, 'bob', 'two.example', 'bob@two.example')
    await addRule(world, { about: 'software', action: 'deny', value: ' Pleroma ', reason: '' }, by)
    assert.deepEqual([await ann.signedIn(), await bob.signedIn()], [false, true])
  })

  it('turns people away when it was the exception that let them in', async () => {
    const world = open()
    await addRule(world, denying('bad.example'), by)
    await addRule(world, { about: 'domain', action: 'allow', value: 'fine.bad.example', reason: '' }, by)
    const fay = await comeFrom(world, 'fay', 'fine.bad.example', 'fay@fine.bad.example')
    assert.equal((await removeRule(world, 'domain:fine.bad.example', by))?.value, 'fine.bad.example')
    assert.equal(await fay.signedIn(), false)
    assert.deepEqual(await kinds(world).then((all) => all.filter((kind) => kind.startsWith('rule.'))), [
      'rule.added',
      'rule.added',
      'rule.removed',
    ])
  })

  it('is told what is wrong with it', async () => {
    const world = open()
    const value = (code: string) => ({ ok: false, problems: [{ field: 'value', code }] })
    assert.deepEqual(await addRule(world, denying(' '), by), value('required'))
    assert.deepEqual(await addRule(world, denying('b*d.example'), by), value('bad_domain'))
    const software = { about: 'software', action: 'deny', value: 'a b', reason: '' } as const
    assert.deepEqual(await addRule(world, software, by), value('bad_software'))
    assert.ok((await addRule(world, denying('bad.example'), by)).ok)
    assert.deepEqual(await addRule(world, denying('BAD.example'), by), value('taken'))
    const long = await addRule(world, denying('other.example', 'x'.repeat(501)), by)
    assert.deepEqual(long, { ok: false, problems: [{ field: 'reason', code: 'too_long' }] })
  })

  it('stays when the configuration file names it', async () => {
    const world = open()
    await addRule(world, denying('bad.example'), by)
    const held = await world.storage.find('instanceRules', 'domain:bad.example')
    assert.ok(held)
    await world.storage.put('instanceRules', { ...held, managed: true })
    assert.equal(await removeRule(world, held.id, by), undefined)
    assert.equal(await world.storage.count('instanceRules'), 1)
  })

  it('is found by its domain or its list, page by page', async () => {
    const world = open()
    for (const value of ['a.example', 'b.example', 'c.test']) await addRule(world, denying(value), by)
    const values = async (query: object) => {
      const { rules, more } = await listRules(world, query)
      return [rules.map(({ value }) => value), more]
    }
    assert.deepEqual(await values({ limit: 2 }), [['a.example', 'b.example'], true])
    assert.deepEqual(await values({ limit: 2, offset: 2 }), [['c.test'], false])
    assert.deepEqual(await values({ search: 'test' }), [['c.test'], false])
    assert.match(await exportRules(world, 'deny'), /^a\.example,suspend/m)
  })
})

const url = 'https://lists.example/blocks.csv'
const csv = '#domain,#severity,#public_comment\nbad.example,suspend,Spam\nloud.example,silence,\nx*.example,suspend,\n'
const asking = (more: Partial<ImportInput> = {}): ImportInput => ({
  ...{ url: '', text: '', file: undefined, list: 'mine', action: 'as-list', severities: ['suspend'] },
  ...more,
})

describe('importing a list', () => {
  it('changes nothing before it has been shown, and then what was shown', async () => {
    const world = open({ [url]: csv })
    const ann = await comeFrom(world, 'ann', 'bad.example', 'ann@bad.example')
    const shown = await previewImport(world, asking({ url, list: '' }), by)
    assert.ok(shown.ok)
    assert.deepEqual(
      shown.plan.adds.map(({ value, reason, list }) => [value, reason, list]),
      [['bad.example', 'Spam', url]],
    )
    assert.deepEqual(
      shown.plan.skipped.map(({ why }) => why),
      ['severity', 'obfuscated'],
    )
    assert.equal(await world.storage.count('instanceRules'), 0)
    const imported = await applyImport(world, shown.draft, shown.seen, by)
    assert.equal(imported.outcome === 'done' && imported.ended, 1)
    assert.equal(await ann.signedIn(), false)
    assert.equal((await applyImport(world, shown.draft, shown.seen, by)).outcome, 'gone')
    const [line] = await world.storage.list('events', { where: { kind: 'rule.imported' } })
    assert.deepEqual(line?.data, { list: url, action: 'deny', added: 1, changed: 0, removed: 0 })
  })

  it('takes a file, or what was pasted', async () => {
    const world = open()
    const file = new TextEncoder().encode(csv)
    for (const more of [{ file }, { text: csv }]) {
      const shown = await previewImport(world, asking(more), by)
      assert.equal(shown.ok && shown.plan.adds.length, 1)
    }
  })

  it('is shown anew when the rules have changed meanwhile', async () => {
    const world = open()
    const shown = await previewImport(world, asking({ text: csv }), by)
    assert.ok(shown.ok)
    await addRule(world, { about: 'domain', action: 'allow', value: 'bad.example', reason: '' }, by)
    const again = await applyImport(world, shown.draft, shown.seen, by)
    assert.ok(again.outcome === 'other')
    assert.deepEqual(again.shown.plan.adds, [])
    assert.equal((await applyImport(world, shown.draft, again.shown.seen, by)).outcome, 'done')
    assert.equal((await world.storage.find('instanceRules', 'domain:bad.example'))?.action, 'allow')
  })

  it('is for whoever asked, and for half an hour', async () => {
    const world = open()
    const shown = await previewImport(world, asking({ text: csv }), by)
    assert.ok(shown.ok)
    const another = await applyImport(world, shown.draft, shown.seen, { actorId: 'other' })
    assert.equal(another.outcome, 'gone')
    assert.ok(await shownImport(world, shown.draft, by))
    world.clock.advance(minutes(31))
    assert.equal(await shownImport(world, shown.draft, by), undefined)
    assert.equal((await applyImport(world, shown.draft, shown.seen, by)).outcome, 'gone')
  })

  it('is told what is wrong', async () => {
    const world = open({ [url]: '' })
    for (const [more, field, code] of [
      [{}, 'text', 'required'],
      [{ url: 'https://elsewhere.example/' }, 'url', 'unreachable'],
      [{ url }, 'url', 'empty'],
      [{ text: '<html>' }, 'text', 'no_list'],
      [{ text: csv, list: ' ' }, 'list', 'required'],
      [{ text: 'bad.example' }, 'action', 'say_which'],
      [{ text: csv, severities: [] }, 'severities', 'required'],
    ] as const)
      assert.deepEqual(await previewImport(world, asking(more), by), { ok: false, problems: [{ field, code }] })
    assert.equal(await world.storage.count('links'), 0)
  })
})

describe('the servers people came from', () => {
  it('are told with their registrations, those used last first', async () => {
    const world = open()
    const add = (host: string, more: object = {}) =>
      world.storage.add('servers', {
        ...{ id: serverKey(host), host, signIns: 0, findings: {}, foundAt: 0, createdAt: 0 },
        ...more,
      })
    const now = world.clock.now()
    await add('named.example')
    await add('one.example', { software: 'mastodon', version: '4.5.0', signIns: 3, lastSignInAt: now - 5 })
    await add('two.example', { signIns: 1, lastSignInAt: now, lastErrorCode: 'broken', lastErrorAt: now })
    const register = (host: string, more: object = {}) =>
      world.storage.add('registrations', {
        ...{
          id: `${serverKey(host)}:1`,
          serverId: serverKey(host),
          redirectUri: 'x',
          scopes: 'profile',
          clientId: 'c',
        },
        ...{ registeredAt: 0, lastOkAt: now, sealedSecret: world.sealing.seal('secret', 'x') },
        ...more,
      })
    await register('one.example')
    await register('two.example', { lastOkAt: now - days(8) })
    await comeFrom(world, 'ann', 'one.example', 'ann@one.example')
    await addRule(world, denying('two.example', 'Spam.'), by)
    const { servers, more } = await listServers(world)
    assert.deepEqual(
      servers.map(({ host, registration, people, admitted }) => [host, registration, people, admitted]),
      [
        ['two.example', 'old', 0, false],
        ['one.example', 'good', 1, true],
        ['named.example', 'none', 0, true],
      ],
    )
    assert.equal(more, false)
    assert.equal((await listServers(world, { search: 'mastodon' })).servers.length, 1)
    const two = await getServer(world, serverKey('two.example'))
    assert.equal(two?.deniedBecause, 'Spam.')
    assert.deepEqual(two?.lastError, { code: 'broken', at: now })
    assert.doesNotMatch(JSON.stringify(two), /secret/i)
    assert.equal(await getServer(world, 'none'), undefined)
  })
})
