import { type Account, findAccount } from '../../accounts/account.ts'
import { groupIdsOf } from '../../accounts/groups.ts'
import { hasPassword } from '../../accounts/passwords/credential.ts'
import { listSessions } from '../../accounts/sessions/sessions.ts'
import { listGrants } from '../../applications/grants.ts'
import { listKnownAs } from '../../applications/known-as/people.ts'
import type { Time } from '../../lib/clock.ts'
import type { World } from '../../storage/world.ts'
import { managedFields } from './managed.ts'

/** An account as a list of them shows it. */
export interface AccountSummary {
  readonly id: string
  readonly username: string
  readonly name: string
  readonly email: string | undefined
  readonly emailVerified: boolean
  readonly avatar: string | undefined
  readonly administrator: boolean
  readonly disabledAt: Time | undefined
  /** It was never approved yet. */
  readonly awaitingSince: Time | undefined
  readonly managed: boolean
  readonly createdAt: Time
  readonly lastSignInAt: Time | undefined
}

export type EmailVoucher =
  | { readonly who: 'mail' | 'configuration' | 'source' | 'command' }
  | { readonly who: 'administrator'; readonly name: string }
  /** An administrator whose account has been deleted since. */
  | { readonly who: 'gone' }

/** All that administrators see of an account: nothing that could be used to sign in with it. */
export interface AccountView extends AccountSummary {
  readonly managedFields: readonly string[]
  readonly updatedAt: Time
  readonly emailVerifiedAt: Time | undefined
  /** Whose word the address rests on. */
  readonly emailVoucher: EmailVoucher | undefined
  readonly locale: string | undefined
  readonly hasPassword: boolean
  readonly groupIds: readonly string[]
  readonly sessions: readonly {
    /** The one that may be shown; no browser's cookie. */
    readonly publicId: string
    readonly createdAt: Time
    readonly lastSeenAt: Time
    readonly address: string | undefined
    readonly userAgent: string | undefined
  }[]
  readonly grants: readonly {
    readonly applicationId: string
    readonly name: string
    readonly scopes: readonly string[]
    readonly since: Time
  }[]
  /** In applications they have signed in to. */
  readonly knownAs: readonly {
    readonly applicationId: string
    readonly name: string
    readonly handle: string
    readonly subject: string
  }[]
}

export const summaryOf = async (world: World, account: Account): Promise<AccountSummary> => {
  const { id, username, name, email, avatar, administrator, disabledAt, awaitingSince, managed, createdAt } = account
  const emailVerified = account.emailVerifiedAt !== undefined
  const lastSignInAt = await lastSignIn(world, id)
  return {
    id,
    username,
    name,
    email,
    emailVerified,
    avatar,
    administrator,
    disabledAt,
    awaitingSince,
    managed,
    createdAt,
    lastSignInAt,
  }
}

export const viewOf = async (world: World, account: Account): Promise<AccountView> => {
  const { id, updatedAt, emailVerifiedAt, locale } = account
  const [summary, fields, withPassword, groupIds, sessions, grants, emailVoucher] = await Promise.all([
    summaryOf(world, account),
    managedFields(world, 'accounts', account),
    hasPassword(world, id),
    groupIdsOf(world, id),
    listSessions(world, id),
    listGrants(world, id),
    voucherOf(world, account),
  ])
  return {
    ...summary,
    ...{ managedFields: fields, updatedAt, emailVerifiedAt, emailVoucher, locale, groupIds },
    hasPassword: withPassword,
    sessions: sessions.map(({ publicId, createdAt, lastSeenAt, address, userAgent }) => ({
      ...{ publicId, createdAt, lastSeenAt, address, userAgent },
    })),
    grants: grants.map(({ grant, application }) => ({
      ...{ applicationId: application.id, name: application.name, scopes: grant.scopes, since: grant.createdAt },
    })),
    knownAs: (await listKnownAs(world, id)).map(({ application, handle, subject }) => ({
      ...{ applicationId: application.id, name: application.name, handle, subject },
    })),
  }
}

const voucherOf = async (world: World, { emailVerifiedBy }: Account): Promise<EmailVoucher | undefined> => {
  if (emailVerifiedBy === undefined) return undefined
  const [who, id = ''] = emailVerifiedBy.split(':')
  if (who === 'mail' || who === 'source') return { who }
  if (who !== 'administrator') return { who: 'configuration' }
  if (id === 'command') return { who: 'command' }
  const administrator = await findAccount(world, id)
  return administrator === undefined ? { who: 'gone' } : { who, name: administrator.name }
}

/** Whoever sets the installation up is signed in by it. */
const lastSignIn = async (world: World, accountId: string): Promise<Time | undefined> => {
  const where = { accountId, kind: { oneOf: ['signin.succeeded', 'setup.completed'] } }
  const [last] = await world.storage.list('events', { where, orderBy: 'at', descending: true, limit: 1 })
  return last?.at
}
