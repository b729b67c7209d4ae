import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createHasher } from '../../src/accounts/passwords/hasher.ts'
import { tellImport } from '../../src/admin/moving/import-text.ts'
import { applyImport, planImport } from '../../src/admin/operations/import.ts'
import { applicationOf } from '../../src/applications/application.ts'
import { importAuthentik } from '../../src/moving/authentik/import-authentik.ts'
import { createTestApp } from '../support/app.ts'
import { apiExport, blueprint } from '../unit/moving/authentik-files.ts'

const by = { via: 'import' } as const

const ready = () => {
  const app = createTestApp()
  return {
    ...app,
    world: { ...app.world, hasher: createHasher({ random: app.world.random, cost: { memory: 8, passes: 1 } }) },
  }
}

describe('moving in from authentik', () => {
  for (const [name, text] of Object.entries({ blueprint, 'an export': apiExport })) {
    it(`is done in one go, and nothing is left to do the second time: ${name}`, async () => {
      const { world } = ready()
      const imported = await importAuthentik(text, {})
      const first = await applyImport(world, imported, by)
      assert.ok(first.difference.steps.length > 0)
      assert.deepEqual(
        first.left.filter(({ code }) => code === 'refused'),
        [],
      )
      const second = await planImport(world, imported, by)
      assert.deepEqual(second.difference.steps, [])
      assert.match(tellImport(second), /^Everything is here already\./)
    })
  }

  it('only adds to somebody who is here already', async () => {
    const { world, addAccount } = ready()
    const jane = await addAccount({ username: 'jane', email: 'jane@example.org', name: 'Jane as she likes it' })
    const { warnings } = await applyImport(world, await importAuthentik(apiExport, {}), by)
    assert.ok(warnings.some(({ about, code }) => about === 'jane' && code === 'taken_for'))
    const after = await world.storage.find('accounts', jane.id)
    assert.equal(after?.name, 'Jane as she likes it')
    assert.equal(await world.storage.count('memberships', { accountId: jane.id }), 1)
    assert.equal(await world.storage.count('subjects', { accountId: jane.id }), 1)
  })

  it('leaves alone whoever has the name and another address', async () => {
    const { world, addAccount } = ready()
    const jane = await addAccount({
      username: 'jane',
      email: 'other@example.org',
      emailKey: 'other@example.org',
      verifiedEmailKey: 'other@example.org',
    })
    const { left } = await applyImport(world, await importAuthentik(apiExport, {}), by)
    assert.ok(left.some(({ about, code }) => about === 'jane' && code === 'somebody_else'))
    assert.equal(await world.storage.count('subjects', { accountId: jane.id }), 0)
    assert.equal(await world.storage.count('memberships', { accountId: jane.id }), 0)
    const [social] = (await world.storage.list('applications')).map(applicationOf)
    assert.deepEqual(
      social?.accessRules.rules.map(({ kind }) => kind),
      ['group'],
      'nor may she enter in the other’s place',
    )
  })

  it('takes nobody for whom they are called like', async () => {
    for (const held of [
      { email: undefined, emailKey: undefined, verifiedEmailKey: undefined, cameBy: 'source' },
      { email: undefined, emailKey: undefined, verifiedEmailKey: undefined },
      { emailKey: 'jane@example.org', verifiedEmailKey: undefined, emailVerifiedAt: undefined },
    ] as const) {
      const { world, addAccount } = ready()
      const jane = await addAccount({ username: 'jane', ...held })
      const { left } = await applyImport(world, await importAuthentik(apiExport, {}), by)
      assert.ok(left.some(({ about, code }) => about === 'jane' && code === 'somebody_else'))
      assert.equal(await world.storage.count('subjects', { accountId: jane.id }), 0)
    }
  })
})
