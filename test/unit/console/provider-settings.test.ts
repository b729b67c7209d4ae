import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import sharp from 'sharp'
import { openidSchema } from '../../../src/admin/apply/openid-schema.ts'
import { providerFieldNames, typedOf, wordsTyped } from '../../../src/admin/operations/provider-fields.ts'
import { presetNames } from '../../../src/sources/openid/presets.ts'
import { openidOf, openidSettings } from '../../../src/sources/openid/settings.ts'
import type { TestBrowser } from '../../support/browser-in-memory.ts'
import { chooseName, createOpenidApp, type OpenidApp, signInFrom, upstream } from '../../support/openid-app.ts'
import { formTokenOn, upload } from '../../support/upload.ts'

const atConsole = async (app: OpenidApp): Promise<TestBrowser> => {
  const root = { username: 'root', administrator: true, email: undefined, emailKey: undefined }
  const account = await app.addAccount({ ...root, verifiedEmailKey: undefined })
  await app.givePassword(account)
  return app.signedIn(account)
}

/** A provider that the file does not name. */
const standing = async (t: { after(work: () => unknown): void }, more = ''): Promise<OpenidApp> => {
  const app = await createOpenidApp(t, upstream(more))
  await app.world.storage.change('sources', 'upstream', (row) => ({ ...row, managed: false }))
  return app
}

const settingsOf = async (app: OpenidApp) => openidOf((await app.world.storage.find('sources', 'upstream'))?.details)

/** What the form sends as it stands, with something else typed. */
const sends = async (app: OpenidApp, typed: Readonly<Record<string, string>>): Promise<Record<string, string>> => {
  const row = await app.world.storage.find('sources', 'upstream')
  const { name = '', position = 0 } = row ?? {}
  const ticked = Object.entries({ ...typedOf(await settingsOf(app), { name, position }), ...typed })
  return { on: 'yes', ...Object.fromEntries(ticked.filter(([, value]) => value !== '')) }
}

