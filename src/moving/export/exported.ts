import type { Plain } from '../imported.ts'

/** An installation in the words of `portico.yaml`, and what of it has no word there. */
export interface Exported {
  readonly file: Plain
  readonly notes: readonly ExportNote[]
}

export const exportCodes = ['sealed', 'hmac', 'secrets', 'no_secret', 'pictures', 'awaiting'] as const

export interface ExportNote {
  readonly about: string
  readonly code: (typeof exportCodes)[number]
  readonly detail?: string
}

export type Noting = (note: ExportNote) => void
