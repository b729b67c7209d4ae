import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { startSession } from '../../../src/accounts/sessions/sessions.ts'
import { offerSetUp } from '../../../src/accounts/sign-up/set-up.ts'
import { record } from '../../../src/events/event.ts'
import { createTestApp } from '../../support/app.ts'
import { createConsole } from './console-app.ts'
import { connect } from './console-forms.ts'

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

describe('the page of a person', () => {
  it('counts the set-up as the first sign-in of whoever did it', async () => {
    const app = createTestApp()
    const browser = app.browser()
    const form = await browser.get(`/setup/${await offerSetUp(app.world)}`)
    const done = await browser.submit(form, {
      name: 'Alice',
      username: 'alice',
      email: 'alice@example.org',
      password: 'correct horse battery staple',
    })
    assert.equal(done.location?.pathname, '/console')
    app.world.clock.advance(3 * 3_600_000)
    const [account] = await app.world.storage.list('accounts')
    for (const path of ['/console/people', `/console/people/${account?.id}`]) {
      const { text } = await browser.get(path)
      assert.match(text, /<time[^>]*>3\shours\sago<\/time>/, path)
      assert.doesNotMatch(text, /\bnever\b/, path)
    }
  })

  it('says in words what they are signed in with, and what each button ends', async () => {
    const { tab, world, addAccount } = await createConsole()
    const account = await addAccount({ username: 'carol' })
    await startSession(world, { account, amr: ['pwd'], address: '192.0.2.7', userAgent: firefox })
    const { text } = await tab.get(`/console/people/${account.id}`)
    assert.match(text, /<b>Firefox on Linux<\/b>/)
    assert.match(text, /aria-label="End[^"]*Firefox on Linux"/)
    assert.doesNotMatch(text, /Gecko/)
  })

  it('shows what happened last, of them and of nobody else', async () => {
    const { tab, world, addAccount, administrator } = await createConsole()
    const account = await addAccount({ username: 'carol' })
    await record(world, 'signin.failed', { outcome: 'refused', accountId: account.id })
    await record(world, 'password.changed', { accountId: administrator.id })
    const { text } = await tab.get(`/console/people/${account.id}`)
    const [, recent = ''] = /id="recent">([\s\S]*?)<\/section>/.exec(text) ?? []
    assert.match(recent, /A sign-in failed[\s\S]*refused/)
    assert.doesNotMatch(recent, /password was changed/i)
    assert.match(recent, new RegExp(`href="/console/events\\?account=${account.id}"`))
  })
})

describe('the page of an application', () => {
  it('shows what it asked for last, and what became of that', async () => {
    const console = await createConsole()
    const application = await console.addApplication({ name: 'Notes' })
    const { tab, world } = console
    const data = { error: 'redirect_uri_mismatch' }
    await record(world, 'authorization.refused', { outcome: 'refused', applicationId: application.id, data })
    const { text } = await tab.get(`/console/applications/${application.id}`)
    const [, recent = ''] = /id="recent">([\s\S]*?)<\/section>/.exec(text) ?? []
    assert.match(recent, /An application’s request was refused[\s\S]*refused/)
  })

  it('unfolds what has a mistake in it, and nothing else', async () => {
    const wrong = await connect(await createConsole(), { accessTokenLifetime: 'soon' })
    assert.equal(wrong.status, 400)
    const folds = [...wrong.text.matchAll(/<details( open)?[^>]*><summary>([^<]*)/g)]
    assert.deepEqual(
      folds.filter(([, open]) => open !== undefined).map(([, , title]) => title),
      ['More settings'],
    )
    assert.ok(folds.length > 2)
  })
})

describe('the pages of the console', () => {
  it('carry the logo, beside the name', async () => {
    const { tab, world } = await createConsole()
    const logo = `/avatars/${'a'.repeat(64)}.png`
    await world.storage.put('settings', { id: 'branding', value: { name: 'Harbour', logo } })
    const { text } = await tab.get('/console')
    assert.ok(text.includes(`<img class="logo" src="${logo}" alt=""><span translate="no">Harbour</span>`))
  })
})
