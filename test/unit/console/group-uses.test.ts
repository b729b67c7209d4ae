import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createApplication } from '../../../src/admin/operations/applications.ts'
import { createGroup } from '../../../src/admin/operations/groups.ts'
import { type AccessRule, everybody } from '../../../src/applications/access.ts'
import { createConsole } from './console-app.ts'

const withGroup = async () => {
  const console = await createConsole()
  const by = { actorId: console.administrator.id }
  const made = await createGroup(console.operations, { name: 'banned' }, by)
  assert.ok(made.ok)
  const { id } = made.group
  const rule = (rule: Partial<AccessRule>): AccessRule => ({
    ...{ kind: 'group', value: id, negate: false, enabled: true },
    ...rule,
  })
  const use = async (input: Omit<Parameters<typeof createApplication>[1], 'name'>) => {
    const created = await createApplication(console.operations, { name: 'Notes', ...input }, by)
    assert.ok(created.ok, JSON.stringify(created))
    return created.application.id
  }
  const path = `/console/groups/${id}/delete`
  const isThere = async () => (await console.world.storage.find('groups', id)) !== undefined
  return { ...console, id, rule, use, path, isThere }
}

describe('a group', () => {
  const ways = {
    'a rule': ({ rule }) => ({ accessRules: { match: 'any', rules: [rule({})] } }),
    'a negated rule, which would let in whom it keeps out': ({ rule }) => ({
      accessRules: { match: 'any', rules: [rule({ negate: true })] },
    }),
    'a rule that is switched off': ({ rule }) => ({ accessRules: { match: 'any', rules: [rule({ enabled: false })] } }),
    'a role': ({ id }) => ({ accessRules: everybody, roles: [{ value: 'admin', groups: [id] }] }),
  } as const satisfies Record<
    string,
    (of: Awaited<ReturnType<typeof withGroup>>) => Parameters<Awaited<ReturnType<typeof withGroup>>['use']>[0]
  >
  for (const [what, details] of Object.entries(ways)) {
    it(`is not deleted while it is named by ${what}, and the page says where`, async () => {
      const house = await withGroup()
      const application = await house.use(details(house))
      const page = await house.tab.get(house.path)
      assert.match(page.text, /still needed/)
      assert.ok(page.text.includes(`href="/console/applications/${application}/access"`))
      assert.ok(!page.text.includes('confirm-delete'))
      const other = await house.tab.get('/console/groups/new')
      const token = /name="form_token" value="([^"]+)"/.exec(other.text)?.[1] ?? ''
      const sent = await house.tab.post(house.path, { confirm: 'banned', form_token: token })
      assert.equal(sent.status, 409)
      assert.ok(await house.isThere())
    })
  }

  it('is deleted although an expression has its name in it, and that is said before', async () => {
    const house = await withGroup()
    await house.use({ claimMappings: [{ scope: 'profile', expression: '{"shunned": "banned" in groups}' }] })
    const page = await house.tab.get(house.path)
    assert.match(page.text, /stands in expressions/)
    assert.equal((await house.tab.submit(page, { confirm: 'banned' }, { button: 'confirm-delete' })).status, 303)
    assert.ok(!(await house.isThere()))
  })

  it('that nothing names is deleted without more ado', async () => {
    const house = await withGroup()
    const page = await house.tab.get(house.path)
    assert.ok(!/expressions/.test(page.text))
    await house.tab.submit(page, { confirm: 'banned' }, { button: 'confirm-delete' })
    assert.ok(!(await house.isThere()))
  })
})
