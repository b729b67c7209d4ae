import type { SigningAlgorithm } from '../../applications/application.ts'
import type { Time } from '../../lib/clock.ts'
import type { Row } from '../../storage/records.ts'
import type { World } from '../../storage/world.ts'
import type { OperationsWorld } from './world.ts'

/** A signing key as administrators see it: never its private half. */
export interface KeyView {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  /** `published` waits to sign, `retired` signed and is still published for what it signed. */
  readonly state: 'published' | 'signing' | 'retired'
  readonly createdAt: Time
  readonly signsFrom: Time
  readonly retiresAt: Time | undefined
  readonly removedAt: Time | undefined
}

/** The keys that are published now, the newest first. */
export const listKeys = async (world: Pick<World, 'storage' | 'clock'>): Promise<readonly KeyView[]> => {
  const now = world.clock.now()
  const rows = await world.storage.list('signingKeys', { orderBy: 'signsFrom', descending: true })
  return rows.filter(({ removedAt }) => removedAt === undefined || removedAt > now).map((row) => viewOf(row, now))
}

/** Publishes a successor, which signs as soon as every application can know it. */
export const rotateKey = async (world: OperationsWorld, algorithm: SigningAlgorithm): Promise<KeyView> =>
  viewOf(await world.keyring.rotate(algorithm), world.clock.now())

const viewOf = (row: Row<'signingKeys'>, now: Time): KeyView => {
  const { id, algorithm, createdAt, signsFrom, retiresAt, removedAt } = row
  const retired = retiresAt !== undefined && retiresAt <= now
  const state = signsFrom > now ? 'published' : retired ? 'retired' : 'signing'
  return { kid: id, algorithm, state, createdAt, signsFrom, retiresAt, removedAt }
}
