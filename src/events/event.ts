import { newTimeId } from '../lib/ids.ts'
import { defaultPolicy } from '../lib/policy.ts'
import type { Row } from '../storage/records.ts'
import { adding, type Change } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import type { EventDetail } from './event-detail.ts'

/** Everything that is written to the audit log, by what happened. A new kind gets its sentence in `locales/`. */
export type EventKind =
  | 'setup.completed'
  | 'signin.succeeded'
  | 'signin.failed'
  | 'signout'
  | 'session.ended'
  | 'authorization.answered'
  | 'authorization.refused'
  | 'token.issued'
  | 'token.refused'
  | 'token.reuse'
  | 'claims.missed'
  | 'consent.given'
  | 'consent.denied'
  | 'grant.revoked'
  | 'account.created'
  | 'account.changed'
  | 'account.disabled'
  | 'account.enabled'
  | 'account.deleted'
  | 'account.link'
  | 'identity.linked'
  | 'identity.unlinked'
  | 'identity.confirmed'
  | 'password.changed'
  | 'password.forgotten'
  | 'email.changed'
  | 'email.verified'
  | 'email.asked'
  | 'email.objected'
  | 'username.changed'
  | 'invitation.created'
  | 'invitation.used'
  | 'invitation.revoked'
  | 'signup.asked'
  | 'signup.waiting'
  | 'signup.approved'
  | 'signup.declined'
  | 'setting.changed'
  | 'group.created'
  | 'group.changed'
  | 'group.deleted'
  | 'application.created'
  | 'application.changed'
  | 'application.deleted'
  | 'application.launched'
  | 'application.secret'
  | 'source.changed'
  | 'source.deleted'
  | 'rule.added'
  | 'rule.removed'
  | 'rule.imported'
  | 'removal.undone'
  | 'server.registered'
  | 'server.failed'
  | 'mail.sent'
  | 'mail.failed'
  | 'logout.told'
  | 'logout.failed'
  | 'key.created'
  | 'key.rotated'
  | 'key.resealed'
  | 'configuration.applied'
  | 'import.applied'
  | 'discovery.read'
  | 'keys.read'

export interface EventDetails {
  readonly outcome?: Row<'events'>['outcome']
  readonly accountId?: string | undefined
  readonly applicationId?: string | undefined
  readonly actorId?: string | undefined
  /** A readable code, when a person was shown one. */
  readonly code?: string | undefined
  readonly address?: string | undefined
  readonly userAgent?: string | undefined
  /** Plain values only, and never a secret: what is here is listed, exported and kept. */
  readonly data?: { readonly [N in EventDetail]?: unknown }
}

/** One line of the audit log, as a change to be committed with what it reports. */
export const event = (
  world: Pick<World, 'clock' | 'random' | 'policy'>,
  kind: EventKind,
  details: EventDetails = {},
): Change => {
  const at = world.clock.now()
  const { outcome = 'ok', data = {}, ...rest } = details
  return adding('events', {
    id: newTimeId(world.random, at),
    at,
    kind,
    outcome,
    ...rest,
    data,
    expiresAt: at + (world.policy?.() ?? defaultPolicy).eventsKeptFor,
  })
}

/** Writes lines that report nothing else that is stored. */
export const record = (world: World, kind: EventKind, details?: EventDetails): Promise<void> =>
  world.storage.atomically([event(world, kind, details)])
