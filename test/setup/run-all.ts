import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runChecks } from './checks.ts'
import { prepare } from './prepare.ts'
import { inWords, sum, type Tally } from './tally.ts'
import { runTestFile } from './test-file.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const inCi = process.env['CI'] === 'true'

/** What takes longest starts first, so that nothing is left running alone at the end. */
const slowFirst = ['test/browser', 'test/interop', 'test/app', 'test/oracle']

const testFiles = (filters: readonly string[]): string[] => {
  const rank = (file: string) => {
    const found = slowFirst.findIndex((folder) => file.startsWith(folder))
    return found === -1 ? slowFirst.length : found
  }
  return globSync('test/**/*.test.ts', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter.replace(/^\.\//, ''))))
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
}

const runTestFiles = async (files: readonly string[]): Promise<Tally[]> => {
  const waiting = [...files]
  const tallies: Tally[] = []
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      tallies.push(await runTestFile(root, join(root, file)))
    }
  }
  await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker))
  return tallies
}

const runAll = async (filters: readonly string[]): Promise<Tally> => {
  console.log('Machine')
  const missing = prepare()
  for (const name of missing)
    console.log(`  skipped: ${name}: this machine does not have it, and we could not install it`)
  if (missing.length === 0) console.log('  ok    everything is there')
  const machine: Tally = { passed: 0, failed: inCi ? missing.length : 0, skipped: inCi ? 0 : missing.length }

  if (filters.length === 0) console.log('\nChecks')
  const checks = filters.length === 0 ? await runChecks(root) : []

  console.log('\nTests')
  const files = testFiles(filters)
  if (files.length === 0) console.log(`  FAIL  no test file matches ${filters.join(' ')}`)
  const search: Tally = { passed: 0, failed: Number(files.length === 0), skipped: 0 }
  return sum([machine, ...checks, search, ...(await runTestFiles(files))])
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1))

const total = await runAll(process.argv.slice(2))
const skippedInCi = inCi && total.skipped > 0
if (skippedInCi) console.log('\nA skip is a failure here, because CI is true.')
process.exitCode = total.failed > 0 || skippedInCi ? 1 : 0
console.log(`\n${inWords(total)}`)
