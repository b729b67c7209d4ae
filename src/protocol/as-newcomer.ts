import { domainsOfAll, fediverse, identitiesOf } from '../accounts/identities/identity.ts'
import { type NewcomerFacts, type NewcomersRule, ruleFor, rulesOf } from '../accounts/identities/newcomers.ts'
import type { Application } from '../applications/application.ts'
import { findHandle } from '../applications/known-as/introduce.ts'
import type { Row } from '../storage/records.ts'
import type { World } from '../storage/world.ts'

/**
 * What decides whether somebody is taken in by an application where they never were, and whom it takes in. Undefined for whoever did not come to this
 * installation by themselves, and for whoever has been there.
 */
export const asNewcomer = async (
  world: Pick<World, 'storage'>,
  application: Application,
  account: Row<'accounts'>,
  identityId: string | undefined,
): Promise<{ readonly facts: NewcomerFacts; readonly rule: NewcomersRule } | undefined> => {
  if (account.cameBy === undefined) return undefined
  if ((await findHandle(world, application.id, account.id)) !== undefined) return undefined
  const identities = await identitiesOf(world, account.id)
  // By what they came in this time, or else at first: each source says for itself whom it brings.
  const came = identities.find(({ id }) => id === identityId) ?? identities[0]
  const { newcomers } = await rulesOf(world, came?.sourceId ?? fediverse)
  return {
    facts: { domains: domainsOfAll(identities), invited: account.cameBy === 'invitation' },
    rule: ruleFor(newcomers, application),
  }
}
