import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { needs } from '../setup/capabilities.ts'
import { createVisitor } from '../support/http-client.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { alice, awkwardSecret, bob, signIn } from './people.ts'
import { type GoRig, goRig } from './rigs/go-oidc.ts'

describe('a Go program with go-oidc and x/oauth2', needs('go'), () => {
  let portico: PorticoProcess
  let rig: GoRig

  before(async () => {
    rig = await goRig()
    const entry = { clientSecret: awkwardSecret, redirectUris: [rig.redirectUri], consent: 'implicit' }
    portico = await startPortico({
      yaml: {
        accounts: [alice, bob],
        applications: [
          { slug: 'social', clientId: 'social', ...entry },
          { slug: 'own', clientId: 'own', issuer: 'application', ...entry },
          { slug: 'edwards', clientId: 'edwards', signingAlgorithm: 'EdDSA', ...entry },
        ],
      },
    })
  })

  after(async () => {
    await portico?.stop()
  })

  /** As this person sees it, from the program's start to its end. */
  const account = async (
    issuer: string,
    clientId: string,
    person: typeof alice | typeof bob,
    secret = awkwardSecret,
  ) => {
    const program = await rig.start({ issuer, clientId, clientSecret: secret })
    try {
      const visitor = createVisitor()
      const page = await signIn(visitor, await visitor.follow(await visitor.get(program.startUrl)), person)
      return { ...page, ...(page.status === 200 ? program.account(page) : { issuer: '', claims: {} }) }
    } finally {
      await program.stop()
    }
  }

  it('finds everything it needs in the ID token', async () => {
    const { status, text, issuer, claims } = await account(portico.url, 'social', alice)
    assert.equal(status, 200, text)
    assert.equal(issuer, portico.url)
    assert.deepEqual(
      { ...claims, sub: '' },
      {
        ...{ sub: '', email: alice.email, email_verified: true, groups: ['staff'] },
        ...{ name: alice.name, preferred_username: 'alice' },
      },
    )
  })

  it('gets an array and a boolean also of somebody who is in no group and has proved nothing', async () => {
    const { status, text, claims } = await account(portico.url, 'social', bob)
    assert.equal(status, 200, text)
    assert.deepEqual(claims['groups'], [])
    assert.equal(claims['email_verified'], false)
  })

  it('works with an issuer of its own, written as authentik writes it', async () => {
    const own = `${portico.url}/application/o/own/`
    const { status, text, issuer } = await account(own, 'own', alice)
    assert.equal(status, 200, text)
    assert.equal(issuer, own)
  })

  it('verifies EdDSA, which discovery offers', async () => {
    const { status, text } = await account(portico.url, 'edwards', alice)
    assert.equal(status, 200, text)
  })

  it('says after both its attempts that it is the secret that is wrong', async () => {
    const { status, text } = await account(portico.url, 'social', alice, 'wrong')
    assert.equal(status, 500)
    assert.match(text, /exchange: oauth2: "invalid_client"/)
  })

  it('does not start with the issuer of another, nor with a slash too many or too few', async () => {
    const { url } = portico
    for (const issuer of [`${url}/`, `${url}/application/o/own`, `${url}/application/o/social/`]) {
      await assert.rejects(rig.start({ issuer, clientId: 'social', clientSecret: awkwardSecret }), issuer)
    }
  })
})
