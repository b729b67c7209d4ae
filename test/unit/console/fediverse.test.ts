import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { serverKey } from '../../../src/sources/fediverse/server-key.ts'
import { findFediverse } from '../../../src/sources/settings.ts'
import { withFediverse } from '../../support/fediverse/fediverse.ts'
import { mastodon } from '../../support/fediverse/mastodon.ts'
import { createConsole } from './console-app.ts'
import { problemOf, shownIn } from './console-forms.ts'

const shown = (text: string): string =>
  text
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

const chosen = { on: 'yes', firstSignIn: 'everyone', bots: 'yes' }

describe('the ways in', () => {
  it('are opened with what was chosen, and that is shown again', async () => {
    const { tab, world } = await createConsole()
    const page = await tab.get('/console/sources')
    assert.match(page.text, /<input type="radio"[^>]*value="invited"[^>]*checked/)
    const values = {
      ...chosen,
      firstSignIn: 'servers',
      servers: 'A.example\nb.example',
      placeholderEmailDomain: 'id.test',
    }
    const saved = await tab.submit(page, values, { button: 'save' })
    assert.equal(saved.status, 303)
    assert.deepEqual((await findFediverse(world))?.servers, ['a.example', 'b.example'])
    const again = await tab.get('/console/sources?done=saved')
    assert.match(again.text, /role="status"/)
    assert.equal(shownIn(again, 'placeholderEmailDomain'), 'id.test')
    assert.equal(shownIn(again, 'servers'), 'a.example\nb.example')
  })

  it('say for which applications a domain for placeholder addresses is missing', async () => {
    const { tab, operations } = await createConsole()
    const { createApplication } = await import('../../../src/admin/operations/applications.ts')
    assert.ok((await createApplication(operations, { name: 'Radio', missingEmail: 'placeholder' }, {})).ok)
    const warned = /Radio<\/a>: It wants placeholder addresses/
    assert.match((await tab.get('/console/sources')).text, warned)
    assert.match((await tab.get('/console')).text, warned)
    const page = await tab.get('/console/sources')
    await tab.submit(page, { ...chosen, placeholderEmailDomain: 'id.test' }, { button: 'save' })
    assert.doesNotMatch((await tab.get('/console/sources')).text, warned)
    assert.doesNotMatch((await tab.get('/console')).text, warned)
  })

  it('are shut to bots and groups where that is chosen, and open to them again', async () => {
    const { tab, world } = await createConsole()
    const save = async (values: Readonly<Record<string, string>>) =>
      tab.submit(await tab.get('/console/sources'), values, { button: 'save' })
    await save({ on: 'yes', firstSignIn: 'everyone' })
    assert.equal((await findFediverse(world))?.bots, 'refuse')
    assert.match((await tab.get('/console/sources')).text, /<input type="checkbox"[^>]*name="bots"(?![^>]*checked)/)
    await save(chosen)
    assert.equal((await findFediverse(world))?.bots, 'allow')
  })

  it('say what is wrong beside the field, and keep what was typed', async () => {
    const { tab, world } = await createConsole()
    const page = await tab.get('/console/sources')
    const values = { ...chosen, servers: 'a.example\nb*d.example', vouchForPlaceholders: 'yes' }
    const wrong = await tab.submit(page, values, { button: 'save' })
    assert.equal(wrong.status, 400)
    assert.match(problemOf(wrong, 'servers') ?? '', /^b\*d\.example /)
    assert.ok(problemOf(wrong, 'placeholderEmailDomain'))
    assert.equal(shownIn(wrong, 'servers'), 'a.example\nb*d.example')
    assert.equal(await world.storage.count('sources'), 0)
  })

  it('show loudly where going out is allowed beyond the public Internet', async () => {
    const { tab } = await createConsole({}, { outboundAllow: ['http://127.0.0.1:4321', 'intern.example:8443'] })
    const { text } = await tab.get('/console/sources')
    const [, warning = ''] = /<div class="note warning">(.*?)<\/div><\/div>/s.exec(text) ?? []
    assert.match(warning, /http:\/\/127\.0\.0\.1:4321/)
    assert.match(warning, /https:\/\/intern\.example:8443/)
    const quiet = await (await createConsole()).tab.get('/console/sources')
    assert.doesNotMatch(quiet.text, /note warning/)
  })

  it('leave no way to type over what the configuration file says', async () => {
    const { tab, world, operations } = await createConsole()
    const { setFediverse } = await import('../../../src/admin/operations/sources.ts')
    const input = {
      on: true,
      firstSignIn: 'invited',
      servers: [],
      placeholderEmailDomain: '',
      vouchForPlaceholders: false,
      bots: true,
    }
    await setFediverse(operations, input, {})
    await world.storage.change('sources', 'fediverse', (row) => ({ ...row, managed: true }))
    const value = { settings: { fediverse: ['firstSignIn', 'on'] } }
    await world.storage.put('settings', { id: 'managed-fields', value })
    const page = await tab.get('/console/sources')
    assert.doesNotMatch(page.text, /name="(?:firstSignIn|on)"/)
    assert.match(page.text, /name="servers"/)
    await tab.submit(page, { firstSignIn: 'everyone', servers: 'a.example' }, { button: 'save' })
    const settings = await findFediverse(world)
    assert.deepEqual([settings?.firstSignIn, settings?.servers], ['invited', ['a.example']])
  })

  it('ask for the password again when that was long ago', async () => {
    const { tab, world } = await createConsole()
    const page = await tab.get('/console/sources')
    world.clock.advance(2 * 3_600_000)
    const sent = await tab.submit(page, chosen, { button: 'save' })
    assert.match(sent.headers.get('location') ?? '', /^\/sign-in\?again=yes/)
    assert.equal(await findFediverse(world), undefined)
  })
})

