import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Capability, missingCapabilities, type Wanted, wanted } from './capabilities.ts'

const mayInstall = () => process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')

const apt = (...args: string[]): boolean => {
  const run = spawnSync('apt-get', ['-q', '-y', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    // Run level 1 is that of a machine on which packages start no servers of theirs.
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
  if (run.status === 0) return true
  console.log(
    `  apt-get ${args.join(' ')} failed:\n${`${run.stdout}${run.stderr}`.trim().split('\n').slice(-15).join('\n')}`,
  )
  return false
}

const answer = (lines: string): void => {
  spawnSync('debconf-set-selections', { input: `${lines}\n`, stdio: ['pipe', 'ignore', 'inherit'] })
}

/** Installs what is missing where that is ours to do: Debian, as root. Answers what is missing still. */
export const prepare = (): Capability[] => {
  const missing: readonly Wanted[] = missingCapabilities().map((name) => wanted[name])
  const packages = missing.flatMap(({ debian }) => debian)
  if (packages.length > 0 && mayInstall()) {
    console.log(`  installing ${packages.join(' ')}`)
    apt('update')
    for (const { answers } of missing) if (answers !== undefined) answer(answers)
    apt('install', '--no-install-recommends', ...packages)
  }
  for (const name of missingCapabilities()) bring(wanted[name])
  return missingCapabilities()
}

const bring = ({ command: line }: Wanted): void => {
  if (line === undefined) return
  const [command, ...args] = line
  const run = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  if (run.status !== 0) console.log(`  ${command} ${args.join(' ')} failed:\n${`${run.stdout}${run.stderr}`.trim()}`)
}
