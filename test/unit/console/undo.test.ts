import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { createInvitation, findInvitation } from '../../../src/accounts/sign-up/invitations.ts'
import { findApplication } from '../../../src/applications/application.ts'
import { days, minutes } from '../../../src/lib/clock.ts'
import { openidOf, openidSettings } from '../../../src/sources/openid/settings.ts'
import type { Seen } from '../../support/browser-in-memory.ts'
import { formTokenOn, upload } from '../../support/upload.ts'
import { type Console, createConsole } from './console-app.ts'

const words = ({ text }: Seen): string => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

/** Something that the console takes away at one click. */
interface Thing {
  readonly page: string
  /** The sentence about what went. */
  readonly said: RegExp
  take(): Promise<Seen>
  there(): Promise<boolean>
  /** Puts something else in its place, or removes the place. */
  readonly replace?: (() => Promise<unknown>) | undefined
}

const press = async ({ tab }: Console, page: string, which: { button?: string; action?: string }, fields = {}) =>
  tab.submit(await tab.get(page), fields, which)

const sendPicture = async (console: Console, page: string, action: string, name: string, background = 'red') => {
  const bytes = await sharp({ create: { width: 40, height: 40, channels: 3, background } })
    .png()
    .toBuffer()
  const fields = { form_token: formTokenOn(await console.tab.get(page)) }
  assert.equal((await upload(console, console.tab, action, { file: [name, bytes], fields })).status, 303)
}

/** A picture counts as there when it is served. */
const shows = async ({ browser }: Console, path: unknown): Promise<boolean> =>
  typeof path === 'string' && path !== '' && (await browser().get(path)).status === 200

const things: Readonly<Record<string, (console: Console) => Promise<Thing>>> = {
  async 'an invitation'(console) {
    const made = await createInvitation(console.world, { note: 'The choir', uses: 2, ttl: days(7) }, {})
    assert.ok(made.ok)
    const { secret, invitation } = made
    assert.ok(secret)
    return {
      page: '/console/invitations',
      said: /The invitation “The choir” is revoked/,
      take: () => press(console, '/console/invitations', { action: `/console/invitations/${invitation.id}/revoke` }),
      there: async () => (await findInvitation(console.world, secret))?.uses === 2,
    }
  },
  async 'a rule about a server'(console) {
    const rule = {
      id: 'domain:bad.example',
      about: 'domain',
      value: 'bad.example',
      action: 'deny',
      managed: false,
    } as const
    const more = { createdAt: 1, list: 'tier0' }
    await console.world.storage.add('instanceRules', { ...rule, ...more, reason: 'spam' })
    const reason = async () => (await console.world.storage.find('instanceRules', rule.id))?.reason
    return {
      page: '/console/rules',
      said: /The rule about bad\.example is removed/,
      take: () => press(console, '/console/rules', { action: '/console/rules/remove' }),
      there: async () => (await reason()) === 'spam',
      replace: () => console.world.storage.put('instanceRules', { ...rule, ...more, reason: 'again' }),
    }
  },
  async 'an application’s icon'(console) {
    const { id } = await console.addApplication()
    const page = `/console/applications/${id}`
    await sendPicture(console, page, `${page}/icon`, 'icon')
    return {
      page,
      said: /Notes has no icon of its own any more/,
      take: () => press(console, page, { button: 'remove-icon' }),
      there: async () => shows(console, (await findApplication(console.world, id))?.icon),
      replace: () => sendPicture(console, page, `${page}/icon`, 'icon', 'blue'),
    }
  },
  async 'a provider’s picture'(console) {
    const details = openidSettings({ issuer: 'https://198.51.100.4', clientId: '1' })
    const kept = { position: 2, details, sealedSecret: undefined, managed: false, createdAt: 0, updatedAt: 0 }
    await console.world.storage.add('sources', { id: 'club', kind: 'openid', name: 'Club', ...kept })
    const page = '/console/sources/club'
    await sendPicture(console, page, `${page}/icon`, 'icon')
    return {
      page,
      said: /Club has no icon of its own any more/,
      take: () => press(console, page, { button: 'remove-icon' }),
      there: async () => {
        const row = await console.world.storage.find('sources', 'club')
        return row !== undefined && shows(console, openidOf(row.details).icon)
      },
      replace: () => console.world.storage.remove('sources', 'club'),
    }
  },
  async 'the logo'(console) {
    await sendPicture(console, '/console/branding', '/console/branding/logo', 'logo')
    const logo = async () => (await console.world.storage.find('settings', 'branding'))?.value
    return {
      page: '/console/branding',
      said: /The logo is removed/,
      take: () => press(console, '/console/branding', { button: 'remove-logo' }),
      there: async () => shows(console, Object.entries((await logo()) ?? {}).find(([name]) => name === 'logo')?.[1]),
      replace: () => sendPicture(console, '/console/branding', '/console/branding/logo', 'logo', 'blue'),
    }
  },
  async 'somebody’s picture'(console) {
    const { id } = await console.addAccount({ username: 'alice', name: 'Alice' })
    const person = await console.signedIn(
      await console.world.storage.find('accounts', id).then((row) => row ?? assert.fail()),
    )
    const bytes = await sharp({ create: { width: 40, height: 40, channels: 3, background: 'red' } })
      .png()
      .toBuffer()
    const fields = { form_token: formTokenOn(await person.get('/account')) }
    await upload(console, person, '/account/avatar', { file: ['avatar', bytes], fields })
    const page = `/console/people/${id}`
    return {
      page,
      said: /The picture of Alice is removed/,
      take: () => press(console, page, { button: 'remove-picture' }),
      there: async () => shows(console, (await console.world.storage.find('accounts', id))?.avatar),
      replace: () => console.world.storage.remove('accounts', id),
    }
  },
  async 'an access rule and a claim mapping'(console) {
    const rules = [
      { kind: 'account', value: console.administrator.id, negate: false, enabled: true },
      { kind: 'expression', value: 'user.name == "Ann"', negate: false, enabled: true },
    ] as const
    const claimMappings = [{ scope: 'profile', expression: '{"shoe": 42}' }]
    const { id } = await console.addApplication({ accessRules: { match: 'all', rules }, claimMappings })
    const page = `/console/applications/${id}/access`
    const blank = { match: 'all', rolesClaim: 'roles', 'rule-kind-0': 'account', 'rule-value-0': 'boss' }
    const save = (fields = {}) =>
      press(console, page, { button: 'save' }, { ...blank, 'rule-enabled-0': 'yes', ...fields })
    return {
      page,
      said: /Not there any more: user\.name == &quot;Ann&quot;, \{&quot;shoe&quot;: 42\}\./,
      take: () => save(),
      there: async () => {
        const found = await findApplication(console.world, id)
        return found?.accessRules.rules.length === 2 && found.claimMappings.length === 1
      },
      replace: () => save({ 'mapping-scope-0': 'email', 'mapping-expression-0': '{"hat": 7}' }),
    }
  },
}

