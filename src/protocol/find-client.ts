import { type Application, findByClientId } from '../applications/application.ts'
import { clientAddress } from '../applications/client-metadata/client-address.ts'
import { type ClientDocumentProblem, readClientDocument } from '../applications/client-metadata/client-document.ts'
import { keepPublished } from '../applications/client-metadata/keep-published.ts'
import { arePublishedClientsAllowed } from '../applications/client-metadata/published-clients.ts'
import { hours, minutes, seconds, type Time } from '../lib/clock.ts'
import { bucketOfAddress } from '../limits/address.ts'
import { allow } from '../limits/limit.ts'
import { nothingFetched } from '../net/fetch-failed.ts'
import { mediaType, readJsonObject } from '../net/json.ts'
import type { Fetched } from '../net/safe-fetch.ts'
import type { ProtocolWorld, Visitor } from './world.ts'

/** Why an application that is known by its address alone is not let in. What became of the way there is never told. */
export type ClientMistake =
  | { readonly code: 'client_unreachable'; readonly clientId: string }
  | { readonly code: 'client_document_wrong'; readonly clientId: string; readonly problem: ClientDocumentProblem }

export interface FoundClient {
  readonly application?: Application | undefined
  readonly mistake?: ClientMistake | undefined
}

/** Draft-ietf-oauth-client-id-metadata-document, section 6.6. */
const mostBytes = 5 * 1024
const patience = seconds(5)
/** Whoever names addresses makes this program go there. */
const looksOfOne = { most: 20, window: hours(1) }
const newOnes = { key: 'published clients', most: 300, window: hours(1) }
/** A server that is down for the moment keeps nobody out; an address from which the document has gone does at once. */
const believedFor = hours(24)

/**
 * The application that a client id names. Where the operator lets in such as registered nothing, an address is gone to, and the document there is
 * believed for as long as it says, an hour otherwise.
 */
export const findClient = async (
  world: ProtocolWorld,
  clientId: string,
  visitor: Pick<Visitor, 'address'>,
): Promise<FoundClient> => {
  const application = await findByClientId(world, clientId)
  if (application !== undefined && application.published === undefined) return { application }
  const address = clientAddress(clientId)
  if (address === undefined || !(await arePublishedClientsAllowed(world))) return {}
  const now = world.clock.now()
  const { freshUntil = 0, readAt = 0 } = application?.published ?? {}
  if (application !== undefined && (freshUntil > now || application.disabledAt !== undefined)) return { application }

  const unreachable: FoundClient = { mistake: { code: 'client_unreachable', clientId } }
  const rather = application !== undefined && readAt + believedFor > now ? { application } : unreachable
  if (!(await mayLook(world, visitor, application === undefined))) return rather
  const fetched = await look(world, address)
  if (fetched === undefined || fetched.status >= 500) return rather
  const { status, headers, body } = fetched
  if (status !== 200) return unreachable
  const read = readClientDocument(address, isJson(headers) ? readJsonObject(body) : undefined)
  if (!read.ok) return { mistake: { code: 'client_document_wrong', clientId, problem: read.problem } }
  const kept = await keepPublished(world, address, read.client, now + freshFor(headers))
  return kept === undefined ? unreachable : { application: kept }
}

const mayLook = async (
  world: ProtocolWorld,
  { address }: Pick<Visitor, 'address'>,
  isNew: boolean,
): Promise<boolean> => {
  const own = await allow(world, { key: `client looks ${bucketOfAddress(address)}`, ...looksOfOne })
  return own.allowed && (!isNew || (await allow(world, newOnes)).allowed)
}

/** No redirect is followed: the address itself is who it is. */
const look = ({ fetch }: Pick<ProtocolWorld, 'fetch'>, { href }: URL): Promise<Fetched | undefined> =>
  fetch(href, { headers: { accept: 'application/json' }, most: mostBytes, within: patience }).catch(nothingFetched)

const isJson = (headers: Headers): boolean => /^application\/(?:[\w.-]+\+)?json$/.test(mediaType(headers))

/** As long as it says (RFC 9111), and neither so short that every sign-in goes there, nor so long that a mistake stays. */
const freshFor = (headers: Headers): Time => {
  const said = /(?:^|[\s,])max-age=(\d{1,9})(?:$|[\s,])/.exec(headers.get('cache-control') ?? '')?.[1]
  const length = said === undefined ? hours(1) : seconds(Number(said))
  return Math.min(Math.max(length, minutes(5)), hours(24))
}
