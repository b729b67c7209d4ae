import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openidOf } from '../../../src/sources/openid/settings.ts'
import { createOpenidApp, type OpenidApp, signInFrom, upstream } from '../../support/openid-app.ts'

const atConsole = async (app: OpenidApp) =>
  app.signedIn(
    await app.addAccount({
      username: 'root',
      administrator: true,
      email: undefined,
      emailKey: undefined,
      verifiedEmailKey: undefined,
    }),
  )

const filled = (app: OpenidApp) => ({
  on: 'yes',
  id: 'keycloak',
  name: 'Our Keycloak',
  issuer: app.provider.issuer,
  clientId: 'portico',
  secret: 'secretSecretSecret',
})

describe('providers in the console', () => {
  it('are added with a preset, an address to copy, and work', async (t) => {
    const app = await createOpenidApp(t, '')
    const browser = await atConsole(app)
    assert.match((await browser.get('/console/sources')).text, /id="add-provider"/)
    assert.match((await browser.get('/console/sources/new')).text, /preset=keycloak/)
    const page = await browser.get('/console/sources/new?preset=keycloak')
    assert.match(page.text, /https:\/\/id\.example\.org\/sources\/keycloak\/callback/)
    const saved = await browser.follow(await browser.submit(page, { ...chosen, ...filled(app) }, { button: 'save' }))
    assert.equal(saved.url.pathname, '/console/sources/keycloak')
    const row = await app.world.storage.find('sources', 'keycloak')
    assert.equal(openidOf(row?.details).signOutThere, true)
    assert.ok(!JSON.stringify(row).includes('secretSecretSecret'))
    const person = app.browser()
    assert.equal((await signInFrom(app, person, { id: 'keycloak' })).url.pathname, '/choose-username')
  })

  it('say what is wrong where it is wrong, and keep what was typed', async (t) => {
    const app = await createOpenidApp(t, '')
    const browser = await atConsole(app)
    const page = await browser.get('/console/sources/new?preset=generic')
    const fields = { ...chosen, ...filled(app), id: 'Not One', issuer: 'nothing', 'mapping.name': 'claims.' }
    const again = await browser.submit(page, fields, { button: 'save' })
    assert.equal(again.status, 400)
    assert.equal(again.text.match(/class="hint wrong"/g)?.length, 3)
    assert.match(again.text, /value="Our Keycloak"/)
    assert.doesNotMatch(again.text, /secretSecretSecret/)
    assert.equal(await app.world.storage.count('sources'), 0)
  })

  it('keep their secret when none is typed, and what the form does not ask', async (t) => {
    const app = await createOpenidApp(t, '')
    const browser = await atConsole(app)
    const page = await browser.get('/console/sources/new?preset=github')
    await browser.submit(page, { ...chosen, ...filled(app), id: 'hub' }, { button: 'save' })
    const before = await app.world.storage.find('sources', 'hub')
    const edit = await browser.get('/console/sources/hub')
    await browser.submit(edit, { ...chosen, ...filled(app), secret: '', name: 'Hub' }, { button: 'save' })
    const after = await app.world.storage.find('sources', 'hub')
    assert.deepEqual([after?.name, after?.sealedSecret], ['Hub', before?.sealedSecret])
    assert.equal(openidOf(after?.details).protocol, 'oauth')
  })

  it('are tested, with what is found or what is wrong', async (t) => {
    const app = await createOpenidApp(t)
    const browser = await atConsole(app)
    const page = await browser.get('/console/sources/upstream')
    const found = await browser.submit(page, {}, { button: 'test-it' })
    assert.match(found.text, /It answers/)
    assert.match(found.text, /token_endpoint/)
    app.provider.metadata = (answer) => {
      answer.body = { ...(answer.body as object), issuer: 'https://other.example' }
    }
    assert.match((await browser.submit(page, {}, { button: 'test-it' })).text, /https:\/\/other\.example/)
    app.provider.silence()
    assert.match((await browser.submit(page, {}, { button: 'test-it' })).text, /It does not answer/)
  })

  it('show who somebody would be, and what went wrong last', async (t) => {
    const app = await createOpenidApp(t, upstream('allowedGroups: [staff], mapping: { name: "claims.a + \'!\'" }'))
    const browser = await atConsole(app)
    const page = await browser.get('/console/sources/upstream')
    const claims = JSON.stringify({ sub: '7', a: 'Al', groups: ['<b>'], email: 'al@example.org' })
    const shown = await browser.submit(page, { claims }, { button: 'show-preview' })
    assert.match(shown.text, /Al!/)
    assert.match(shown.text, /in none of the groups/)
    assert.doesNotMatch(shown.text, /<b><\/span>/)
    assert.match(shown.text, /Groups there.*&lt;b&gt;.*Groups here<\/dt><dd>Nothing/s)
    const none = await browser.submit(page, { claims: '[1]' }, { button: 'show-preview' })
    assert.match(none.text, /not a JSON object/)
    app.provider.silence()
    const away = app.browser()
    await away.submit(await away.get('/sign-in'), {}, { button: 'source-upstream' })
    assert.match(
      (await browser.get('/console/sources/upstream')).text,
      /The last sign-in failed .* The provider did not answer\./,
    )
    assert.match((await browser.get('/console/sources')).text, /last sign-in failed/)
  })

  it('that the file names are changed in the file', async (t) => {
    const app = await createOpenidApp(t, upstream('linkExisting: true'))
    const browser = await atConsole(app)
    const page = await browser.get('/console/sources/upstream')
    assert.match(
      (await browser.get('/console/sources')).text,
      /Upstream<\/b>[\s\S]{0,120}<span class="pill">from the configuration file<\/span>/,
    )
    assert.doesNotMatch(page.text, /id="save"/)
    assert.match(page.text, /Until .* whoever has an address/)
    const token = /name="form_token" value="([^"]+)"/.exec(page.text)?.[1] ?? ''
    await browser.post('/console/sources/upstream', { form_token: token, ...chosen, ...filled(app), name: 'Mine' })
    assert.equal((await app.world.storage.find('sources', 'upstream'))?.name, 'Upstream')
  })

  it('that are switched off turn out whoever came by them', async (t) => {
    const app = await createOpenidApp(t, '')
    const browser = await atConsole(app)
    const page = await browser.get('/console/sources/new?preset=generic')
    await browser.submit(page, { ...chosen, ...filled(app) }, { button: 'save' })
    await signInFrom(app, app.browser(), { id: 'keycloak' })
    assert.equal(await app.world.storage.count('sessions'), 2)
    const { on: _, ...off } = filled(app)
    await browser.submit(await browser.get('/console/sources/keycloak'), { ...chosen, ...off }, { button: 'save' })
    assert.equal(await app.world.storage.count('sessions'), 1)
  })
})

/** What a browser sends of fields that are chosen already. */
const chosen = {
  firstSignIn: 'everyone',
  'take.groups': 'ignore',
  emailTrust: 'as-said',
  discovery: 'yes',
  nonce: 'yes',
  forwardLoginHint: 'yes',
  scopes: 'openid profile email',
  signOutThere: 'yes',
}
