import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { addMember, createGroup } from '../../../src/accounts/groups.ts'
import { membersOf } from '../../../src/applications/access.ts'
import { type Application, findApplication } from '../../../src/applications/application.ts'
import { runs } from '../../support/fuzz.ts'
import { createConsole } from './console-app.ts'
import { problemOf, shownIn } from './console-forms.ts'

const ready = async (details: Partial<Application> = {}) => {
  const console = await createConsole()
  const made = await createGroup(console.world, { name: 'staff' })
  assert.ok(made.ok)
  const alice = await console.addAccount({ username: 'alice', email: 'alice@example.org' })
  const bob = await console.addAccount({ username: 'bob' })
  await addMember(console.world, made.group.id, alice.id)
  const application = await console.addApplication(details)
  const path = `/console/applications/${application.id}/access`
  const open = () => console.tab.get(path)
  const send = async (fields: Readonly<Record<string, string>>, button: 'save' | 'preview' = 'save') =>
    console.tab.submit(await open(), { match: 'any', rolesClaim: 'roles', ...fields }, { button })
  const stored = async () => {
    const found = await findApplication(console.world, application.id)
    assert.ok(found)
    return found
  }
  return { ...console, staff: made.group.id, alice, bob, application, path, open, send, stored }
}

const firstRule = { 'rule-kind-0': 'group', 'rule-value-0': 'staff', 'rule-enabled-0': 'yes' }
const words = (text: string): string => text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('an application’s page about claims and access', () => {
  it('keeps rules by id, and shows them by the names of today', async () => {
    const { send, stored, staff, bob, open } = await ready()
    const saved = await send({
      ...firstRule,
      match: 'all',
      'rule-kind-1': 'account',
      'rule-value-1': 'Bob',
      'rule-negate-1': 'yes',
      'rule-place-1': '0.5',
    })
    assert.equal(saved.status, 303, words(saved.text))
    assert.deepEqual((await stored()).accessRules, {
      match: 'all',
      rules: [
        { kind: 'account', value: bob.id, negate: true, enabled: false },
        { kind: 'group', value: staff, negate: false, enabled: true },
      ],
    })
    const page = await open()
    assert.deepEqual([shownIn(page, 'rule-value-0'), shownIn(page, 'rule-value-1')], ['bob', 'staff'])
  })

  it('says who would lose access and which claim would change, and saves nothing by that', async () => {
    const { send, stored } = await ready()
    const seen = await send(
      { ...firstRule, as: 'alice', 'mapping-scope-0': 'email', 'mapping-expression-0': '{"role": user.username}' },
      'preview',
    )
    assert.equal(seen.status, 200)
    const said = words(seen.text)
    assert.match(said, /2 people would lose access: bob, boss/)
    assert.match(said, /role would change for one person for instance alice : not there → alice/)
    assert.match(said, /alice may enter, and the application would be told/)
    assert.equal(shownIn(seen, 'rule-value-0'), 'staff')
    const { accessRules, claimMappings } = await stored()
    assert.deepEqual([accessRules.rules, claimMappings], [[], []])
  })

  it('says where in an expression the mistake is, beside it, and keeps what was typed', async () => {
    const { send, stored } = await ready()
    const text = '{"a": user.emial}'
    const wrong = await send({ 'mapping-scope-0': 'email', 'mapping-expression-0': text })
    assert.equal(wrong.status, 400)
    assert.match(problemOf(wrong, 'mapping-expression-0') ?? '', /At character \d+: .*emial/)
    assert.match(wrong.text, /<mark class="sent">[^<]*emial/)
    const taken = await send({ 'mapping-scope-0': 'email', 'mapping-expression-0': '{"sub": "bob"}' })
    assert.match(problemOf(taken, 'mapping-expression-0') ?? '', /only the protocol/i)
    const rule = await send({ 'rule-kind-0': 'expression', 'rule-value-0': 'groups', 'rule-enabled-0': 'yes' })
    assert.match(problemOf(rule, 'rule-value-0') ?? '', /At character 1/)
    assert.deepEqual((await stored()).claimMappings, [])
  })

  it('refuses what names nobody, rather than reading it as something else', async () => {
    const { send, stored } = await ready()
    for (const fields of [
      { ...firstRule, 'rule-value-0': 'nobody' },
      { ...firstRule, 'rule-kind-0': 'account', 'rule-value-0': 'nobody' },
      { ...firstRule, 'rule-kind-0': 'instance', 'rule-value-0': 'no domain' },
      { 'role-value-0': 'admin', 'role-groups-0': 'nobody' },
      { rolesClaim: 'sub' },
    ]) {
      assert.equal((await send(fields)).status, 400, JSON.stringify(fields))
    }
    assert.deepEqual((await stored()).accessRules.rules, [])
  })

  it('says of a group that is not there that it is the group', async () => {
    const { send } = await ready()
    const { text } = await send({ 'role-value-0': 'admin', 'role-groups-0': 'nobody' })
    assert.match(text, /<textarea(?=[^>]*name="role-groups-0")(?=[^>]*aria-invalid="true")/)
    assert.doesNotMatch(text, /<input(?=[^>]*name="role-value-0")(?=[^>]*aria-invalid="true")/)
  })

  it('keeps roles by group', async () => {
    const { send, stored, staff } = await ready()
    const saved = await send({ 'role-value-0': 'admin', 'role-groups-0': 'Staff\r\n', rolesClaim: 'romm_roles' })
    assert.equal(saved.status, 303)
    const { roles, rolesClaim } = await stored()
    assert.deepEqual([roles, rolesClaim], [[{ value: 'admin', groups: [staff] }], 'romm_roles'])
  })

  it('changes nothing that was not on the page: what says nothing opens no door', async () => {
    const { tab, open, path, stored } = await ready({ accessRules: membersOf(['gone-id']) })
    const page = await open()
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? []
    assert.equal((await tab.post(path, { form_token: token, action: 'save' })).status, 303)
    assert.deepEqual((await stored()).accessRules, membersOf(['gone-id']))
  })

  it('leaves a rule about a group that is gone as it was', async () => {
    const { send, open, stored } = await ready({ accessRules: membersOf(['gone-id']) })
    assert.equal(shownIn(await open(), 'rule-value-0'), 'gone-id')
    assert.equal((await send({ ...firstRule, 'rule-value-0': 'gone-id' })).status, 303)
    assert.deepEqual((await stored()).accessRules, membersOf(['gone-id']))
  })

  it('is not overtaken by the list of groups on the application’s own page', async () => {
    const rules = { match: 'all' as const, rules: membersOf(['a', 'b']).rules }
    const { tab, application, stored } = await ready({ accessRules: rules })
    const page = await tab.get(`/console/applications/${application.id}`)
    assert.doesNotMatch(page.text, /name="accessGroups"/)
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? []
    await tab.post(`/console/applications/${application.id}`, {
      form_token: token,
      name: 'Notes',
      asksForGroups: 'yes',
    })
    assert.deepEqual((await stored()).accessRules, rules)
  })

  it('is where the line about somebody who was turned away leads, which names the rule and the remedy', async () => {
    const one = await ready()
    const rules = membersOf([one.staff])
    await one.addApplication({ slug: 'wiki', name: 'Wiki', accessRules: rules })
    const bob = await one.signedIn(one.bob)
    const asked = { client_id: 'wiki', redirect_uri: 'https://app.example.org/callback', response_type: 'code' }
    assert.equal((await bob.get(`/authorize?${new URLSearchParams({ ...asked, scope: 'openid' })}`)).status, 403)
    const [line] = await one.world.storage.list('events', { where: { kind: 'authorization.refused' } })
    const shown = async (language: string) =>
      words((await one.tab.get(`/console/events/${line?.id}`, { 'accept-language': language })).text)
    assert.match(
      await shown('en'),
      /is in the group staff Put bob into the group staff\. By the rules of today bob still/,
    )
    assert.match(await shown('de'), /Nimm bob in die Gruppe staff auf\./)
  })

  it('answers whatever is typed with a page', async () => {
    const { send } = await ready()
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('{"a": user', '{"iss": 1}', '[[[[', '"\\x"', '{"a": groups.map(g, g)}'),
    )
    await fc.assert(
      fc.asyncProperty(
        piece,
        piece,
        fc.constantFrom('group', 'expression', 'instance', 'x'),
        fc.constantFrom('save', 'preview'),
        async (text, scope, kind, button) => {
          const fields = {
            'mapping-scope-0': scope,
            'mapping-expression-0': text,
            'rule-kind-0': kind,
            'rule-value-0': text,
            'rule-enabled-0': 'yes',
            'role-value-0': scope,
            'role-groups-0': text,
            rolesClaim: scope,
            as: text,
          }
          const { status } = await send(fields, button === 'save' ? 'save' : 'preview')
          assert.ok([200, 303, 400].includes(status), String(status))
        },
      ),
      runs(40),
    )
  })
})
