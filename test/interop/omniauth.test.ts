import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { needs } from '../setup/capabilities.ts'
import { createVisitor, type Page, type Visitor } from '../support/http-client.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { alice, awkwardSecret, press, signIn } from './people.ts'
import { type Omniauth, omniauthRig } from './rigs/omniauth.ts'

describe('a Ruby program with omniauth_openid_connect', needs('ruby-omniauth'), () => {
  let portico: PorticoProcess
  let program: Omniauth
  let misinformed: Omniauth

  before(async () => {
    const [rig, other] = [await omniauthRig(), await omniauthRig()]
    portico = await startPortico({
      tls: true,
      yaml: {
        accounts: [alice],
        applications: [
          {
            slug: 'social',
            clientId: 'social',
            clientSecret: awkwardSecret,
            redirectUris: [rig.redirectUri, other.redirectUri],
            postLogoutRedirectUris: [rig.postLogoutRedirectUri],
            consent: 'implicit',
          },
        ],
      },
    })
    const caFile = portico.front?.caFile ?? ''
    const registration = { issuer: portico.url, clientId: 'social', clientSecret: awkwardSecret, caFile }
    program = await rig.start(registration)
    misinformed = await other.start({ ...registration, clientSecret: 'not what was agreed upon' })
  })

  after(async () => {
    await program?.stop()
    await misinformed?.stop()
    await portico?.stop()
  })

  const newVisitor = () => createVisitor({ ca: portico.front?.ca.cert ?? '' })

  /** Presses the program's own button. */
  const begin = async (visitor: Visitor, at: Omniauth = program): Promise<Page> =>
    press(visitor, await visitor.get(at.startUrl), 'start')

  it('gets the account it asked for, under the name that it was told to use', async () => {
    const visitor = newVisitor()
    const page = await signIn(visitor, await begin(visitor), alice)
    assert.equal(page.status, 200, `${page.text}\n${program.logs()}`)
    const { uid, info, claims, scope } = program.account(page)
    assert.equal(uid, 'alice')
    assert.equal(info['email'], alice.email)
    assert.equal(info['email_verified'], true)
    assert.equal(info['name'], alice.name)
    assert.equal(claims['iss'], portico.url)
    assert.equal(claims['aud'], 'social')
    assert.deepEqual(scope?.split(' ').sort(), ['email', 'openid', 'profile'])
  })

  it('gets it again without a question while the session lasts, with the same subject', async () => {
    const visitor = newVisitor()
    const first = program.account(await signIn(visitor, await begin(visitor), alice))
    const second = program.account(await begin(visitor))
    assert.equal(second.claims['sub'], first.claims['sub'])
  })

  it('ends the session after asking, when all that it sends is where to return to', async () => {
    const visitor = newVisitor()
    await signIn(visitor, await begin(visitor), alice)
    const question = await visitor.follow(await visitor.get(program.logoutUrl))
    assert.equal(question.url.origin, portico.url)
    const back = await press(visitor, question, 'sign-out')
    assert.equal(back.url.href, program.startUrl)
    assert.match((await begin(visitor)).text, /id="sign-in"/)
  })

  it('says what was wrong when its secret is not the one agreed upon', async () => {
    const visitor = newVisitor()
    const page = await signIn(visitor, await begin(visitor, misinformed), alice)
    assert.equal(page.status, 401)
    assert.match(page.text, /message=invalid_client/)
  })
})
