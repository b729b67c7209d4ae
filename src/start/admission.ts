import { stillThere } from '../accounts/identities/ask-again.ts'
import { profileOf } from '../accounts/identities/identity.ts'
import type { ProtocolWorld } from '../protocol/world.ts'
import { isAdmitted } from '../sources/fediverse/rules.ts'
import type { Sources } from '../sources/sources.ts'
import type { World } from '../storage/world.ts'

/**
 * Whether people who came by an identity are still taken in: its source is there and switched on, and the rules about servers, which are about those
 * of the fediverse alone, let them in; a provider that can be asked without them says so still. Asked whenever something is issued.
 */
export const createAdmission =
  (world: World, sources: Pick<Sources, 'find'>): NonNullable<ProtocolWorld['admits']> =>
  async (identity) => {
    const { storage } = world
    const source = await storage.find('sources', identity.sourceId)
    if (source === undefined || source.disabledAt !== undefined) return false
    if (source.kind === 'openid') return stillThere(world, identity, sources.find)
    if (identity.host === undefined) return true
    const { acct, software } = profileOf(identity)
    const from = { host: identity.host, handleDomain: acct?.split('@')[1], software }
    return (await isAdmitted({ storage }, from)).admitted
  }
