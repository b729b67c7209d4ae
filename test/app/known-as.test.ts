import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { changeAccount } from '../../src/accounts/change.ts'
import { deleteAccount } from '../../src/accounts/disable.ts'
import { type SubjectMode, subjectModes } from '../../src/applications/application.ts'
import { changeApplication } from '../../src/applications/change-application.ts'
import { importKnownAs } from '../../src/applications/known-as/imported.ts'
import { uuidOf } from '../../src/applications/known-as/subject.ts'
import { createTestApp, testRedirect, testSecret } from '../support/app.ts'
import type { TestBrowser } from '../support/browser-in-memory.ts'
import { type OpenStorage, onEveryEngine } from '../support/engines.ts'
import { basic, callBack, codeFor, redeem } from '../support/sign-in.ts'

const bye = 'https://app.example.org/bye'
const scope = 'openid profile email offline_access'

const ready = async (open: OpenStorage, subjectMode: SubjectMode = 'opaque') => {
  const app = createTestApp({ storage: await open() })
  const { world } = app
  const account = await app.addAccount({ username: 'jane.doe', usernameKey: 'jane.doe' })
  const application = await app.addApplication({
    subjectMode,
    usernameRule: 'mastodon',
    postLogoutRedirectUris: [bye],
  })
  await importKnownAs(world, application, account.id, { subject: 'from-elsewhere' })
  const browser = await app.signedIn(account)
  const tokensOf = async (at: TestBrowser = browser) => (await redeem(app, await codeFor(at, { scope }))).body
  const claimsIn = async (at?: TestBrowser) => decodeJwt(String((await tokensOf(at))['id_token']))
  const userinfo = async (token: unknown) => {
    const headers = { authorization: `Bearer ${token}` }
    const response = await app.app.answer(new Request(`${app.base}/userinfo`, { headers }), { address: '192.0.2.9' })
    return { status: response.status, body: await response.json() }
  }
  const rename = (username: string) => changeAccount(world, account.id, { username, email: 'new@example.org' })
  const refresh = async (token: unknown) =>
    callBack(app, '/token', { grant_type: 'refresh_token', refresh_token: String(token) }, basic('notes', testSecret))
  return { ...app, account, application, browser, tokensOf, claimsIn, userinfo, rename, refresh }
}

type Ready = Awaited<ReturnType<typeof ready>>

const subjects: Readonly<Record<SubjectMode, (app: Ready) => string>> = {
  opaque: ({ account }) => account.id,
  uuid: ({ account }) => uuidOf(account.id),
  username: () => 'jane.doe',
  email: () => 'jane.doe@example.org',
  imported: () => 'from-elsewhere',
}

