import type { PostWorld } from '../../accounts/letters.ts'
import { opensToNobody } from '../../applications/access.ts'
import { applicationOf } from '../../applications/application.ts'
import { days, type Time } from '../../lib/clock.ts'
import type { SourceWorld } from '../../sources/source.ts'
import type { World } from '../../storage/world.ts'
import { fediverseNeeds } from './fediverse-needs.ts'
import { viewMail } from './mail.ts'
import { getSignUp } from './sign-up.ts'

export const daysShown = 14

export interface Overview {
  /** Per day in UTC, the oldest first, today last. */
  readonly signIns: readonly Day[]
  /** Sign-ins that failed. */
  readonly failures: readonly Day[]
  readonly people: number
  readonly applications: number
  readonly needs: readonly Need[]
}

type OverviewWorld = Pick<PostWorld, 'storage' | 'clock' | 'mailer'> & Partial<Pick<SourceWorld, 'base'>>

export interface Day {
  readonly start: Time
  readonly count: number
}

/** Something that an administrator should look at. */
export type Need =
  | {
      readonly what: 'no_redirect_uri' | 'no_secret' | 'nobody_may_enter' | 'no_placeholder_domain'
      readonly application: NeedyApplication
    }
  /** People came with a request that had to be refused, in the last day. */
  | {
      readonly what: 'refused'
      readonly application: NeedyApplication
      readonly error: Mistake
      readonly count: number
    }
  /** Somebody used a token that had been used before: a thief, or a copy of an application. */
  | { readonly what: 'token_reuse'; readonly application: NeedyApplication; readonly count: number }
  /** Mails that could not be sent: given up in the last day, or still tried. */
  | { readonly what: 'mail_given_up'; readonly count: number }
  | { readonly what: 'mail_waits'; readonly count: number }
  /** Accounts that people made for themselves. */
  | { readonly what: 'waiting'; readonly count: number }
  /** Sign-up is set to open, and no mail can confirm an address. */
  | { readonly what: 'sign_up_without_mail' }
  /** People of the fediverse may come, and some servers cannot look up who we are. */
  | { readonly what: 'unseen_by_servers' }
  | { readonly what: 'only_administrator' }

export interface NeedyApplication {
  readonly id: string
  readonly name: string
}

/** What an administrator wants to know first. */
export const overview = async (world: OverviewWorld): Promise<Overview> => {
  const { storage } = world
  const [signIns, failures, people, applications, needs] = await Promise.all([
    perDay(world, 'signin.succeeded'),
    perDay(world, 'signin.failed'),
    storage.count('accounts'),
    storage.count('applications'),
    needsOf(world),
  ])
  return { signIns, failures, people, applications, needs }
}

/** A day's count is how many there are since its beginning, less those since the next one's. */
const perDay = async ({ storage, clock }: Pick<World, 'storage' | 'clock'>, kind: string): Promise<readonly Day[]> => {
  const today = Math.floor(clock.now() / days(1)) * days(1)
  const starts = Array.from({ length: daysShown }, (_, at) => today - days(daysShown - 1 - at))
  const since = await Promise.all(starts.map((start) => storage.count('events', { kind, at: { after: start - 1 } })))
  return starts.map((start, at) => ({ start, count: (since[at] ?? 0) - (since[at + 1] ?? 0) }))
}

const needsOf = async (world: OverviewWorld): Promise<readonly Need[]> => {
  const { storage } = world
  const since = { after: world.clock.now() - days(1) }
  const [rows, groups, refusals, reuses, administrators] = await Promise.all([
    storage.list('applications', { where: { disabledAt: undefined }, orderBy: 'name', limit: 1000 }),
    storage.list('groups'),
    storage.list('events', { where: { kind: 'authorization.refused', at: since }, orderBy: 'at', limit: 500 }),
    storage.list('events', { where: { kind: 'token.reuse', at: since }, orderBy: 'at', limit: 500 }),
    storage.count('accounts', { administrator: true, disabledAt: undefined }),
  ])
  const applications = rows.map(applicationOf)
  const groupIds = new Set(groups.map(({ id }) => id))
  const needs: Need[] = []
  for (const { id, name, confidential, secrets, redirectUris, accessRules } of applications) {
    const application = { id, name }
    const reused = reuses.filter(({ applicationId }) => applicationId === id).length
    if (reused > 0) needs.push({ what: 'token_reuse', application, count: reused })
    for (const [error, count] of errorsOf(refusals.filter(({ applicationId }) => applicationId === id))) {
      needs.push({ what: 'refused', application, error, count })
    }
    if (redirectUris.length === 0) needs.push({ what: 'no_redirect_uri', application })
    if (confidential && secrets.length === 0) needs.push({ what: 'no_secret', application })
    if (opensToNobody(accessRules, (id) => groupIds.has(id))) {
      needs.push({ what: 'nobody_may_enter', application })
    }
  }
  const { withoutPlaceholder, unseen } = await fediverseNeeds(world, world.base)
  for (const application of withoutPlaceholder) needs.push({ what: 'no_placeholder_domain', application })
  if (unseen) needs.push({ what: 'unseen_by_servers' })
  const { mode, mailWorks, waiting } = await getSignUp(world)
  if (waiting > 0) needs.unshift({ what: 'waiting', count: waiting })
  if (mode === 'open' && !mailWorks) needs.push({ what: 'sign_up_without_mail' })
  const { givenUp, failing } = await viewMail(world)
  if (givenUp > 0) needs.push({ what: 'mail_given_up', count: givenUp })
  if (failing > 0) needs.push({ what: 'mail_waits', count: failing })
  return administrators === 1 ? [...needs, { what: 'only_administrator' }] : needs
}

/** What is the application's own mistake; that a person changes their mind, or has to sign in, is none. */
const mistakes = [
  ...(['redirect_uri_mismatch', 'redirect_uri_missing', 'redirect_uri_repeated', 'redirect_uri_harmful'] as const),
  ...(['invalid_request', 'unauthorized_client', 'unsupported_response_type', 'invalid_scope'] as const),
  ...(['not_in_group', 'access_rules'] as const),
] as const

type Mistake = (typeof mistakes)[number]

const errorsOf = (refusals: readonly { readonly data: Readonly<Record<string, unknown>> }[]) => {
  const counts = new Map<Mistake, number>()
  for (const { data } of refusals) {
    const error = mistakes.find((mistake) => mistake === data['error'])
    if (error !== undefined) counts.set(error, (counts.get(error) ?? 0) + 1)
  }
  return counts
}
