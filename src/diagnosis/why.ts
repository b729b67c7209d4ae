import { type AccessRule, ruleKinds } from '../applications/access.ts'
import { findApplication } from '../applications/application.ts'
import { accessFor } from '../applications/entrant.ts'
import type { Time } from '../lib/clock.ts'
import type { Row } from '../storage/records.ts'
import type { World } from '../storage/world.ts'

/** Why somebody was turned away, for whoever can change that. */
export interface Why {
  readonly at: Time
  readonly code: string | undefined
  /** What the page said: a code of the error pages, as far as it is one. */
  readonly error: string
  readonly account: Known | undefined
  readonly application: Known | undefined
  /** The rules that shut them out, as they were then. Empty where it was for something else. */
  readonly rules: readonly NamedRule[]
  readonly match: 'any' | 'all'
  /** Whether the rules of today let them in; undefined where that cannot be said. */
  readonly allowedNow: boolean | undefined
}

interface Known {
  readonly id: string
  readonly name: string
}

/** A rule with what it names as people call it; `gone` is a group or an account that was deleted. */
export type NamedRule = Pick<AccessRule, 'kind' | 'value' | 'negate'> & {
  readonly name: string
  readonly gone: boolean
}

type Reading = Pick<World, 'storage'>

/** By the code that somebody was shown; undefined when nothing is known by it, or nothing any more. */
export const whyByCode = async (world: Reading, code: string): Promise<Why | undefined> => {
  const [row] = await world.storage.list('events', { where: { code: code.trim().toUpperCase() }, limit: 1 })
  return row === undefined ? undefined : whyOf(world, row)
}

export const whyByEvent = async (world: Reading, eventId: string): Promise<Why | undefined> => {
  const row = await world.storage.find('events', eventId)
  return row === undefined ? undefined : whyOf(world, row)
}

const whyOf = async (world: Reading, row: Row<'events'>): Promise<Why | undefined> => {
  const { error, match, rules } = row.data
  if (typeof error !== 'string') return undefined
  const [account, application] = await Promise.all([
    row.accountId === undefined ? undefined : world.storage.find('accounts', row.accountId),
    row.applicationId === undefined ? undefined : findApplication(world, row.applicationId),
  ])
  const unmet = rulesWritten(rules)
  const access =
    unmet.length > 0 && account !== undefined && application !== undefined
      ? await accessFor(world, application, account, undefined)
      : undefined
  return {
    at: row.at,
    code: row.code,
    error,
    account: account && { id: account.id, name: account.username },
    application: application && { id: application.id, name: application.name },
    rules: await Promise.all(unmet.map((rule) => named(world, rule))),
    match: match === 'all' ? 'all' : 'any',
    allowedNow: access?.allowed,
  }
}

/** What is in the record was written by `refuse`. */
const rulesWritten = (written: unknown): readonly Pick<AccessRule, 'kind' | 'value' | 'negate'>[] =>
  (Array.isArray(written) ? written : []).flatMap((rule: Readonly<Record<string, unknown>>) => {
    const kind = ruleKinds.find((one) => one === rule['kind'])
    const { value, negate } = rule
    return kind === undefined || typeof value !== 'string' ? [] : [{ kind, value, negate: negate === true }]
  })

/** A rule by the names that things have today. */
export const named = async (
  world: Reading,
  rule: Pick<AccessRule, 'kind' | 'value' | 'negate'>,
): Promise<NamedRule> => {
  const { kind, value, negate } = rule
  const name = await nameOf(world, kind, value)
  return { kind, value, negate, name: name ?? value, gone: name === undefined }
}

const nameOf = async ({ storage }: Reading, kind: AccessRule['kind'], value: string): Promise<string | undefined> => {
  switch (kind) {
    case 'group':
      return (await storage.find('groups', value))?.name
    case 'account':
      return (await storage.find('accounts', value))?.username
    case 'source':
      return (await storage.find('sources', value))?.name ?? value
    default:
      return value
  }
}
