import { hashSecret } from '../../lib/secret.ts'
import { adding, type Change, expecting, putting, removing, removingWhere } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { happened } from '../happened.ts'
import type { LinkPurpose } from '../links.ts'
import type { By } from '../outcome.ts'
import type { Session } from './sessions.ts'

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

/** Signs a browser out. Resolves to the session that ended, undefined when there was none. */
export const endSession = (world: World, secret: string, by: By = {}): Promise<Session | undefined> =>
  world.storage.take('sessions', hashSecret(secret), (row) => [
    ...whatItLeftOpen(row),
    happened(world, 'signout', by, { accountId: row.accountId }),
  ])

/** Ends one of an account's sessions, from a list of them. False when it is not there, or is somebody else's. */
export const endSessionByPublicId = async (
  world: World,
  accountId: string,
  publicId: string,
  by: By = {},
): Promise<boolean> => {
  for (;;) {
    const found = await world.storage.find('sessions', { publicId })
    if (found?.accountId !== accountId) return false
    const ended = await world.storage.take('sessions', found.id, (row) => [
      ...whatItLeftOpen(row),
      happened(world, 'session.ended', by, { accountId, data: { session: publicId } }),
    ])
    if (ended !== undefined) return true
    // Ended by somebody else, or whoever is in it has just proved again who they are: then it goes on under another id.
  }
}

/**
 * What was issued in a session goes by its public id, which lasts as long as it does. Refresh tokens stay: an
 * application has them to come back while nobody is there, which was agreed to (OpenID Connect Core section 11).
 */
const whatItLeftOpen = ({ accountId, publicId }: Session): readonly Change[] => [
  removingWhere('codes', { accountId, sessionId: publicId }),
  removingWhere('accessTokens', { accountId, sessionId: publicId }),
  tellingOfEnd(accountId),
]

/** The same as changes: of a session that a place elsewhere has ended. */
export const endingSession = (session: Session): readonly Change[] => [
  removing('sessions', session.id),
  ...whatItLeftOpen(session),
]

/** An objection to another address stays: whoever took the account over would end it with a new password. */
const linksThatEnd: readonly LinkPurpose[] = ['password', 'email', 'set-up']

/**
 * The changes that sign an account out everywhere: its sessions, open codes, access and refresh tokens, and the links
 * that were sent to it. `keep` is the one session that goes on, under the new secret that `renewed` gave it; the
 * commit fails with `Missing` when it has ended meanwhile, so that ending a session is never undone.
 */
export const endEverything = (
  accountId: string,
  options: { readonly keep?: { readonly was: Session; readonly is: Session } | undefined } = {},
): readonly Change[] => [
  ...(options.keep === undefined ? [] : [expecting('sessions', options.keep.was.id, { accountId })]),
  removingWhere('sessions', { accountId }),
  removingWhere('codes', { accountId }),
  removingWhere('accessTokens', { accountId }),
  removingWhere('refreshTokens', { accountId }),
  removingWhere('links', { accountId, purpose: { oneOf: linksThatEnd } }),
  tellingOfEnd(accountId),
  ...(options.keep === undefined ? [] : [adding('sessions', options.keep.is)]),
]
