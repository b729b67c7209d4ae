import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface SourceFile {
  /** Below the project, with slashes. */
  readonly path: string
  readonly text: string
}

export const root = fileURLToPath(new URL('../..', import.meta.url))

const read = (patterns: readonly string[]): SourceFile[] =>
  globSync(patterns, { cwd: root, exclude: ['**/node_modules/**'] })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** Everything below src that is code. */
export const sources = (): SourceFile[] => read(['src/**/*.{ts,js}'])

/** Everything that people wrote here, in any language. */
export const everythingWritten = (): SourceFile[] =>
  read([
    '{src,test,bin,bench,docs,examples,.ci}/**/*.{ts,js,cjs,rb,py,md,css,yaml,yml,json,html,svg}',
    '*.{md,json,yaml}',
    '.ci/run',
    'Dockerfile',
  ])
