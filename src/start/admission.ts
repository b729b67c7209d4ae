import { profileOf } from '../accounts/identities/identity.ts'
import type { ProtocolWorld } from '../protocol/world.ts'
import { isAdmitted } from '../sources/fediverse/rules.ts'
import type { Storage } from '../storage/storage.ts'

/** Whether people of an identity's server are taken in, by the rules about servers: asked at every refresh. */
export const createAdmission =
  (storage: Storage): NonNullable<ProtocolWorld['admits']> =>
  async (identity) => {
    const { acct, software } = profileOf(identity)
    if (identity.host === undefined) return true
    const from = { host: identity.host, handleDomain: acct?.split('@')[1], software }
    return (await isAdmitted({ storage }, from)).admitted
  }