const taken = async (name: string) => {
  const console = await createConsole()
  const thing = await things[name]?.(console)
  assert.ok(thing)
  assert.equal(await thing.there(), true)
  const answer = await thing.take()
  assert.equal(answer.location?.pathname, thing.page)
  assert.equal(await thing.there(), false)
  const page = await console.tab.get(answer.location ?? '')
  return { console, thing, page, undo: () => console.tab.submit(page, {}, { button: 'undo' }) }
}

for (const name of Object.keys(things)) {
  describe(`taking away ${name}`, () => {
    it('says what went, and one click has it back as it was, with a line that says so', async () => {
      const { console, thing, page, undo } = await taken(name)
      assert.match(words(page), thing.said)
      const done = await undo()
      assert.equal(await thing.there(), true)
      assert.match(words(await console.tab.get(done.location ?? '')), /It is there again, as it was/)
      const [line] = await console.world.storage.list('events', { where: { kind: 'removal.undone' } })
      assert.equal(line?.actorId, console.administrator.id)
    })

    it('can be undone once, and for ten minutes', async () => {
      const { console, thing, page, undo } = await taken(name)
      await undo()
      await thing.take()
      assert.match(words(await console.tab.get((await undo()).location ?? '')), /cannot be undone any more/)
      assert.equal(await thing.there(), false)
      assert.doesNotMatch((await console.tab.get(page.url)).text, /id="undo"/)
      const late = await taken(name)
      late.console.world.clock.advance(minutes(10))
      assert.equal((await late.undo()).location?.search, '?undone=late')
      assert.equal(await late.thing.there(), false)
    })

    it('is not undone over what has come since', async () => {
      const { console, thing, undo } = await taken(name)
      if (thing.replace === undefined) return
      await thing.replace()
      const before = JSON.stringify([
        await console.world.storage.list('applications'),
        await console.world.storage.list('instanceRules'),
        await console.world.storage.list('settings'),
        await console.world.storage.count('avatars'),
      ])
      assert.equal((await undo()).location?.search, '?undone=taken')
      assert.equal(
        JSON.stringify([
          await console.world.storage.list('applications'),
          await console.world.storage.list('instanceRules'),
          await console.world.storage.list('settings'),
          await console.world.storage.count('avatars'),
        ]),
        before,
      )
      assert.equal(await console.world.storage.count('events', { kind: 'removal.undone' }), 0)
    })
  })
}

describe('an undo', () => {
  it('is of whoever took it away, and of nobody else', async () => {
    const { console, thing, page } = await taken('a rule about a server')
    const other = await console.signedIn(await console.addAccount({ username: 'other', administrator: true }))
    assert.doesNotMatch((await other.get(page.url)).text, /id="undo"/)
    const undo = page.url.searchParams.get('undo') ?? ''
    const form_token = formTokenOn(await other.get('/console/rules'))
    const sent = await other.post('/console/undo', { undo, page: '/console/rules', form_token })
    assert.equal(sent.location?.href, `${console.base}/console/rules?undone=late`)
    assert.equal(await thing.there(), false)
  })

  it('leads nowhere but to the console', async () => {
    const { tab, base } = await createConsole()
    const form_token = formTokenOn(await tab.get('/console/rules'))
    for (const page of ['//evil.example', 'https://evil.example', '/console/../sign-out', '/account', '/console\n/x']) {
      const { location } = await tab.post('/console/undo', { undo: 'x', page, form_token })
      assert.equal(location?.href, `${base}/console?undone=late`, page)
    }
  })

  it('of a picture shows it to nobody meanwhile, and the configuration file has the last word', async () => {
    const { console, undo } = await taken('an application’s icon')
    assert.equal(await console.world.storage.count('avatars'), 0)
    const [row] = await console.world.storage.list('applications')
    assert.ok(row)
    await console.world.storage.put('applications', { ...row, managed: true })
    assert.equal((await undo()).location?.search, '?undone=taken')
  })
})
