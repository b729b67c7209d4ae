import { domainAndParents } from '../../lib/domain.ts'
import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'

/** A rule about servers: see `instanceRules` among the records. */
export type InstanceRule = Row<'instanceRules'>
export type RuleAbout = InstanceRule['about']
export type RuleAction = InstanceRule['action']
export const ruleActions = ['allow', 'deny'] as const satisfies readonly RuleAction[]

/** Whom it is about, before anybody has signed in: what is known of the server. */
export interface FromServer {
  /** Where people sign in. */
  readonly host: string
  /** What their handles end in, as the server says or as was proven. */
  readonly handleDomain?: string | undefined
  /** NodeInfo's name of it. */
  readonly software?: string | undefined
}

export type Admission =
  | { readonly admitted: true }
  /** `reason` is the rule's, for the person; it may be empty. */
  | { readonly admitted: false; readonly reason: string; readonly rule: Pick<InstanceRule, 'about' | 'value'> }

export const ruleId = (about: RuleAbout, value: string): string => `${about}:${value}`

/** The ids of every rule that could concern a server. */
const idsAbout = ({ host, handleDomain, software }: FromServer): readonly string[] => [
  ...domainAndParents(host).map((name) => ruleId('domain', name)),
  ...(handleDomain === undefined ? [] : domainAndParents(handleDomain).map((name) => ruleId('domain', name))),
  ...softwareNames(software).map((name) => ruleId('software', name)),
]

const softwareNames = (software: string | undefined): readonly string[] =>
  software === undefined ? ['*'] : [software.toLowerCase(), '*']

/**
 * Whether people from there may come in. An `allow` for the host wins over everything: that is the name that was proven by TLS. What a server
 * says of itself may turn it away and cannot let it in: its handle domain is judged by that domain's own rules, and what it runs is
 * asked for only where no rule about the host has decided, so that nobody gets round a `deny` by borrowing a name.
 */
export const judgeServer = (
  rules: readonly InstanceRule[],
  { host, handleDomain, software }: FromServer,
): Admission => {
  const named = new Map(rules.map((rule) => [rule.id, rule]))
  const about = (kind: RuleAbout, names: readonly string[]) => {
    const found = names.flatMap((name) => named.get(ruleId(kind, name)) ?? [])
    return {
      allowed: found.some(({ action }) => action === 'allow'),
      denied: found.find(({ action }) => action === 'deny'),
    }
  }
  const atHost = about('domain', domainAndParents(host))
  if (atHost.allowed) return { admitted: true }
  const atHandles = handleDomain === undefined ? undefined : about('domain', domainAndParents(handleDomain))
  const running = about('software', softwareNames(software))
  const denied =
    atHost.denied ??
    (atHandles?.allowed === true ? undefined : atHandles?.denied) ??
    (running.allowed ? undefined : running.denied)
  if (denied === undefined) return { admitted: true }
  const { reason, value } = denied
  return { admitted: false, reason, rule: { about: denied.about, value } }
}

/**
 * The same, by the rules as they are at this moment: one look-up by key, however many rules there are, so that a change holds for the next person.
 */
export const isAdmitted = async ({ storage }: Pick<World, 'storage'>, from: FromServer): Promise<Admission> =>
  judgeServer(await storage.list('instanceRules', { where: { id: { oneOf: [...new Set(idsAbout(from))] } } }), from)
