import type { Note } from '../imported.ts'

/** What reading Dex's configuration needs, and where it leaves what it finds. */
export interface DexReading {
  leave(note: Note): void
  warn(note: Note): void
  /** Undefined, and noted, for a variable that is not set. */
  fromEnvironment(name: string, about: string): string | undefined
}