describe('the settings of a provider in the console', () => {
  it('are all that the file can say', () => {
    const inside = ['mapping', 'take', 'legacySubject']
    const elsewhere = ['id', 'kind', 'preset', 'disabled', 'icon', 'iconFile', 'caFile']
    const secret = ['clientSecret', 'clientSecretEnv', 'clientSecretFile']
    const said = Object.keys(openidSchema.shape).filter((name) => ![...elsewhere, ...secret].includes(name))
    const asked = new Set(providerFieldNames.map((name) => name.split('.')[0]))
    assert.deepEqual(
      said.filter((name) => !asked.has(name)),
      [],
    )
    assert.equal(
      inside.every((name) => asked.has(name)),
      true,
    )
  })

  for (const preset of presetNames)
    it(`stay as is usual with ${preset} when nobody touches the form`, () => {
      const settings = openidSettings({ preset, issuer: 'https://login.example.org', clientId: 'portico' })
      const words = wordsTyped(typedOf(settings, { name: 'It', position: 3 }))
      const parsed = openidSchema.parse({ id: 'it', kind: 'openid', ...words })
      const { id: _, kind: _kind, name, position, linkExistingUntil: _until, ...read } = parsed
      assert.deepEqual([name, position], ['It', 3])
      assert.deepEqual(
        { ...openidSettings({ ...read, preset }), linkExistingUntil: undefined },
        { ...settings, linkExistingUntil: undefined },
      )
    })

  it('take the secret along to no other place unless it is typed once more', async (t) => {
    const app = await standing(t)
    const browser = await atConsole(app)
    const page = await browser.get('/console/sources/upstream')
    const saves = async (typed: Readonly<Record<string, string>>) =>
      (await browser.submit(page, await sends(app, typed), { button: 'save' })).status
    const elsewhere: readonly Readonly<Record<string, string>>[] = [
      { issuer: 'https://evil.example' },
      { tokenEndpoint: 'https://evil.example/token' },
      { discoveryUrl: 'https://evil.example/.well-known/openid-configuration' },
    ]
    for (const typed of elsewhere) assert.equal(await saves(typed), 400, JSON.stringify(typed))
    assert.equal((await settingsOf(app)).issuer, app.provider.issuer)
    assert.equal(await saves({ tokenEndpoint: `${app.provider.issuer}/token` }), 303)
    assert.equal(await saves({ issuer: 'https://new.example', secret: 'typed once more, on purpose' }), 303)
  })

  it('are kept as they were typed, and count', async (t) => {
    const app = await standing(t)
    const browser = await atConsole(app)
    const typed = {
      ...{ prompt: 'select_account', authorizeParameters: 'hd=example.org\naudience=a=b', pkce: 'never', leeway: '7' },
      ...{ 'take.picture': 'always', groupsFilter: 'up-[a-z]+', algorithms: 'RS256, ES256', position: '3' },
      roleGroups: 'editor=The curators\nowner=bosses',
    }
    const fields = await sends(app, typed)
    const saved = await browser.submit(await browser.get('/console/sources/upstream'), fields, { button: 'save' })
    assert.equal(saved.status, 303, saved.text)
    const settings = await settingsOf(app)
    assert.deepEqual(settings.authorizeParameters, { hd: 'example.org', audience: 'a=b' })
    assert.deepEqual(settings.roleGroups, { editor: 'The curators', owner: 'bosses' })
    assert.deepEqual([settings.algorithms, settings.leeway, settings.take.picture], [['RS256', 'ES256'], 7, 'always'])
    assert.equal((await app.world.storage.find('sources', 'upstream'))?.position, 3)
    const person = app.browser()
    const left = await person.submit(await person.get('/sign-in'), {}, { button: 'source-upstream' })
    const asked = left.location?.searchParams
    assert.deepEqual(
      ['prompt', 'hd', 'audience', 'code_challenge'].map((name) => asked?.get(name) ?? undefined),
      ['select_account', 'example.org', 'a=b', undefined],
    )
  })

  for (const [name, typed, field] of [
    ['a pattern that is none', { groupsFilter: '(' }, 'groupsFilter'],
    ['an algorithm that shares a secret', { algorithms: 'HS256' }, 'algorithms'],
    ['a number that is none', { leeway: 'long' }, 'leeway'],
    ['no discovery and no endpoints', { discovery: '' }, 'tokenEndpoint'],
    ['verification switched off in earnest', { skipVerification: 'yes' }, 'skipVerification'],
    ['an expression that is none', { 'mapping.name': 'claims.' }, 'mapping-name'],
    ['a choice that there is not', { 'take.picture': 'sometimes' }, 'take-picture'],
  ] as const)
    it(`cannot have ${name}, which is said where it is`, async (t) => {
      const app = await standing(t)
      const browser = await atConsole(app)
      const before = await settingsOf(app)
      const page = await browser.get('/console/sources/upstream')
      const again = await browser.submit(page, await sends(app, typed), { button: 'save' })
      assert.equal(again.status, 400)
      assert.match(
        again.text,
        new RegExp(`id="${field}-hint"[^>]*class="hint wrong"|class="hint wrong" id="${field}-hint"`),
      )
      assert.match(again.text, /<details id="part-[a-z]+" open>/)
      assert.deepEqual(await settingsOf(app), before)
    })

  it('link people by their address until a day, and after 30 days where nobody says', async (t) => {
    const app = await standing(t)
    const browser = await atConsole(app)
    const save = async (typed: Record<string, string>) => {
      const fields = await sends(app, { linkExistingUntil: '', ...typed })
      await browser.submit(await browser.get('/console/sources/upstream'), fields, { button: 'save' })
      return (await settingsOf(app)).linkExistingUntil
    }
    assert.equal(await save({ linkExisting: 'yes' }), app.world.clock.now() + 30 * 86_400_000)
    assert.equal(await save({ linkExisting: 'yes', linkExistingUntil: '2031-02-03' }), Date.parse('2031-02-03'))
    assert.equal(await save({ linkExisting: 'yes', linkExistingUntil: 'never' }), undefined)
    assert.equal((await settingsOf(app)).linkExisting, true)
  })
})

describe('the icon of a provider', () => {
  const picture = () =>
    sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer()

  it('is made afresh from what is sent, stands on its button, and goes again', async (t) => {
    const app = await standing(t)
    const browser = await atConsole(app)
    const form_token = formTokenOn(await browser.get('/console/sources/upstream'))
    const path = '/console/sources/upstream/icon'
    const sent = await upload(app, browser, path, { file: ['icon', await picture()], fields: { form_token } })
    assert.equal(sent.location?.search, '?done=saved')
    const { icon = '' } = await settingsOf(app)
    assert.match(icon, /^\/avatars\/[0-9a-f]{64}\.png$/)
    const way = await app.browser().get('/sign-in')
    assert.ok(way.text.includes(`src="${icon}"`))
    const served = await app.browser().get(icon)
    assert.deepEqual([served.status, served.headers.get('content-type')], [200, 'image/png'])
    await browser.submit(await browser.get('/console/sources/upstream'), {}, { button: 'remove-icon' })
    assert.equal((await settingsOf(app)).icon, undefined)
    assert.equal(await app.world.storage.count('avatars'), 0)
  })

  it('is no SVG, and nothing that is no picture', async (t) => {
    const app = await standing(t)
    const browser = await atConsole(app)
    const form_token = formTokenOn(await browser.get('/console/sources/upstream'))
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
    const sent = await upload(app, browser, '/console/sources/upstream/icon', {
      file: ['icon', svg],
      fields: { form_token },
    })
    assert.equal(sent.status, 400)
    assert.equal((await settingsOf(app)).icon, undefined)
  })

  it('may be said in the file, and the buttons stand in the order that the file says', async (t) => {
    const icon = `data:image/png;base64,${(
      await sharp(await picture())
        .png()
        .toBuffer()
    ).toString('base64')}`
    const one = `{ id: one, kind: openid, name: One, issuer: ISSUER, clientId: a, clientAuth: none, position: 9, icon: '${icon}' }`
    const two = '{ id: two, kind: openid, name: Two, issuer: ISSUER, clientId: a, clientAuth: none, position: 1 }'
    const app = await createOpenidApp(t, `sources: [${one}, ${two}]`)
    const { text } = await app.browser().get('/sign-in')
    assert.ok(text.includes(icon))
    assert.ok(text.indexOf('id="source-two"') < text.indexOf('id="source-one"'))
    await assert.rejects(app.apply(`sources: [${two.replace('position', 'icon: /etc/passwd, position')}]`), /icon/)
  })
})

