import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { authlib16, needs } from '../setup/capabilities.ts'
import { createVisitor, type Page, type Visitor } from '../support/http-client.ts'
import { type PorticoProcess, startPortico } from '../support/portico-process.ts'
import { alice, awkwardSecret, bob, signIn } from './people.ts'
import { type Authlib, authlibRig } from './rigs/authlib.ts'

const versions = [
  { which: 'Authlib as Debian has it', needing: ['python-authlib'], libraries: undefined, issuer: 'global' },
  { which: 'Authlib 1.6', needing: ['python-authlib', 'python-authlib-1.6'], libraries: authlib16, issuer: 'global' },
  {
    which: 'Authlib 1.6 at an issuer of its own',
    needing: ['python-authlib', 'python-authlib-1.6'],
    libraries: authlib16,
    issuer: 'application',
  },
] as const

for (const { which, needing, libraries, issuer } of versions)
  describe(`a Python program with ${which}`, needs(...needing), () => {
    let portico: PorticoProcess
    let program: Authlib
    /** As RomM's guide has it, without the slash. */
    const addressOf = ({ url }: PorticoProcess) => (issuer === 'global' ? url : `${url}/application/o/games`)

    before(async () => {
      const rig = await authlibRig(libraries)
      portico = await startPortico({
        yaml: {
          accounts: [alice, bob],
          applications: [
            {
              slug: 'games',
              clientId: 'games',
              clientSecret: awkwardSecret,
              redirectUris: [rig.redirectUri],
              consent: 'implicit',
              issuer,
            },
          ],
        },
      })
      program = await rig.start({ issuer: addressOf(portico), clientId: 'games', clientSecret: awkwardSecret })
    })

    after(async () => {
      await program?.stop()
      await portico?.stop()
    })

    const begin = async (visitor: Visitor): Promise<Page> => visitor.follow(await visitor.get(program.startUrl))

    it('finds everything it needs in the ID token', async () => {
      const visitor = createVisitor()
      const page = await signIn(visitor, await begin(visitor), alice)
      assert.equal(page.status, 200, `${page.text}\n${program.logs()}`)
      const { person, claims } = program.account(page)
      assert.equal(person, alice.email)
      assert.equal(claims['preferred_username'], 'alice')
      assert.equal(claims['name'], alice.name)
      assert.equal(claims['email_verified'], true)
      assert.deepEqual(claims['groups'], ['staff'])
      assert.equal(claims['iss'], issuer === 'global' ? portico.url : `${portico.url}/application/o/games/`)
    })

    it('is told that nobody has verified an address, and turns its owner away', async () => {
      const visitor = createVisitor()
      const page = await signIn(visitor, await begin(visitor), bob)
      assert.equal(page.status, 400)
      assert.deepEqual(JSON.parse(page.text), { detail: 'Email is not verified.' })
    })

    it('ends the session with nothing but the ID token as a hint, and the person sees that it did', async () => {
      const visitor = createVisitor()
      await signIn(visitor, await begin(visitor), alice)
      const page = await visitor.follow(await visitor.get(program.logoutUrl))
      assert.equal(page.url.origin, portico.url)
      assert.equal(page.status, 200)
      assert.match((await begin(visitor)).text, /id="sign-in"/)
    })
  })
