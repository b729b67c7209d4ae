import { seconds, type Time } from '../../lib/clock.ts'
import { textOf } from '../../net/json.ts'
import type { Answer } from './asking.ts'
import { authorizeAt, credentialOf, isGood, notRegistered, redeeming, trouble } from './code-grant.ts'
import type { Dialect, Exchanged, Identified } from './dialect.ts'
import { readAccount, readUserinfo } from './mastodon-account.ts'
import { quirksOf } from './quirks.ts'
import type { Client, Server } from './server.ts'

/**
 * Mastodon's client API, which most of the network speaks: an application is registered by form, signs people in by OAuth 2 with a secret
 * in the body, and reads the one account. What only some servers know (metadata, PKCE, `profile`) is used where it is offered, or does no harm.
 */
export const mastodon: Dialect = {
  name: 'mastodon',

  scopes(server) {
    const { metadata } = server.findings
    const hasProfile = metadata?.appRegistrationEndpoint !== undefined && metadata.scopes.includes('profile')
    return quirksOf(server).scopes ?? [...(hasProfile ? ['profile'] : []), 'read:accounts', 'read']
  },

  /** Four keys, since some refuse any other; one redirect URI as a text, since lists are new; as a form, which all read. */
  async register(asking, server, { name, redirectUri, scopes, website }) {
    const answer = await asking(server.findings.metadata?.appRegistrationEndpoint ?? '/api/v1/apps', {
      form: { client_name: name, redirect_uris: redirectUri, scopes, website },
    })
    if (isGood(answer)) {
      const { client_id: id, client_secret: said, client_secret_expires_at: expires } = answer.json ?? {}
      const [clientId, secret] = [credentialOf(id), credentialOf(said)]
      if (clientId === undefined || secret === undefined)
        return { ok: false, reason: 'problem', problem: trouble(server, answer) }
      const expiresAt = timeOf(expires)
      return { ok: true, clientId, secret, ...(expiresAt === undefined ? {} : { expiresAt }) }
    }
    return answer.status === 400 || answer.status === 422
      ? { ok: false, reason: 'scopes' }
      : notRegistered(server, answer)
  },

  /** A token for ourselves is given to whom the server knows. The redirect URI is for GoToSocial, which asks for it even here. */
  async isKnown(asking, server, client) {
    if (quirksOf(server).knowsEverybody === true) return 'untold'
    const answer = await asking(tokenEndpoint(server), {
      form: { grant_type: 'client_credentials', ...credentials(client), redirect_uri: client.redirectUri },
    })
    // Nothing else than the client was there to be found.
    if (isForgotten(answer) || isNotFound(answer)) return 'forgotten'
    const { access_token: token, error } = answer.json ?? {}
    // Whoever is refused for what they ask has been recognised before.
    return (isGood(answer) && textOf(token) !== undefined) || error === 'invalid_scope' ? 'known' : 'unsure'
  },

  authorizeUrl: (server, client, going) =>
    authorizeAt(server.findings.metadata?.authorizationEndpoint ?? `${server.origin}/oauth/authorize`, client, going, {
      lang: going.locale,
      ...(going.afresh ? { force_login: 'true' } : {}),
    }),

  /** Without `scope`, which Hollo does not take here. */
  async exchange(asking, server, client, coming): Promise<Exchanged> {
    const answer = await asking(tokenEndpoint(server), { form: redeeming(client, coming) })
    const { json = {} } = answer
    const accessToken = textOf(json['access_token'])
    if (isGood(answer) && accessToken !== undefined) return { ok: true, token: { accessToken, answer: json } }
    // Of a code that is late some say the same as of a client that they do not know; which of these it was is asked before the next one leaves.
    const isCertain = json['error'] === 'invalid_client' || quirksOf(server).knowsEverybody === true
    if (isForgotten(answer) && isCertain) return { ok: false, problem: { code: 'forgotten', place: server.host } }
    if (isForgotten(answer) || isNotFound(answer) || badCodes.has(String(json['error'])))
      return { ok: false, problem: { code: 'mixed_up', place: server.host } }
    return { ok: false, problem: trouble(server, answer) }
  },

  /** `verify_credentials` says more than `userinfo`, which is asked only where the first is closed to our scope: it has nothing to know people by again. */
  async identify(asking, server, token): Promise<Identified> {
    const answer = await asking('/api/v1/accounts/verify_credentials', { token: token.accessToken })
    if (isGood(answer)) {
      const said = readAccount(answer.json, token.answer)
      return said === undefined ? { ok: false, problem: trouble(server, answer) } : { ok: true, said }
    }
    const state = answer.status === 403 ? stateOf(answer) : undefined
    if (state !== undefined) return { ok: false, problem: { code: 'account_state', place: server.host, state } }
    const { userinfoEndpoint } = server.findings.metadata ?? {}
    const isClosed = [401, 403, 404].includes(answer.status)
    if (userinfoEndpoint === undefined || !isClosed) return { ok: false, problem: trouble(server, answer) }
    const userinfo = await asking(userinfoEndpoint, { token: token.accessToken })
    const said = isGood(userinfo) ? readUserinfo(userinfo.json) : undefined
    return said === undefined ? { ok: false, problem: trouble(server, userinfo) } : { ok: true, said }
  },

  /** Only a token that opens more than the account itself: others do no harm, and Mastodon gives the same one to two sign-ins at once. */
  async revoke(asking, server, client, { accessToken }) {
    const { keepsTokens, takesCodesAgain } = quirksOf(server)
    if (keepsTokens === true || (client.scopes !== 'read' && takesCodesAgain !== true)) return
    const endpoint = server.findings.metadata?.revocationEndpoint ?? '/oauth/revoke'
    await asking(endpoint, { form: { token: accessToken, ...credentials(client) } })
  },
}

/** RFC 7591 section 3.2.1: seconds, 0 for never; so is what is no time. */
const timeOf = (said: unknown): Time | undefined =>
  typeof said === 'number' && Number.isInteger(said) && said > 0 && said < latest ? seconds(said) : undefined
/** In the year 9999. */
const latest = 253_370_764_800

const tokenEndpoint = ({ findings }: Server): string => findings.metadata?.tokenEndpoint ?? '/oauth/token'

/** In the body: GoToSocial reads no other place. */
const credentials = ({ clientId, secret = '' }: Client) => ({ client_id: clientId, client_secret: secret })

/** RFC 6749 section 5.2; some send 401 with words of their own, and old ones send it for a code that is not good. */
const isForgotten = ({ status, json }: Answer): boolean =>
  json?.['error'] === 'invalid_client' || (status === 401 && json?.['error'] !== 'invalid_grant')

/** What Pleroma says of a client and of a code alike, and GoToSocial's database. */
const isNotFound = ({ status, json }: Answer): boolean =>
  status === 400 && /^Invalid credentials$|\bno rows in result set$/.test(String(json?.['error'] ?? ''))

/** RFC 6749's, and GoToSocial's. */
const badCodes: ReadonlySet<string> = new Set(['invalid_grant', 'invalid authorize code'])

/** Why Mastodon refuses somebody who has just signed in there; undefined when it is about our token. */
const stateOf = ({ json }: Answer): 'suspended' | 'not_ready' | undefined => {
  const error = String(json?.['error'] ?? '')
  if (/scope/i.test(error)) return undefined
  return /disabled|suspended/i.test(error) ? 'suspended' : 'not_ready'
}
