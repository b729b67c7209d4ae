import { groupsOf } from '../accounts/groups.ts'
import { fediverse, identitiesOf, type KeptIdentity } from '../accounts/identities/identity.ts'
import { rulesOf } from '../accounts/identities/newcomers.ts'
import type { Row } from '../storage/records.ts'
import type { World } from '../storage/world.ts'
import type { Application } from './application.ts'
import { type Claims, claimsOf } from './claims.ts'

export interface Telling {
  readonly account: Row<'accounts'>
  readonly application: Application
  /** What the person is called there. */
  readonly handle: string | undefined
  readonly scopes: readonly string[]
  readonly base: string
  /** The identity that the sign-in came by. */
  readonly identityId?: string | undefined
}

/** What an application is told of a person now, with what is kept about them: see `claimsOf`. */
export const tell = async (world: Pick<World, 'storage'>, telling: Telling): Promise<Claims> => {
  const { account, application, scopes, identityId } = telling
  const [groups, identity, placeholder] = await Promise.all([
    scopes.includes('groups') || scopes.includes('profile') ? groupsOf(world, account.id) : [],
    scopes.includes('profile') ? identityFor(world, account.id, identityId) : undefined,
    scopes.includes('email') && account.email === undefined && application.missingEmail === 'placeholder'
      ? placeholderOf(world)
      : undefined,
  ])
  return claimsOf({ ...telling, groups, identity, placeholder })
}

/** Who somebody is in the fediverse, to applications: as whom they signed in, or else as whom they came first. */
const identityFor = async (
  world: Pick<World, 'storage'>,
  accountId: string,
  identityId: string | undefined,
): Promise<KeptIdentity | undefined> => {
  const all = (await identitiesOf(world, accountId)).filter(({ sourceId }) => sourceId === fediverse)
  return all.find(({ id }) => id === identityId) ?? all[0]
}

const placeholderOf = async (world: Pick<World, 'storage'>) => (await rulesOf(world, fediverse)).placeholder
