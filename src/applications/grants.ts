import { happened } from '../accounts/happened.ts'
import type { By } from '../accounts/outcome.ts'
import { event } from '../events/event.ts'
import type { Row } from '../storage/records.ts'
import { type Change, expecting, putting, removing, removingWhere, setting } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { type Application, applicationOf } from './application.ts'

export type Grant = Row<'grants'>

const grantId = (applicationId: string, accountId: string): string => `${applicationId}:${accountId}`

/** What a person allowed an application. */
export const findGrant = (
  world: Pick<World, 'storage'>,
  accountId: string,
  applicationId: string,
): Promise<Grant | undefined> => world.storage.find('grants', grantId(applicationId, accountId))

export interface Consent {
  readonly application: Pick<Application, 'id' | 'expiresAt'>
  readonly account: Pick<Row<'accounts'>, 'id'>
  /** What the person agreed to now. */
  readonly scopes: readonly string[]
  /** What `findGrant` has found: what was allowed before stays allowed. */
  readonly held: Grant | undefined
  readonly address?: string | undefined
  readonly userAgent?: string | undefined
}

/** Keeps what a person has just agreed to, beside what they allowed before. */
export const giveConsent = async (world: World, consent: Omit<Consent, 'held'>): Promise<void> => {
  const held = await findGrant(world, consent.account.id, consent.application.id)
  await world.storage.atomically(consentChanges(world, { ...consent, held }))
}

/**
 * The changes that keep a person's consent. They fail with `Missing` when the application or the account is gone or
 * switched off meanwhile. Of two consents at the same moment the later one counts, and the person is asked again for the rest.
 */
export const consentChanges = (
  world: Pick<World, 'clock' | 'random'>,
  { application, account, scopes, held, address, userAgent }: Consent,
): readonly Change[] => {
  const now = world.clock.now()
  return [
    expecting('applications', application.id, { disabledAt: undefined }),
    // Somebody has use for it: it stays.
    ...(application.expiresAt === undefined ? [] : [setting('applications', application.id, { expiresAt: undefined })]),
    expecting('accounts', account.id, { disabledAt: undefined }),
    putting('grants', {
      id: grantId(application.id, account.id),
      applicationId: application.id,
      accountId: account.id,
      scopes: [...new Set([...(held?.scopes ?? []), ...scopes])],
      createdAt: held?.createdAt ?? now,
      updatedAt: now,
    }),
    event(world, 'consent.given', {
      accountId: account.id,
      applicationId: application.id,
      address,
      userAgent,
      data: { scopes },
    }),
  ]
}

/**
 * Takes back what a person allowed an application, with everything it was given on the strength of it: refresh and access tokens and codes,
 * in one commit, also for an application that never had to ask. False when there was nothing to take back.
 */
export const revokeGrant = async (
  world: World,
  accountId: string,
  applicationId: string,
  by: By = {},
): Promise<boolean> => {
  const of = { accountId, applicationId }
  const [grant, refresh, access, codes] = await Promise.all([
    world.storage.find('grants', grantId(applicationId, accountId)),
    world.storage.count('refreshTokens', of),
    world.storage.count('accessTokens', of),
    world.storage.count('codes', of),
  ])
  if (grant === undefined && refresh + access + codes === 0) return false
  await world.storage.atomically([
    removing('grants', grantId(applicationId, accountId)),
    removingWhere('refreshTokens', of),
    removingWhere('accessTokens', of),
    removingWhere('codes', of),
    happened(world, 'grant.revoked', by, { ...of, data: { scopes: grant?.scopes ?? [] } }),
  ])
  return true
}

export interface Granted {
  readonly grant: Grant
  readonly application: Application
}

/** What a person allowed, by the application's name. */
export const listGrants = async (world: Pick<World, 'storage'>, accountId: string): Promise<readonly Granted[]> => {
  const grants = await world.storage.list('grants', { where: { accountId } })
  if (grants.length === 0) return []
  const ids = grants.map(({ applicationId }) => applicationId)
  const rows = await world.storage.list('applications', { where: { id: { oneOf: ids } }, orderBy: 'name' })
  return rows.flatMap((row) => {
    const grant = grants.find(({ applicationId }) => applicationId === row.id)
    return grant === undefined ? [] : [{ grant, application: applicationOf(row) }]
  })
}
