import { isDeepStrictEqual } from 'node:util'
import { refuseNewcomer } from '../accounts/identities/newcomers.ts'
import { type Application, findByClientId } from '../applications/application.ts'
import { audiencesIn } from '../applications/audience.ts'
import { issuerOf } from '../applications/issuer.ts'
import { introducing } from '../applications/known-as/introduce.ts'
import type { Row } from '../storage/records.ts'
import { asNewcomer } from './as-newcomer.ts'
import type { SignIn } from './authorize/issue-code.ts'
import { mayEnter } from './grants/may-enter.ts'
import type { Issue } from './grants/tokens.ts'
import type { ProtocolWorld } from './world.ts'

/**
 * The other applications that an ID token is for (`aud`, OpenID Connect Core section 2), by what Dex calls cross-client trust. Each has to take the token
 * for what it is: one of its own issuer, of somebody who may enter there too and whom it knows by the same `sub`. Those of which one of these is not so
 * are left out; whoever then gets the token refuses it, rather than taking somebody for another.
 */
export const otherAudiences = async (
  world: ProtocolWorld,
  { base, application, account, known, scopes, signIn }: Issue,
): Promise<readonly string[]> => {
  const wanted = audiencesIn(scopes).filter((clientId) => clientId !== application.clientId)
  const found = await Promise.all(
    wanted.map(async (clientId): Promise<readonly string[]> => {
      const other = await findByClientId(world, clientId)
      if (other === undefined || other.disabledAt !== undefined) return []
      if (issuerOf(base, other) !== issuerOf(base, application)) return []
      if (saysMore(application, other)) return []
      if (other.bridge || !(await mayEnter(world, other, account, signIn))) return []
      if (!(await takesIn(world, other, account, signIn))) return []
      const there = await introducing(world, other, account, async (told, changes) => {
        // It hears of the person by this token: what it knows them as is kept from now on.
        if (told.subject === known.subject && changes.length > 0) await world.storage.atomically(changes)
        return told
      })
      return there.subject === known.subject ? [clientId] : []
    }),
  )
  return [...new Set(found.flat())]
}

/** What one application is told by an administrator's word is nothing that another may go by: roles, claims of its own, addresses called verified. */
const saysMore = (application: Application, other: Application): boolean => {
  const { assertEmailVerified, claimMappings, roles, rolesClaim } = application
  return (
    (assertEmailVerified && !other.assertEmailVerified) ||
    (claimMappings.length > 0 && !isDeepStrictEqual(claimMappings, other.claimMappings)) ||
    (roles.length > 0 && !isDeepStrictEqual([roles, rolesClaim], [other.roles, other.rolesClaim]))
  )
}

/** Not every application takes in everybody who is somebody new to it. */
const takesIn = async (
  world: ProtocolWorld,
  application: Application,
  account: Row<'accounts'>,
  { identityId }: SignIn,
): Promise<boolean> => {
  const newcomer = await asNewcomer(world, application, account, identityId)
  return newcomer === undefined || refuseNewcomer(newcomer.rule, newcomer.facts) === undefined
}
