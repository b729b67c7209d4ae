import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { groupsOf } from '../../src/accounts/groups.ts'
import { days } from '../../src/lib/clock.ts'
import { Problems } from '../../src/lib/problems.ts'
import {
  accountOf,
  chooseName,
  comeBackFrom,
  createOpenidApp,
  errorOf,
  type OpenidApp,
  signInFrom,
} from '../support/openid-app.ts'

const session = '__Host-portico-session'

/** Each setting by the name it has there. */
const usual = {
  'oidc-enabled': true,
  'oidc-idp-name': 'Our Dex',
  'oidc-issuer': 'ISSUER',
  'oidc-client-id': 'portico',
  'oidc-client-secret': 'some-client-secret',
}

const sourceWith = (more: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ sources: [{ id: 'upstream', kind: 'openid', ...usual, ...more }] })

type Lasting = Parameters<typeof createOpenidApp>[0]
const appWith = (t: Lasting, more: Readonly<Record<string, unknown>> = {}, options = {}): Promise<OpenidApp> =>
  createOpenidApp(t, sourceWith(more), options)

const says = (app: OpenidApp, claims: Readonly<Record<string, unknown>>): void => {
  Object.assign(app.provider.people['alice'] ?? {}, claims)
}

const smith = {
  username: 'smith',
  email: 'alice@example.org',
  emailKey: 'alice@example.org',
  verifiedEmailKey: 'alice@example.org',
}

const comesIn = async (app: OpenidApp, options = {}): Promise<boolean> => {
  const browser = app.browser()
  await comeBackFrom(app, browser, options)
  return browser.cookies.has(session)
}

