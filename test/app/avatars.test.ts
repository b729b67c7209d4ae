import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import sharp from 'sharp'
import { createTestApp } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { formTokenOn, upload } from '../support/upload.ts'

const plain = (background: string, width = 40, height = 30) =>
  sharp({ create: { width, height, channels: 3, background } })

const start = async () => {
  const app = createTestApp()
  const alice = await app.addAccount()
  const tab = await app.signedIn(alice)
  const send = async (bytes: Uint8Array, from: TestBrowser = tab) =>
    upload(app, from, '/account/avatar', {
      file: ['avatar', bytes],
      fields: { form_token: formTokenOn(await from.get('/account')) },
    })
  const avatarOf = async (id = alice.id) => (await app.world.storage.find('accounts', id))?.avatar
  return { ...app, alice, tab, send, avatarOf }
}

describe('a picture of one’s own', () => {
  test('is made afresh, square, and without what the camera wrote into it', async () => {
    const { send, avatarOf, browser } = await start()
    const photograph = await plain('#336699', 300, 200)
      .withExif({ IFD0: { Copyright: 'SECRET-PLACE' }, IFD3: { GPSLatitudeRef: 'N' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    assert.equal((await send(photograph)).location?.pathname, '/account')
    const path = (await avatarOf()) ?? ''
    assert.match(path, /^\/avatars\/[0-9a-f]{64}\.png$/)
    const response = await browser().get(path)
    assert.equal(response.status, 200)
    assert.deepEqual(
      ['content-type', 'cache-control', 'cross-origin-resource-policy', 'x-content-type-options'].map((name) =>
        response.headers.get(name),
      ),
      ['image/png', 'public, max-age=31536000, immutable', 'cross-origin', 'nosniff'],
    )
    assert.equal(response.headers.getSetCookie().length, 0)
  })

  test('holds nothing but its points', async () => {
    const { send, avatarOf, world } = await start()
    await send(
      await plain('#336699')
        .withExif({ IFD0: { Copyright: 'SECRET-PLACE' } })
        .jpeg()
        .toBuffer(),
    )
    const [kept] = await world.storage.list('avatars')
    assert.ok(kept !== undefined && (await avatarOf())?.includes(kept.id))
    const { width, height, format, exif, icc } = await sharp(kept.bytes).metadata()
    assert.deepEqual([width, height, format, exif, icc], [256, 256, 'png', undefined, undefined])
    assert.ok(!Buffer.from(kept.bytes).includes('SECRET-PLACE'))
  })

  test('is told to applications as a whole address', async () => {
    const { send, avatarOf, base, world, alice } = await start()
    await send(await plain('red').png().toBuffer())
    const { claimsOf } = await import('../../src/applications/claims.ts')
    const account = await world.storage.find('accounts', alice.id)
    assert.ok(account !== undefined)
    const told = claimsOf({
      account,
      application: { assertEmailVerified: false },
      handle: undefined,
      groups: [],
      scopes: ['profile'],
      base,
    })
    assert.equal(told['picture'], base + (await avatarOf()))
  })

  test('takes JPEG, PNG, WebP, GIF and AVIF, and of several frames the first', async () => {
    const { send, avatarOf, world } = await start()
    for (const format of ['jpeg', 'png', 'webp', 'gif', 'avif'] as const) {
      await world.storage.removeWhere('avatars', {})
      assert.equal((await send(await plain('green')[format]().toBuffer())).status, 303, format)
      assert.ok((await avatarOf()) !== undefined)
    }
    const frames = await Promise.all(['red', 'blue'].map((colour) => plain(colour).png().toBuffer()))
    await send(
      await sharp(frames, { join: { animated: true } })
        .gif()
        .toBuffer(),
    )
    const id = (await avatarOf())?.slice('/avatars/'.length, -'.png'.length) ?? ''
    const kept = await world.storage.find('avatars', id)
    assert.ok(kept !== undefined)
    const { dominant } = await sharp(kept.bytes).stats()
    assert.ok(dominant.r > 200 && dominant.b < 60, JSON.stringify(dominant))
  })

  test('is refused in a sentence when it is no picture, a document, or a bomb', async () => {
    const { send, avatarOf, world } = await start()
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'
    const bomb = await plain('black', 9000, 9000).png().toBuffer()
    assert.ok(bomb.length < 1_000_000)
    const whole = await plain('red', 400, 400).jpeg().toBuffer()
    const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
      ['text', Buffer.from('hello'), /no picture we can read/],
      ['SVG', Buffer.from(svg), /no picture we can read/],
      ['a cut one', whole.subarray(0, 200), /no picture we can read/],
      ['a bomb', bomb, /That picture is too large/],
      ['a photograph of many megabytes', new Uint8Array(11 * 1024 * 1024), /That picture is too large/],
    ]
    for (const [name, bytes, sentence] of cases) {
      const seen = await send(bytes)
      assert.equal(seen.status, 400, name)
      assert.match(seen.text, sentence, name)
      assert.match(seen.text, /id="avatar"[^>]*aria-invalid="true"/, name)
    }
    assert.deepEqual([await avatarOf(), await world.storage.count('avatars')], [undefined, 0])
  })

  test('is not read beyond 12 MB, announced or not', async () => {
    const app = await start()
    const large = new Uint8Array(12.2 * 1024 * 1024)
    assert.equal((await app.send(large)).status, 413)
    const announced = await upload(app, app.tab, '/account/avatar', {
      file: ['avatar', new Uint8Array(10)],
      headers: { 'content-length': '99999999' },
    })
    assert.equal(announced.status, 413)
  })

  test('is not even read of somebody who is not signed in, or at a page without files', async () => {
    const app = await start()
    const file = ['avatar', new Uint8Array(10)] as const
    assert.equal((await upload(app, app.browser(), '/account/avatar', { file })).status, 415)
    assert.equal((await upload(app, app.tab, '/account', { file })).status, 415)
    // Nor is it taken from another site.
    assert.equal((await upload(app, app.tab, '/account/avatar', { file })).status, 403)
  })

  test('goes when it is replaced or removed, unless somebody else has the same', async () => {
    const { send, tab, signedIn, addAccount, world, avatarOf } = await start()
    const [red, blue] = await Promise.all(['red', 'blue'].map((colour) => plain(colour).png().toBuffer()))
    assert.ok(red !== undefined && blue !== undefined)
    const bob = await addAccount({ username: 'bob' })
    const other = await signedIn(bob)
    await send(red)
    await send(red, other)
    assert.equal(await world.storage.count('avatars'), 1)
    await send(blue)
    assert.equal(await world.storage.count('avatars'), 2)
    await other.submit(await other.get('/account'), {}, { button: 'remove-picture' })
    assert.equal(await avatarOf(bob.id), undefined)
    assert.equal(await world.storage.count('avatars'), 1)
    await tab.submit(await tab.get('/account'), {}, { button: 'remove-picture' })
    assert.equal(await world.storage.count('avatars'), 0)
  })

  test('that was removed can be had back for ten minutes, once, unless there is another', async () => {
    const { send, tab, world, avatarOf } = await start()
    await send(await plain('red').png().toBuffer())
    const red = await avatarOf()
    const removed = async () => {
      const done = await tab.submit(await tab.get('/account'), {}, { button: 'remove-picture' })
      assert.equal(await avatarOf(), undefined)
      return tab.get(done.location ?? '')
    }
    const page = await removed()
    const done = await tab.submit(page, {}, { button: 'undo' })
    assert.equal(done.location?.search, '?undone=back')
    assert.equal(await avatarOf(), red)
    assert.equal((await tab.get(red ?? '')).status, 200)
    assert.equal((await tab.submit(page, {}, { button: 'undo' })).location?.search, '?undone=late')
    const again = await removed()
    await send(await plain('blue').png().toBuffer())
    const blue = await avatarOf()
    assert.equal((await tab.submit(again, {}, { button: 'undo' })).location?.search, '?undone=taken')
    assert.equal(await avatarOf(), blue)
    const late = await removed()
    world.clock.advance(600_000)
    assert.equal((await tab.submit(late, {}, { button: 'undo' })).location?.search, '?undone=late')
    assert.equal(await avatarOf(), undefined)
  })
})

describe('a picture at the console', () => {
  const console = async () => {
    const app = await start()
    const boss = await app.addAccount({ username: 'boss', administrator: true })
    const application = await app.addApplication({ hidden: false, launchUrl: 'https://app.example.org/' })
    return { ...app, application, desk: await app.signedIn(boss) }
  }

  test('is an application’s icon, made afresh, shown where people sign in, and gone with it', async () => {
    const app = await console()
    const { desk, tab, application, world } = app
    const path = `/console/applications/${application.id}`
    const send = async (bytes: Uint8Array) =>
      upload(app, desk, `${path}/icon`, {
        file: ['icon', bytes],
        fields: { form_token: formTokenOn(await desk.get(path)) },
      })
    const refused = await send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))
    assert.equal(refused.status, 400)
    assert.match(refused.text, /id="icon"[^>]*aria-invalid="true"[\s\S]*no picture we can read/)
    const done = await send(await plain('green', 90, 30).png().toBuffer())
    assert.equal(done.location?.search, '?done=icon')
    const [, icon = ''] = /<img class="tile" src="([^"]+)"/.exec((await tab.get('/')).text) ?? []
    assert.equal((await app.browser().get(icon)).status, 200)
    // Saving the other settings leaves it alone.
    await desk.submit(await desk.get(path), { name: 'Other', ...formOfApplication }, { button: 'save' })
    assert.ok((await desk.get(path)).text.includes(icon))
    await desk.submit(await desk.get(path), {}, { button: 'remove-icon' })
    assert.equal(await world.storage.count('avatars'), 0)
    await send(await plain('green').png().toBuffer())
    const confirm = await desk.get(`${path}/delete`)
    const [, name = ''] = /Delete ([^<?]+)\?/.exec(confirm.text) ?? []
    await desk.submit(confirm, { confirm: name }, { button: 'confirm-delete' })
    assert.equal(await world.storage.count('avatars'), 0)
  })

  test('that somebody chose can be taken down, and that is written down', async () => {
    const { send, desk, alice, avatarOf, world } = await console()
    await send(await plain('red').png().toBuffer())
    const page = await desk.get(`/console/people/${alice.id}`)
    const done = await desk.submit(page, {}, { button: 'remove-picture' })
    assert.equal(done.location?.pathname, `/console/people/${alice.id}`)
    assert.deepEqual([await avatarOf(), await world.storage.count('avatars')], [undefined, 0])
    const lines = await world.storage.list('events', { where: { kind: 'account.changed' }, orderBy: 'id' })
    assert.notEqual(lines.at(-1)?.actorId, alice.id)
    assert.doesNotMatch((await desk.get(`/console/people/${alice.id}`)).text, /remove-picture/)
  })

  test('goes with the account', async () => {
    const { send, tab, world } = await console()
    await send(await plain('red').png().toBuffer())
    await tab.submit(await tab.get('/account/delete'), { confirm: 'alice' }, { button: 'confirm-delete' })
    assert.equal(await world.storage.count('avatars'), 0)
  })
})

const formOfApplication = {
  redirectUris: 'https://app.example.org/callback',
  kind: 'confidential',
  consent: 'implicit',
  allowedGrants: 'authorization_code',
  accessTokenLifetime: '60',
  idTokenLifetime: '60',
  refreshTokenIdle: '30',
  refreshTokenLifetime: '180',
}
