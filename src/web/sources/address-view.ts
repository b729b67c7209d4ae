import { type ApplicationNewcomers, ruleFor, rulesOf } from '../../accounts/identities/newcomers.ts'
import { formToken } from '../../http/csrf.ts'
import type { Visit } from '../../http/visit.ts'
import type { Findings } from '../../sources/fediverse/server.ts'
import { serverKey } from '../../sources/fediverse/server-key.ts'
import { fediverseId } from '../../sources/settings.ts'
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
  shown: Pick<AddressView, 'value' | 'problem' | 'afresh' | 'join'> = {},
): Promise<AddressView> => {
  const [suggestions, remembered] = await Promise.all([suggestedServers(world), placeAt(world, visit)])
  return { formToken: formToken(world, visit), errand: errandFields(errand), suggestions, remembered, ...shown }
}

/** More of them are no help to anybody. */
const mostNamed = 6

/** Where whoever has no account in the fediverse can get one with which they are taken in here. */
export const joinAt = async (
  world: Pick<WebWorld, 'storage'>,
  application: ApplicationNewcomers | undefined,
): Promise<AddressView['join']> => {
  const { newcomers, off } = await rulesOf(world, fediverseId)
  const { take, servers } = ruleFor(newcomers, application)
  if (off || take === 'invited' || take === 'linked') return undefined
  if (take === 'everyone') return 'anywhere'
  return servers.length === 0 ? undefined : servers.slice(0, mostNamed)
}

/** The server this browser came from last, with the name it gives itself. */
const placeAt = async (world: WebWorld, visit: Visit): Promise<Place | undefined> => {
  const host = rememberedAt(world, visit)?.host
  if (host === undefined) return undefined
  const row = await world.storage.find('servers', serverKey(host))
  const { title } = (row?.findings ?? {}) as Findings
  return { host, title: title === undefined || title === '' ? undefined : `${title} (${host})` }
}
