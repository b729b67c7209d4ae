import { findByClientId } from '../applications/application.ts'
import { audiencesIn } from '../applications/audience.ts'
import { issuerOf } from '../applications/issuer.ts'
import { introducing } from '../applications/known-as/introduce.ts'
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
      if (!(await mayEnter(world, other, account, signIn))) return []
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
