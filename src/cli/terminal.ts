import type { Environment } from '../config.ts'

/** What a command needs of the process it runs in. `out` is what was asked for, `err` everything else. */
export interface Terminal {
  /** Without the program's own name. */
  readonly arguments: readonly string[]
  readonly environment: Environment
  /** Where relative paths begin, and where `.env` and `portico.yaml` are looked for. */
  readonly folder: string
  out(text: string): void
  err(text: string): void
}

/** 0 done, 1 refused or failed, 2 not understood. */
export type ExitCode = 0 | 1 | 2

// What is stored may be shown to a terminal, but never move its cursor.
export const printable = (text: string): string =>
  text.replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, ' ')

/** Columns as wide as their widest cell; a last column may be as long as it likes. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const lines = [head, ...rows].map((cells) => cells.map(printable))
  const widths = head.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)))
  return lines
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** To the minute, UTC: `2026-01-02 03:04`. */
export const moment = (time: number | undefined): string =>
  time === undefined ? '' : new Date(time).toISOString().slice(0, 16).replace('T', ' ')
