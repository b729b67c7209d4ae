import { setTimeout as delay } from 'node:timers/promises'
import { type FakeServer, withNamedFediverse } from '../test/support/fediverse/fediverse.ts'
import { mastodon } from '../test/support/fediverse/mastodon.ts'

/** A process of its own with as many servers as it is told, so that what they cost is not counted: see `first-contact.ts`. */

export interface Network {
  readonly ca: string
  readonly port: number
}

export type Asked = { readonly id: number } & ({ readonly approve: string } | { readonly count: true })
export type Told = { readonly id: number; readonly callback?: string; readonly clients?: readonly number[] }

export const nameOf = (server: number): string => `s${server}.bench-fediverse.org`

const serve = async (count: number): Promise<void> => {
  const names = Array.from({ length: count }, (_, server) => nameOf(server))
  const wanted = Object.fromEntries(names.map((name) => [name, mastodon('4.4')]))
  const { servers, surroundings } = await withNamedFediverse({ after: () => {} }, wanted)
  // As far away as servers are: without that, all would answer in the same moment.
  const travel = async () => {
    await delay(10 + Math.random() * 50)
    return undefined
  }
  for (const name of names) Object.assign(servers[name] ?? {}, { meddle: travel })
  const tell = (told: Told | Network): void => void process.send?.(told)
  const at = (url: string): FakeServer | undefined => servers[new URL(url).host]
  process.on('disconnect', () => process.exit())
  process.on('message', async (asked: Asked) => {
    if ('approve' in asked) {
      const callback = (await at(asked.approve)?.approve(asked.approve)) ?? ''
      tell({ id: asked.id, callback })
    } else tell({ id: asked.id, clients: names.map((name) => servers[name]?.clients.size ?? 0) })
  })
  tell({ ca: surroundings.ca ?? '', port: surroundings.unsafePort ?? 0 })
}

const [count] = process.argv.slice(2)
if (process.send !== undefined && count !== undefined) await serve(Number(count))
