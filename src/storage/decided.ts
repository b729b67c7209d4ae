import type { Kind, Row } from './records.ts'
import type { Change } from './storage.ts'

/** What the caller of `change` may answer. */
export type Decided<K extends Kind> = Row<K> | undefined | readonly [Row<K> | undefined, readonly Change[]]

const isPair = <K extends Kind>(decided: Decided<K>): decided is readonly [Row<K> | undefined, readonly Change[]] =>
  Array.isArray(decided)

/** The record to keep, if it changes, and what is to be committed with it. */
export const settled = <K extends Kind>(decided: Decided<K>): readonly [Row<K> | undefined, readonly Change[]] =>
  isPair(decided) ? decided : [decided, []]