await onEveryEngine('what an application knows a person as', (open) => {
  for (const mode of subjectModes) {
    test(`is the same in every answer, and after a rename: ${mode}`, async () => {
      const app = await ready(open, mode)
      const expected = subjects[mode](app)
      const tokens = await app.tokensOf()
      const subjectsTold = async (of: Readonly<Record<string, unknown>>) => [
        decodeJwt(String(of['id_token'])).sub,
        (await app.userinfo(of['access_token'])).body.sub,
        (await callBack(app, '/introspect', { token: String(of['access_token']) }, basic('notes', testSecret))).body[
          'sub'
        ],
      ]
      assert.deepEqual(await subjectsTold(tokens), [expected, expected, expected])
      assert.ok((await app.rename('smith')).ok)
      const { body } = await app.refresh(tokens['refresh_token'])
      assert.deepEqual(await subjectsTold(body), [expected, expected, expected])
      assert.deepEqual(await subjectsTold(await app.tokensOf()), [expected, expected, expected])
    })

    test(`is understood as a hint, at sign-in and at sign-out: ${mode}`, async () => {
      const app = await ready(open, mode)
      const hint = String((await app.tokensOf())['id_token'])
      await app.rename('smith')
      const request = { client_id: 'notes', redirect_uri: testRedirect, response_type: 'code', scope: 'openid' }
      const ask = (browser: TestBrowser) =>
        browser.get(`/authorize?${new URLSearchParams({ ...request, prompt: 'none', id_token_hint: hint })}`)
      assert.ok((await ask(app.browser)).location?.searchParams.has('code'))
      const bobs = await app.signedIn(await app.addAccount({ username: 'bob' }))
      assert.equal((await ask(bobs)).location?.searchParams.get('error'), 'login_required')

      const leave = (browser: TestBrowser) =>
        browser.get(`/end-session?${new URLSearchParams({ id_token_hint: hint, post_logout_redirect_uri: bye })}`)
      assert.equal((await leave(bobs)).status, 200, 'somebody else is asked')
      // Another browser of hers: the session is not the one of the hint, so the subject decides.
      const hers = await app.signedIn(app.account)
      assert.equal((await leave(hers)).location?.href, bye)
      assert.equal((await app.world.storage.list('sessions', { where: { accountId: app.account.id } })).length, 1)
    })
  }

  test('is understood as a hint of another application that knows them otherwise', async () => {
    const app = await ready(open, 'username')
    await app.addApplication({ slug: 'other', subjectMode: 'uuid' })
    const hint = String((await app.tokensOf())['id_token'])
    const asked = { client_id: 'other', prompt: 'none', id_token_hint: hint }
    assert.ok(await codeFor(app.browser, asked))
  })

  test('becomes another for everything at once when the application is told so', async () => {
    const app = await ready(open, 'opaque')
    const tokens = await app.tokensOf()
    const code = await codeFor(app.browser, { scope })
    const { id } = app.application
    const changed = await changeApplication(app.world, id, { subjectMode: 'username', unsafeOtherSubjects: true })
    assert.ok(changed.ok)
    assert.equal((await app.userinfo(tokens['access_token'])).status, 401)
    assert.equal((await app.refresh(tokens['refresh_token'])).body['error'], 'invalid_grant')
    assert.equal((await redeem(app, code)).body['error'], 'invalid_grant')
    assert.equal((await app.claimsIn()).sub, 'jane.doe')
    // What it was before is still understood.
    const hint = String(tokens['id_token'])
    assert.ok(await codeFor(app.browser, { prompt: 'none', id_token_hint: hint }))
  })

  test('goes with a handle that stays, on the page beforehand and in every answer', async () => {
    const app = await ready(open)
    await app.addApplication({ slug: 'asks', consent: 'explicit', usernameRule: 'mastodon' })
    const parameters = { client_id: 'asks', redirect_uri: testRedirect, response_type: 'code', scope: 'openid profile' }
    const page = await app.browser.follow(await app.browser.get(`/authorize?${new URLSearchParams(parameters)}`))
    assert.match(page.text, /janedoe/)
    assert.equal(await app.world.storage.count('handles'), 0)

    const { handle, preferred_username } = await app.claimsIn()
    assert.deepEqual([handle, preferred_username], ['janedoe', 'jane.doe'])
    await app.rename('smith')
    const tokens = await app.tokensOf()
    const after = (await app.userinfo(tokens['access_token'])).body
    assert.deepEqual([after.handle, after.preferred_username], ['janedoe', 'smith'])
    const refreshed = await app.refresh(tokens['refresh_token'])
    assert.equal(decodeJwt(String(refreshed.body['id_token']))['handle'], 'janedoe')
  })

  test('is one for each of many whose codes are redeemed at the same moment', async () => {
    const app = await ready(open, 'username')
    const names = ['j.ane', 'ja.ne', 'jan.e', 'j-ane', 'ja-ne', 'jan-e', 'jane']
    const people = await Promise.all(names.map((username) => app.addAccount({ username })))
    const browsers = await Promise.all(people.map((account) => app.signedIn(account)))
    const codes = await Promise.all([...browsers, ...browsers].map((browser) => codeFor(browser, { scope })))
    const answers = await Promise.all(codes.map((code) => redeem(app, code)))
    const told = answers.map(({ body }) => decodeJwt(String(body['id_token'])))
    assert.equal(new Set(told.map(({ handle }) => handle)).size, names.length)
    assert.deepEqual(
      told.map(({ sub }) => sub),
      [...names, ...names],
    )
    assert.deepEqual(
      told.slice(0, 7).map(({ handle }) => handle),
      told.slice(7).map(({ handle }) => handle),
    )
  })

  test('is never somebody else’s: not the handle, not the subject, after they are gone', async () => {
    const app = await ready(open, 'email')
    assert.equal((await app.claimsIn()).sub, 'jane.doe@example.org')
    await deleteAccount(app.world, app.account.id)
    const heir = await app.addAccount({
      ...{ username: 'janedoe', email: 'jane.doe@example.org', emailKey: 'jane.doe@example.org' },
      verifiedEmailKey: 'jane.doe@example.org',
    })
    const { sub, handle } = await app.claimsIn(await app.signedIn(heir))
    assert.deepEqual([sub, handle], [heir.id, 'janedoe_1'])
  })
})
