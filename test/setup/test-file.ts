import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Tally } from './tally.ts'

/** One test that ended, as report-lines.cjs writes it. */
interface Line {
  readonly name: string
  readonly outcome: keyof Tally
  readonly why: string
}

const reporter = fileURLToPath(new URL('report-lines.cjs', import.meta.url))
const perTest = 120_000
const perFile = 600_000
const shownOutput = 20_000

export const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`

const indent = (text: string, by: string): string => text.trimEnd().replace(/^/gm, by)

/** Everything a test file started is in its process group. */
const signalGroup = (pid: number | undefined, signal: 'SIGKILL' | 0): boolean => {
  try {
    return pid !== undefined && process.kill(-pid, signal)
  } catch {
    return false
  }
}

/** What the file left behind may clean up after itself; whatever does not end by then is ended. */
const endGroup = async (pid: number | undefined): Promise<void> => {
  const limit = performance.now() + 5000
  while (signalGroup(pid, 0) && performance.now() < limit) await delay(20)
  signalGroup(pid, 'SIGKILL')
}

const runInItsOwnProcess = async (root: string, file: string, linesFile: string) => {
  const options = [
    `--test-timeout=${perTest}`,
    `--test-reporter=${reporter}`,
    `--test-reporter-destination=${linesFile}`,
  ]
  const child = spawn(process.execPath, [...options, file], {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-shownOutput)
    })
  }
  let hung = false
  const limit = setTimeout(() => {
    hung = true
    signalGroup(child.pid, 'SIGKILL')
  }, perFile)
  const endWithUs = () => signalGroup(child.pid, 'SIGKILL')
  process.on('exit', endWithUs)
  const [code] = await once(child, 'exit')
  clearTimeout(limit)
  await endGroup(child.pid)
  process.off('exit', endWithUs)
  return { code, hung, output }
}

const readLines = async (file: string): Promise<Line[]> =>
  (await readFile(file, 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))

let lineFiles = 0

/** Runs one test file, prints one line about it, and what went wrong or was left out below that. */
export const runTestFile = async (root: string, file: string): Promise<Tally> => {
  const started = performance.now()
  const linesFile = join(tmpdir(), `portico-test-${process.pid}-${++lineFiles}.jsonl`)
  const { code, hung, output } = await runInItsOwnProcess(root, file, linesFile)
  const lines = await readLines(linesFile)
  await rm(linesFile, { force: true })

  const broken = (why: string) => lines.push({ name: 'the file itself', outcome: 'failed', why })
  if (hung) broken(`did not end within ${inSeconds(perFile)}: something it opened is still open`)
  else if (code !== 0 && !lines.some((line) => line.outcome === 'failed')) broken(`ended with ${code}`)
  else if (lines.length === 0) broken('holds no test')

  const of = (outcome: keyof Tally) => lines.filter((line) => line.outcome === outcome)
  const tally: Tally = { passed: of('passed').length, failed: of('failed').length, skipped: of('skipped').length }
  const counts = [`${tally.passed} passed`]
  if (tally.failed > 0) counts.push(`${tally.failed} FAILED`)
  if (tally.skipped > 0) counts.push(`${tally.skipped} skipped`)
  const mark = tally.failed > 0 ? 'FAIL' : 'ok  '
  console.log(`  ${mark}  ${relative(root, file)}  ${counts.join(', ')}  ${inSeconds(performance.now() - started)}`)
  for (const { name, why } of of('skipped')) console.log(`        skipped: ${name}${why && `: ${why}`}`)
  for (const { name, why } of of('failed')) console.log(`        FAILED: ${name}\n${indent(why, '          ')}`)
  if (tally.failed > 0 && output.trim() !== '') console.log(`        it wrote:\n${indent(output, '          ')}`)
  return tally
}
