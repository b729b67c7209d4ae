import type { Time } from '../lib/clock.ts'
import type { Row } from '../storage/records.ts'
import { listSources } from './settings.ts'
import type { Source, SourceTrouble, SourceWorld } from './source.ts'

/** The ways in from elsewhere that are switched on. */
export interface Sources {
  /** Undefined for one that there is not, or that is switched off. */
  find(id: string): Promise<Source | undefined>
  /** In the order in which people see them. */
  list(): Promise<readonly Pick<Source & { readonly name: string }, 'id' | 'kind' | 'name'>[]>
  /** What went wrong last with one. */
  trouble(id: string): Promise<SourceTrouble | undefined>
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
  /** A provider as it is set up now. What was found out about it lasts until that changes. */
  const providers = new Map<string, { readonly updatedAt: Time; readonly source: Promise<Source> }>()
  const findOpenid = (row: Row<'sources'>): Promise<Source> => {
    const held = providers.get(row.id)
    if (held?.updatedAt === row.updatedAt) return held.source
    const source = openOpenid(row)
    providers.set(row.id, { updatedAt: row.updatedAt, source })
    return source
  }
  const openOpenid = async (row: Row<'sources'>): Promise<Source> => {
    const { createOpenidSource } = await import('./openid/openid.ts')
    return createOpenidSource(world, row)
  }
  return {
    async find(id) {
      const row = await world.storage.find('sources', id)
      if (row === undefined || row.disabledAt !== undefined) return undefined
      if (row.kind === 'openid') return findOpenid(row)
      fediverse ??= openFediverse()
      return fediverse
    },
    list: async () => (await listSources(world)).map(({ id, kind, name }) => ({ id, kind, name })),
    trouble: async (id) => (await world.storage.find('sources', id))?.trouble,
  }
}
