import { sealedAgains } from '../accounts/identities/ask-again.ts'
import { sealedDrafts } from '../admin/moving/import-draft.ts'
import { applicationOf } from '../applications/application.ts'
import { needsOlderKey } from '../applications/client-secret.ts'
import { isTryIt } from '../applications/try-it.ts'
import { record } from '../events/event.ts'
import { Problems } from '../lib/problems.ts'
import { sealedMails } from '../mail/outbox.ts'
import { sealedSigningKeys } from '../protocol/keys/signing-key.ts'
import { sealedRegistrations } from '../sources/fediverse/registrations.ts'
import { sealedSourceSecrets } from '../sources/openid/row.ts'
import { type Older, type SealedPlace, sealedIn } from '../storage/sealed.ts'
import type { World } from '../storage/world.ts'
import { renewArrival } from '../web/arrival/arrival.ts'
import { renewDeparture } from '../web/sources/departure.ts'
import { renewSignOutHint } from '../web/sources/upstream-sign-out.ts'
import { sealedCheck } from './sealing-check.ts'

const signOutHints = sealedIn('sessions', { signOutHint: { present: true } }, (sealing, row) => {
  const signOutHint = row.signOutHint && renewSignOutHint(sealing, row.signOutHint)
  return signOutHint && { ...row, signOutHint }
})

const departures = sealedIn('departures', {}, (sealing, row) => {
  const sealed = renewDeparture(sealing, row)
  return sealed && { ...row, sealed }
})

const arrivals = sealedIn('arrivals', {}, (sealing, row) => {
  const errand = renewArrival(sealing, row)
  return errand === undefined ? undefined : { ...row, errand }
})

/** Everything that is sealed and kept. What browsers keep for us runs out by itself. */
const places: readonly SealedPlace[] = [
  ...[sealedSigningKeys, sealedSourceSecrets, sealedRegistrations, sealedAgains, sealedMails],
  ...[signOutHints, departures, arrivals, sealedDrafts],
  // Last: by it the next start judges whether its key fits.
  sealedCheck,
]

/** What keeps an older sealing key from going. */
export interface Needed extends Older {
  /** Short names of applications that have not proved their secret since the first key is there. */
  readonly unproven: readonly string[]
  /** Those whose secret was made with a key that is not there any more: nothing proves it. */
  readonly lost: readonly string[]
}

/** Looks through all of it. Changes nothing. */
export const whatNeedsOlderKeys = async (world: Pick<World, 'storage' | 'sealing' | 'clock'>): Promise<Needed> => {
  const { storage, sealing, clock } = world
  let [older, broken] = [0, 0]
  for (const place of places) {
    const found = await place.look(world)
    older += found.older
    broken += found.broken
  }
  const applications = (await storage.list('applications', { orderBy: 'slug' })).map(applicationOf)
  const held = applications
    .filter((application) => application.confidential && !isTryIt(application))
    .map(({ slug, secrets }) => {
      const good = secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > clock.now())
      const waiting = good.filter((secret) => needsOlderKey(sealing, secret))
      const known = ({ key }: (typeof good)[number]) => key === undefined || sealing.marks.includes(key)
      return { slug, unproven: waiting.some(known), lost: waiting.length > 0 && !good.some(known) }
    })
  const slugs = (which: 'unproven' | 'lost') => held.filter((one) => one[which]).map(({ slug }) => slug)
  return { older, broken, unproven: slugs('unproven'), lost: slugs('lost') }
}

/** Under which key the server seals that was started last. */
const servingSetting = 'sealing-serving'

/** A server has started and has these keys. */
export const noteServing = async ({ storage, sealing }: Pick<World, 'storage' | 'sealing'>): Promise<void> => {
  const [mark] = sealing.marks
  if ((await storage.find('settings', servingSetting))?.value === mark) return
  await storage.put('settings', { id: servingSetting, value: mark })
}

/**
 * Seals everything under the first key: record by record, each whole or not at all, while the server runs. Resolves to how many those were.
 * Throws `Problems` while the server has not been started with that key: it could open nothing of it any more.
 */
export const reseal = async (world: World): Promise<number> => {
  const serving = await world.storage.find('settings', servingSetting)
  if (serving?.value !== world.sealing.marks[0]) {
    throw new Problems([
      'No server has been started with the new sealing key yet, and one that has only the old key could open nothing afterwards. ' +
        'Restart Portico (every one, where there are several) with both keys, then do this again.',
    ])
  }
  let count = 0
  for (const place of places) count += await place.renew(world)
  if (count > 0) await record(world, 'key.resealed', { data: { via: 'command', count } })
  return count
}
