import { type Application, findBySlug } from '../../applications/application.ts'
import { endpointsOf, issuerOf } from '../../applications/issuer.ts'
import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { ProtocolWorld } from '../world.ts'
import { describe, onlyTheIssuer } from './discovery.ts'
import { publish } from './jwks.ts'

type Reading = Pick<ProtocolWorld, 'tally' | 'storage'>

/** The application in whose name an address is, `/application/o/<slug>/...`. */
export const applicationAt = async (world: Reading, visit: Visit): Promise<Application | undefined> =>
  findBySlug(world, visit.path['slug'] ?? '')

const notFound = (description: string): Response =>
  json({ error: 'not_found', error_description: description }, { status: 404 })

const nobody = (visit: Visit): Response =>
  notFound(`No application here has the short name ${(visit.path['slug'] ?? '').slice(0, 64)}`)

/** Whoever copies an issuer that is not the application's is told which one is, before any token disagrees. */
const otherIssuer = (visit: Visit, application: Application): Response =>
  json(
    {
      error: 'not_found',
      error_description: `This application uses the issuer ${issuerOf(visit.base, application)}: give it that one`,
      issuer: issuerOf(visit.base, application),
    },
    { status: 404 },
  )

/** `GET /application/o/<slug>/` and its discovery document: of an application that has an issuer of its own. */
export const ownDiscovery = async (world: Reading, visit: Visit): Promise<Response> => {
  const application = await applicationAt(world, visit)
  if (application === undefined) return nobody(visit)
  if (application.issuer !== 'application') return otherIssuer(visit, application)
  return describe(world, visit, endpointsOf(visit.base, application), application)
}

/** The document's address, pasted where the issuer belongs. */
export const ownDoubledDiscovery = async (world: Reading, visit: Visit): Promise<Response> => {
  const application = await applicationAt(world, visit)
  return application === undefined ? nobody(visit) : onlyTheIssuer(issuerOf(visit.base, application))
}

/** `GET /application/o/<slug>/jwks/`: the same keys for everybody. */
export const ownJwks = async (world: ProtocolWorld, visit: Visit): Promise<Response> => {
  const application = await applicationAt(world, visit)
  return application === undefined ? nobody(visit) : publish(world, visit, application.id)
}
