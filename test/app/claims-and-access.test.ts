import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { addMember, createGroup, removeMember } from '../../src/accounts/groups.ts'
import { whyRefused } from '../../src/admin/operations/why.ts'
import { type AccessRules, membersOf } from '../../src/applications/access.ts'
import type { Application } from '../../src/applications/application.ts'
import { previewSignIn } from '../../src/diagnosis/preview-sign-in.ts'
import { createKeyring } from '../../src/protocol/keys/keyring.ts'
import { createTestApp, testSecret } from '../support/app.ts'
import { basic, callBack, codeFor, redeem } from '../support/sign-in.ts'

const mapping = (expression: string, scope = 'email') => ({ scope, expression })
/** What RomM's guide has people click together elsewhere. */
const romm = mapping('{"email": user.email, "email_verified": true}')

const ready = async (details: Partial<Application> = {}) => {
  const app = createTestApp()
  const account = await app.addAccount({ email: 'alice@example.org', emailKey: 'alice@example.org' })
  const application = await app.addApplication(details)
  const browser = await app.signedIn(account)
  const signIn = async (changes: Readonly<Record<string, string>> = {}) => {
    const { body, status } = await redeem(app, await codeFor(browser, changes))
    assert.equal(status, 200, JSON.stringify(body))
    return { body, idToken: decodeJwt(String(body['id_token'])), token: String(body['access_token']) }
  }
  const userinfo = async (token: string) => {
    const request = new Request(`${app.base}/userinfo`, { headers: { authorization: `Bearer ${token}` } })
    const response = await app.app.answer(request, { address: '192.0.2.9' })
    return { status: response.status, claims: (await response.json()) as Readonly<Record<string, unknown>> }
  }
  const lines = (kind: string) => app.world.storage.list('events', { where: { kind, applicationId: application.id } })
  return { ...app, account, application, tab: browser, signIn, userinfo, lines }
}

const group = async ({ world }: Pick<ReturnType<typeof createTestApp>, 'world'>, name: string) => {
  const made = await createGroup(world, { name })
  assert.ok(made.ok)
  return made.group.id
}

