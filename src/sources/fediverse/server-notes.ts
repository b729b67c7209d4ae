import type { Change } from '../../storage/storage.ts'
import type { SourceProblem, SourceWorld } from '../source.ts'

/** For administrators: what went wrong there last. A server that asks to be left alone is left alone. */
export const noteProblem = async (
  { storage, clock }: Pick<SourceWorld, 'storage' | 'clock'>,
  key: string,
  problem: SourceProblem,
  also: readonly Change[] = [],
): Promise<void> => {
  const now = clock.now()
  await storage.change('servers', key, (row) => [
    {
      ...row,
      lastErrorCode: problem.code,
      lastErrorAt: now,
      ...(problem.code === 'limited' ? { notBefore: now + problem.retryAfter } : {}),
    },
    also,
  ])
}

/** Somebody has come from there. Whether they are taken in is for others to say: until then it goes again. */
export const noteSignIn = async (
  { storage, clock }: Pick<SourceWorld, 'storage' | 'clock'>,
  key: string,
): Promise<void> => {
  const lastSignInAt = clock.now()
  await storage.change('servers', key, (row) => ({ ...row, signIns: row.signIns + 1, lastSignInAt }))
}

/** Somebody from there has an account here: from now on it is remembered. */
export const keepServer = async ({ storage }: Pick<SourceWorld, 'storage'>, key: string): Promise<void> => {
  await storage.change('servers', key, (row) =>
    row.expiresAt === undefined ? undefined : { ...row, expiresAt: undefined },
  )
}
