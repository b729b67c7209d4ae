import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createConsole } from './console-app.ts'

/** What of the menu belongs together: the name of each part, and its ways in their order. */
const partsIn = (text: string): readonly (readonly [string, readonly string[]])[] => {
  const [, menu = ''] = /<nav aria-label="Console">([\s\S]*?)<\/nav>/.exec(text) ?? []
  const [first = '', ...named] = menu.split('<div role="group"')
  const waysIn = (part: string) => [...part.matchAll(/<a [^>]*>([^<]+)<\/a>/g)].map(([, label = '']) => label)
  return [
    ['', waysIn(first)],
    ...named.map((part) => [/aria-label="([^"]+)"/.exec(part)?.[1] ?? '', waysIn(part)] as const),
  ]
}

describe('the menu of the console', () => {
  it('has its twelve rooms in parts, each with its name for the eye and the ear', async () => {
    const { tab } = await createConsole()
    const { text } = await tab.get('/console')
    assert.deepEqual(partsIn(text), [
      ['', ['Overview', 'Applications']],
      ['People', ['People', 'Groups', 'Invitations']],
      ['Ways in', ['Ways in', 'Servers', 'Rules']],
      ['Installation', ['Events', 'Mail', 'Settings', 'Branding']],
    ])
    for (const [name] of partsIn(text).slice(1)) {
      assert.ok(text.includes(`<span class="ways-label" aria-hidden="true">${name}</span>`), name)
    }
  })

  it('marks the room that one is in, and no other', async () => {
    const { tab } = await createConsole()
    for (const [path, label] of [
      ['/console', 'Overview'],
      ['/console/rules/new', 'Rules'],
      ['/console/branding', 'Branding'],
    ] as const) {
      const { text } = await tab.get(path)
      const marked = [...text.matchAll(/aria-current="page">([^<]+)</g)].map(([, name]) => name)
      assert.deepEqual(marked, [label], path)
    }
  })
})
