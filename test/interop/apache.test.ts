import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { needs } from '../setup/capabilities.ts'
import { allowOn, signInOn, useChromium } from '../support/browser.ts'
import { createVisitor, type Page, type Visitor } from '../support/http-client.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { alice, awkwardSecret, bob, press, signIn } from './people.ts'
import { type Apache, apacheRig } from './rigs/apache.ts'

const openChromium = useChromium()

describe('Apache with mod_auth_openidc', needs('apache'), () => {
  let portico: PorticoProcess
  let apache: Apache

  before(async () => {
    const rig = await apacheRig()
    portico = await startPortico({
      yaml: {
        accounts: [alice, bob],
        applications: [
          {
            slug: 'intranet',
            name: 'The intranet',
            clientId: 'intranet',
            clientSecret: awkwardSecret,
            redirectUris: [rig.redirectUri],
            postLogoutRedirectUris: [rig.postLogoutRedirectUri],
          },
        ],
      },
    })
    apache = await rig.start({ issuer: portico.url, clientId: 'intranet', clientSecret: awkwardSecret })
  })

  after(async () => {
    await apache?.stop()
    await portico?.stop()
  })

  /** From the protected page to the question whether the intranet may know who this is. */
  const reachConsent = async (visitor: Visitor, person: typeof alice | typeof bob): Promise<Page> =>
    signIn(visitor, await visitor.follow(await visitor.get(apache.startUrl)), person)

  const enter = async (visitor: Visitor, person: typeof alice | typeof bob): Promise<Page> =>
    press(visitor, await reachConsent(visitor, person), 'allow')

  it('lets in who signed in, and is told who that is', async () => {
    const page = await enter(createVisitor(), alice)
    assert.equal(page.url.href, apache.startUrl, apache.logs())
    const told = apache.environment(page)
    assert.equal(told.get('REMOTE_USER'), 'alice')
    assert.equal(told.get('OIDC_CLAIM_name'), alice.name)
    assert.equal(told.get('OIDC_CLAIM_email'), alice.email)
    assert.equal(told.get('OIDC_CLAIM_email_verified'), '1')
    assert.equal(told.get('OIDC_CLAIM_groups'), 'staff')
    assert.equal(told.get('OIDC_CLAIM_iss'), portico.url)
  })

  it('is told nothing that the person was not shown before', async () => {
    const visitor = createVisitor()
    const consent = await reachConsent(visitor, alice)
    for (const shown of ['The intranet', alice.name, alice.email, 'staff'])
      assert.ok(consent.text.includes(shown), shown)
  })

  it('lets into a part of it only who is in the group that the part asks for', async () => {
    const [ofAlice, ofBob] = [createVisitor(), createVisitor()]
    await enter(ofAlice, alice)
    await enter(ofBob, bob)
    const [hers, his] = [await ofAlice.get(apache.staffUrl), await ofBob.get(apache.staffUrl)]
    assert.equal(hers.status, 200)
    assert.ok([401, 403].includes(his.status), `${his.status}`)
  })

  it('lets nobody in who said no', async () => {
    const visitor = createVisitor()
    const denied = await visitor.submit(await reachConsent(visitor, alice), {}, { button: 'deny' })
    assert.equal(denied.location?.searchParams.get('error'), 'access_denied')
    // This version of the module takes any callback with `iss` but without a code for the start of a sign-in from
    // elsewhere, and says so on an error page of its own; what counts is that it opens nothing.
    const answer = await visitor.follow(denied)
    assert.equal(answer.url.origin, new URL(apache.startUrl).origin)
    assert.equal((await visitor.get(apache.startUrl)).status, 302)
  })

  it('gets a new access token with its refresh token', async () => {
    const visitor = createVisitor()
    const first = apache.environment(await enter(visitor, alice)).get('OIDC_access_token') ?? ''
    const back = await visitor.follow(await visitor.get(apache.refreshUrl(first)))
    const second = apache.environment(back).get('OIDC_access_token')
    assert.equal(back.url.href, apache.startUrl, apache.logs())
    assert.ok(second !== undefined && second !== first)
  })

  it('signs out here and there, and is back at the page it named', async () => {
    const visitor = createVisitor()
    await enter(visitor, alice)
    const page = await visitor.follow(await visitor.get(apache.logoutUrl))
    assert.equal(page.text, 'signed out')
    const asked = await visitor.follow(await visitor.get(apache.startUrl))
    assert.match(asked.text, /id="sign-in"/)
  })

  it('lets in who comes with Chromium', needs('chromium'), async () => {
    const profile = await openChromium()
    const page = await profile.newPage()
    await page.goto(apache.startUrl)
    await signInOn(page, { identifier: alice.email, password: alice.password })
    await allowOn(page)
    await page.waitForURL(apache.startUrl)
    assert.match((await page.textContent('body')) ?? '', /REMOTE_USER=alice/)
    await profile.close()
  })
})
