import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { type TestStep, testServer, verdictOfStep } from '../../../src/diagnosis/test-server.ts'
import { silentLog } from '../../../src/lib/log.ts'
import { createSafeFetch } from '../../../src/net/safe-fetch.ts'
import { allowedOrigins } from '../../../src/net/target.ts'
import { ruleId } from '../../../src/sources/fediverse/rules.ts'
import { defaultFediverse, settingFediverse } from '../../../src/sources/settings.ts'
import { withFediverse, withNamedFediverse } from '../../support/fediverse/fediverse.ts'
import { gotosocial } from '../../support/fediverse/gotosocial.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { misskey } from '../../support/fediverse/misskey.ts'
import { lemmy } from '../../support/fediverse/without-a-way-in.ts'
import { createTestWorld } from '../../support/world.ts'

const open = (t: TestContext, allow: readonly string[]) => {
  const world = createTestWorld()
  const fetch = createSafeFetch({ allow, log: silentLog })
  t.after(() => fetch.close())
  const origins = allowedOrigins(allow)
  const outside = { ...world, fetch, base: 'https://id.example.org', vouched: () => origins }
  const test = (address: string, register = false) => testServer(outside, address, { register, name: 'Example' })
  return { ...outside, test }
}

const found = (steps: readonly TestStep[]): readonly string[] => steps.map(({ step, found }) => `${step} ${found}`)

describe('testing a server', () => {
  it('walks from a handle to what would be asked, and changes nothing', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.5') })
    const { home } = servers
    const world = open(t, allow)
    await world.storage.atomically([settingFediverse(world, undefined, { on: true, settings: defaultFediverse })])
    const steps = await world.test(`@alice@${home.domain}`)
    assert.deepEqual(found(steps), [
      ...['address handle', 'webfinger actor', 'nodeinfo software', 'metadata metadata', 'metadata pkce'],
      ...['dialect dialect', 'rules admitted', 'registration needed', 'asks scopes'],
    ])
    assert.ok(steps.every((step) => verdictOfStep(step) === 'right'))
    const dialect = steps.find(({ step }) => step === 'dialect')
    assert.deepEqual(dialect, { step: 'dialect', found: 'dialect', dialect: 'mastodon', because: 'app_registration' })
    assert.deepEqual(steps.at(-1), { step: 'asks', found: 'scopes', scopes: 'profile' })
    assert.ok(!home.seen.some(({ method }) => method === 'POST'))
    assert.equal((await world.storage.count('servers')) + (await world.storage.count('registrations')), 0)
  })

  it('finds where a handle’s domain is another than the server', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: { fake: gotosocial('0.20'), split: 'redirect' } })
    const { home } = servers
    const steps = await open(t, allow).test(`@alice@${home.domain}`)
    const actor = steps.find(({ step }) => step === 'webfinger')
    assert.ok(actor?.found === 'actor' && actor.host === home.host)
    const handles = steps.find(({ step }) => step === 'handles')
    assert.ok(handles?.found === 'other_domain' && handles.domain === home.domain)
  })

  it('ends where a server has to look us up and cannot', async (t) => {
    const host = 'notes.town.org'
    const { surroundings } = await withNamedFediverse(t, { [host]: misskey() })
    const fetch = createSafeFetch({ log: silentLog, ...surroundings, allow: [] })
    t.after(() => fetch.close())
    const world = { ...open(t, []), fetch, base: 'http://localhost:4000' }
    const steps = await testServer(world, host, { register: true, name: 'Example' })
    const problem = { code: 'out_of_reach', place: host }
    assert.deepEqual(steps.at(-1), { step: 'problem', found: 'problem', problem })
  })

  it('registers there when that is asked for, and says the next time that it has', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.3') })
    const { home } = servers
    const world = open(t, allow)
    assert.ok(found(await world.test(home.domain, true)).includes('registration registered'))
    assert.equal(home.seen.filter(({ method, path }) => method === 'POST' && path === '/api/v1/apps').length, 1)
    assert.equal(await world.storage.count('servers'), 1)
    assert.ok(found(await world.test(home.domain)).includes('registration known'))
  })

  it('does not register where a rule keeps people out, and names the rule', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.3') })
    const { home } = servers
    const world = open(t, allow)
    const value = home.host
    const rule = { about: 'domain', value, action: 'deny', reason: 'Spam.', managed: false, createdAt: 0 } as const
    await world.storage.add('instanceRules', { ...rule, id: ruleId('domain', value) })
    const steps = await world.test(home.domain, true)
    const denied = steps.find(({ step }) => step === 'rules')
    assert.deepEqual(denied, { step: 'rules', found: 'denied', rule: value, reason: 'Spam.' })
    assert.ok(!home.seen.some(({ method }) => method === 'POST'))
  })

  it('says that the way in is shut, or not open for people from there', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.3') })
    const world = open(t, allow)
    const { domain } = servers.home
    assert.ok(found(await world.test(domain)).includes('source off'))
    const settings = { ...defaultFediverse, firstSignIn: 'servers', servers: ['other.example'] } as const
    await world.storage.atomically([settingFediverse(world, undefined, { on: true, settings })])
    assert.ok(found(await world.test(domain)).includes('source not_taken'))
  })

  it('ends where there is no way on, and says why', async (t) => {
    const { servers, allow } = await withFediverse(t, { links: lemmy(), home: mastodon('4.3') })
    const world = open(t, allow)
    assert.deepEqual(found(await world.test('hello world')), ['address bad_address'])
    assert.deepEqual(found(await world.test('ann@gmail.com')), ['address email'])
    assert.ok(found(await world.test(servers.links.domain)).includes('dialect unsupported'))
    const nobody = (await world.test(`@nobody@${servers.home.domain}`)).at(-1)
    assert.ok(nobody?.step === 'problem' && nobody.problem.code === 'no_person')
    const closed = (await world.test('closed.invalid')).at(-1)
    assert.ok(closed !== undefined && verdictOfStep(closed) === 'wrong')
  })
})
