import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import type { Tally } from './tally.ts'
import { inSeconds } from './test-file.ts'

const checks = [
  ['tsc', '--noEmit'],
  ['biome', 'check', '--colors=off'],
  ['knip', '--no-progress'],
] as const

const runCheck = async (root: string, [tool, ...args]: readonly string[]): Promise<Tally> => {
  const started = performance.now()
  const child = spawn(`${root}/node_modules/.bin/${tool}`, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  const passed = code === 0
  console.log(`  ${passed ? 'ok  ' : 'FAIL'}  ${[tool, ...args].join(' ')}  ${inSeconds(performance.now() - started)}`)
  if (!passed) console.log(`${out}${err}`.trimEnd())
  return { passed: Number(passed), failed: Number(!passed), skipped: 0 }
}

/** What reads the code without running it. One after the other: each of them uses every core. */
export const runChecks = async (root: string): Promise<Tally[]> => {
  const tallies: Tally[] = []
  for (const check of checks) tallies.push(await runCheck(root, check))
  return tallies
}
