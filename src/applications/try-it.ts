import { keyedHash, secretPrefixes } from '../lib/secret.ts'
import type { World } from '../storage/world.ts'
import { type Application, defaultDetails, findByClientId, rowOf } from './application.ts'
import { keptSecret } from './client-secret.ts'

const id = 'portico-try-it'

/** Its secret follows from the key that is there, and is made anew with another. */
export const isTryIt = (application: Pick<Application, 'id'>): boolean => application.id === id

/** The relying party that is built in: an application like any other, which shows what an application is given. */
export interface TryIt {
  readonly application: Application
  /** It follows from the installation's key, so that every node has it and none keeps it. */
  readonly secret: string
}

/** Makes it, or brings it up to date, when somebody first needs it. */
export const ensureTryIt = async (world: World, redirectUri: string, name: string): Promise<TryIt> => {
  const key = world.sealing.derive('try it')[0]
  const secret = secretPrefixes.clientSecret + Buffer.from(keyedHash(key, redirectUri)).toString('hex')
  const held = await findByClientId(world, id)
  const kept = keptSecret(world.sealing, secret)
  const current =
    held?.redirectUris.includes(redirectUri) === true &&
    held.disabledAt === undefined &&
    held.secrets.some((stored) => stored.hash === kept.hash)
  if (held !== undefined && current) return { application: held, secret }
  const now = world.clock.now()
  const application: Application = {
    ...defaultDetails,
    id,
    slug: id,
    clientId: id,
    name,
    consent: 'implicit',
    pkce: 'required',
    redirectUris: [redirectUri],
    secrets: [{ ...kept, createdAt: now }],
    hidden: true,
    managed: false,
    createdAt: held?.createdAt ?? now,
    updatedAt: now,
  }
  await world.storage.put('applications', rowOf(application))
  return { application, secret }
}
