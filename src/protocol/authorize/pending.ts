import { type Application, findApplication } from '../../applications/application.ts'
import { issuerOf } from '../../applications/issuer.ts'
import type { ProtocolWorld, Visitor } from '../world.ts'
import { findWaiting, type Waiting } from './waiting.ts'

/** A request on its way to an answer; `id` once it is kept. */
export type Pending = Pick<Waiting, 'request' | 'progress' | 'createdAt'> & {
  readonly id: string | undefined
  readonly application: Application
  readonly issuer: string
}

/** A kept request with its application, for the browser it belongs to. */
export const findPending = async (
  world: ProtocolWorld,
  base: string,
  requestId: string,
  visitor: Pick<Visitor, 'browser'>,
): Promise<(Pending & { readonly id: string }) | undefined> => {
  const waiting = await findWaiting(world, requestId, visitor.browser)
  const application = waiting === undefined ? undefined : await findApplication(world, waiting.applicationId)
  if (waiting === undefined || application === undefined || application.disabledAt !== undefined) return undefined
  return { ...waiting, application, issuer: issuerOf(base, application) }
}
