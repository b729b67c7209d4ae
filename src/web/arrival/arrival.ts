import { minutes } from '../../lib/clock.ts'
import { renewText, SealBroken, type Sealing } from '../../lib/sealing.ts'
import { hashSecret, newSecret } from '../../lib/secret.ts'
import type { Identity } from '../../sources/source.ts'
import type { Errand } from '../sources/errand.ts'
import type { WebWorld } from '../world.ts'

/** Long enough to read a page, and to be called away from it. */
const arrivalLifetime = minutes(15)

/** Somebody who came back, and is asked whether it is them. */
export interface Arrival {
  readonly identity: Identity
  /** What was typed, when that is somebody else than who came. */
  readonly typed?: string | undefined
  readonly errand: Errand
}

/** Resolves to a secret, which is worth something in this browser alone. */
export const keepArrival = async (
  world: Pick<WebWorld, 'storage' | 'clock' | 'random' | 'sealing'>,
  browser: string,
  { identity, typed, errand }: Arrival,
) => {
  const secret = newSecret(world.random, 'arrival')
  const id = hashSecret(secret)
  const now = world.clock.now()
  // An errand holds the secret of a request, which is kept nowhere in the clear.
  const sealed = world.sealing.seal(JSON.stringify({ typed, errand }), contextOf(id))
  await world.storage.add('arrivals', {
    id,
    browser: hashSecret(browser),
    identity,
    errand: Buffer.from(sealed).toString('base64'),
    createdAt: now,
    expiresAt: now + arrivalLifetime,
  })
  return secret
}

/** The arrival under this secret, for the browser it belongs to. */
export const findArrival = async (
  world: WebWorld,
  secret: string | undefined,
  browser: string | undefined,
): Promise<Arrival | undefined> => {
  if (secret === undefined || browser === undefined) return undefined
  const row = await rowOf(world, secret)
  return row === undefined ? undefined : readArrival(world, row, browser)
}

/** The same, once. */
export const takeArrival = async (
  world: WebWorld,
  secret: string | undefined,
  browser: string | undefined,
): Promise<Arrival | undefined> => {
  if (secret === undefined || (await findArrival(world, secret, browser)) === undefined) return undefined
  const row = await world.storage.take('arrivals', hashSecret(secret))
  return row === undefined ? undefined : readArrival(world, row, browser ?? '')
}

type Row = NonNullable<Awaited<ReturnType<typeof rowOf>>>

const rowOf = ({ storage }: Pick<WebWorld, 'storage'>, secret: string) => storage.find('arrivals', hashSecret(secret))

/** What is in the record was written by `keepArrival`. */
const readArrival = (world: WebWorld, row: Row, browser: string): Arrival | undefined => {
  if (row.browser !== hashSecret(browser) || row.expiresAt <= world.clock.now()) return undefined
  try {
    const sealed = Buffer.from(String(row.errand), 'base64')
    return { identity: row.identity as Identity, ...JSON.parse(world.sealing.open(sealed, contextOf(row.id))) }
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}

const contextOf = (id: string): string => `arrivals:${id}`

/** For whoever replaces the sealing key: the errand under the first one, undefined where it is. */
export const renewArrival = (sealing: Sealing, { id, errand }: { id: string; errand: unknown }) =>
  renewText(sealing, String(errand), 'base64', contextOf(id))
