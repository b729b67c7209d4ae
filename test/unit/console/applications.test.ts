import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { findByClientId } from '../../../src/applications/application.ts'
import { isClientSecret } from '../../../src/applications/client-secret.ts'
import { days, hours } from '../../../src/lib/clock.ts'
import { createConsole, fill } from './console-app.ts'
import { connect, formOf, names, pasted, problemOf, redirectUris, shownIn } from './console-forms.ts'

describe('connecting an application', () => {
  it('ends with a page of what it needs to know, where its secret is shown this once', async () => {
    const console = await createConsole()
    const made = await connect(console)
    assert.equal(made.status, 200)
    const application = await findByClientId(console.world, pasted(made, 'client-id') ?? '')
    assert.ok(application !== undefined)
    assert.deepEqual([application.name, application.slug, application.redirectUris], ['Notes', 'notes', [redirectUris]])
    const secret = pasted(made, 'client-secret') ?? ''
    assert.ok(isClientSecret(console.world.sealing, application, [secret], console.world.clock.now()))
    assert.equal(pasted(made, 'own-issuer'), console.base)
    const later = await console.tab.get(`/console/applications/${application.id}`)
    assert.ok(!later.text.includes(secret))
    const [line] = await console.world.storage.list('events', { where: { kind: 'application.created' } })
    assert.deepEqual([line?.actorId, line?.address], [console.administrator.id, '192.0.2.1'])
  })

  it('makes one of them when the same form arrives twice', async () => {
    const console = await createConsole()
    const blank = await console.tab.get('/console/applications/new')
    const first = await console.tab.submit(blank, formOf(blank), { button: 'save' })
    const second = await console.tab.submit(blank, formOf(blank), { button: 'save' })
    assert.deepEqual([first.status, second.status], [200, 303])
    // The page is its own, without the secret that was shown.
    const shown = await console.tab.follow(second)
    assert.equal(pasted(shown, 'client-id'), pasted(first, 'client-id'))
    assert.equal(pasted(shown, 'client-secret'), undefined)
    assert.equal(await console.world.storage.count('applications'), 1)
  })

  it('can be gone on with from the page that shows the secret', async () => {
    const console = await createConsole()
    const made = await connect(console)
    const saved = await console.tab.submit(made, { ...formOf(made), name: 'Papers' }, { button: 'save' })
    assert.equal(saved.status, 303)
    assert.match((await console.tab.follow(saved)).text, /Papers/)
    assert.equal(await console.world.storage.count('applications'), 1)
  })

  it('says what is wrong beside the field and keeps what was typed', async () => {
    const console = await createConsole()
    const wrong = await connect(console, {
      name: ' ',
      redirectUris: `${redirectUris}\r\n\r\nhttp://notes.example/cb\r\njavascript:alert(1)`,
      slug: 'Token!',
      description: 'Kept',
      accessTokenLifetime: 'soon',
    })
    assert.equal(wrong.status, 400)
    assert.match(shownIn(wrong, 'redirectUris') ?? '', /http:\/\/notes\.example\/cb\r?\njavascript:alert\(1\)/)
    assert.deepEqual([shownIn(wrong, 'slug'), shownIn(wrong, 'description')], ['Token!', 'Kept'])
    const addresses = problemOf(wrong, 'redirectUris') ?? ''
    assert.match(addresses, /http:\/\/notes\.example\/cb.*javascript:alert\(1\)/)
    assert.ok(!addresses.includes(redirectUris))
    for (const field of ['name', 'slug', 'accessTokenLifetime']) assert.ok(problemOf(wrong, field) !== undefined, field)
    // What is wrong is not folded away.
    assert.match(wrong.text, /<details open>/)
    assert.equal(await console.world.storage.count('applications'), 0)
  })

  it('can be given an issuer of its own, and is then told every address as authentik has it', async () => {
    const console = await createConsole()
    const hears = 'https://notes.example/backchannel'
    const made = await connect(console, { issuer: 'application', backchannelLogoutUri: hears })
    const own = `${console.base}/application/o/notes/`
    assert.equal(pasted(made, 'own-issuer'), own)
    assert.equal(pasted(made, 'discovery'), `${own}.well-known/openid-configuration`)
    assert.equal(pasted(made, 'address-token'), `${console.base}/application/o/token/`)
    assert.equal(pasted(made, 'address-end-session'), `${own}end-session/`)
    const application = await findByClientId(console.world, pasted(made, 'client-id') ?? '')
    assert.deepEqual([application?.issuer, application?.backchannelLogoutUri], ['application', hears])
    const wrong = await connect(console, { backchannelLogoutUri: 'app.notes:/bye' })
    assert.ok(problemOf(wrong, 'backchannelLogoutUri') !== undefined)
  })

  it('takes plain http only from somebody who ticks that they want it', async () => {
    const console = await createConsole()
    const plain = { redirectUris: 'http://notes.example/cb' }
    const asked = await connect(console, plain)
    assert.match(asked.text, /name="allowHttp"/)
    assert.equal((await connect(console, { ...plain, allowHttp: 'yes' })).status, 200)
  })

  it('takes nothing from a form but what it asks', async () => {
    const console = await createConsole()
    const made = await connect(console, {
      managed: 'yes',
      id: 'mine',
      secrets: 'x',
      unsafeShortSecret: 'yes',
      disabledAt: '1',
    })
    assert.equal(made.status, 200)
    const [row] = await console.world.storage.list('applications')
    assert.ok(row !== undefined && !row.managed && row.disabledAt === undefined && row.id !== 'mine')
  })
})

