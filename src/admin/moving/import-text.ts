import { english } from '../../locales/en/english.ts'
import type { Note } from '../../moving/imported.ts'
import { tellDifference } from '../apply/difference.ts'
import type { ImportResult } from '../operations/import.ts'

/** For a terminal: what changes, what has to be looked at, and what was left alone and why. */
export const tellImport = ({ difference, left, warnings }: ImportResult): string =>
  [
    difference.steps.length === 0 ? 'Everything is here already.' : tellDifference({ ...difference, warnings: [] }),
    ...difference.warnings.map((warning) => `! ${printable(warning)}`),
    ...warnings.map((note) => `! ${tellNote(note)}`),
    ...(left.length === 0 ? [] : ['', 'Left alone:', ...left.map((note) => `= ${tellNote(note)}`)]),
  ].join('\n')

export const tellNote = ({ about, code, detail }: Note): string => {
  const sentences: Readonly<Record<string, string>> = { ...english.moving.left, ...english.moving.warnings }
  const said = `${about}: ${sentences[code] ?? code}`
  if (detail === undefined) return printable(said)
  return detail.includes('\n') ? `${printable(said)}\n${indented(detail)}` : printable(`${said} (${detail})`)
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    | ${printable(line)}`)
    .join('\n')

const printable = (text: string): string =>
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
