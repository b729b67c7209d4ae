import { slugFrom } from '../../applications/slug.ts'
import { registrable } from '../addresses.ts'
import type { Plain } from '../imported.ts'
import type { Reading } from '../plain.ts'
import type { DexReading } from './dex-reading.ts'

export interface ReadClient extends Plain {
  readonly slug: string
  readonly clientId: string
  /** Client ids of those that may have tokens for this one. */
  readonly trustedPeers: readonly string[]
}

/** One of `staticClients`; undefined, and noted, when nobody could sign in to it. */
export const readClient = (
  client: Reading,
  dex: DexReading,
  defaults: Plain,
  slugs: (wanted: string) => string,
): ReadClient | undefined => {
  const { leave, warn } = dex
  const at = (name: string) => `${client.about}.${name}`
  const either = (name: string): string | undefined => {
    const variable = client.text(`${name}Env`)
    const here = client.text(name)
    return here ?? (variable === undefined ? undefined : dex.fromEnvironment(variable, at(`${name}Env`)))
  }
  const clientId = either('id')
  const secret = either('secret')
  const isPublic = client.flag('public') === true
  const redirectUris = registrable(client.texts('redirectURIs'), at('redirectURIs'), leave)
  const postLogout = registrable(client.texts('postLogoutRedirectURIs'), at('postLogoutRedirectURIs'), leave)
  const name = client.text('name')
  const logo = client.text('logoURL')
  const backchannel = client.text('backchannelLogoutURI')
  const trustedPeers = client.texts('trustedPeers') ?? []
  for (const other of client.rest()) leave({ about: at(other), code: known.has(other) ? 'unsupported' : 'unknown' })
  if (clientId === undefined) {
    leave({ about: client.about, code: 'malformed', detail: 'id' })
    return undefined
  }
  if (!isPublic && secret === undefined) {
    leave({ about: client.about, code: 'no_secret', detail: clientId })
    return undefined
  }
  if (isPublic && secret !== undefined) leave({ about: at('secret'), code: 'unsupported' })
  if (!isPublic && secret !== undefined && secret.length < 16) warn({ about: at('secret'), code: 'short_secret' })
  const icon = logo !== undefined && /^(?:https:\/\/|data:image\/)/.test(logo) ? logo : undefined
  if (logo !== undefined && !logo.startsWith('data:'))
    leave({ about: at('logoURL'), code: 'pictures', detail: logo.slice(0, 200) })
  // Anybody can pose as a public application that is not reached by https, so its people are asked whatever Dex did.
  const mustAsk = isPublic && redirectUris.some((uri) => !uri.startsWith('https://'))
  const { consent, pkce, ...rest } = defaults
  return {
    slug: slugs(slugFrom(name ?? clientId)),
    name: name ?? clientId,
    clientId,
    ...(isPublic ? { public: true } : { clientSecret: secret }),
    redirectUris,
    ...(postLogout.length === 0 ? {} : { postLogoutRedirectUris: postLogout }),
    ...(backchannel === undefined ? {} : { backchannelLogoutUri: backchannel }),
    ...(icon === undefined ? {} : { icon }),
    ...(consent === undefined || mustAsk ? {} : { consent }),
    ...(pkce === undefined || isPublic ? {} : { pkce }),
    ...rest,
    subjectMode: 'imported',
    trustedPeers,
  }
}

/** What Dex knows of clients and Portico does not. */
const known = new Set([
  ...['refreshTokenLifetime', 'allowedConnectors', 'mfaChain', 'ssoSharedWith'],
  'clientCredentialsClaims',
])