describe('rules about servers', () => {
  const add = { about: 'domain', action: 'deny', value: 'bad.example', reason: 'Spam.' }

  it('are added, listed, exported and removed', async () => {
    const { tab, world } = await createConsole()
    const added = await tab.submit(await tab.get('/console/rules/new'), add, { button: 'save' })
    assert.equal(added.headers.get('location'), '/console/rules?done=added&count=0')
    const list = await tab.get('/console/rules')
    assert.match(shown(list.text), /bad\.example a server kept out Spam\. by hand/)
    const file = await tab.get('/console/rules/denied.csv')
    assert.match(file.headers.get('content-disposition') ?? '', /attachment; filename="domain_blocks\.csv"/)
    assert.match(file.text, /^bad\.example,suspend,false,false,Spam\.,false$/m)
    const removed = await tab.submit(list, { rule: 'domain:bad.example' }, { action: '/console/rules/remove' })
    assert.match(removed.headers.get('location') ?? '', /^\/console\/rules\?undo=plk_/)
    assert.equal(await world.storage.count('instanceRules'), 0)
  })

  it('say what is wrong with one', async () => {
    const { tab } = await createConsole()
    const wrong = await tab.submit(await tab.get('/console/rules/new'), { ...add, value: 'b*d' }, { button: 'save' })
    assert.equal(wrong.status, 400)
    assert.ok(problemOf(wrong, 'value'))
    assert.equal(shownIn(wrong, 'value'), 'b*d')
  })

  it('are imported from a list after what would change was shown', async () => {
    const { tab, world } = await createConsole()
    const text = '#domain,#severity\nbad.example,suspend\nloud.example,silence\nx*.example,suspend'
    const form = { text, list: 'Mine', action: 'as-list', severities: 'suspend' }
    const preview = await tab.submit(await tab.get('/console/rules/import'), form, { button: 'read' })
    assert.equal(preview.status, 200)
    assert.match(shown(preview.text), /1 new \+ bad\.example kept out/)
    assert.match(shown(preview.text), /2 left out loud\.example line 3: .*x\*\.example line 4: hidden/)
    assert.equal(await world.storage.count('instanceRules'), 0)
    const done = await tab.submit(preview, {}, { button: 'apply' })
    assert.equal(done.headers.get('location'), '/console/rules?done=imported&count=0')
    assert.deepEqual(
      (await world.storage.list('instanceRules')).map(({ value, list }) => [value, list]),
      [['bad.example', 'Mine']],
    )
    const twice = await tab.submit(preview, {}, { button: 'apply' })
    assert.equal(twice.status, 400)
    assert.match(twice.text, /role="alert"/)
  })

  it('are shown anew when somebody changed them between', async () => {
    const { tab, world } = await createConsole()
    const form = {
      text: '#domain,#severity\nbad.example,suspend',
      list: 'Mine',
      action: 'as-list',
      severities: 'suspend',
    }
    const preview = await tab.submit(await tab.get('/console/rules/import'), form, { button: 'read' })
    await tab.submit(await tab.get('/console/rules/new'), { ...add, action: 'allow' }, { button: 'save' })
    const other = await tab.submit(preview, {}, { button: 'apply' })
    assert.equal(other.status, 409)
    assert.match(other.text, /note warning/)
    assert.equal((await world.storage.find('instanceRules', 'domain:bad.example'))?.action, 'allow')
  })
})

