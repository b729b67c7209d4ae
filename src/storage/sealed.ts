import { SealBroken, type Sealing } from '../lib/sealing.ts'
import type { Kind, Row } from './records.ts'
import type { Where } from './storage.ts'
import type { World } from './world.ts'

type SealedWorld = Pick<World, 'storage' | 'sealing'>

/** What of a place is not under the first sealing key. */
export interface Older {
  /** An older key opens these. */
  readonly older: number
  /** No key that is there opens these. */
  readonly broken: number
}

/** A place where something sealed is kept, for whoever replaces the sealing key. Each room tells its own. */
export interface SealedPlace {
  /** Changes nothing. */
  look(world: SealedWorld): Promise<Older>
  /** Seals under the first key what is not; each record whole or not at all. Resolves to how many those were. Safe to repeat, and while the server runs. */
  renew(world: SealedWorld): Promise<number>
}

const portion = 200
/** So often at most, while others go on sealing under an older key. */
const mostRounds = 10

/** `renewed` is the record as it should be, undefined when it is; it throws `SealBroken` when no key opens it. */
export const sealedIn = <K extends Kind>(
  kind: K,
  where: Where<K>,
  renewed: (sealing: Sealing, row: Row<K>) => Row<K> | undefined,
): SealedPlace => {
  async function* portions({ storage }: SealedWorld): AsyncGenerator<readonly Row<K>[]> {
    for (let offset = 0; ; offset += portion) {
      const rows = await storage.list(kind, { where, limit: portion, offset })
      yield rows
      if (rows.length < portion) return
    }
  }
  const stateOf = (sealing: Sealing, row: Row<K>): keyof Older | 'current' => {
    try {
      return renewed(sealing, row) === undefined ? 'current' : 'older'
    } catch (error) {
      if (error instanceof SealBroken) return 'broken'
      throw error
    }
  }
  const renewOne = async ({ storage, sealing }: SealedWorld, id: string): Promise<boolean> => {
    let changed = false
    await storage.change(kind, id, (row) => {
      const next = stateOf(sealing, row) === 'older' ? renewed(sealing, row) : undefined
      changed = next !== undefined
      return next
    })
    return changed
  }

  return {
    async look(world) {
      const found = { older: 0, broken: 0, current: 0 }
      for await (const rows of portions(world)) for (const row of rows) found[stateOf(world.sealing, row)] += 1
      return { older: found.older, broken: found.broken }
    },
    async renew(world) {
      let sum = 0
      // Records that come and go meanwhile move the others, so that one may be passed over: until a whole round finds none.
      for (let round = 0; round < mostRounds; round += 1) {
        let done = 0
        for await (const rows of portions(world)) {
          const older = rows.filter((row) => stateOf(world.sealing, row) === 'older')
          done += (await Promise.all(older.map(({ id }) => renewOne(world, id)))).filter((one) => one).length
        }
        if (done === 0) break
        sum += done
      }
      return sum
    },
  }
}
