import type { Random } from '../../lib/random.ts'
import { newVerifier, s256 } from '../pkce.ts'
import type { Departure, SourceWorld } from '../source.ts'
import type { OpenidMemo } from './memo.ts'
import type { Provider } from './open-provider.ts'
import type { OpenidSettings } from './settings.ts'

export const callbackOf = ({ base }: Pick<SourceWorld, 'base'>, id: string): string => `${base}/sources/${id}/callback`

/** What the protocol itself says is nobody's to say otherwise. */
const ours: ReadonlySet<string> = new Set([
  ...['client_id', 'redirect_uri', 'response_type', 'response_mode', 'scope', 'state', 'nonce', 'code_challenge'],
  ...['code_challenge_method', 'request', 'request_uri'],
])

/** Where to send the browser, and what has to be known when it is back. */
export const authorizeUrl = (
  world: Pick<SourceWorld, 'base' | 'clock'> & { readonly random: Random },
  { settings, provider, id }: { readonly settings: OpenidSettings; readonly provider: Provider; readonly id: string },
  { state, afresh, locale, address }: Departure,
): { readonly url: string; readonly memo: OpenidMemo } => {
  const openid = settings.protocol === 'openid'
  const verifier = provesByPkce(settings, provider) ? newVerifier(world.random) : undefined
  const nonce = openid && settings.nonce ? newVerifier(world.random) : undefined
  const extra = Object.entries(settings.authorizeParameters).filter(([name]) => !ours.has(name))
  const parameters = new Map(extra)
  const say = (name: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') parameters.set(name, value)
  }
  say('redirect_uri', callbackOf(world, id))
  say('scope', scopesOf(settings).join(' '))
  say('state', state)
  say('nonce', nonce)
  say('response_mode', settings.responseMode === 'form_post' ? 'form_post' : undefined)
  say('prompt', afresh ? asking(settings.prompt) : settings.prompt)
  say('acr_values', settings.acrValues)
  say('login_hint', settings.forwardLoginHint ? address : undefined)
  if (openid) say('ui_locales', locale)
  if (openid && afresh) say('max_age', '0')
  if (verifier !== undefined) {
    say('code_challenge', s256(verifier))
    say('code_challenge_method', 'S256')
  }
  const url = provider.client.buildAuthorizationUrl(provider.configuration, Object.fromEntries(parameters))
  return {
    url: url.href,
    memo: {
      issuer: settings.issuer,
      clientId: settings.clientId,
      verifier,
      nonce,
      ...(afresh ? { afreshSince: Math.floor(world.clock.now() / 1000) } : {}),
    },
  }
}

/** A provider that says which methods it knows, and not ours, might refuse it. All others have to pass over what they do not know. */
const provesByPkce = ({ pkce }: OpenidSettings, { metadata }: Provider): boolean => {
  if (pkce !== 'auto') return pkce === 'always'
  const methods = metadata.code_challenge_methods_supported
  return methods === undefined || methods.includes('S256')
}

const scopesOf = ({ protocol, scopes }: OpenidSettings): readonly string[] =>
  protocol === 'openid' && !scopes.includes('openid') ? ['openid', ...scopes] : scopes

/** `none` would forbid what is wanted. */
const asking = (prompt = ''): string =>
  [...new Set([...prompt.split(' ').filter((one) => one !== '' && one !== 'none'), 'login'])].join(' ')
