import type { Check } from './check.ts'

/** Whether somebody would get in, and whether all would be as it should. */
export type Verdict = 'accepted' | 'accepted_with_less' | 'refused'

export const verdictOf = (checks: readonly Check[]): Verdict => {
  const failed = checks.filter(({ ok }) => !ok)
  if (failed.length === 0) return 'accepted'
  return failed.some(({ needed }) => needed) ? 'refused' : 'accepted_with_less'
}
