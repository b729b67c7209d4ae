import { endSessionsOfThose } from '../../accounts/identities/end-sessions.ts'
import { domainsOf, profileOf } from '../../accounts/identities/identity.ts'
import { judgeServer } from '../../sources/fediverse/rules.ts'
import { fediverseId } from '../../sources/settings.ts'
import type { World } from '../../storage/world.ts'
import type { By } from './world.ts'

/**
 * Ends what people still have who came from a server that may send nobody any more: their sessions, and what applications hold in their
 * name. After every change of the rules. Resolves to how many were signed in.
 */
export const turnAwayDenied = async (world: World, by: By): Promise<number> => {
  const rules = await world.storage.list('instanceRules')
  if (!rules.some(({ action }) => action === 'deny')) return 0
  return endSessionsOfThose(
    world,
    (identity) => {
      if (identity.sourceId !== fediverseId) return false
      const profile = profileOf(identity)
      const [host = '', handleDomain] = domainsOf({ host: identity.host, profile })
      return !judgeServer(rules, { host, handleDomain, software: profile.software }).admitted
    },
    by,
  )
}

/**
 * Ends what people still have who came by a source that is switched off by now. After every change of a source. Resolves to how many were
 * signed in.
 */
export const turnOutOfClosed = async (world: World, by: By): Promise<number> => {
  const closed = await world.storage.list('sources', { where: { disabledAt: { present: true } } })
  const ids = new Set(closed.map(({ id }) => id))
  return ids.size === 0 ? 0 : endSessionsOfThose(world, ({ sourceId }) => ids.has(sourceId), by)
}
