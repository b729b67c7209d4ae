import type { Problem } from '../../accounts/outcome.ts'

/** What became of something an administrator asked for about people and groups. */
export type Outcome<T extends object = object> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly problems: readonly OperationProblem[] }

/** `managed`: only the configuration file changes this. `used`: something else means it. */
export type OperationProblem =
  | Problem
  | { readonly field: 'account' | 'group' | 'mode'; readonly code: 'managed' }
  | { readonly field: 'group'; readonly code: 'used' }

export const managedByFile = (field: 'account' | 'group') =>
  ({ ok: false, problems: [{ field, code: 'managed' }] }) as const

export const notThere = (field: 'account' | 'group') => ({ ok: false, problems: [{ field, code: 'unknown' }] }) as const
