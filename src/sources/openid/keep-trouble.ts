import { seconds } from '../../lib/clock.ts'
import type { SourceTrouble, SourceWorld } from '../source.ts'

/** As often as what has been the same all the while is written again: a provider that is down is tried by many. */
const writesEvery = seconds(30)

/** Where what went wrong last at a source is kept, for every process and for after a restart. */
export interface KeepTrouble {
  keep(trouble: Omit<SourceTrouble, 'at'>): Promise<void>
  /** Somebody has come from there. */
  clear(): Promise<void>
}

export const keepTrouble = ({ storage, clock }: Pick<SourceWorld, 'storage' | 'clock'>, id: string): KeepTrouble => {
  let written: SourceTrouble | undefined
  return {
    async keep({ code, detail }) {
      const at = clock.now()
      const same = written?.code === code && written.detail === detail
      if (same && at - (written?.at ?? 0) < writesEvery) return
      written = { code, detail, at }
      await storage.change('sources', id, (row) => ({ ...row, trouble: { code, detail, at } }))
    },
    async clear() {
      written = undefined
      const row = await storage.find('sources', id)
      if (row?.trouble !== undefined) await storage.change('sources', id, (now) => ({ ...now, trouble: undefined }))
    },
  }
}
