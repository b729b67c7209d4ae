import type { OperationProblem } from '../admin/operations/outcome.ts'
import { type ExitCode, printable } from './terminal.ts'

/** What cannot be done, in a sentence. */
export const refuse = (err: (text: string) => void, sentence: string): ExitCode => {
  err(printable(sentence))
  return 1
}

const sentences: Readonly<Record<string, string>> = {
  required: 'is missing',
  too_long: 'is too long',
  malformed: 'cannot be used as it is written',
  characters: 'has characters in it that nobody sees or that look like others',
  mixed_scripts: 'mixes letters of several scripts',
  confusable: 'looks like another name in Latin letters',
  taken: 'is in use, or was somebody’s before',
  unknown: 'is not there',
  disabled: 'is disabled',
  managed: 'is in the configuration file: change it there',
}

/** Every problem in a line of its own. */
export const tell = (err: (text: string) => void, problems: readonly OperationProblem[]): ExitCode => {
  for (const { field, code } of problems) err(`The ${field} ${sentences[code] ?? `cannot be used (${code})`}.`)
  return 1
}
