import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { kinds } from '../../../src/storage/fit.ts'
import { formTokenOn, upload } from '../../support/upload.ts'
import { blueprint, custom } from '../moving/authentik-files.ts'
import { dexConfig } from '../moving/dex-files.ts'
import { createConsole } from './console-app.ts'

const page = '/console/import'
const shown = (text: string): string => text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

describe('the console’s way to move in', () => {
  it('shows what would change, and what is left alone, before anything does', async () => {
    const { tab, world } = await createConsole()
    const preview = await tab.submit(await tab.get(page), { from: 'dex', text: dexConfig }, { button: 'read' })
    assert.equal(preview.status, 200)
    assert.match(shown(preview.text), /Application example-social new/)
    assert.match(shown(preview.text), /connectors\[1\] Portico asks no directory .*ldap/)
    assert.equal(await world.storage.count('applications'), 0)
    const done = await tab.submit(preview, {}, { button: 'apply' })
    assert.equal(done.status, 200)
    assert.match(done.text, /role="status"/)
    assert.equal(await world.storage.count('applications'), 2)
    const [line] = await world.storage.list('events', { where: { kind: 'import.applied' } })
    assert.ok(line?.actorId)
    assert.equal((await tab.submit(preview, {}, { button: 'apply' })).status, 400, 'only once')
  })

  it('reads a file that is sent, and shows a program as it is', async () => {
    const app = await createConsole()
    const fields = { form_token: formTokenOn(await app.tab.get(page)), from: 'authentik', text: '' }
    const file = ['file', Buffer.from(blueprint)] as const
    const preview = await upload(app, app.tab, page, { fields, file })
    assert.equal(preview.status, 200)
    assert.ok(preview.text.includes(custom.split('\n')[0] ?? ''))
  })

  it('says in words what cannot be read, and keeps nothing of it', async () => {
    const { tab, world } = await createConsole()
    const wrong = async (values: Record<string, string>) => tab.submit(await tab.get(page), values, { button: 'read' })
    assert.equal((await wrong({ from: 'dex', text: ' ' })).status, 400)
    const other = await wrong({ from: 'authentik', text: 'secret: hunter2hunter2' })
    assert.equal(other.status, 400)
    assert.match(other.text, /role="alert"/)
    assert.ok(!other.text.includes('hunter2'))
    assert.equal(await world.storage.count('links'), 0)
  })

  it('does only what was shown', async () => {
    const { tab, addApplication } = await createConsole()
    const preview = await tab.submit(await tab.get(page), { from: 'dex', text: dexConfig }, { button: 'read' })
    await addApplication({ slug: 'example-social' })
    const other = await tab.submit(preview, {}, { button: 'apply' })
    assert.equal(other.status, 409)
    assert.match(shown(other.text), /example-social-2/)
  })

  it('keeps no secret of the file that could be read where it is kept', async () => {
    const { tab, world } = await createConsole()
    await tab.submit(await tab.get(page), { from: 'dex', text: dexConfig }, { button: 'read' })
    const rows = await Promise.all(kinds.map((kind) => world.storage.list(kind)))
    const dump = JSON.stringify(rows)
    for (const secret of ['dGhpcy1pcy1hLXNlY3JldC', 'bkMH0exw712Wp', 'upstream-secret'])
      assert.ok(!dump.includes(secret))
  })
})
