import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '../../../src/cli/program.ts'
import { temporaryFolder } from '../../support/folder.ts'

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A folder with an installation in it, and the command line in that folder. */
export const createShell = (files: Readonly<Record<string, string>> = {}) => {
  const folder = temporaryFolder()
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
  for (const [name, text] of Object.entries(files)) write(name, text)
  const run = async (line: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> => {
    const out: string[] = []
    const err: string[] = []
    const code = await runCommand(
      { arguments: line, environment, folder, out: (text) => void out.push(text), err: (text) => void err.push(text) },
      '1.2.3',
    )
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
  return { folder, write, run, portico: (line: string, environment = {}) => run(line.split(' '), environment) }
}
