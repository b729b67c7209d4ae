import { days, type Time } from '../../lib/clock.ts'
import { Taken } from '../../storage/storage.ts'
import type { SourceWorld } from '../source.ts'
import { serverKey } from './server-key.ts'
import { readFindings, type ServerRow } from './servers.ts'

/**
 * Where domains that handles end in have their people looked up, by their host-meta. A domain that has its handles elsewhere says so to whoever asks,
 * of all its people: it is asked once a day, and what it said is gone by until then. What is found there about somebody counts for that domain only
 * because the domain itself said to look there. Nothing is kept of where it sends on who asks about one of them.
 */
export interface Delegates {
  find(domain: string): Promise<string | undefined>
  keep(domain: string, template: string): Promise<void>
  /** Whether the handle's domain has said within a day, in this process, that it is this actor. */
  hasNamed(handle: string, actor: string): boolean
  noteNamed(handle: string, actor: string): void
}

const goodFor = days(1)
/** Nobody may come by it again. */
const keptFor = days(7)
const mostNamed = 10_000

export const createDelegates = ({ storage, clock }: Pick<SourceWorld, 'storage' | 'clock'>): Delegates => {
  const named = new Map<string, { readonly actor: string; readonly at: Time }>()
  return {
    async find(domain) {
      const row = await storage.find('servers', serverKey(domain))
      const delegate = row && readFindings(row).delegate
      return delegate !== undefined && clock.now() - delegate.at < goodFor ? delegate.template : undefined
    },
    async keep(domain, template) {
      const now = clock.now()
      const id = serverKey(domain)
      const delegate = { template, at: now }
      const note = (row: ServerRow): ServerRow | undefined => {
        const findings = readFindings(row)
        const isNews = findings.delegate?.template !== template || now - findings.delegate.at >= goodFor
        return isNews ? { ...row, findings: { ...findings, delegate } } : undefined
      }
      if ((await storage.change('servers', id, note)) !== undefined) return
      const row = { id, host: domain, signIns: 0, createdAt: now, expiresAt: now + keptFor, foundAt: now }
      try {
        await storage.add('servers', { ...row, findings: { delegate } })
      } catch (error) {
        if (!(error instanceof Taken)) throw error
        await storage.change('servers', id, note)
      }
    },
    hasNamed(handle, actor) {
      const held = named.get(handle)
      const age = clock.now() - (held?.at ?? 0)
      return held?.actor === actor && age >= 0 && age < goodFor
    },
    noteNamed(handle, actor) {
      named.delete(handle)
      named.set(handle, { actor, at: clock.now() })
      for (const oldest of named.keys()) {
        if (named.size <= mostNamed) break
        named.delete(oldest)
      }
    },
  }
}

/** For somebody who only looks, and leaves nothing behind. */
export const noDelegates: Delegates = {
  find: async () => undefined,
  keep: async () => {},
  hasNamed: () => false,
  noteNamed: () => {},
}