describe('a server', () => {
  it('is tested step by step, registered, and registered again', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.4') })
    const { home } = servers
    const { tab, world } = await createConsole({}, { outboundAllow: allow })
    await tab.submit(await tab.get('/console/sources'), chosen, { button: 'save' })
    const test = async (values: Readonly<Record<string, string>>) =>
      tab.submit(await tab.get('/console/servers/test'), values, { button: 'try' })
    assert.equal((await test({ address: '' })).status, 400)
    const tested = await test({ address: `@alice@${home.domain}`, register: 'yes' })
    assert.match(shown(tested.text), /NodeInfo: mastodon 4\.4\.2\..*Mastodon’s client API.*It knows us now\./)
    assert.match(tested.text, /<div class="note right"/)
    const key = serverKey(home.host)
    const [before] = await world.storage.list('registrations', { where: { serverId: key } })
    const told = () => world.storage.list('events', { where: { kind: 'server.registered' } })
    const [first] = await told()
    const page = await tab.get(`/console/servers/${key}`)
    assert.match(shown(page.text), /Software mastodon 4\.4\.2/)
    const again = await tab.submit(page, {}, { button: 'register' })
    assert.equal(again.headers.get('location'), `/console/servers/${key}?done=registered`)
    const [after, ...more] = await world.storage.list('registrations', { where: { serverId: key } })
    assert.deepEqual(more, [])
    assert.notEqual(after?.clientId, before?.clientId)
    const [line, ...lines] = (await told()).filter(({ id }) => id !== first?.id)
    assert.deepEqual(lines, [])
    assert.deepEqual([line?.data['again'], line?.data['server']], [true, home.host])
    assert.notEqual(line?.actorId, undefined)
  })

  it('keeps what it knows us as when it does not register us again', async (t) => {
    const { servers, allow } = await withFediverse(t, { home: mastodon('4.4') })
    const { home } = servers
    const { tab, world } = await createConsole({}, { outboundAllow: allow })
    const page = await tab.get('/console/servers/test')
    await tab.submit(page, { address: home.domain, register: 'yes' }, { button: 'try' })
    home.meddle = () => new Response('', { status: 500 })
    const own = await tab.get(`/console/servers/${serverKey(home.host)}`)
    const failed = await tab.submit(own, {}, { button: 'register' })
    assert.equal(failed.status, 400)
    assert.match(failed.text, /role="alert"/)
    assert.equal(await world.storage.count('registrations'), 1)
  })
})

describe('a person’s account elsewhere', () => {
  it('that came back as another is theirs again when an administrator says so', async () => {
    const { tab, world, addAccount } = await createConsole()
    const ann = await addAccount({ username: 'ann' })
    const kept = {
      sourceId: 'fediverse',
      subject: 'https://a.example/ann',
      host: 'a.example',
      anchors: { localId: '1' },
    }
    const profile = { username: 'ann', name: 'Ann', acct: 'ann@a.example' }
    await world.storage.add('identities', {
      ...{ ...kept, id: 'i', accountId: ann.id, profile, createdAt: 0, lastUsedAt: 0 },
      disputed: { anchors: { localId: '2' }, profile, at: 0 },
    })
    const page = await tab.get(`/console/people/${ann.id}`)
    assert.match(shown(page.text), /ann@a\.example came back .*Its number there: 1 → 2/)
    const action = `/console/people/${ann.id}/identities`
    const other = await tab.submit(page, { identity: 'other' }, { action })
    assert.equal(other.status, 404)
    const accepted = await tab.submit(page, { identity: 'i' }, { action })
    assert.equal(accepted.headers.get('location'), `/console/people/${ann.id}?done=identity`)
    const row = await world.storage.find('identities', 'i')
    assert.deepEqual([row?.anchors, row?.disputed], [{ localId: '2' }, undefined])
    assert.doesNotMatch((await tab.get(`/console/people/${ann.id}`)).text, /note warning/)
  })
})
