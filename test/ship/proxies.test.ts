import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { Agent, FormData, request } from 'undici'
import { alice, signIn } from '../interop/people.ts'
import { needs } from '../setup/capabilities.ts'
import type { Server } from '../support/child-process.ts'
import { freePort } from '../support/free-port.ts'
import { formsIn } from '../support/html-form.ts'
import { createVisitor } from '../support/http-client.ts'
import { challenge, verifier } from '../support/pkce.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { createTestCa } from '../support/test-ca.ts'
import { projectFile } from './dockerfile.ts'
import { blockOf, proxies, startProxy } from './reverse-proxies.ts'

const redirectUri = 'https://notes.example.org/callback'
const secret = 's3cretS3cretS3cretS3cret'
const yaml = {
  accounts: [alice],
  applications: [
    { slug: 'notes', clientId: 'notes', clientSecret: secret, redirectUris: [redirectUri], consent: 'implicit' },
  ],
}
const parameters = new URLSearchParams({
  client_id: 'notes',
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'openid',
  state: 'xyz',
  code_challenge: challenge,
  code_challenge_method: 'S256',
})

for (const proxy of proxies) {
  describe(`${proxy.heading}, configured as the guide says`, () => {
    it('is shown in the guide as it is in the file beside', () => {
      assert.equal(blockOf(proxy.heading), projectFile(proxy.file))
    })
  })

  // Debian has no package of Traefik, so that there is nothing to ask for; where somebody has it, it is tried.
  if (proxy.needs === undefined && proxy.program === '') continue
  describe(`a sign-in through ${proxy.heading}`, needs(...(proxy.needs === undefined ? [] : [proxy.needs])), () => {
    const ca = createTestCa()
    /** Neither the proxy's own address nor one of the loopback addresses that it could be mistaken for. */
    const comesFrom = '127.0.0.77'
    const newVisitor = (headers = {}) => createVisitor({ ca: ca.cert, comesFrom, headers })
    let portico: PorticoProcess
    let front: Server
    let url: string
    let plainUrl: string

    before(async () => {
      const ports = [await freePort(), await freePort()] as const
      url = `https://localhost:${ports[0]}`
      plainUrl = `http://localhost:${ports[1]}`
      portico = await startPortico({ yaml, env: { PORTICO_URL: url, PORTICO_TRUSTED_PROXIES: '127.0.0.1' } })
      front = await startProxy(proxy, { inner: portico.innerUrl.replace('localhost', '127.0.0.1'), ports, ca })
    })

    after(async () => {
      await front?.stop()
      await portico?.stop()
    })

    it('ends at the application, with a token from the public address', async () => {
      const visitor = newVisitor()
      const asked = await visitor.follow(await visitor.get(`${url}/authorize?${parameters}`))
      assert.equal(asked.url.origin, url)
      const fields = { identifier: alice.username, password: alice.password }
      const isThere = ({ origin }: URL) => origin === new URL(redirectUri).origin
      const end = await visitor.follow(await visitor.submit(asked, fields, { button: 'sign-in' }), isThere)
      const answer = end.location?.searchParams
      assert.equal(answer?.get('iss'), url, end.text)

      const program = createVisitor({ ca: ca.cert })
      const { token_endpoint } = JSON.parse((await program.get(`${url}/.well-known/openid-configuration`)).text)
      const redeemed = await program.post(token_endpoint, {
        grant_type: 'authorization_code',
        code: answer?.get('code') ?? '',
        redirect_uri: redirectUri,
        code_verifier: verifier,
        client_id: 'notes',
        client_secret: secret,
      })
      assert.equal(redeemed.status, 200, redeemed.text)
      const token = JSON.parse(redeemed.text)
      assert.equal(decodeJwt(token.id_token).iss, url)
    })

    it('is seen to come from where the visitor is, whatever the visitor says', async () => {
      const spoofed = '198.51.100.7'
      const claims = { 'x-forwarded-for': spoofed, 'x-real-ip': spoofed, forwarded: `for=${spoofed}` }
      const visitor = newVisitor(claims)
      await signIn(visitor, await visitor.get(`${url}/sign-in`), alice)
      const { text } = await visitor.get(`${url}/account/sessions`)
      assert.ok(text.includes(comesFrom), text)
      assert.ok(!text.includes(spoofed))
    })

    it('says where it is as it was told, whatever the visitor says', async () => {
      const claims = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http', forwarded: 'host=evil.example' }
      const { text } = await newVisitor(claims).get(`${url}/.well-known/openid-configuration`)
      assert.equal(JSON.parse(text).issuer, url)
      assert.ok(!text.includes('evil.example'))
    })

    it('has the cookies that only https has', async () => {
      const page = await newVisitor().get(`${url}/sign-in`)
      const cookies = page.headers.getSetCookie()
      assert.ok(cookies.length > 0)
      for (const cookie of cookies) assert.match(cookie, /^__Host-.*; Secure/i)
    })

    it('lets through a picture as large as Portico takes', async () => {
      const visitor = newVisitor()
      await signIn(visitor, await visitor.get(`${url}/sign-in`), alice)
      const page = await visitor.get(`${url}/account`)
      const form = new FormData()
      form.set(
        'form_token',
        formsIn(page.text)
          .find(({ fields }) => fields.has('form_token'))
          ?.fields.get('form_token') ?? '',
      )
      form.set('avatar', new Blob([new Uint8Array(4_000_000)]), 'picture.png')
      const answer = await request(`${url}/account/avatar`, {
        dispatcher: new Agent({ connect: { ca: ca.cert } }),
        method: 'POST',
        headers: {
          cookie: visitor.cookies.header(new URL(url), { crossSite: false, post: true }) ?? '',
          origin: url,
          'sec-fetch-site': 'same-origin',
        },
        body: form,
      })
      // That zeroes are no picture is for Portico to say, and not for the proxy that they are too many.
      const text = await answer.body.text()
      assert.equal(answer.statusCode, 400, text)
      assert.match(text, /\/assets\/style/)
    })

    it('begins at https also for who types http', async () => {
      if (proxy.heading === 'Traefik') return
      const { location } = await newVisitor().get(`${plainUrl}/sign-in`)
      assert.equal(location?.href, `${url}/sign-in`)
    })
  })
}
