import { asObject, type JsonObject, textOf } from '../../net/json.ts'
import type { SourceProblem } from '../source.ts'
import type { Answer, Asking } from './asking.ts'
import type { Coming, Exchanged, Going, Known, Registered } from './dialect.ts'
import { canBeLookedUp } from './our-address.ts'
import { retryAfter } from './retry-after.ts'
import type { Client, Server } from './server.ts'

/** OAuth's authorization code grant (RFC 6749 section 4.1, RFC 7636) as the smaller dialects have it in common. */

export const authorizeAt = (
  endpoint: string,
  client: Client,
  { state, codeChallenge }: Going,
  more: Readonly<Record<string, string>> = {},
): string => {
  const url = new URL(endpoint)
  const parameters = {
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    scope: client.scopes,
    state,
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    ...more,
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** What a code is redeemed with. */
export const redeeming = (client: Client, { code, codeVerifier }: Coming): Readonly<Record<string, string>> => ({
  grant_type: 'authorization_code',
  code,
  redirect_uri: client.redirectUri,
  client_id: client.clientId,
  ...(client.secret === undefined ? {} : { client_secret: client.secret }),
  code_verifier: codeVerifier,
})

export interface TokenEndpoint {
  readonly url: string
  readonly more?: Readonly<Record<string, string>>
  /** What it answers to a client that it does not know, where that is another error than RFC 6749's. */
  readonly unknownClient?: string
}

export const redeemAt = async (
  asking: Asking,
  server: Server,
  { url, more, unknownClient }: TokenEndpoint,
  client: Client,
  coming: Coming,
): Promise<Exchanged> => {
  const answer = await asking(url, { form: { ...redeeming(client, coming), ...more } })
  const { json = {} } = answer
  const accessToken = textOf(json['access_token'])
  if (isGood(answer) && accessToken !== undefined) return { ok: true, token: { accessToken, answer: json } }
  const error = json['error']
  const forgotten = error === 'invalid_client' || error === unknownClient
  if (error !== undefined && forgotten) return { ok: false, problem: { code: 'forgotten', place: server.host } }
  if (error === 'invalid_grant') return { ok: false, problem: { code: 'mixed_up', place: server.host } }
  return { ok: false, problem: trouble(server, answer) }
}

/** A code that nobody has issued: whoever knows the client complains of the code, whoever does not of the client. */
export const isKnownAt = async (
  asking: Asking,
  { url, more, unknownClient }: TokenEndpoint,
  client: Client,
): Promise<Known> => {
  const nothing = { code: 'none', codeVerifier: 'nothing-was-ever-begun-with-this-verifier-0' }
  const { json } = await asking(url, { form: { ...redeeming(client, nothing), ...more } })
  const error = textOf(json?.['error'])
  if (error === 'invalid_client' || (error !== undefined && error === unknownClient)) return 'forgotten'
  return error === 'invalid_grant' || error === 'invalid_request' ? 'known' : 'unsure'
}

/** Where a server reads who we are from our own address, it has nothing to forget; as long as it can get there. */
export const takesClientUrl = ({ findings }: Pick<Server, 'findings'>, clientUrl: string): boolean =>
  findings.metadata?.clientIdMetadata === true && canBeLookedUp(clientUrl)

/** RFC 7591, without a secret: what binds the answer to us is PKCE. */
export const registration = (as: { name: string; redirectUri: string; scopes: string; website: string }) => ({
  client_name: as.name,
  redirect_uris: [as.redirectUri],
  client_uri: as.website,
  scope: as.scopes,
  grant_types: ['authorization_code'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
})

/** What came of a registration; the names of id and secret differ. */
export const registered = (
  server: Server,
  answer: Answer,
  { id, secret }: { readonly id: string; readonly secret?: string },
): Registered => {
  const clientId = credentialOf(answer.json?.[id])
  if (isGood(answer) && clientId !== undefined) {
    const kept = secret === undefined ? undefined : credentialOf(answer.json?.[secret])
    return { ok: true, clientId, ...(kept === undefined ? {} : { secret: kept }) }
  }
  return answer.json?.['error'] === 'invalid_scope' ? { ok: false, reason: 'scopes' } : notRegistered(server, answer)
}

/** Why not, where other scopes would not help: it will not have us, or is in trouble itself. */
export const notRegistered = (server: Server, answer: Answer): Registered => {
  const refused = answer.status >= 400 && answer.status < 500 && answer.status !== 429
  return refused ? refusedRegistration(server) : { ok: false, reason: 'problem', problem: trouble(server, answer) }
}

/** A client id or a secret (RFC 6749 appendix A.1 and A.2), of a length that fits into an address. Some servers number their clients. */
export const credentialOf = (value: unknown): string | undefined => {
  const text = idOf(value)
  return text !== undefined && /^[\x20-\x7e]{1,1000}$/.test(text) ? text : undefined
}

export const refusedRegistration = ({ host }: Server): Registered => ({
  ok: false,
  reason: 'problem',
  problem: { code: 'refused_registration', place: host },
})

export const isGood = ({ status }: Pick<Answer, 'status'>): boolean => status >= 200 && status < 300

export const trouble = (server: Server, answer: Answer): SourceProblem =>
  answer.status === 429
    ? { code: 'limited', place: server.host, retryAfter: retryAfter(answer) }
    : { code: 'broken', place: server.host }

/** An id as text: some servers number people. */
export const idOf = (value: unknown): string | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : textOf(value)

export const flagOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined)

export const objectIn = (from: JsonObject | undefined, name: string): JsonObject | undefined => asObject(from?.[name])
