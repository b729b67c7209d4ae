import { type Change, putting } from '../../storage/storage.ts'

/** The kind of the jobs that look which applications have to hear of a session's end. */
export const sessionEndKind = 'session-end'

/**
 * The change with which whoever ends sessions of somebody has their applications told of it, in the commit that ends them. Another one that waits
 * for the same person looks at all of them anyway.
 */
export const tellingOfEnd = (accountId: string): Change =>
  putting('jobs', {
    ...{ id: `${sessionEndKind}:${accountId}`, kind: sessionEndKind, data: { accountId } },
    ...{ dueAt: 0, leasedUntil: 0, attempts: 0 },
  })
