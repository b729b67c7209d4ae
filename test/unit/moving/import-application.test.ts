import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Problems } from '../../../src/lib/problems.ts'
import { importApplication } from '../../../src/moving/application/import-application.ts'

const base = 'https://id.example.org'
const here = {
  ...{ base, issuer: base, discovery: `${base}/.well-known/openid-configuration` },
  ...{ authorization: `${base}/authorize`, token: `${base}/token`, userinfo: `${base}/userinfo`, jwks: `${base}/jwks` },
  ...{ endSession: `${base}/end-session`, account: `${base}/account`, icon: `${base}/icon` },
}

const mastodon = (issuer: string) => `
LOCAL_DOMAIN=social.example
OIDC_ENABLED=true
OIDC_DISPLAY_NAME=Sign in
OIDC_DISCOVERY=true
OIDC_ISSUER=${issuer}
OIDC_AUTH_ENDPOINT=https://old.example/application/o/authorize/
OIDC_SCOPE=openid,profile,email
OIDC_UID_FIELD=preferred_username
OIDC_CLIENT_ID=mastodon-at-home
OIDC_CLIENT_SECRET=a-secret-of-mastodon-that-is-long
OIDC_REDIRECT_URI=https://social.example/auth/auth/openid_connect/callback
OIDC_SECURITY_ASSUME_EMAIL_IS_VERIFIED=true
`

const lines = ({ warnings }: Awaited<ReturnType<typeof importApplication>>) =>
  warnings.flatMap(({ code, detail }) => (code === 'change_line' ? [detail] : []))

describe('an application’s own settings', () => {
  it('make Mastodon’s application with what it has, and say the lines to change', async () => {
    const imported = await importApplication(mastodon('https://old.example/application/o/mastodon/'), here)
    assert.deepEqual(imported.file.applications, [
      {
        slug: 'mastodon',
        name: 'social.example',
        recipe: 'mastodon',
        clientId: 'mastodon-at-home',
        clientSecret: 'a-secret-of-mastodon-that-is-long',
        redirectUris: ['https://social.example/auth/auth/openid_connect/callback'],
        usernameRule: 'mastodon',
        uidField: 'preferred_username',
        launchUrl: 'https://social.example/auth/sign_in',
      },
    ])
    assert.deepEqual(lines(imported), [`OIDC_ISSUER=${base}`, `OIDC_AUTH_ENDPOINT=${base}/authorize`])
  })

  it('need no change where the address stays', async () => {
    const imported = await importApplication(mastodon(`${base}/application/o/masto/`), here)
    assert.deepEqual(lines(imported), [])
    assert.equal(imported.warnings[0]?.code, 'nothing_to_change')
    const [application] = imported.file.applications ?? []
    assert.deepEqual([application?.['slug'], application?.['issuer']], ['masto', 'application'])
  })

  it('are read of GoToSocial, from its file and from its environment', async () => {
    const yaml = `
host: "gts.example"
account-domain: "example"
oidc-enabled: true
oidc-idp-name: "Dex"
oidc-issuer: "https://dex.example"
oidc-client-id: "gotosocial"
oidc-client-secret: "a-secret-of-gotosocial-here"
oidc-scopes: ["openid", "email", "profile", "groups"]
`
    const env = `
GTS_HOST=gts.example
GTS_ACCOUNT_DOMAIN=example
GTS_OIDC_ISSUER=https://dex.example
GTS_OIDC_CLIENT_ID=gotosocial
GTS_OIDC_CLIENT_SECRET=a-secret-of-gotosocial-here
`
    const read = [await importApplication(yaml, here), await importApplication(env, here)]
    assert.deepEqual(read[0]?.file, read[1]?.file)
    assert.deepEqual(read[0]?.file.applications?.[0]?.['redirectUris'], ['https://gts.example/auth/callback'])
    assert.deepEqual(read.map(lines), [[`oidc-issuer: "${base}"`], [`GTS_OIDC_ISSUER=${base}`]])
  })

  it('are read of RomM, also out of a compose file', async () => {
    const settings = [
      ['OIDC_ENABLED', 'true'],
      ['OIDC_PROVIDER', 'authentik'],
      ['OIDC_CLIENT_ID', 'romm'],
      ['OIDC_CLIENT_SECRET', 'a-secret-of-romm-that-is-long'],
      ['OIDC_REDIRECT_URI', 'https://romm.example/api/oauth/openid'],
      ['OIDC_SERVER_APPLICATION_URL', 'https://old.example/application/o/romm'],
    ]
    const env = settings.map(([name, value]) => `${name}=${value}`).join('\n')
    const map = `services:\n  romm:\n    image: rommapp/romm\n    environment:\n${settings.map(([name, value]) => `      ${name}: "${value}"`).join('\n')}\n`
    const list = `services:\n  romm:\n    environment:\n${settings.map(([name, value]) => `      - ${name}=${value}`).join('\n')}\n`
    const [first, ...others] = await Promise.all([env, map, list].map((text) => importApplication(text, here)))
    for (const other of others) assert.deepEqual(other, first)
    assert.deepEqual(first && lines(first), [`OIDC_SERVER_APPLICATION_URL=${base}`])
    assert.equal(first?.file.applications?.[0]?.['clientId'], 'romm')
  })

  it('are refused with what is missing, or when they are of something else', async () => {
    await assert.rejects(importApplication('OIDC_ISSUER=https://a.example\nOIDC_CLIENT_ID=x', here), (error) => {
      assert.ok(error instanceof Problems)
      assert.match(error.message, /OIDC_CLIENT_SECRET is missing[\s\S]*OIDC_REDIRECT_URI is missing/)
      return true
    })
    for (const text of ['', 'hello', 'a: 1', '[]', 'FOO=bar']) {
      await assert.rejects(importApplication(text, here), Problems, text)
    }
  })
})