describe('looking after an application', () => {
  const opened = async (changes: Parameters<typeof connect>[1] = {}) => {
    const console = await createConsole()
    const made = await connect(console, changes)
    const application = await findByClientId(console.world, pasted(made, 'client-id') ?? '')
    assert.ok(application !== undefined)
    const path = `/console/applications/${application.id}`
    return { console, application, path, page: await console.tab.get(path) }
  }

  it('leaves everything as it is when nothing is typed', async () => {
    const { console, application, page } = await opened({ refreshTokenIdle: '1,5' })
    const saved = await console.tab.submit(page, formOf(page), { button: 'save' })
    assert.equal(saved.status, 303)
    assert.deepEqual(await findByClientId(console.world, application.clientId), application)
    assert.equal(application.refreshTokenIdle, days(1.5))
  })

  it('keeps shutting people out by a group that is gone, when the form is saved as it is', async () => {
    const console = await createConsole()
    const { application, group } = await fill(console, names)
    await console.world.storage.remove('groups', group.id)
    const path = `/console/applications/${application.id}`
    const page = await console.tab.get(path)
    assert.match(page.text, new RegExp(`value="${group.id}" checked`))
    const saved = await console.tab.submit(page, { ...formOf(page), accessGroups: group.id }, { button: 'save' })
    assert.equal(saved.status, 303)
    assert.match((await console.tab.get(path)).text, /Nobody may enter/)
  })

  it('makes a new secret, shown once, and the old one lasts as long as was chosen', async () => {
    const { console, application, path, page } = await opened()
    const rotated = await console.tab.submit(page, { overlap: String(hours(1)) }, { button: 'rotate' })
    assert.equal(rotated.status, 200)
    const secret = pasted(rotated, 'client-secret') ?? ''
    const after = await findByClientId(console.world, application.clientId)
    assert.ok(isClientSecret(console.world.sealing, after, [secret], console.world.clock.now()))
    assert.equal(after?.secrets[1]?.expiresAt, console.world.clock.now() + hours(1))
    assert.ok(!(await console.tab.get(path)).text.includes(secret))
  })

  it('asks for the password again before it makes a secret or deletes, when that was long ago', async () => {
    const { console, path, page } = await opened()
    console.world.clock.advance(hours(1) + 1)
    const asked = await console.tab.submit(page, {}, { button: 'rotate' })
    assert.deepEqual([asked.status, asked.location?.pathname], [303, '/sign-in'])
    assert.equal(asked.location?.searchParams.get('to'), path)
    const confirm = await console.tab.get(`${path}/delete`)
    const kept = await console.tab.submit(confirm, { confirm: 'Notes' }, { button: 'confirm-delete' })
    assert.equal(kept.location?.pathname, '/sign-in')
    assert.equal(await console.world.storage.count('applications'), 1)
  })

  it('is switched off and on', async () => {
    const { console, application, path, page } = await opened()
    await console.tab.submit(page, {}, { button: 'state' })
    assert.notEqual((await findByClientId(console.world, application.clientId))?.disabledAt, undefined)
    await console.tab.submit(await console.tab.get(path), {}, { button: 'state' })
    assert.equal((await findByClientId(console.world, application.clientId))?.disabledAt, undefined)
  })

  it('deletes only what was called by its name', async () => {
    const { console, path, page } = await opened()
    assert.match(page.text, new RegExp(`href="${path}/delete"`))
    const confirm = await console.tab.get(`${path}/delete`)
    const other = await console.tab.submit(confirm, { confirm: 'notes' }, { button: 'confirm-delete' })
    assert.equal(other.status, 400)
    assert.equal(await console.world.storage.count('applications'), 1)
    const gone = await console.tab.submit(confirm, { confirm: 'Notes' }, { button: 'confirm-delete' })
    assert.equal(gone.location?.pathname, '/console/applications')
    assert.equal(await console.world.storage.count('applications'), 0)
    assert.equal((await console.tab.get(path)).status, 404)
  })

  it('shows what the configuration file says, and leaves no way to type over it', async () => {
    const console = await createConsole()
    const { managed } = await fill(console, names)
    const path = `/console/applications/${managed.id}`
    const page = await console.tab.get(path)
    assert.match(page.text, /The configuration file names this/)
    for (const field of ['name', 'redirectUris', 'clientId', 'overlap']) assert.equal(shownIn(page, field), undefined)
    assert.ok(!page.text.includes(`${path}/delete`))
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? []
    const before = await console.world.storage.find('applications', managed.id)
    await console.tab.post(path, { ...formOf(page), name: 'Mine', form_token: token })
    await console.tab.post(`${path}/secret`, { form_token: token })
    await console.tab.post(`${path}/delete`, { confirm: 'Ann', form_token: token })
    assert.deepEqual(await console.world.storage.find('applications', managed.id), before)
  })
})
