import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { event } from '../../events/event.ts'
import { days, type Time } from '../../lib/clock.ts'
import { newId } from '../../lib/ids.ts'
import { adding, Taken } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type Application, applicationOf, defaultDetails, findByClientId, rowOf } from '../application.ts'
import { endsWith } from '../change-application.ts'
import type { PublishedClient } from './client-document.ts'

/** So long is kept what nobody has allowed: anybody can make applications by the thousand. Longer than a document is believed, and a sign-in. */
const unclaimed = days(3)

/**
 * Keeps an application as it has just said who it is, new or known. What an administrator has decided about it meanwhile stays: who may
 * enter, how long its tokens last, or that it is switched off.
 */
export const keepPublished = async (
  world: World,
  address: URL,
  client: PublishedClient,
  freshUntil: Time,
): Promise<Application | undefined> => {
  const readAt = world.clock.now()
  const present = await findByClientId(world, address.href)
  if (present === undefined) return add(world, address, client, { readAt, freshUntil })
  const row = await world.storage.change('applications', present.id, (row) => {
    const before = applicationOf(row)
    const expiresAt = before.expiresAt === undefined ? undefined : readAt + unclaimed
    const after: Application = { ...before, ...client, published: { readAt, freshUntil }, expiresAt }
    const fields = (['name', 'redirectUris'] as const).filter((name) => !isDeepStrictEqual(before[name], after[name]))
    if (fields.length === 0) return [rowOf(after), []]
    const data = { name: after.name, slug: after.slug, fields }
    return [
      rowOf({ ...after, updatedAt: readAt }),
      [...endsWith(before, after), event(world, 'application.changed', { applicationId: after.id, data })],
    ]
  })
  return row === undefined ? undefined : applicationOf(row)
}

const add = async (
  world: World,
  { href: clientId }: URL,
  client: PublishedClient,
  published: NonNullable<Application['published']>,
): Promise<Application | undefined> => {
  const now = published.readAt
  const application: Application = {
    ...defaultDetails,
    ...client,
    id: newId(world.random),
    slug: `published-${hash('sha256', clientId, 'hex').slice(0, 16)}`,
    clientId,
    confidential: false,
    pkce: 'required',
    // Among everybody's applications it would look as if somebody here had put it there.
    hidden: true,
    published,
    managed: false,
    createdAt: now,
    updatedAt: now,
    expiresAt: now + unclaimed,
  }
  const { id, name, slug } = application
  try {
    await world.storage.atomically([
      adding('applications', rowOf(application)),
      event(world, 'application.created', { applicationId: id, data: { name, slug, clientId } }),
    ])
    return application
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    // Somebody else came with it in this very moment.
    return findByClientId(world, clientId)
  }
}
