import { snake } from './columns.ts'

/** Names of what migrations make, so that an engine's complaint about one can be understood. */
export const uniqueName = (table: string, columns: readonly string[]): string =>
  [snake(table), ...columns.map(snake), 'unique'].join('_')

export const indexName = (table: string, columns: readonly string[]): string =>
  [snake(table), ...columns.map(snake), 'index'].join('_')
