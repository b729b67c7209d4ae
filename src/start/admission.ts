import { profileOf } from '../accounts/identities/identity.ts'
import type { ProtocolWorld } from '../protocol/world.ts'
import { isAdmitted } from '../sources/fediverse/rules.ts'
import type { Storage } from '../storage/storage.ts'

/**
 * Whether people who came by an identity are still taken in: its source is there and switched on, and the rules about servers, which are about those
 * of the fediverse alone, let them in. Asked at every refresh.
 */
export const createAdmission =
  (storage: Storage): NonNullable<ProtocolWorld['admits']> =>
  async (identity) => {
    const source = await storage.find('sources', identity.sourceId)
    if (source === undefined || source.disabledAt !== undefined) return false
    if (source.kind !== 'fediverse' || identity.host === undefined) return true
    const { acct, software } = profileOf(identity)
    const from = { host: identity.host, handleDomain: acct?.split('@')[1], software }
    return (await isAdmitted({ storage }, from)).admitted
  }