describe('a setting of GoToSocial', () => {
  it('oidc-enabled: switches the source on, and off', async (t) => {
    const app = await appWith(t)
    assert.match((await app.browser().get('/sign-in')).text, /source-upstream/)
    await app.apply(sourceWith({ 'oidc-enabled': false }))
    assert.doesNotMatch((await app.browser().get('/sign-in')).text, /source-upstream/)
  })

  it('oidc-idp-name: is what people read', async (t) => {
    const app = await appWith(t)
    assert.match((await app.browser().get('/sign-in')).text, /Continue with Our Dex/)
  })

  it('oidc-skip-verification: skips audience, expiry and issuer, and never the signature', async (t) => {
    const app = await appWith(t, { 'oidc-skip-verification': true }, { base: 'http://localhost:8080' })
    const cookie = 'portico-session'
    const wrong = { aud: 'another', iss: 'https://another.example', exp: 1 }
    app.provider.token = ({ payload }) => void Object.assign(payload, wrong)
    const browser = app.browser()
    const page = await browser.get('/sign-in')
    assert.match(page.text, /is not verified here/)
    await comeBackFrom(app, browser, { page })
    assert.ok(browser.cookies.has(cookie))
    app.provider.tokenAnswer = (answer) => {
      const body = answer.body as { id_token: string }
      answer.body = { ...body, id_token: `${body.id_token.slice(0, -8)}AAAAAAAA` }
    }
    const other = app.browser()
    assert.equal(errorOf(await comeBackFrom(app, other)), 'unproven')
  })

  it('oidc-skip-verification: is loud, and refused where people come by https unless it is forced', async (t) => {
    const app = await appWith(t, { 'oidc-skip-verification': true })
    const browser = app.browser()
    const refused = await browser.submit(await browser.get('/sign-in'), {}, { button: 'source-upstream' })
    assert.equal(errorOf(refused), 'not_set_up')
    const forced = { 'oidc-skip-verification': true, forceSkipVerification: true }
    assert.match((await app.apply(sourceWith(forced))).join(), /is not verified/)
    assert.ok(await comesIn(app))
  })

  it('oidc-issuer: is where people go, and who has to have signed; a slash at its end makes no difference', async (t) => {
    const app = await appWith(t, { 'oidc-issuer': 'ISSUER/' })
    assert.ok(await comesIn(app))
    app.provider.token = ({ payload }) => void Object.assign(payload, { iss: 'https://another.example' })
    assert.ok(!(await comesIn(app)))
  })

  it('oidc-client-id, oidc-client-secret: are what the provider knows us by', async (t) => {
    const app = await appWith(t)
    await comesIn(app)
    const sent = app.provider.exchanges[0]?.authorization?.replace('Basic ', '') ?? ''
    assert.equal(decodeURIComponent(Buffer.from(sent, 'base64').toString()), 'portico:some-client-secret')
  })

  it('oidc-scopes: are what is asked for, openid always among them', async (t) => {
    const asked = async (app: OpenidApp) => {
      const browser = app.browser()
      const left = await browser.submit(await browser.get('/sign-in'), {}, { button: 'source-upstream' })
      return left.location?.searchParams.get('scope')
    }
    assert.equal(await asked(await appWith(t)), 'openid profile email groups')
    assert.equal(await asked(await appWith(t, { 'oidc-scopes': ['email'] })), 'openid email')
  })

  it('oidc-link-existing: links people by an address that both sides have verified, for a while, and says so', async (t) => {
    const app = await appWith(t)
    const account = await app.addAccount(smith)
    assert.ok(!(await comesIn(app)))
    const warnings = await app.apply(sourceWith({ 'oidc-link-existing': true }))
    assert.match(warnings.join(), /switch linkExisting off/)
    says(app, { email_verified: false })
    assert.equal(errorOf(await comeBackFrom(app, app.browser())), 'email_known')
    says(app, { email_verified: true })
    assert.ok(await comesIn(app))
    const [identity] = await app.world.storage.list('identities')
    assert.equal(identity?.accountId, account.id)
    // From then on by the subject alone.
    says(app, { email: 'another@example.org' })
    assert.ok(await comesIn(app))
    assert.equal(await app.world.storage.count('accounts'), 1)
  })

  it('oidc-link-existing: never by an address that nobody here has proven', async (t) => {
    const app = await appWith(t, { 'oidc-link-existing': true })
    await app.addAccount({ ...smith, verifiedEmailKey: undefined, emailVerifiedAt: undefined })
    await comesIn(app)
    const [identity] = await app.world.storage.list('identities')
    assert.notEqual(identity?.accountId, (await accountOf(app, 'smith'))?.id)
  })

  it('oidc-link-existing: ends by itself after 30 days, and begins anew by no second start', async (t) => {
    const app = await appWith(t, { 'oidc-link-existing': true })
    await app.addAccount(smith)
    app.world.clock.advance(days(20))
    await app.apply(sourceWith({ 'oidc-link-existing': true }))
    app.world.clock.advance(days(11))
    assert.equal(errorOf(await comeBackFrom(app, app.browser())), 'email_known')
  })

  it('oidc-allowed-groups: keeps others out before they are asked for anything, without regard to case', async (t) => {
    const app = await appWith(t, { 'oidc-allowed-groups': ['Staff'] })
    assert.ok(await comesIn(app))
    const page = await comeBackFrom(app, app.browser(), { as: 'bob' })
    assert.equal(errorOf(page), 'not_in_group')
    assert.equal(await app.world.storage.count('accounts'), 1)
  })

  it('oidc-allowed-groups: whoever is in none of them any more is out everywhere, at the next try', async (t) => {
    const app = await appWith(t, { 'oidc-allowed-groups': ['staff'], 'oidc-admin-groups': ['staff'] })
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    await app.addAccount({ username: 'root', administrator: true })
    assert.equal((await browser.get('/console')).status, 200)
    says(app, { groups: [] })
    assert.ok(!(await comesIn(app)))
    assert.equal(await app.world.storage.count('sessions'), 0)
    assert.equal((await accountOf(app, 'alice'))?.administrator, false)
  })

  it('oidc-admin-groups: makes administrators, and ends that with the group', async (t) => {
    const app = await appWith(t, { 'oidc-admin-groups': ['ADMINS'] })
    await app.addAccount({ username: 'root', administrator: true })
    says(app, { groups: ['admins'] })
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    assert.equal((await browser.get('/console')).status, 200)
    says(app, { groups: ['staff'] })
    await comesIn(app)
    assert.equal((await browser.get('/console')).status, 404)
    says(app, { groups: 'admins' })
    await comesIn(app)
    assert.equal((await accountOf(app, 'alice'))?.administrator, true)
  })

  it('oidc-admin-groups: takes nothing from whoever was made an administrator here, nor from the last one', async (t) => {
    const app = await appWith(t, { 'oidc-admin-groups': ['admins'], 'oidc-link-existing': true })
    await app.addAccount({ ...smith, administrator: true })
    await comesIn(app)
    assert.equal((await accountOf(app, 'smith'))?.administrator, true)
    const last = await appWith(t, { 'oidc-admin-groups': ['admins'] })
    says(last, { groups: ['admins'] })
    const browser = last.browser()
    await chooseName(browser, await signInFrom(last, browser))
    says(last, { groups: [] })
    await comesIn(last)
    assert.equal((await accountOf(last, 'alice'))?.administrator, true)
    await last.addAccount({ username: 'root', administrator: true })
    await comesIn(last)
    assert.equal((await accountOf(last, 'alice'))?.administrator, false)
  })

  it('is refused twice, or by a name that nobody knows', async (t) => {
    const app = await createOpenidApp(t, '')
    await assert.rejects(app.apply(sourceWith({ issuer: 'ISSUER' })), Problems)
    await assert.rejects(app.apply(sourceWith({ 'oidc-unknown': true })), Problems)
  })
})