describe('claims of an application’s own', () => {
  it('are the same in the ID token, at userinfo, on the consent page and where it is tried out', async () => {
    const app = await ready({ claimMappings: [romm, mapping('{"quota": 5}', 'profile')], consent: 'explicit' })
    const asking = { client_id: 'notes', redirect_uri: 'https://app.example.org/callback', response_type: 'code' }
    const query = new URLSearchParams({ ...asking, scope: 'openid profile email', state: 'x' })
    const asked = await app.tab.follow(await app.tab.get(`/authorize?${query}`))
    assert.match(asked.text, /<code translate="no">quota<\/code>/)
    assert.match(asked.text, /alice@example\.org<\/span> <span class="pill good/)
    const answered = await app.tab.submit(asked, {}, { button: 'allow' })
    const code =
      (await app.tab.follow(answered)).location?.searchParams.get('code') ?? answered.location?.searchParams.get('code')
    assert.ok(code, String(answered.location))
    const { body } = await callBack(
      app,
      '/token',
      { grant_type: 'authorization_code', code, redirect_uri: 'https://app.example.org/callback' },
      basic('notes', testSecret),
    )
    const idToken = decodeJwt(String(body['id_token']))
    const { claims } = await app.userinfo(String(body['access_token']))
    const keyring = createKeyring(app.world)
    const seen = await previewSignIn({ ...app.world, keyring }, app.application, app.account, app.base)
    for (const told of [idToken, claims, seen.idToken, seen.userinfo ?? {}]) {
      assert.deepEqual([told['email'], told['email_verified'], told['quota']], ['alice@example.org', true, 5])
    }
  })

  it('can be for a scope of its own, which no other application has', async () => {
    const app = await ready({ claimMappings: [mapping('{"immich_role": "admin"}', 'immich')] })
    const { body, idToken } = await app.signIn({ scope: 'openid immich other' })
    assert.deepEqual([body['scope'], idToken['immich_role']], ['openid immich', 'admin'])
    assert.equal((await app.signIn({ scope: 'openid' })).idToken['immich_role'], undefined)
    const plain = await ready()
    assert.equal((await plain.signIn({ scope: 'openid immich' })).body['scope'], 'openid')
  })

  it('that come to nothing are left out, and are in the application’s timeline, a few times an hour', async () => {
    const app = await ready({ claimMappings: [mapping('{"a": identities[3].host}'), mapping('{"s" + "ub": "bob"}')] })
    const { idToken, token } = await app.signIn()
    assert.deepEqual([idToken['a'], idToken.sub], [undefined, app.account.id])
    const [line] = await app.lines('claims.missed')
    assert.deepEqual([line?.outcome, line?.accountId], ['failed', app.account.id])
    assert.match(JSON.stringify(line?.data), /"mapping":1.*"failed".*"mapping":2.*"claim":"sub".*"protocol_claim"/)
    for (let times = 0; times < 30; times += 1) assert.equal((await app.userinfo(token)).status, 200)
    assert.equal((await app.lines('claims.missed')).length, 20)
  })

  it('tell of roles by groups, in a claim of the name that the application knows', async () => {
    const app = createTestApp()
    const staff = await group(app, 'staff')
    const roles = [{ value: 'admin', groups: [staff] }]
    await app.addApplication({ roles, rolesClaim: 'romm_roles' })
    const account = await app.addAccount()
    const tab = await app.signedIn(account)
    const rolesTold = async () => {
      const { body } = await redeem(app, await codeFor(tab, { scope: 'openid email romm_roles' }))
      return decodeJwt(String(body['id_token']))['romm_roles']
    }
    assert.deepEqual(await rolesTold(), [])
    await addMember(app.world, staff, account.id)
    assert.deepEqual(await rolesTold(), ['admin'])
  })
})

describe('discovery', () => {
  it('of an application that has an issuer of its own lists its scopes and claims, and everybody’s lists no other’s', async () => {
    const roles = [{ value: 'admin', groups: ['staff-id'] }]
    const app = await ready({
      issuer: 'application',
      roles,
      claimMappings: [mapping('{"immich_role": "admin"}', 'immich')],
      allowedScopes: ['openid', 'email'],
    })
    const read = async (path: string) => {
      const document = JSON.parse((await app.tab.get(path)).text)
      return { scopes: document.scopes_supported, claims: document.claims_supported }
    }
    const own = await read('/application/o/notes/.well-known/openid-configuration')
    assert.deepEqual(own.scopes, ['openid', 'email', 'immich', 'roles', 'entitlements'])
    for (const claim of ['immich_role', 'roles', 'email_verified']) assert.ok(own.claims.includes(claim), claim)
    const everybodys = await read('/.well-known/openid-configuration')
    assert.ok(!everybodys.scopes.includes('immich') && !everybodys.claims.includes('immich_role'))
  })
})

describe('an access rule', () => {
  it('counts wherever there is something to be had: page, code, refresh, userinfo, introspection, My applications', async () => {
    const app = createTestApp()
    const staff = await group(app, 'staff')
    const account = await app.addAccount()
    await addMember(app.world, staff, account.id)
    const rules: AccessRules = {
      match: 'all',
      rules: [
        { kind: 'expression', value: '"staff" in groups', negate: false, enabled: true },
        { kind: 'account', value: 'somebody', negate: true, enabled: true },
      ],
    }
    await app.addApplication({ accessRules: rules, launchUrl: 'https://app.example.org/' })
    const tab = await app.signedIn(account)
    const { body } = await redeem(app, await codeFor(tab, { scope: 'openid offline_access' }))
    const late = await codeFor(tab)
    const token = String(body['access_token'])
    const userinfo = async () => {
      const request = new Request(`${app.base}/userinfo`, { headers: { authorization: `Bearer ${token}` } })
      return (await app.app.answer(request, { address: '192.0.2.9' })).status
    }
    const introspected = async () =>
      (await callBack(app, '/introspect', { token }, basic('notes', testSecret))).body['active']
    const listed = async () => (await tab.get('/')).text.includes('/application/launch/notes')
    assert.deepEqual([await userinfo(), await introspected(), await listed()], [200, true, true])

    await removeMember(app.world, staff, account.id)
    assert.deepEqual([await userinfo(), await introspected(), await listed()], [401, false, false])
    assert.equal((await redeem(app, late)).body['error'], 'invalid_grant')
    const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) }
    assert.equal((await callBack(app, '/token', refresh, basic('notes', testSecret))).body['error'], 'invalid_grant')
    assert.equal((await tab.get('/application/launch/notes')).status, 403)

    await addMember(app.world, staff, account.id)
    assert.deepEqual([await userinfo(), await listed()], [200, true])
  })

  it('that shut somebody out is told by the code they were shown, with what lets them in', async () => {
    const app = createTestApp()
    const [staff, guests] = [await group(app, 'staff'), await group(app, 'guests')]
    const account = await app.addAccount({ username: 'bob' })
    await addMember(app.world, guests, account.id)
    const rules: AccessRules = {
      match: 'all',
      rules: [
        ...membersOf([staff]).rules,
        { kind: 'group', value: guests, negate: true, enabled: true },
        { kind: 'instance', value: 'social.example', negate: true, enabled: true },
      ],
    }
    await app.addApplication({ accessRules: rules })
    const tab = await app.signedIn(account)
    const query = new URLSearchParams({
      client_id: 'notes',
      redirect_uri: 'https://app.example.org/callback',
      response_type: 'code',
      scope: 'openid',
    })
    const refused = await tab.get(`/authorize?${query}`)
    assert.equal(refused.status, 403)
    const [, code = ''] = /id="event-code"[^>]*>([^<]+)</.exec(refused.text) ?? []
    const answer = await whyRefused(app.world, code.toLowerCase())
    assert.deepEqual(
      [answer?.why.error, answer?.why.account?.name, answer?.why.allowedNow],
      ['access_rules', 'bob', false],
    )
    assert.deepEqual(
      answer?.rules.map(({ rule, remedy }) => [rule, remedy]),
      [
        ['is in the group staff', 'Put bob into the group staff.'],
        ['not: is in the group guests', 'Take bob out of the group guests.'],
      ],
    )
    await addMember(app.world, staff, account.id)
    await removeMember(app.world, guests, account.id)
    assert.equal((await whyRefused(app.world, code))?.why.allowedNow, true)
    assert.equal(await whyRefused(app.world, 'AAA-AAA'), undefined)
  })
})
