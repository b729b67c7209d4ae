import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { needs } from '../setup/capabilities.ts'
import { freePort } from '../support/free-port.ts'
import { createVisitor, type Page, type Visitor } from '../support/http-client.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { type Glewlwyd, glewlwydPerson, startGlewlwyd } from './rigs/glewlwyd.ts'

const secret = 'aPlainSecretOfSomeLength'
/** Glewlwyd does not decode what RFC 6749 section 2.3.1 has a client encode, so that such a secret has to go by the form. */
const awkward = 'a secret of some length: & + %41'

describe('Portico behind Debian’s Glewlwyd', needs('glewlwyd'), () => {
  let glewlwyd: Glewlwyd
  let portico: PorticoProcess

  before(async () => {
    const port = await freePort()
    const base = `http://localhost:${port}`
    glewlwyd = await startGlewlwyd([
      { id: 'portico', secret, redirectUri: `${base}/sources/debian/callback` },
      { id: 'portico-form', secret: awkward, redirectUri: `${base}/sources/form/callback` },
    ])
    const source = { kind: 'openid', issuer: glewlwyd.issuer }
    const asked = { scopes: ['openid', 'profile', 'email'], pkce: 'always', userinfo: 'always' }
    portico = await startPortico({
      port,
      env: { PORTICO_UNSAFE_OUTBOUND_ALLOW: new URL(glewlwyd.issuer).origin },
      yaml: {
        accounts: [{ username: 'root', password: glewlwydPerson.password, admin: true }],
        sources: [
          {
            ...{ ...source, ...asked, id: 'debian', name: 'Debian', emailTrust: 'assume-verified' },
            ...{ clientId: 'portico', clientSecret: secret },
          },
          {
            ...{ ...source, id: 'form', name: 'By form', clientAuth: 'post', take: { email: 'ignore' } },
            ...{ clientId: 'portico-form', clientSecret: awkward },
          },
        ],
      },
    })
  })
  after(async () => {
    await portico?.stop()
    await glewlwyd?.stop()
  })

  const leaves = async (browser: Visitor, id = 'debian'): Promise<URL> => {
    const left = await browser.submit(await browser.get(`${portico.url}/sign-in`), {}, { button: `source-${id}` })
    assert.ok(left.location, left.text)
    return left.location
  }
  const comes = async (browser: Visitor, id?: string): Promise<Page> =>
    browser.follow(await browser.get(await glewlwyd.approve(await leaves(browser, id))))

  it('takes its people, who are asked for a username once and are the same ever after', async () => {
    const browser = createVisitor()
    const page = await comes(browser)
    assert.equal(page.url.pathname, '/choose-username', glewlwyd.logs())
    assert.match(page.text, /value="alice"/)
    const home = await browser.follow(await browser.submit(page, { username: 'alice_here' }))
    assert.equal(home.url.pathname, '/')
    const profile = await browser.get(`${portico.url}/account`)
    assert.match(profile.text, /Alice Example/)
    assert.match(profile.text, /alice@example\.net/)
    const again = createVisitor()
    assert.equal((await comes(again)).url.pathname, '/')
    assert.match((await again.get(`${portico.url}/account`)).text, /alice_here/)
  })

  it('is told a secret with every sort of character by the form', async () => {
    assert.equal((await comes(createVisitor(), 'form')).url.pathname, '/choose-username')
  })

  it('lets nobody in by an answer with another’s name in it', async () => {
    const browser = createVisitor()
    const back = await glewlwyd.approve(await leaves(browser))
    back.searchParams.set('iss', 'https://evil.example')
    const page = await browser.follow(await browser.get(back))
    assert.match(page.text, /data-error="/)
    assert.equal((await browser.get(`${portico.url}/account`)).location?.pathname, '/sign-in')
  })
})
