import { isWithin } from '../../lib/domain.ts'
import type { World } from '../../storage/world.ts'

/** Who is taken in that comes from a source for the first time; with `servers`, of which domains. */
export interface NewcomersRule {
  readonly take: 'everyone' | 'servers' | 'invited' | 'linked'
  readonly servers: readonly string[]
}

/** What an application says of it, which goes before what the installation says. */
export interface ApplicationNewcomers {
  readonly newcomers: NewcomersRule['take'] | 'as-installation'
  readonly newcomerServers: readonly string[]
}

export interface NewcomerFacts {
  /** See `domainsOf`; of every identity, when there are several. */
  readonly domains: readonly string[]
  readonly invited: boolean
}

/** Why somebody is not taken in; each has its sentence. */
export type NewcomerRefusal = 'server_not_admitted' | 'not_invited' | 'not_linked'

export const refuseNewcomer = (
  { take, servers }: NewcomersRule,
  { domains, invited }: NewcomerFacts,
): NewcomerRefusal | undefined => {
  switch (take) {
    case 'everyone':
      return undefined
    case 'servers':
      return domains.some((domain) => isWithin(domain, servers)) ? undefined : 'server_not_admitted'
    case 'invited':
      return invited ? undefined : 'not_invited'
    case 'linked':
      return 'not_linked'
  }
}

export const ruleFor = (installation: NewcomersRule, application: ApplicationNewcomers | undefined): NewcomersRule =>
  application === undefined || application.newcomers === 'as-installation'
    ? installation
    : { take: application.newcomers, servers: application.newcomerServers }

/** What accounts go by of how a source is set up. */
export interface SourceRules {
  /** Nobody comes from there. */
  readonly off: boolean
  readonly newcomers: NewcomersRule
  /** The domain under which people without an e-mail address are given one. */
  readonly placeholder?: { readonly domain: string; readonly vouched: boolean } | undefined
}

/** Nobody comes anew from a source that is not there, or switched off. */
const closed: SourceRules = { off: true, newcomers: { take: 'linked', servers: [] } }

/** The record's details are written by `sources/settings.ts`; what cannot be read there opens no door. */
export const rulesOf = async ({ storage }: Pick<World, 'storage'>, sourceId: string): Promise<SourceRules> => {
  const row = await storage.find('sources', sourceId)
  if (row === undefined || row.disabledAt !== undefined) return closed
  const said: Readonly<Record<string, unknown>> = { ...(row.details as object) }
  const { firstSignIn, servers, placeholderEmailDomain: domain } = said
  return {
    off: false,
    newcomers: {
      take: (['everyone', 'servers', 'invited', 'linked'] as const).find((known) => known === firstSignIn) ?? 'invited',
      servers: Array.isArray(servers) ? servers.filter((server) => typeof server === 'string') : [],
    },
    ...(typeof domain === 'string' && domain !== ''
      ? { placeholder: { domain, vouched: said['vouchForPlaceholders'] === true } }
      : {}),
  }
}
