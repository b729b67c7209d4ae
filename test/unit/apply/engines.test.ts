import assert from 'node:assert/strict'
import { it } from 'node:test'
import { dump } from '../../support/dump.ts'
import { onEveryEngine } from '../../support/engines.ts'
import { createInstallation } from './support.ts'

const file = `
accounts:
  - { username: alice, email: alice@example.org, emailVerified: true, password: correct horse battery staple, admin: true, groups: [staff, readers] }
  - { username: bob, groups: [staff] }
groups: [{ name: staff, description: Us }]
applications:
  - { slug: notes, clientSecret: s3cretS3cretS3cretS3cret, redirectUris: ["https://notes.example.org/callback"], accessGroups: [staff] }
branding: { name: Example, links: [{ label: Help, href: /help }] }
outbound: { allow: ["idp.example.org:8443"] }
`

await onEveryEngine('a configuration file', (open) => {
  it('is applied whole, and has nothing to do a second time', async () => {
    const portico = createInstallation(await open())
    assert.equal((await portico.apply(file)).steps.length, 7)
    const before = await dump(portico.storage)
    const again = await portico.apply(file)
    assert.deepEqual([again.steps, again.notes], [[], []])
    assert.equal(await dump(portico.storage), before)
  })

  it('comes to the same when several nodes apply it at once', async () => {
    const storage = await open()
    const nodes = [createInstallation(storage), createInstallation(storage), createInstallation(storage)]
    // Each draws its own ids, as separate machines would.
    for (const [at, node] of nodes.entries()) node.random.bytes(32 * at + 1)
    await Promise.all(nodes.map((node) => node.apply(file)))
    assert.equal(await storage.count('accounts'), 2)
    assert.equal(await storage.count('groups'), 2)
    assert.equal(await storage.count('applications'), 1)
    assert.equal(await storage.count('memberships'), 3)
    assert.deepEqual((await createInstallation(storage).plan(file)).steps, [])
  })
})
