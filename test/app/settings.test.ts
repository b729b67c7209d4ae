import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import sharp from 'sharp'
import { record } from '../../src/events/event.ts'
import { sweep } from '../../src/jobs/sweep.ts'
import { days, hours } from '../../src/lib/clock.ts'
import { policyFrom } from '../../src/lib/policy.ts'
import { createTestApp } from '../support/app.ts'
import { codeFor, redeem } from '../support/sign-in.ts'
import { formTokenOn, upload } from '../support/upload.ts'

const start = async () => {
  const app = createTestApp()
  const tab = await app.signedIn(await app.addAccount({ username: 'boss', administrator: true }))
  return { ...app, tab }
}

const limits = { sessionIdle: '7', sessionAbsolute: '30', eventsKeptFor: '90' }

describe('how long things last', () => {
  test('is what is saved: a session that began before is held to a shorter limit too', async () => {
    const { tab, world, addAccount, signedIn } = await start()
    const alice = await signedIn(await addAccount())
    await tab.submit(await tab.get('/console/settings'), { ...limits, sessionIdle: '0,5' }, { button: 'save-limits' })
    world.clock.advance(hours(11))
    assert.equal((await alice.get('/account')).status, 200)
    world.clock.advance(hours(12))
    assert.equal((await alice.get('/account')).location?.pathname, '/sign-in')
  })

  test('is what is saved: a session that is used ends when it has lasted long enough', async () => {
    const { tab, world, addAccount, signedIn } = await start()
    const short = { ...limits, sessionIdle: '1', sessionAbsolute: '2' }
    await tab.submit(await tab.get('/console/settings'), short, { button: 'save-limits' })
    const alice = await signedIn(await addAccount())
    for (let n = 0; n < 3; n += 1) {
      world.clock.advance(hours(15))
      assert.equal((await alice.get('/account')).status, 200)
    }
    world.clock.advance(hours(3))
    assert.equal((await alice.get('/account')).location?.pathname, '/sign-in')
  })

  test('holds for events: a line says how long it is kept, and older ones go with the next sweep', async () => {
    const { tab, world } = await start()
    await record(world, 'keys.read')
    world.clock.advance(days(6))
    await tab.submit(
      await tab.get('/console/settings'),
      { ...limits, sessionIdle: '7', eventsKeptFor: '5', 'delete-events': '5' },
      { button: 'save-limits' },
    )
    const policy = policyFrom((await world.storage.find('settings', 'policy'))?.value)
    assert.equal(await world.storage.count('events', { kind: 'keys.read' }), 1)
    await tab.submit(await tab.get('/account'), { name: 'Boss' }, { button: 'save' })
    const [line] = await world.storage.list('events', { where: { kind: 'account.changed' } })
    assert.equal(line?.expiresAt, world.clock.now() + days(5))
    await sweep({ ...world, policy: () => policy })
    assert.equal(await world.storage.count('events', { kind: 'keys.read' }), 0)
    assert.equal(await world.storage.count('events', { kind: 'setting.changed' }), 1)
    assert.match((await tab.get('/console/events')).text, /kept for 5 days/)
  })

  test('deletes no line before somebody has seen how many, and has said so of this very number of days', async () => {
    const { tab, world } = await start()
    await record(world, 'keys.read')
    await record(world, 'keys.read')
    world.clock.advance(days(6))
    const kept = async () => policyFrom((await world.storage.find('settings', 'policy'))?.value).eventsKeptFor
    const asked = await tab.submit(
      await tab.get('/console/settings'),
      { ...limits, eventsKeptFor: '5' },
      { button: 'save-limits' },
    )
    assert.equal(asked.status, 400)
    assert.match(asked.text, /Delete 2 events that are older/)
    assert.match(asked.text, /name="eventsKeptFor"[^>]*value="5"|value="5"[^>]*name="eventsKeptFor"/)
    assert.equal(await kept(), days(90))
    const fewer = { ...limits, eventsKeptFor: '3', 'delete-events': '5' }
    assert.equal((await tab.submit(asked, fewer, { button: 'save-limits' })).status, 400)
    assert.equal(await kept(), days(90))
    const agreed = { ...limits, eventsKeptFor: '5', 'delete-events': '5' }
    assert.equal((await tab.submit(asked, agreed, { button: 'save-limits' })).status, 303)
    assert.equal(await kept(), days(5))
  })

  test('asks nothing where no line is that old', async () => {
    const { tab } = await start()
    const seen = await tab.submit(
      await tab.get('/console/settings'),
      { ...limits, eventsKeptFor: '5' },
      { button: 'save-limits' },
    )
    assert.equal(seen.status, 303)
  })

  test('holds for what nobody in the console did: a key that is made when it is needed', async () => {
    const app = createTestApp({ makesKeys: true })
    const tab = await app.signedIn(await app.addAccount({ username: 'boss', administrator: true }))
    await tab.submit(await tab.get('/console/settings'), { ...limits, eventsKeptFor: '365' }, { button: 'save-limits' })
    await app.addApplication()
    await redeem(app, await codeFor(tab))
    const [line] = await app.world.storage.list('events', { where: { kind: 'key.created' } })
    assert.equal(line?.expiresAt, app.world.clock.now() + days(365))
  })

  test('says beside the field what is wrong, and keeps what was typed', async () => {
    const { tab } = await start()
    const page = await tab.get('/console/settings')
    const wrong = { sessionIdle: 'x"y', sessionAbsolute: '400', eventsKeptFor: '0' }
    const seen = await tab.submit(page, wrong, { button: 'save-limits' })
    assert.equal(seen.status, 400)
    for (const [name, value] of Object.entries(wrong)) {
      assert.match(seen.text, new RegExp(`value="${value.replace('"', '&quot;')}" id="${name}"`))
      assert.match(seen.text, new RegExp(`id="${name}-hint"><svg`))
    }
    const swapped = { ...limits, sessionIdle: '31' }
    assert.match(
      (await tab.submit(page, swapped, { button: 'save-limits' })).text,
      /longer than a session lasts at all/,
    )
  })
})

