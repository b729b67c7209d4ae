import { formToken } from '../../http/csrf.ts'
import type { Visit } from '../../http/visit.ts'
import type { Findings } from '../../sources/fediverse/server.ts'
import { serverKey } from '../../sources/fediverse/server-key.ts'
import type { WebWorld } from '../world.ts'
import type { AddressView, Place } from './address-form.ts'
import { type Errand, errandFields } from './errand.ts'
import { rememberedAt } from './remembered.ts'
import { suggestedServers } from './suggestions.ts'

/** The address field as this browser gets it. */
export const addressViewAt = async (
  world: WebWorld,
  visit: Visit,
  errand: Errand,
  shown: Pick<AddressView, 'value' | 'problem' | 'afresh'> = {},
): Promise<AddressView> => {
  const [suggestions, remembered] = await Promise.all([suggestedServers(world), placeAt(world, visit)])
  return { formToken: formToken(world, visit), errand: errandFields(errand), suggestions, remembered, ...shown }
}

/** The server this browser came from last, with the name it gives itself. */
const placeAt = async (world: WebWorld, visit: Visit): Promise<Place | undefined> => {
  const host = rememberedAt(world, visit)?.host
  if (host === undefined) return undefined
  const row = await world.storage.find('servers', serverKey(host))
  const { title } = (row?.findings ?? {}) as Findings
  return { host, title: title === undefined || title === '' ? undefined : `${title} (${host})` }
}
