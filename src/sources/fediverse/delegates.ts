import { days } from '../../lib/clock.ts'
import { Taken } from '../../storage/storage.ts'
import type { SourceWorld } from '../source.ts'
import type { Findings } from './server.ts'
import { serverKey } from './server-key.ts'
import type { ServerRow } from './servers.ts'

/**
 * Where domains that handles end in have their people looked up. A domain that has its handles elsewhere says so to whoever asks, the same
 * each time: it is asked once a day, and what it said is gone by until then, as with any redirect that is for good. What is found there about
 * somebody counts for that domain only because the domain itself said to look there.
 */
export interface Delegates {
  find(domain: string): Promise<string | undefined>
  keep(domain: string, template: string): Promise<void>
}

const goodFor = days(1)
/** Nobody may come by it again. */
const keptFor = days(7)

export const createDelegates = ({ storage, clock }: Pick<SourceWorld, 'storage' | 'clock'>): Delegates => ({
  async find(domain) {
    const row = await storage.find('servers', serverKey(domain))
    const { delegate } = (row?.findings ?? {}) as Findings
    return delegate !== undefined && clock.now() - delegate.at < goodFor ? delegate.template : undefined
  },
  async keep(domain, template) {
    const now = clock.now()
    const id = serverKey(domain)
    const delegate = { template, at: now }
    const note = (row: ServerRow): ServerRow | undefined => {
      const findings = row.findings as Findings
      const isNews = findings.delegate?.template !== template || now - findings.delegate.at >= goodFor
      return isNews ? { ...row, findings: { ...findings, delegate } } : undefined
    }
    if ((await storage.find('servers', id)) !== undefined) return void (await storage.change('servers', id, note))
    const row = { id, host: domain, signIns: 0, createdAt: now, expiresAt: now + keptFor, foundAt: now }
    try {
      await storage.add('servers', { ...row, findings: { delegate } })
    } catch (error) {
      if (!(error instanceof Taken)) throw error
      await storage.change('servers', id, note)
    }
  },
})

/** For somebody who only looks, and leaves nothing behind. */
export const noDelegates: Delegates = { find: async () => undefined, keep: async () => {} }