describe('links at the foot', () => {
  test('are on every doorway at once, and go when both fields are emptied', async () => {
    const { tab, browser } = await start()
    const filled = {
      'label-0': 'Privacy',
      'href-0': '/privacy',
      'label-2': 'Help',
      'href-2': 'mailto:help@example.org',
    }
    const saved = await tab.submit(await tab.get('/console/settings'), filled, { button: 'save-links' })
    assert.equal(saved.location?.search, '?saved=links')
    const doorway = await browser().get('/sign-in')
    assert.match(doorway.text, /<a href="\/privacy"[^>]*>Privacy<\/a><a href="mailto:help@example.org"/)
    const none = { 'label-0': '', 'href-0': '', 'label-1': '', 'href-1': '' }
    await tab.submit(await tab.get('/console/settings'), none, { button: 'save-links' })
    assert.doesNotMatch((await browser().get('/sign-in')).text, /Privacy/)
  })

  test('lead nowhere that runs, and need both a text and an address', async () => {
    const { tab } = await start()
    for (const href of ['javascript:alert(1)', '//evil.example', '/\\evil.example', 'data:text/html,x', '']) {
      const fields = { 'label-1': 'Help', 'href-1': href }
      const seen = await tab.submit(await tab.get('/console/settings'), fields, { button: 'save-links' })
      assert.equal(seen.status, 400, href)
      assert.match(seen.text, /id="href-1-hint"><svg/, href)
    }
  })
})

describe('applications that nobody registered', () => {
  test('are let in by an administrator, and no more when the same button is pressed again', async () => {
    const { tab, world } = await start()
    const setting = async () => (await world.storage.find('settings', 'publicClients'))?.value
    for (const allowed of [true, false]) {
      const saved = await tab.submit(await tab.get('/console/settings'), {}, { button: 'save-public-clients' })
      assert.equal(saved.location?.search, '?saved=publicClients')
      assert.deepEqual(await setting(), { allowed })
    }
    const changes = await world.storage.list('events', { where: { kind: 'setting.changed' } })
    assert.deepEqual(changes.map(({ data }) => data['to']).sort(), [false, true])
  })

  test('are let in by nobody who has been away from the keyboard for long', async () => {
    const { tab, world } = await start()
    const page = await tab.get('/console/settings')
    world.clock.advance(hours(2))
    await tab.submit(page, {}, { button: 'save-public-clients' })
    assert.equal(await world.storage.find('settings', 'publicClients'), undefined)
  })
})

