import type { Plain } from '../imported.ts'

/** An installation in the words of `portico.yaml`, and what of it has no word there. */
export interface Exported {
  readonly file: Plain
  readonly notes: readonly ExportNote[]
  /** Ids of the pictures that have to lie beside it. */
  readonly pictures: readonly string[]
}

export const exportCodes = ['sealed', 'hmac', 'secrets', 'no_secret', 'pictures', 'published'] as const

export interface ExportNote {
  readonly about: string
  readonly code: (typeof exportCodes)[number]
  readonly detail?: string
}

export type Noting = (note: ExportNote) => void
