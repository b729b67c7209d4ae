import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { findMetadata } from '../../../../src/sources/openid/metadata.ts'
import { createOpenidSource } from '../../../../src/sources/openid/openid.ts'
import { openidRow } from '../../../../src/sources/openid/row.ts'
import { type OpenidWords, openidSettings } from '../../../../src/sources/openid/settings.ts'
import { arrivalAt, clockOfToday } from '../../../support/openid/coming.ts'
import { scriptedWeb } from '../../../support/scripted-web.ts'
import { createTestWorld } from '../../../support/world.ts'

const host = 'https://login.microsoftonline.com'
const tenants = { ours: '11111111-1111-1111-1111-111111111111', theirs: '22222222-2222-2222-2222-222222222222' }
const keys = generateKeyPair('RS256')

/** Microsoft's endpoint for everybody, which says a pattern where its issuer would be. */
const microsoft = async (
  t: TestContext,
  { people, claims, words = {} }: { people: string; claims: Record<string, unknown>; words?: OpenidWords },
) => {
  const { publicKey, privateKey } = await keys
  let nonce: string | null = null
  const web = await scriptedWeb(t, {
    'login.microsoftonline.com': {
      [`/${people}/v2.0/.well-known/openid-configuration`]: {
        issuer: `${host}/{tenantid}/v2.0`,
        authorization_endpoint: `${host}/${people}/oauth2/v2.0/authorize`,
        token_endpoint: `${host}/${people}/oauth2/v2.0/token`,
        jwks_uri: `${host}/${people}/discovery/v2.0/keys`,
        response_modes_supported: ['query', 'fragment', 'form_post'],
        id_token_signing_alg_values_supported: ['RS256'],
      },
      [`/${people}/discovery/v2.0/keys`]: async () =>
        Response.json({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' }] }),
      [`/${people}/oauth2/v2.0/token`]: async () => {
        const token = new SignJWT({
          sub: 'AAAA',
          name: 'Ann',
          preferred_username: 'ann@ours.example',
          nonce,
          ...claims,
        })
          .setProtectedHeader({ alg: 'RS256', kid: 'one' })
          .setAudience('portico')
          .setIssuedAt()
          .setExpirationTime('5 minutes')
        return Response.json({ access_token: 'a', token_type: 'Bearer', id_token: await token.sign(privateKey) })
      },
    },
  })
  const world = { ...createTestWorld({ clock: clockOfToday() }), ...web.world }
  const settings = openidSettings({
    ...{ preset: 'microsoft', issuer: `${host}/${people}/v2.0`, clientId: 'portico', userinfo: 'never' },
    ...words,
  })
  const row = openidRow(world, undefined, {
    id: 'work',
    name: 'Work',
    on: true,
    settings,
    secret: 'secretSecretSecret',
  })
  await world.storage.put('sources', row)
  const source = createOpenidSource(world, row)
  const begun = await source.begin({ address: '', state: 'state', afresh: false, locale: 'en' })
  assert.ok(begun.ok, JSON.stringify(begun))
  nonce = new URL(begun.url).searchParams.get('nonce')
  return { source, finished: await source.finish(arrivalAt(`${world.base}/sources/work/callback?code=1`, begun.memo)) }
}

const issuerOf = (tenant: string): string => `${host}/${tenant}/v2.0`

describe('Microsoft’s endpoint for people of every tenant', () => {
  for (const people of ['common', 'organizations'])
    it(`knows people of ${people} by their own tenant’s issuer, so that no tenant speaks for another`, async (t) => {
      const claims = { iss: issuerOf(tenants.ours), tid: tenants.ours }
      const { finished } = await microsoft(t, { people, claims })
      assert.ok(finished.ok, JSON.stringify(finished))
      assert.equal(finished.identity.subject, `${issuerOf(tenants.ours)} AAAA`)
      assert.equal(finished.identity.host, 'login.microsoftonline.com')
    })

  for (const [name, claims] of [
    ['says another tenant’s issuer', { iss: issuerOf(tenants.theirs), tid: tenants.ours }],
    ['says the pattern for its issuer', { iss: `${host}/{tenantid}/v2.0`, tid: tenants.ours }],
    ['names no tenant', { iss: issuerOf(tenants.ours) }],
    ['is of another place', { iss: `https://evil.example/${tenants.ours}/v2.0`, tid: tenants.ours }],
  ] as const)
    it(`lets nobody in by a token that ${name}`, async (t) => {
      const { finished } = await microsoft(t, { people: 'common', claims })
      assert.deepEqual(finished, { ok: false, problem: { code: 'unproven', place: 'Work' } })
    })

  const common = `${host}/common/v2.0/.well-known/openid-configuration`
  for (const [name, words] of [
    ['one tenant’s issuer', { issuer: issuerOf(tenants.ours), discoveryUrl: common }],
    ['one tenant’s name', { issuer: `${host}/ours.example/v2.0`, issuerAlias: `${host}/{tenantid}/v2.0` }],
    ['another spelling', { issuer: `${host}/Common/v2.0` }],
    ['less of it', { issuer: `${host}/common`, discoveryUrl: common }],
  ] as const)
    it(`is not believed in the place of ${name}: every tenant’s word would count as that one’s`, async (t) => {
      const metadata = Response.json({ issuer: `${host}/{tenantid}/v2.0` })
      const paths = ['common', 'Common', 'ours.example'].map((people) => [
        `/${people}/v2.0/.well-known/openid-configuration`,
        async () => metadata.clone(),
      ])
      const web = await scriptedWeb(t, { 'login.microsoftonline.com': Object.fromEntries(paths) })
      const settings = openidSettings({ preset: 'microsoft', clientId: 'portico', ...words })
      const found = await findMetadata({ ...createTestWorld(), ...web.world }, settings)
      assert.equal(found.ok ? undefined : found.fault, 'other_issuer')
    })

  const logout = async (claims: Record<string, unknown>): Promise<string> =>
    new SignJWT({
      jti: '1',
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      sub: 'AAAA',
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'logout+jwt' })
      .setAudience('portico')
      .setIssuedAt()
      .sign((await keys).privateKey)

  for (const people of ['common', 'consumers'])
    it(`is heard when it says that somebody of ${people} has signed out, whom we know by their tenant`, async (t) => {
      const claims = { iss: issuerOf(tenants.ours), tid: tenants.ours }
      const { source, finished } = await microsoft(t, { people, claims })
      assert.ok(finished.ok)
      const heard = await source.hear?.(await logout({ ...claims, sid: 'first' }))
      assert.deepEqual([heard?.subject, heard?.session], [finished.identity.subject, 'first'])
      const others = await source.hear?.(await logout({ iss: issuerOf(tenants.theirs) }))
      assert.equal(others?.subject, `${issuerOf(tenants.theirs)} AAAA`, 'which is nobody of ours')
    })

  it('is not heard in the name of the pattern, of another place, or of nobody', async (t) => {
    const claims = { iss: issuerOf(tenants.ours), tid: tenants.ours }
    const { source } = await microsoft(t, { people: 'common', claims })
    for (const iss of [
      ...[`${host}/{tenantid}/v2.0`, `${host}/common/v2.0`, `https://evil.example/${tenants.ours}/v2.0`, undefined],
      ...[`${issuerOf(tenants.ours)}/`, `${host}/${tenants.ours}/${tenants.ours}/v2.0`],
    ])
      assert.equal(await source.hear?.(await logout({ ...claims, iss })), undefined, iss)
    assert.equal(await source.hear?.(await logout({ ...claims, tid: tenants.theirs })), undefined, 'two tenants')
  })

  it('is asked as the settings say, and not as its own metadata do', async (t) => {
    const claims = { iss: issuerOf(tenants.ours), tid: tenants.ours }
    const { finished } = await microsoft(t, { people: 'common', claims, words: { algorithms: ['ES256'] } })
    assert.deepEqual(finished, { ok: false, problem: { code: 'unproven', place: 'Work' } })
  })
})