describe('branding', () => {
  test('is on the doorways at once', async () => {
    const { tab, browser } = await start()
    const styles = async () => /href="(\/brand\.css[^"]*)"/.exec((await browser().get('/sign-in')).text)?.[1]
    const before = await styles()
    const page = await tab.get('/console/branding')
    await tab.submit(page, { name: 'Example ID', accent: '#FFCC00' }, { button: 'save' })
    assert.match((await browser().get('/sign-in')).text, /<title>[^<]*Example ID/)
    assert.notEqual(await styles(), before)
    // The contrast of what is really used is told, and of what was written.
    const shown = (await tab.get('/console/branding')).text
    assert.match(shown, /would have a contrast of 1\.\d:1/)
    for (const [, ratio = ''] of shown.matchAll(/(?:as|under) text (\d+(?:\.\d)?):1/g)) assert.ok(Number(ratio) >= 4.5)
  })

  test('says what is no colour, and keeps it in the field', async () => {
    const { tab } = await start()
    const seen = await tab.submit(await tab.get('/console/branding'), { accent: 'red' }, { button: 'save' })
    assert.equal(seen.status, 400)
    assert.match(seen.text, /value="red" id="accent"[\s\S]*six hexadecimal digits, such as/)
  })

  test('has a logo that is made afresh, shown on doorways, and told to other sites', async () => {
    const app = await start()
    const { tab, browser, world } = app
    const logo = await sharp({ create: { width: 900, height: 300, channels: 4, background: 'red' } })
      .png()
      .toBuffer()
    const fields = { form_token: formTokenOn(await tab.get('/console/branding')) }
    const sent = await upload(app, tab, '/console/branding/logo', { file: ['logo', logo], fields })
    assert.equal(sent.location?.search, '?saved=logo')
    const [, path = ''] = /<img class="logo" src="([^"]+)"/.exec((await browser().get('/sign-in')).text) ?? []
    assert.match(path, /^\/avatars\/[0-9a-f]{64}\.png$/)
    assert.equal((await browser().get(path)).status, 200)
    const icon = await browser().get('/icon')
    assert.deepEqual([icon.status, icon.headers.get('content-type')], [200, 'image/png'])
    await tab.submit(await tab.get('/console/branding'), {}, { button: 'remove-logo' })
    assert.doesNotMatch((await browser().get('/sign-in')).text, /class="logo"/)
    assert.equal(await world.storage.count('avatars'), 0)
  })

  test('that the configuration file says is told, and not asked or changed', async () => {
    const { tab, world } = await start()
    await world.storage.put('settings', { id: 'branding', value: { name: 'Filed', accent: '#123456', logo: '/x.png' } })
    const value = { settings: { branding: ['accent', 'links', 'logo', 'name'] } }
    await world.storage.put('settings', { id: 'managed-fields', value })
    const page = await tab.get('/console/branding')
    assert.match(page.text, /Filed/)
    assert.doesNotMatch(page.text, /id="name"|id="accent"|id="send-logo"/)
    const form_token = formTokenOn(page)
    await tab.post('/console/branding', { form_token, name: 'Other', accent: '#ffffff' })
    assert.equal((await tab.post('/console/branding/logo', { form_token, remove: 'yes' })).status, 400)
    await tab.post('/console/settings/links', { form_token, 'label-0': 'a', 'href-0': '/a' })
    assert.deepEqual((await world.storage.find('settings', 'branding'))?.value, {
      name: 'Filed',
      accent: '#123456',
      logo: '/x.png',
    })
  })
})
