import { examine } from '../start/examine.ts'
import { type ExitCode, printable } from './terminal.ts'
import type { AtWork } from './with-world.ts'

const marks = { good: 'ok   ', warn: 'note ', bad: 'WRONG' } as const

/** Looks at everything that commonly goes wrong, and changes nothing. */
export const doctor = async ({ world, settings, out }: AtWork): Promise<ExitCode> => {
  const findings = await examine(world, settings)
  for (const { verdict, about, sentence } of findings) out(printable(`${marks[verdict]}  ${about}: ${sentence}`))
  return findings.some(({ verdict }) => verdict === 'bad') ? 1 : 0
}
