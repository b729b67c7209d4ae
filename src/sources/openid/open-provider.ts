import type { ClientAuth, Configuration, ServerMetadata } from 'openid-client'
import { hours, seconds } from '../../lib/clock.ts'
import type { Row } from '../../storage/records.ts'
import type { SourceWorld } from '../source.ts'
import { clientAuthOf } from './client-auth.ts'
import { findMetadata, isTemplated, type MetadataFault } from './metadata.ts'
import { providerFetch } from './provider-fetch.ts'
import { secretOf } from './row.ts'
import type { OpenidSettings } from './settings.ts'

/** A provider as it can be asked now. */
export interface Provider {
  readonly client: typeof import('openid-client')
  readonly configuration: Configuration
  readonly metadata: ServerMetadata
  readonly auth: ClientAuth
}

export type Opened =
  | { readonly ok: true; readonly provider: Provider }
  | { readonly ok: false; readonly fault: MetadataFault | 'no_secret'; readonly found?: string | undefined }

/** Keys are fetched anew when a token has one that is not known; what else a provider says of itself changes about once a year. */
const lasts = hours(1)

/**
 * Resolves to the provider, asked what it says of itself at most once an hour, whoever asks at once. While it does not answer, what it said
 * last holds; what failed is not remembered. Throws `FetchFailed` when it has never answered.
 */
export const createOpening = (
  world: SourceWorld,
  record: Row<'sources'>,
  settings: OpenidSettings,
): (() => Promise<Opened>) => {
  let held: { readonly opened: Opened & { ok: true }; readonly at: number } | undefined
  let opening: Promise<Opened> | undefined
  /** What it said last, for another minute. */
  const heldOn = (): Opened | undefined => {
    if (held !== undefined) held = { ...held, at: world.clock.now() - lasts + seconds(60) }
    return held?.opened
  }
  const openAfresh = async (): Promise<Opened> => {
    try {
      const opened = await open(world, record, settings)
      if (opened.ok) held = { opened, at: world.clock.now() }
      return opened.ok || opened.fault !== 'not_metadata' ? opened : (heldOn() ?? opened)
    } catch (error) {
      const still = heldOn()
      if (still === undefined) throw error
      return still
    } finally {
      opening = undefined
    }
  }
  return async () => {
    if (held !== undefined && world.clock.now() - held.at < lasts) return held.opened
    opening ??= openAfresh()
    return opening
  }
}

const open = async (world: SourceWorld, record: Row<'sources'>, settings: OpenidSettings): Promise<Opened> => {
  const secret = secretOf(world, record)
  const client = await import('openid-client')
  const auth = await clientAuthOf(client, settings, secret)
  if (auth === undefined) return { ok: false, fault: 'no_secret' }
  const found = await findMetadata(world, settings)
  if (!found.ok) return found
  const { metadata } = found
  const options = { [client.clockTolerance]: settings.leeway }
  const custom = providerFetch(world, settings)
  // openid-client compares each token with its tenant's issuer where it has read the metadata itself, and nowhere else: it reads what we made of them.
  const configuration = isTemplated(metadata.issuer)
    ? await client.discovery(new URL(settings.issuer), settings.clientId, options, auth, {
        [client.customFetch]: async () => Response.json(metadata),
      })
    : new client.Configuration(metadata, settings.clientId, options, auth)
  configuration[client.customFetch] = custom
  configuration.timeout = settings.timeout
  // Whether plain http is gone to is decided by the guarded fetch, by what the operator vouches for.
  client.allowInsecureRequests(configuration)
  if (settings.protocol === 'openid') client.enableNonRepudiationChecks(configuration)
  return { ok: true, provider: { client, configuration, metadata, auth } }
}
