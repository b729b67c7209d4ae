import assert from 'node:assert/strict'
import type { Letter, StoredLetter } from '../../../src/accounts/letters.ts'
import type { Mailer } from '../../../src/mail/mailer.ts'
import { mailKind } from '../../../src/mail/outbox.ts'
import { createTestMailer } from '../../support/mail-app.ts'
import type { TestWorld } from '../../support/world.ts'
import { createPasswordWorld } from './support.ts'

export type MailWorld = ReturnType<typeof createPasswordWorld> & { readonly mailer: Mailer }

/** A world in which people are written to. */
export const createMailWorld = (): MailWorld => ({ ...createPasswordWorld(), mailer: createTestMailer() })

export interface Waiting extends StoredLetter {
  readonly kind: string
  readonly accountId: string | undefined
  readonly until: number | undefined
}

/** Takes what waits in the outbox out of it, and out of its seals. */
export const letters = async (world: TestWorld): Promise<readonly Waiting[]> => {
  const jobs = await world.storage.list('jobs', { where: { kind: mailKind } })
  await world.storage.removeWhere('jobs', { kind: mailKind })
  return jobs.map(({ data }) => {
    const { id, kind, accountId, until, sealed } = data as Waiting & { readonly id: string; readonly sealed: string }
    const content = JSON.parse(world.sealing.open(Buffer.from(sealed, 'base64'), `mail:${id}`)) as StoredLetter
    return { ...content, kind, accountId, until }
  })
}

type Of<K extends Letter['kind']> = Omit<Waiting, 'letter'> & { readonly letter: Extract<Letter, { kind: K }> }

/** The one letter of a kind among them. */
export const only = <K extends Letter['kind']>(waiting: readonly Waiting[], kind: K): Of<K> => {
  const found = waiting.filter((one) => one.kind === kind)
  assert.equal(found.length, 1, `${found.length} of ${kind} among ${waiting.map((one) => one.kind).join(', ')}`)
  return found[0] as Of<K>
}
