import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { asking } from './conformance/asking.ts'
import { changing } from './conformance/changing.ts'
import { keeping } from './conformance/keeping.ts'
import { lasting } from './conformance/lasting.ts'
import { leasing } from './conformance/leasing.ts'
import { racing } from './conformance/racing.ts'
import { rotating } from './conformance/rotating.ts'
import type { Differences, Part, Subject } from './conformance/subject.ts'
import { taking } from './conformance/taking.ts'
import { kinds } from './fit.ts'

const parts: Readonly<Record<string, Part>> = { keeping, asking, taking, changing, rotating, leasing, racing }

/**
 * Every promise of `storage.ts`, as tests: an engine that passes may stand in for any other.
 * Where one differs it says so, with the reason.
 */
export const storageConformance = (
  name: string,
  open: () => Promise<Subject>,
  options: { readonly skip?: string | false; readonly differences?: Differences } = {},
): void => {
  describe(`storage: ${name}`, { skip: options.skip ?? false }, () => {
    let subject: Subject | undefined
    const opened = (): Subject => {
      assert.ok(subject, 'not open')
      return subject
    }
    before(async () => {
      subject = await open()
    })
    after(() => subject?.close())
    beforeEach(async () => {
      for (const kind of kinds) await opened().storage.removeWhere(kind, {})
    })

    for (const [title, part] of Object.entries(parts)) describe(title, () => part(opened))
    describe('lasting', () => lasting(opened, options.differences ?? {}))
    it('dumps what is stored', async () => {
      await opened().storage.put('settings', { id: 'canary', value: { deep: ['kept in the open'] } })
      assert.match(await opened().dump(), /kept in the open/)
    })
  })
}
