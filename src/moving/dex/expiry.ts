import { fitDuration, goDuration, lifetimes } from '../durations.ts'
import type { Plain } from '../imported.ts'
import type { Reading } from '../plain.ts'
import type { DexReading } from './dex-reading.ts'

/** What Dex says of all its clients at once, as every application is told here. */
export const readDefaults = (config: Reading, dex: DexReading): Plain => ({
  ...readExpiry(config.inside('expiry'), dex),
  ...readOauth(config.inside('oauth2'), dex),
  ...readSigner(config.inside('signer')),
})

const readExpiry = (expiry: Reading, { leave, warn }: DexReading): Plain => {
  const length = (of: Reading, name: string, field: keyof typeof lifetimes): Plain => {
    const text = of.text(name)
    if (text === undefined) return {}
    const about = `${of.about}.${name}`
    const seconds = goDuration(text)
    if (seconds === undefined) {
      leave({ about, code: 'malformed' })
      return {}
    }
    // Dex reads 0 as "for ever", which nothing here is.
    const [least, most] = lifetimes[field]
    const { text: fitted, cut } = fitDuration(seconds === 0 ? most : seconds, least, most)
    if (cut || seconds === 0) warn({ about, code: 'lifetime', detail: `${text} → ${fitted}` })
    return { [field]: fitted }
  }
  const refresh = expiry.inside('refreshTokens')
  const found = {
    // An access token of Dex is an ID token for somebody else.
    ...length(expiry, 'idTokens', 'accessTokenLifetime'),
    ...length(expiry, 'idTokens', 'idTokenLifetime'),
    ...length(refresh, 'validIfNotUsedFor', 'refreshTokenIdle'),
    ...length(refresh, 'absoluteLifetime', 'refreshTokenLifetime'),
  }
  for (const name of expiry.rest()) leave({ about: `expiry.${name}`, code: 'not_ours' })
  for (const name of refresh.rest()) leave({ about: `expiry.refreshTokens.${name}`, code: 'not_ours' })
  return found
}

const readOauth = (oauth: Reading, { leave, warn }: DexReading): Plain => {
  const silent = oauth.flag('skipApprovalScreen') === true
  if (silent) warn({ about: 'oauth2.skipApprovalScreen', code: 'consent_kept' })
  const pkce = oauth.inside('pkce')
  const required = pkce.flag('enforce') === true
  const types = oauth.texts('responseTypes')
  if (types?.some((type) => type !== 'code') === true) {
    leave({ about: 'oauth2.responseTypes', code: 'unsupported', detail: types.join(' ') })
  }
  const grants = (oauth.texts('grantTypes') ?? []).filter(
    (grant) => grant !== 'authorization_code' && grant !== 'refresh_token',
  )
  if (grants.length > 0) leave({ about: 'oauth2.grantTypes', code: 'unsupported', detail: grants.join(' ') })
  pkce.skip('codeChallengeMethodsSupported')
  for (const name of oauth.rest()) leave({ about: `oauth2.${name}`, code: 'unsupported' })
  return { ...(silent ? { consent: 'implicit' } : {}), ...(required ? { pkce: 'required' } : {}) }
}

const readSigner = (signer: Reading): Plain => {
  const algorithm = signer.inside('config').text('algorithm')
  return algorithm === 'ES256' ? { signingAlgorithm: algorithm } : {}
}
