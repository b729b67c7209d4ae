import type { PostWorld, StoredLetter } from '../accounts/letters.ts'
import { answerForgotten, type Forgotten, forgottenKind } from '../accounts/passwords/forgotten.ts'
import { record } from '../events/event.ts'
import type { JobHandler } from '../jobs/job.ts'
import type { Message } from '../mail/message.ts'
import { createOutboxHandler } from '../mail/outbox.ts'
import { renderLetter } from '../web/letters/render-letter.ts'
import type { Look } from '../web/world.ts'

export type Compose = (letter: StoredLetter) => Promise<Message>

/** Makes mails of letters. */
export const createCompose =
  (look: () => Promise<Look>, base: string): Compose =>
  async (letter) =>
    renderLetter(letter, await look(), base)

/** What the outbox does when something's turn has come: letters become mails, and who forgot a password gets a letter. */
export const createOutbox = (world: PostWorld, compose: Compose): JobHandler =>
  createOutboxHandler(world, {
    async write(kind, content) {
      // What was sealed by us is what we sealed.
      if (kind !== forgottenKind) return compose(content as StoredLetter)
      await answerForgotten(world, content as Forgotten)
      return undefined
    },
    tell: (became, { kind, accountId, failure }) =>
      became === 'sent'
        ? record(world, 'mail.sent', { accountId, data: { letter: kind } })
        : record(world, 'mail.failed', { outcome: 'failed', accountId, data: { letter: kind, reason: failure } }),
  })
