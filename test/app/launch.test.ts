import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createGroup } from '../../src/accounts/groups.ts'
import { membersOf } from '../../src/applications/access.ts'
import type { Application } from '../../src/applications/application.ts'
import { createTestApp, testPassword } from '../support/app.ts'

const ready = async (details: Partial<Application> = {}) => {
  const app = createTestApp()
  const account = await app.addAccount()
  const application = await app.addApplication({ launchUrl: 'https://app.example.org/start?a=b#c', ...details })
  const browser = await app.signedIn(account)
  const lines = () => app.world.storage.list('events', { where: { applicationId: application.id } })
  return { ...app, account, application, lines, launch: () => browser.get('/application/launch/notes') }
}

describe('an application’s own address here', () => {
  it('leads to where it opens, letter by letter, and leaves a line that somebody went', async () => {
    const app = await ready()
    const { status, headers } = await app.launch()
    assert.deepEqual([status, headers.get('location')], [303, 'https://app.example.org/start?a=b#c'])
    assert.equal(headers.get('cache-control'), 'no-store')
    const [line, ...others] = await app.lines()
    assert.deepEqual([line?.kind, line?.accountId, others.length], ['application.launched', app.account.id, 0])
  })

  it('leads to the host of the first redirect URI when nobody said where it opens', async () => {
    for (const redirectUris of [
      ['app.immich:///cb', 'https://app.example.org/cb'],
      [{ match: 'regex' as const, uri: 'https://app\\.example\\.org/cb/.*' }],
    ]) {
      const { launchUrl: _launchUrl, ...details } = (await ready()).application
      const app = createTestApp()
      await app.addApplication({ ...details, redirectUris })
      const browser = await app.signedIn(await app.addAccount())
      assert.equal((await browser.get('/application/launch/notes')).location?.href, 'https://app.example.org/')
    }
  })

  it('asks whoever is nobody to sign in first, and goes on from there', async () => {
    const app = await ready()
    await app.givePassword(app.account)
    const stranger = app.browser()
    const asked = await stranger.get('/application/launch/notes')
    assert.equal(asked.location?.pathname, '/sign-in')
    assert.deepEqual(await app.lines(), [])
    const page = await stranger.follow(asked)
    const came = await stranger.submit(page, { identifier: 'alice', password: testPassword })
    assert.equal(came.location?.pathname, '/application/launch/notes')
    assert.equal((await stranger.follow(came)).location?.hostname, 'app.example.org')
  })

  it('tells those who may not enter so, with a code for the administrator', async () => {
    const app = createTestApp()
    const group = await createGroup(app.world, { name: 'staff' })
    assert.ok(group.ok)
    await app.addApplication({ accessRules: membersOf([group.group.id]), launchUrl: 'https://app.example.org/' })
    const browser = await app.signedIn(await app.addAccount())
    const { status, text, location } = await browser.get('/application/launch/notes')
    assert.deepEqual([status, location], [403, undefined])
    const [line] = await app.world.storage.list('events', { where: { kind: 'authorization.refused' } })
    assert.ok(line?.code !== undefined && text.includes(line.code))
    assert.equal(await app.world.storage.count('events', { kind: 'application.launched' }), 0)
  })

  it('is none of an application that is switched off, leads nowhere, or is not there', async () => {
    assert.equal((await (await ready({ disabledAt: 1 })).launch()).status, 404)
    const app = createTestApp()
    await app.addApplication({ redirectUris: ['app.immich:///cb'] })
    const browser = await app.signedIn(await app.addAccount())
    for (const slug of ['notes', 'other', '..', '%2e%2e', 'notes%00', 'https:%2f%2fevil.example']) {
      const { status } = await browser.get(`/application/launch/${slug}`)
      assert.ok(status === 404 || status === 400, `${slug} ${status}`)
    }
  })

  it('is there for one that is hidden too', async () => {
    assert.equal((await (await ready({ hidden: true })).launch()).status, 303)
  })
})

describe('My applications', () => {
  it('stand under their headings, those without one first, the hidden ones nowhere', async () => {
    const app = createTestApp()
    const add = (slug: string, more: Partial<Application>) =>
      app.addApplication({ slug, name: slug.toUpperCase(), ...more })
    await add('zed', {})
    await add('films', { group: 'Media' })
    await add('chat', { group: 'Chat', openInNewTab: true })
    await add('music', { group: 'Media' })
    await add('secret', { hidden: true })
    const browser = await app.signedIn(await app.addAccount())
    const { text } = await browser.get('/')
    const seen = [...text.matchAll(/<h2[^>]*>([^<]*)<\/h2>|<b>([A-Z]+)<\/b>/g)].map(
      ([, heading, name]) => heading ?? name,
    )
    assert.deepEqual(seen, ['ZED', 'Chat', 'CHAT', 'Media', 'FILMS', 'MUSIC'])
    assert.match(text, /<a class="card app" href="\/application\/launch\/chat" target="_blank" rel="noopener"/)
    assert.match(text, /<a class="card app" href="\/application\/launch\/films">/)
  })
})
