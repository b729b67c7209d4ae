import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, it } from 'node:test'
import { type Import, importsOf } from './architecture/imports.ts'
import { withTable } from './architecture/printed-table.ts'
import { packagesAtHome, type Room, rooms } from './architecture/rooms.ts'
import { everythingWritten, root, type SourceFile, sources } from './architecture/source-tree.ts'

const isIn = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`)

const roomOf = (path: string): Room | undefined =>
  rooms
    .flatMap((room) => room.holds.filter((place) => isIn(path, place)).map((place) => ({ room, length: place.length })))
    .sort((a, b) => b.length - a.length)[0]?.room

const belowSrc = (path: string): string => path.replace(/^src\//, '')

/** Where an import of ours leads, below src; undefined for a package. */
const targetOf = (file: SourceFile, { specifier }: Import): string | undefined =>
  specifier.startsWith('.') ? belowSrc(posix.join(posix.dirname(file.path), specifier)) : undefined

const mayImport = (from: Room, target: string, typesOnly: boolean): boolean => {
  const to = roomOf(target)
  if (to === undefined) return false
  if (to === from || from.may === 'everything' || from.may.includes(to.name)) return true
  return typesOnly && (from.typesOf ?? []).some((place) => isIn(target, place))
}

const none = (violations: readonly string[]): void => {
  assert.equal(violations.length, 0, `\n${violations.join('\n')}\n`)
}

const eachImport = (say: (file: SourceFile, imported: Import) => string | undefined): string[] =>
  sources().flatMap((file) =>
    importsOf(file.text).flatMap((imported) => {
      const sentence = say(file, imported)
      return sentence === undefined ? [] : [`${file.path}:${imported.line} ${sentence}`]
    }),
  )

describe('the architecture', () => {
  it('gives every file a room', () => {
    none(sources().flatMap(({ path }) => (roomOf(belowSrc(path)) ? [] : [`${path} belongs to no room of rooms.ts`])))
  })

  it('has no import that the table of rooms does not allow', () => {
    none(
      eachImport((file, imported) => {
        const from = roomOf(belowSrc(file.path))
        const target = targetOf(file, imported)
        if (from === undefined || target === undefined || mayImport(from, target, imported.typesOnly)) return undefined
        return `imports ${target}: ${from.name} may not import ${roomOf(target)?.name ?? 'what is outside src'}`
      }),
    )
  })

  it('imports a package only where it is at home', () => {
    none(
      eachImport((file, { specifier }) => {
        const rule = packagesAtHome.find(({ packages }) => packages.test(specifier))
        if (rule === undefined || rule.home.test(belowSrc(file.path))) return undefined
        return `imports ${specifier}, which belongs to ${rule.home.source}: ${rule.because}`
      }),
    )
  })

  it('names every import of ours with its ending', () => {
    none(
      eachImport((_, { specifier }) =>
        specifier.startsWith('.') && !/\.(ts|js|json|css|svg)$/.test(specifier) ? `imports ${specifier}` : undefined,
      ),
    )
  })

  it('has no file longer than 400 lines', () => {
    none(
      everythingWritten()
        .filter(({ path }) => /^(src|test|bin|bench)\/.*\.(ts|js|cjs|rb|py)$/.test(path))
        .flatMap(({ path, text }) => {
          const lines = text.trimEnd().split('\n').length
          return lines > 400 ? [`${path} has ${lines} lines`] : []
        }),
    )
  })

  it('goes at most two folders deep below src', () => {
    none(sources().flatMap(({ path }) => (path.split('/').length > 4 ? [`${path} lies deeper`] : [])))
  })

  it('names files and folders in kebab case', () => {
    const isKebab = (path: string) =>
      belowSrc(path)
        .split('/')
        .every((part) => /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*$/.test(part))
    none(sources().flatMap(({ path }) => (isKebab(path) ? [] : [`${path} is not kebab case`])))
  })

  it('has no default export', () => {
    none(
      sources().flatMap(({ path, text }) =>
        /^export default\b|\bas default\b/m.test(text) ? [`${path} has one`] : [],
      ),
    )
  })

  it('has no barrel', () => {
    const isBarrel = ({ path, text }: SourceFile) => {
      const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').trim()
      return (
        /\/index\.[tj]s$/.test(path) ||
        (code !== '' && code.replace(/export\s[^'"]*from\s*(['"]).*\1/g, '').trim() === '')
      )
    }
    none(sources().flatMap((file) => (isBarrel(file) ? [`${file.path} only passes others on`] : [])))
  })

  it('has no word that does not belong into the project', () => {
    const words = [
      { found: new RegExp(['registry', 'npmjs', 'org'].join('\\.')), name: 'the host of a package registry' },
      { found: new RegExp(['(^|[^.])\\.\\.', 'shared\\b'].join('/')), name: 'a path outside the project' },
      { found: new RegExp(['', 'work', 'main\\b'].join('/')), name: 'a path of one machine' },
      { found: new RegExp(`\\b(TO${'DO'}|FIX${'ME'})\\b`), name: 'a note of what is missing' },
    ]
    none(
      everythingWritten().flatMap(({ path, text }) =>
        text.split('\n').flatMap((line, index) => {
          const word = words.find(({ found }) => found.test(line))
          return word === undefined ? [] : [`${path}:${index + 1} has ${word.name}`]
        }),
      ),
    )
  })

  it('is drawn in ARCHITECTURE.md as it is', () => {
    const file = join(root, 'ARCHITECTURE.md')
    const page = readFileSync(file, 'utf8')
    const printed = withTable(page, rooms)
    assert.ok(printed !== undefined, 'ARCHITECTURE.md has lost the markers between which the table of rooms stands')
    if (process.env['UPDATE'] === '1') writeFileSync(file, printed)
    else
      assert.ok(
        printed === page,
        'the table in ARCHITECTURE.md is not the one of rooms.ts: run this test with UPDATE=1',
      )
  })
})
