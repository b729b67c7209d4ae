import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Difference } from './differences.ts'
import { type Provider, startOther, startPortico } from './two-providers.ts'

export interface Case {
  readonly name: string
  readonly answer: (provider: Provider) => Promise<string>
}

/** The same to both: they agree, or the difference is listed as it is. A listed difference that is none any more fails as well. */
export const agreement = (title: string, cases: readonly Case[], differences: readonly Difference[]): void => {
  const listed = new Map(differences.flatMap((one) => one.names.map((name) => [name, one] as const)))

  describe(title, () => {
    let ours: Provider
    let other: Awaited<ReturnType<typeof startOther>>
    before(async () => {
      ours = await startPortico()
      other = await startOther()
    })
    after(() => other.close())

    for (const { name, answer } of cases) {
      const difference = listed.get(name)
      test(difference === undefined ? `is answered alike: ${name}` : `is answered otherwise: ${name}`, async () => {
        const answers = [await answer(ours), await answer(other)]
        if (difference === undefined) assert.equal(answers[0], answers[1])
        else assert.deepEqual(answers, [difference.ours, difference.theirs])
      })
    }

    test('is compared by no name twice, and no difference is about nothing', () => {
      const names = cases.map(({ name }) => name)
      assert.equal(new Set(names).size, names.length)
      assert.deepEqual(
        [...listed.keys()].filter((name) => !names.includes(name)),
        [],
      )
      assert.equal(listed.size, differences.flatMap(({ names }) => names).length)
      for (const { ours, theirs } of differences) assert.notEqual(ours, theirs)
    })
  })
}
