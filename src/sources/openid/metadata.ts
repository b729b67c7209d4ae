import type { ServerMetadata } from 'openid-client'
import { seconds } from '../../lib/clock.ts'
import { userAgent } from '../../lib/user-agent.ts'
import { type JsonObject, readJsonObject, textOf } from '../../net/json.ts'
import type { SourceWorld } from '../source.ts'
import { expectedIssuer, isForAnyTenant, type OpenidSettings } from './settings.ts'

const most = 256 * 1024

export type Found =
  | { readonly ok: true; readonly metadata: ServerMetadata }
  /** `other_issuer`: the metadata are about somebody else. `not_metadata`: they are none. `no_endpoint`: one is missing that is needed. */
  | { readonly ok: false; readonly fault: MetadataFault; readonly found?: string | undefined }
export type MetadataFault = 'other_issuer' | 'not_metadata' | 'no_endpoint' | 'address'

export const discoveryUrl = ({ issuer, discoveryUrl: own }: Pick<OpenidSettings, 'issuer' | 'discoveryUrl'>): string =>
  own ?? `${issuer.replace(/\/+$/, '')}/.well-known/openid-configuration`

/** A slash at its end makes no other issuer: whoever copies an address by hand adds one or loses one. */
export const sameIssuer = (one: string, other: string): boolean => one.replace(/\/+$/, '') === other.replace(/\/+$/, '')

/** Microsoft's endpoints for everybody say a pattern where the issuer would be; each token has the tenant's own. */
export const isTemplated = (issuer: string | undefined): boolean =>
  issuer === 'https://login.microsoftonline.com/{tenantid}/v2.0'

/** The issuer that a token of Microsoft's has to have in the place of that pattern; undefined where it has another. */
export const tenantIssuer = (claims: JsonObject): string | undefined => {
  const [issuer, tenant] =
    /^https:\/\/login\.microsoftonline\.com\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/v2\.0$/.exec(
      textOf(claims['iss']) ?? '',
    ) ?? []
  return claims['tid'] === undefined || claims['tid'] === tenant ? issuer : undefined
}

/**
 * What the provider says of itself, with what is set by hand in the place of what it says. Throws `FetchFailed` when it says nothing.
 */
export const findMetadata = async (world: SourceWorld, settings: OpenidSettings): Promise<Found> => {
  const said = settings.discovery ? await discover(world, settings) : { ok: true as const, said: {} }
  if (!said.ok) return said
  const issuer = textOf(said.said['issuer']) ?? expectedIssuer(settings)
  // Whose name is a pattern speaks for every tenant, whatever the settings take it for.
  const expected = isTemplated(issuer) ? isForAnyTenant(settings) : sameIssuer(issuer, expectedIssuer(settings))
  if (!expected && !settings.skipVerification) return { ok: false, fault: 'other_issuer', found: issuer.slice(0, 200) }
  const metadata: ServerMetadata = {
    ...said.said,
    issuer,
    ...byHand(settings),
    id_token_signing_alg_values_supported: algorithmsOf(settings, said.said),
    userinfo_signing_alg_values_supported: [...asymmetric],
  }
  return isWhole(settings, metadata) ? { ok: true, metadata } : { ok: false, fault: 'no_endpoint' }
}

const discover = async (
  { fetch, base }: SourceWorld,
  settings: OpenidSettings,
): Promise<{ readonly ok: true; readonly said: JsonObject } | Extract<Found, { ok: false }>> => {
  const { status, body } = await fetch(discoveryUrl(settings), {
    headers: { accept: 'application/json', 'user-agent': userAgent(base) },
    most,
    within: seconds(settings.timeout),
    follow: 2,
    ...(settings.ca === undefined ? {} : { ca: settings.ca }),
  })
  const said = status === 200 ? readJsonObject(body) : undefined
  return said === undefined || textOf(said['issuer']) === undefined
    ? { ok: false, fault: 'not_metadata', found: String(status) }
    : { ok: true, said }
}

const byHand = (settings: OpenidSettings): Partial<ServerMetadata> =>
  Object.fromEntries(
    Object.entries({
      authorization_endpoint: settings.authorizationEndpoint,
      token_endpoint: settings.tokenEndpoint,
      userinfo_endpoint: settings.userinfoEndpoint,
      jwks_uri: settings.jwksUri,
      end_session_endpoint: settings.endSessionEndpoint,
    }).filter(([, value]) => value !== undefined),
  )

/** Only such as the provider alone can sign with: with a shared secret so could whoever knows ours. */
export const asymmetric = [
  'RS256',
  'PS256',
  'ES256',
  'RS384',
  'PS384',
  'ES384',
  'RS512',
  'PS512',
  'ES512',
  'EdDSA',
  'Ed25519',
]

const algorithmsOf = ({ algorithms }: OpenidSettings, said: JsonObject): string[] => {
  if (algorithms.length > 0) return [...algorithms]
  const list = said['id_token_signing_alg_values_supported']
  const known = Array.isArray(list) ? asymmetric.filter((alg) => list.includes(alg)) : []
  return known.length === 0 ? ['RS256'] : known
}

const isWhole = ({ protocol }: OpenidSettings, metadata: ServerMetadata): boolean => {
  const needed = [
    metadata.authorization_endpoint,
    metadata.token_endpoint,
    protocol === 'oauth' ? metadata.userinfo_endpoint : metadata.jwks_uri,
  ]
  return needed.every((url) => typeof url === 'string' && URL.canParse(url) && /^https?:/.test(url))
}
