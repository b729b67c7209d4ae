import { type Application, applicationOf } from '../../applications/application.ts'
import { belowDex, endpointsOf, globalEndpoints } from '../../applications/issuer.ts'
import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { ProtocolWorld } from '../world.ts'
import { describe } from './discovery.ts'

type Stored = Pick<ProtocolWorld, 'storage'>

/** Where the routes of Dex's endpoints are, and where its issuer is by its documentation. */
const usual = '/dex'
const discoveryName = '/.well-known/openid-configuration'
const names = [discoveryName, '/auth', '/token/introspect', '/token', '/userinfo', '/revoke', '/keys']

const movedTo = async ({ storage }: Stored, path: string): Promise<Application | undefined> =>
  (await storage.list('applications'))
    .map(applicationOf)
    .find((application) => application.issuer === 'dex' && belowDex(application) === path)

/**
 * `GET <path>/.well-known/openid-configuration`: for applications that knew a Dex at this host go on as they are. There is nothing there for
 * installations that none has moved to.
 */
export const dexDiscovery = async (
  world: Pick<ProtocolWorld, 'tally' | 'storage'>,
  visit: Visit,
): Promise<Response> => {
  const path = visit.url.pathname.replace(/\/$/, '').slice(0, -discoveryName.length)
  const application = await movedTo(world, path)
  if (application !== undefined) return describe(world, visit, endpointsOf(visit.base, application))
  const { issuer } = globalEndpoints(visit.base)
  const said = `No application here uses this issuer: give it ${issuer}, or set its issuer to dex`
  return json({ error: 'not_found', error_description: said, issuer }, { status: 404 })
}

/** The route that an address of Dex's means where its issuer had another path; undefined for any other address. */
export const dexAddress = async (world: Stored, path: string): Promise<string | undefined> => {
  const bare = path.replace(/\/$/, '')
  const name = names.find((name) => bare.endsWith(name))
  if (name === undefined) return undefined
  const application = await movedTo(world, bare.slice(0, -name.length))
  return application === undefined ? undefined : `${usual}${name}`
}
