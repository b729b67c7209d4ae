import { applicationOf } from '../../applications/application.ts'
import { dexEndpoints, globalEndpoints } from '../../applications/issuer.ts'
import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { ProtocolWorld } from '../world.ts'
import { describe } from './discovery.ts'

/**
 * `GET /dex/.well-known/openid-configuration`: for applications that knew a Dex at this host go on as they are. There is nothing there for
 * installations that none has moved to.
 */
export const dexDiscovery = async (
  world: Pick<ProtocolWorld, 'tally' | 'storage'>,
  visit: Visit,
): Promise<Response> => {
  const applications = (await world.storage.list('applications')).map(applicationOf)
  if (applications.some(({ issuer }) => issuer === 'dex')) return describe(world, visit, dexEndpoints(visit.base))
  const { issuer } = globalEndpoints(visit.base)
  const said = `No application here uses this issuer: give it ${issuer}, or set its issuer to dex`
  return json({ error: 'not_found', error_description: said, issuer }, { status: 404 })
}