describe('a setting of Mastodon', () => {
  it('OIDC_UID_FIELD: is the claim that people are known by', async (t) => {
    const app = await appWith(t, { OIDC_UID_FIELD: 'preferred_username' })
    await comesIn(app)
    assert.equal((await app.world.storage.list('identities'))[0]?.subject, `${app.provider.issuer} alice`)
  })

  it('OIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED: makes every address one that counts', async (t) => {
    const app = await appWith(t, { OIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED: true })
    says(app, { email_verified: undefined })
    await comesIn(app)
    assert.equal((await app.world.storage.list('accounts'))[0]?.verifiedEmailKey, 'alice@example.org')
  })

  it('OIDC_DISCOVERY: may be off, with endpoints by hand', async (t) => {
    const app = await appWith(t, {
      OIDC_DISCOVERY: false,
      OIDC_AUTH_ENDPOINT: 'ISSUER/authorize',
      OIDC_TOKEN_ENDPOINT: 'ISSUER/token',
      OIDC_JWKS_URI: 'ISSUER/jwks',
    })
    assert.ok(await comesIn(app))
    assert.equal(app.provider.asked.metadata, 0)
  })

  it('OIDC_USE_PKCE, OIDC_SEND_NONCE, OIDC_PROMPT, OIDC_SCOPE: are done so', async (t) => {
    const app = await appWith(t, {
      OIDC_USE_PKCE: false,
      OIDC_SEND_NONCE: false,
      OIDC_PROMPT: 'select_account',
      OIDC_SCOPE: 'openid,profile',
    })
    const browser = app.browser()
    const left = await browser.submit(await browser.get('/sign-in'), {}, { button: 'source-upstream' })
    const { code_challenge, nonce, prompt, scope } = Object.fromEntries(left.location?.searchParams ?? [])
    assert.deepEqual([code_challenge, nonce, prompt, scope], [undefined, undefined, 'select_account', 'openid profile'])
  })
})

