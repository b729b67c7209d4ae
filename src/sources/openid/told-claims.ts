import { asObject, type JsonObject, objectsOf, readJsonObject } from '../../net/json.ts'
import type { SourceWorld } from '../source.ts'
import { claimAt, textAt } from './claims.ts'
import type { Exchanging, Tokens } from './exchange.ts'
import { providerFetch } from './provider-fetch.ts'
import type { OpenidSettings } from './settings.ts'

/** All that the provider says of somebody. What is signed goes before what is not. */
export const toldClaims = async (
  world: SourceWorld,
  exchanging: Pick<Exchanging, 'settings' | 'provider'>,
  tokens: Tokens,
): Promise<JsonObject | undefined> => {
  const { settings } = exchanging
  if (settings.protocol === 'oauth') return oauthClaims(world, exchanging, tokens)
  const { claims } = tokens
  const { provider } = exchanging
  if (!asksUserinfo(settings, claims) || provider.metadata.userinfo_endpoint === undefined) return claims
  const { client, configuration } = provider
  // It has to be about the same person (OpenID Connect Core section 5.3.2).
  const more = await client.fetchUserInfo(configuration, tokens.accessToken, String(claims['sub']))
  return { ...more, ...claims, ...emailOf(claims, more) }
}

/** That an address is verified is said of the address beside it; a token and userinfo may have different ones. */
const emailOf = (claims: JsonObject, more: JsonObject): JsonObject => {
  const [said, other] = 'email' in claims ? [claims, more] : [more, claims]
  const { email, email_verified: verified = other['email'] === email ? other['email_verified'] : undefined } = said
  return { email, email_verified: verified }
}

/** What was asked for, is wanted, and is not in the token. */
const asksUserinfo = (settings: OpenidSettings, claims: JsonObject): boolean => {
  if (settings.userinfo !== 'when-missing') return settings.userinfo === 'always'
  const { take, scopes, allowedGroups, adminGroups } = settings
  const groups = take.groups !== 'ignore' || allowedGroups.length > 0 || adminGroups.length > 0
  const wanted = [
    settings.uidField,
    scopes.includes('profile') && take.username !== 'ignore' ? settings.usernameAttribute : undefined,
    scopes.includes('profile') && take.name !== 'ignore' ? settings.nameClaim : undefined,
    scopes.includes('email') && take.email !== 'ignore' ? settings.emailClaim : undefined,
    groups ? settings.groupsClaim : undefined,
    settings.rolesClaim,
  ]
  return wanted.some((claim) => claim !== undefined && claimAt(claims, claim) === undefined)
}

/** A provider that only speaks OAuth: who somebody is, their addresses and their groups have an address each. */
const oauthClaims = async (
  world: SourceWorld,
  { settings, provider }: Pick<Exchanging, 'settings' | 'provider'>,
  { accessToken }: Tokens,
): Promise<JsonObject | undefined> => {
  const fetch = providerFetch(world, settings)
  const ask = async (url: string | undefined): Promise<unknown> => {
    if (url === undefined) return undefined
    const { status, body } = await plain(await fetch(url, { ...asked, headers: headersWith(accessToken) }))
    // A list in an object, so that the same reader does for both.
    return status === 200 ? readJsonObject(wrap(body))?.['it'] : undefined
  }
  const claims = asObject(await ask(provider.metadata.userinfo_endpoint))
  if (claims === undefined) return undefined
  const [emails, groups] = await Promise.all([ask(settings.emailsEndpoint), ask(settings.groupsEndpoint)])
  const primary = objectsOf(emails).find((one) => one['primary'] === true && typeof one['email'] === 'string')
  return {
    ...claims,
    ...(settings.emailsEndpoint === undefined
      ? {}
      : { email: primary?.['email'] ?? undefined, email_verified: primary?.['verified'] === true }),
    ...(settings.groupsEndpoint === undefined
      ? {}
      : { groups: objectsOf(groups).map((one) => textAt(one, 'login') ?? textAt(one, 'name')) }),
  }
}

const asked = { method: 'GET', body: undefined, redirect: 'manual' } as const
const headersWith = (token: string) => ({ accept: 'application/json', authorization: `Bearer ${token}` })

const plain = async (answer: Response) => ({ status: answer.status, body: new Uint8Array(await answer.arrayBuffer()) })

const wrap = (body: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('{"it":'), body, Buffer.from('}')])
