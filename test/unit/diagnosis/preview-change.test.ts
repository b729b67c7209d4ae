import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { AccessRule } from '../../../src/applications/access.ts'
import { previewChange } from '../../../src/diagnosis/preview-change.ts'
import type { Row } from '../../../src/storage/records.ts'
import { createTestApp } from '../../support/app.ts'

const digits = (number: number): string => String(number).padStart(4, '0')

const among = async (count: number) => {
  const app = createTestApp()
  const before = await app.addApplication()
  const people: Row<'accounts'>[] = []
  for (let number = 0; number < count; number += 1) {
    // Everybody of the second half of the list comes from another place.
    const domain = number < count / 2 ? 'one.example' : 'two.example'
    people.push(
      await app.addAccount({
        id: `person${digits(number)}AAAAAAAAAAAA`,
        username: `u${digits(number)}`,
        email: `u@${domain}`,
      }),
    )
  }
  const rule: AccessRule = {
    ...{ kind: 'expression', value: 'user.email.endsWith("one.example")' },
    ...{ negate: false, enabled: true },
  }
  const preview = async (change: Partial<typeof before>) => {
    const [person] = people
    assert.ok(person)
    const changed = { before, after: { ...before, ...change }, person, base: app.base }
    return previewChange(app.world, changed)
  }
  return { preview, rules: { accessRules: { match: 'any', rules: [rule] } as const } }
}

describe('a preview of what would change', () => {
  it('is of everybody where everybody can be looked at', async () => {
    const { preview, rules } = await among(30)
    const { people, total, loses, compared } = await preview(rules)
    assert.deepEqual([people, total, loses.count, compared], [30, 30, 15, { count: 15, of: 15 }])
  })

  it('looks at people from all over the list where there are too many, and says how many', async () => {
    const { preview, rules } = await among(1203)
    const { people, total, loses, compared } = await preview(rules)
    assert.deepEqual([people, total], [500, 1203])
    assert.ok(loses.count > 200 && loses.count < 300, `about half of them: ${loses.count}`)
    assert.ok(compared.count <= 100 && compared.count > 50 && compared.of === 500 - loses.count)
    const mapped = await preview({ claimMappings: [{ scope: 'profile', expression: '{"from": user.email}' }] })
    const [change] = mapped.claims
    assert.equal(change?.claim, 'from')
    assert.equal(change?.count, mapped.compared.count)
  })
})