describe('a setting of RomM', () => {
  it('OIDC_ALLOW_REGISTRATION: keeps out whoever is not linked to an account', async (t) => {
    const app = await appWith(t, { OIDC_ALLOW_REGISTRATION: false })
    assert.equal(errorOf(await comeBackFrom(app, app.browser())), 'not_linked')
  })

  it('OIDC_CLAIM_ROLES, OIDC_ROLE_ADMIN: one or several values make administrators', async (t) => {
    const app = await appWith(t, { OIDC_CLAIM_ROLES: 'realm_access.roles', OIDC_ROLE_ADMIN: 'boss, chief' })
    says(app, { realm_access: { roles: ['chief'] } })
    await comesIn(app)
    assert.equal((await app.world.storage.list('accounts'))[0]?.administrator, true)
  })

  it('OIDC_ROLE_VIEWER, OIDC_ROLE_EDITOR: let in whoever has one, and nobody without any', async (t) => {
    const app = await appWith(t, {
      OIDC_CLAIM_ROLES: 'romm',
      ...{ OIDC_ROLE_VIEWER: 'reader', OIDC_ROLE_EDITOR: 'editor', OIDC_ROLE_ADMIN: 'owner' },
    })
    for (const romm of [undefined, [], ['staff'], 'read']) {
      says(app, { romm })
      assert.equal(errorOf(await comeBackFrom(app, app.browser())), 'not_in_group', JSON.stringify(romm))
    }
    for (const romm of [['reader'], 'editor', ['owner']]) {
      says(app, { romm })
      assert.ok(await comesIn(app), JSON.stringify(romm))
    }
    assert.equal((await accountOf(app, 'alice'))?.administrator, true)
  })

  it('roles there are groups here where roleGroups says which, as long as somebody has them', async (t) => {
    const app = await appWith(t, { OIDC_CLAIM_ROLES: 'romm', roleGroups: { editor: 'curators', owner: 'curators' } })
    const groups = async () => {
      const account = await accountOf(app, 'alice')
      return account && (await groupsOf(app.world, account.id))
    }
    says(app, { romm: ['editor', 'owner'] })
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    assert.deepEqual(await groups(), ['curators'])
    says(app, { romm: ['reader'] })
    await comesIn(app)
    assert.deepEqual(await groups(), [])
  })

  it('OIDC_USERNAME_ATTRIBUTE: is what a username is suggested by', async (t) => {
    const app = await appWith(t, { OIDC_USERNAME_ATTRIBUTE: 'nickname' })
    says(app, { nickname: 'ally' })
    await comesIn(app)
    assert.equal((await app.world.storage.list('accounts'))[0]?.username, 'ally')
  })

  it('an address that has to be verified: nobody comes in without', async (t) => {
    const app = await appWith(t, { emailTrust: 'must-be-verified' })
    says(app, { email_verified: false })
    assert.equal(errorOf(await comeBackFrom(app, app.browser())), 'email_unverified')
    says(app, { email_verified: true })
    assert.ok(await comesIn(app))
  })
})

describe('a mapping by expression', () => {
  it('says what a field is, in the place of its claim', async (t) => {
    const mapping = {
      name: "claims.given_name + ' ' + claims.family_name",
      username: "claims.email.split('@')[0]",
      groups: "claims.roles.filter(r, r.startsWith('app-'))",
    }
    const app = await appWith(t, { mapping, take: { groups: 'always', username: 'always' } })
    says(app, { given_name: 'Al', family_name: 'Ice', roles: ['app-one', 'other'], email: 'ali@example.org' })
    await comesIn(app)
    const [account] = await app.world.storage.list('accounts')
    assert.deepEqual([account?.name, account?.username, account?.usernameMadeUp], ['Al Ice', 'ali', undefined])
    assert.deepEqual(await groupsOf(app.world, account?.id ?? ''), ['app-one'])
  })

  it('is refused with its place when it is none', async (t) => {
    const app = await createOpenidApp(t, '')
    await assert.rejects(app.apply(sourceWith({ mapping: { name: 'claims.' } })), (error) => {
      assert.ok(error instanceof Problems)
      assert.match(error.problems.join(), /mapping\.name is not an expression/)
      return true
    })
  })
})

describe('fields of a provider', () => {
  it('are taken once, at each sign-in, or never', async (t) => {
    const app = await appWith(t, { take: { name: 'always', email: 'always' } })
    const browser = app.browser()
    await chooseName(browser, await signInFrom(app, browser))
    says(app, { name: 'Renamed', email: 'new@example.org' })
    await comesIn(app)
    const account = await accountOf(app, 'alice')
    assert.deepEqual([account?.name, account?.verifiedEmailKey], ['Renamed', 'new@example.org'])
    says(app, { email: 'unproven@example.org', email_verified: false })
    await comesIn(app)
    assert.equal((await accountOf(app, 'alice'))?.verifiedEmailKey, 'new@example.org')
    const never = await appWith(t, { take: { name: 'ignore', email: 'ignore', username: 'ignore' } })
    await comesIn(never)
    const [one] = await never.world.storage.list('accounts')
    assert.match(one?.username ?? '', /^user_/)
    assert.deepEqual([one?.name, one?.email], [one?.username, undefined])
  })

  it('leave an address to whoever has proven it', async (t) => {
    const app = await appWith(t, { take: { email: 'always' } })
    await comesIn(app)
    await app.addAccount({
      ...smith,
      email: 'x@example.org',
      emailKey: 'x@example.org',
      verifiedEmailKey: 'x@example.org',
    })
    says(app, { email: 'x@example.org' })
    assert.ok(await comesIn(app))
    assert.equal((await accountOf(app, 'smith'))?.verifiedEmailKey, 'x@example.org')
  })
})
