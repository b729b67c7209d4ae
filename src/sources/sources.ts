import { listSources } from './settings.ts'
import type { Source, SourceWorld } from './source.ts'

/** The ways in from elsewhere that are switched on. */
export interface Sources {
  /** Undefined for one that there is not, or that is switched off. */
  find(id: string): Promise<Source | undefined>
  /** In the order in which people see them. */
  list(): Promise<readonly Pick<Source & { readonly name: string }, 'id' | 'kind' | 'name'>[]>
}

export interface SourcesOptions {
  /** What this installation is called, at the servers that are told of us. */
  readonly name: () => Promise<string>
}

export const createSources = (world: SourceWorld, { name }: SourcesOptions): Sources => {
  let fediverse: Promise<Source> | undefined
  /** Many installations have no source: none is loaded before somebody comes by it. */
  const openFediverse = async (): Promise<Source> => {
    const { createFediverse } = await import('./fediverse/fediverse.ts')
    return createFediverse(world, { name })
  }
  return {
    async find(id) {
      const row = await world.storage.find('sources', id)
      if (row === undefined || row.disabledAt !== undefined || row.kind !== 'fediverse') return undefined
      fediverse ??= openFediverse()
      return fediverse
    },
    list: async () => (await listSources(world)).map(({ id, kind, name }) => ({ id, kind, name })),
  }
}
