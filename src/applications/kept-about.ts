import { findAccount } from '../accounts/account.ts'
import type { Time } from '../lib/clock.ts'
import type { Kind, Row } from '../storage/records.ts'
import type { Where } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'

/** Everything kept about a person, as plain values. No password, no token and no hash of one is in it. */
export type KeptAbout = Readonly<Record<string, unknown>>

const portion = 500

/** What is kept about an account; undefined when there is none. `sessionId` is the one it is asked for in. */
export const keptAbout = async (
  world: Pick<World, 'storage' | 'clock'>,
  accountId: string,
  sessionId?: string,
): Promise<KeptAbout | undefined> => {
  const account = await findAccount(world, accountId)
  if (account === undefined) return undefined
  const own = { accountId }
  const { storage } = world
  const [
    credentials,
    identities,
    sessions,
    links,
    memberships,
    grants,
    handles,
    subjects,
    refresh,
    access,
    events,
    entered,
  ] = await Promise.all([
    ...([
      everything(world, 'credentials', own),
      everything(world, 'identities', own),
      everything(world, 'sessions', own),
      everything(world, 'links', own),
      everything(world, 'memberships', own),
      everything(world, 'grants', own),
    ] as const),
    ...([
      everything(world, 'handles', own),
      everything(world, 'subjects', own),
      everything(world, 'refreshTokens', own),
      everything(world, 'accessTokens', own),
      everything(world, 'events', own),
      everything(world, 'applicationSessions', own),
    ] as const),
  ])
  const [groups, applications] = await Promise.all([storage.list('groups'), storage.list('applications')])
  const names = new Map([...groups, ...applications].map(({ id, name }) => [id, name]))
  const application = (id: string | undefined) =>
    id === undefined ? undefined : { application: id, applicationName: names.get(id) }
  const { usernameKey: _, emailKey: _email, verifiedEmailKey, vouchedEmailKey, ...shown } = account
  return {
    madeAt: told(world.clock.now()),
    account: {
      ...shown,
      emailVerified: verifiedEmailKey !== undefined,
      emailSetByOthers: vouchedEmailKey !== undefined,
      emailVerifiedAt: told(account.emailVerifiedAt),
      createdAt: told(account.createdAt),
      updatedAt: told(account.updatedAt),
    },
    groups: memberships.map(({ groupId }) => ({ id: groupId, name: names.get(groupId) })),
    signsInWith: credentials.map(({ kind, createdAt, lastUsedAt }) => ({
      ...{ kind, createdAt: told(createdAt), lastUsedAt: told(lastUsedAt) },
    })),
    comesFrom: identities.map(({ id, sourceId, subject, host, profile, anchors, createdAt, lastUsedAt, picture }) => ({
      ...{ id, source: sourceId, subject, server: host, saidThere: profile, recognisedBy: anchors },
      ...{ pictureFrom: picture?.url, linkedAt: told(createdAt), lastUsedAt: told(lastUsedAt) },
    })),
    sessions: sessions.map((session) => ({
      id: session.publicId,
      thisOne: session.publicId === sessionId,
      signedInAt: told(session.createdAt),
      lastSeenAt: told(session.lastSeenAt),
      provedAt: told(session.authTime),
      endsAt: told(session.expiresAt),
      methods: session.amr,
      strength: session.acr,
      cameBy: session.identityId,
      address: session.address,
      userAgent: session.userAgent,
    })),
    openLinks: links.map(({ purpose, createdAt, expiresAt }) => ({
      ...{ purpose, createdAt: told(createdAt), expiresAt: told(expiresAt) },
    })),
    applications: {
      allowed: grants.map(({ applicationId, scopes, createdAt, updatedAt }) => ({
        ...{ ...application(applicationId), scopes, createdAt: told(createdAt), updatedAt: told(updatedAt) },
      })),
      calledThere: handles.map(({ applicationId, handle, createdAt }) => ({
        ...{ ...application(applicationId), handle, createdAt: told(createdAt) },
      })),
      knownThereAs: subjects.map(({ applicationId, mode, subject, createdAt }) => ({
        ...{ ...application(applicationId), mode, subject, createdAt: told(createdAt) },
      })),
      signedInTo: entered.map(({ applicationId, sessionId, createdAt }) => ({
        ...{ ...application(applicationId), session: sessionId, at: told(createdAt) },
      })),
      access: [...refresh, ...access].map(({ applicationId, scopes, createdAt, expiresAt }) => ({
        ...{ ...application(applicationId), scopes, createdAt: told(createdAt), endsAt: told(expiresAt) },
      })),
    },
    events: events.map((event) => ({ ...eventAbout(event, accountId), ...application(event.applicationId) })),
  }
}

/** Of somebody else who did something to the account it is said that they did, and not where they were. */
const eventAbout = (event: Row<'events'>, accountId: string) => {
  const { id, at, kind, outcome, code, address, userAgent, data, actorId, expiresAt } = event
  const own = actorId === undefined || actorId === accountId
  return {
    ...{ id, at: told(at), kind, outcome, code, data, keptUntil: told(expiresAt) },
    ...(own ? { address, userAgent } : { bySomebodyElse: true }),
  }
}

const told = (time: Time | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString()

/** All of them, in portions. */
const everything = async <K extends Kind>(
  { storage }: Pick<World, 'storage'>,
  kind: K,
  where: Where<K>,
): Promise<readonly Row<K>[]> => {
  const rows: Row<K>[] = []
  for (;;) {
    const found = await storage.list(kind, { where, limit: portion, offset: rows.length })
    rows.push(...found)
    if (found.length < portion) return rows
  }
}