describe('a provider that is deleted', () => {
  const deletes = async (browser: TestBrowser, fields: Record<string, string>) =>
    browser.submit(await browser.get('/console/sources/upstream/delete'), fields, { button: 'confirm-delete' })

  it('asks for its name, says who would have no way in, and wants that confirmed', async (t) => {
    const app = await standing(t)
    const browser = await atConsole(app)
    const person = app.browser()
    await chooseName(person, await signInFrom(app, person))
    const page = await browser.get('/console/sources/upstream/delete')
    assert.match(page.text, /id="stranded">One person has no other way in/)
    assert.equal((await deletes(browser, { confirm: 'Up', strands: 'yes' })).status, 400)
    assert.equal((await deletes(browser, { confirm: 'Upstream' })).status, 409)
    assert.equal(await app.world.storage.count('identities'), 1)
    assert.equal((await person.get('/')).status, 200)
    const gone = await browser.follow(await deletes(browser, { confirm: 'Upstream', strands: 'yes' }))
    assert.match(gone.text, /It is deleted/)
    assert.equal((await person.get('/')).location?.pathname, '/sign-in')
    assert.deepEqual([await app.world.storage.count('identities'), await app.world.storage.count('sources')], [0, 0])
    assert.equal(await app.world.storage.count('accounts'), 2)
    assert.equal(await app.world.storage.count('events', { kind: 'source.deleted' }), 1)
  })

  it('leaves nobody behind who has a password, and takes back what it gave', async (t) => {
    const app = await standing(t, 'adminGroups: [staff], take: { groups: always }')
    const browser = await atConsole(app)
    const person = app.browser()
    await chooseName(person, await signInFrom(app, person))
    const alice = await app.world.storage.find('accounts', { usernameKey: 'alice' })
    assert.ok(alice?.administrator)
    await app.givePassword(alice)
    assert.doesNotMatch((await browser.get('/console/sources/upstream/delete')).text, /id="stranded"/)
    await deletes(browser, { confirm: 'Upstream' })
    const after = await app.world.storage.find('accounts', alice.id)
    assert.equal(after?.administrator, false)
    assert.equal(await app.world.storage.count('memberships'), 0)
  })

  it('is deleted by nobody who would not come in any more themselves', async (t) => {
    const app = await standing(t, 'adminGroups: [staff]')
    const person = app.browser()
    await chooseName(person, await signInFrom(app, person))
    const page = await person.get('/console/sources/upstream/delete')
    assert.match(page.text, /id="yourself"/)
    const sent = { form_token: formTokenOn(await person.get('/console/sources')), confirm: 'Upstream', strands: 'yes' }
    assert.equal((await person.post('/console/sources/upstream/delete', sent)).status, 409)
    assert.equal(await app.world.storage.count('sources'), 1)
  })

  it('stays while a rule names it', async (t) => {
    const app = await standing(t)
    const browser = await atConsole(app)
    const rules = [{ kind: 'source', value: 'upstream', negate: true, enabled: true }] as const
    await app.addApplication({ accessRules: { match: 'any', rules } })
    assert.match((await browser.get('/console/sources/upstream/delete')).text, /id="used-by"/)
  })

  it('leaves its name to no other issuer, neither in the console nor by the file', async (t) => {
    const app = await standing(t)
    const browser = await atConsole(app)
    await deletes(browser, { confirm: 'Upstream' })
    await assert.rejects(app.apply(upstream().replace('ISSUER', 'https://other.example')), /name of another provider/)
    const fields = { name: 'It', clientId: 'a', secret: 'secretSecretSecret', issuer: 'https://other.example' }
    const said = { id: 'upstream', on: 'yes', discovery: 'yes', firstSignIn: 'everyone', ...fields }
    const page = await browser.get('/console/sources/new?preset=generic')
    const again = await browser.submit(page, said, { button: 'save' })
    assert.equal(again.status, 400)
    assert.match(again.text, /A provider of this name was deleted/)
    await app.apply(upstream())
    assert.equal(await app.world.storage.count('sources'), 1)
  })

  it('is not deleted in the console where the file names it', async (t) => {
    const app = await createOpenidApp(t)
    const browser = await atConsole(app)
    assert.equal((await browser.get('/console/sources/upstream/delete')).status, 404)
  })
})
