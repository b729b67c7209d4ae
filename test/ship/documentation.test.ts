import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...globSync('docs/**/*.md', { cwd: root }),
]

/** What stands in code is no link. */
const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '').replace(/`[^`\n]*`/g, '')

/** As headings are called in links to them. */
const anchorsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )

describe('the documentation', () => {
  for (const page of pages) {
    it(`leads nowhere that is not there: ${page}`, () => {
      const targets = [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)]
      const broken = targets
        .map(([, link, picture]) => link ?? picture ?? '')
        .filter((target) => !/^(https?:|mailto:)/.test(target))
        .filter((target) => {
          const [path = '', anchor] = target.split('#')
          const place = path === '' ? page : join(dirname(page), path)
          if (!existsSync(join(root, place))) return true
          return anchor !== undefined && place.endsWith('.md') && !anchorsIn(read(place)).includes(anchor)
        })
      assert.deepEqual(broken, [])
    })
  }

  it('is all reached from its first page', () => {
    const first = read('docs/README.md')
    const unreached = globSync('docs/{guide,reference}/*.md', { cwd: root }).filter(
      (page) => !first.includes(`(${page.replace('docs/', '')}`),
    )
    assert.deepEqual(unreached, [])
  })
})

/** Tests are named by words that stand in them: `[token](../test/app/token.test.ts) "gives a code", "revokes"; ...`. */
const assertHeld = (holders: string): void => {
  for (const holder of holders.split('; ')) {
    const [, path = ''] = /\]\(\.\.\/(test\/[^)]+\.test\.ts)\)/.exec(holder) ?? []
    const words = [...holder.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)
    assert.ok(path !== '' && words.length > 0, holder)
    const text = read(path)
    for (const name of words) assert.ok(text.includes(name), `${path} does not say "${name}"`)
  }
}

describe('a promise of the threat model', () => {
  const rows = (/^## What is promised$([\s\S]*?)^## /m.exec(read('docs/threat-model.md'))?.[1] ?? '')
    .split('\n')
    .filter((line) => /^\| [A-Z`]/.test(line))

  it('is one of many', () => assert.ok(rows.length >= 40))

  for (const row of rows) {
    const [, promise = '', holders = ''] = row
      .split(' | ')
      .flatMap((cell, at) => (at === 0 ? ['', cell.slice(2)] : [cell]))
    it(`is held by the tests that it names: ${promise}`, () => assertHeld(holders))
  }
})

describe('an attack that is known', () => {
  const rows = read('docs/known-attacks.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| where'))
    .map((line) => line.slice(2, -2).split(' | '))

  it('is one of many', () => assert.ok(rows.length >= 60))

  for (const [where = '', what = '', holders = ''] of rows)
    it(`is tried by the tests that it names: ${where}: ${what}`, () => assertHeld(holders))
})
