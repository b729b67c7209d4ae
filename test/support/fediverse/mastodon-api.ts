import { hash } from 'node:crypto'
import { mistakePage } from './pages.ts'
import { type Behaviour, createFake, type State } from './server.ts'
import {
  type Blueprint,
  type FakeAccount,
  type FakeClient,
  json,
  readGiven,
  redirect,
  refusal,
  type Site,
  secretText,
  textOf,
  words,
} from './site.ts'

type Given = Readonly<Record<string, unknown>>

/** How the servers that speak the Mastodon client API differ. What is absent is as it was in Mastodon 4.2. */
export interface Traits extends Pick<Behaviour, 'software' | 'actor' | 'page' | 'nodeinfo' | 'answersFor' | 'refuses'> {
  /** In place of what everybody answers. */
  webFinger?(site: Site, resource: string): Response
  /** What `/api/v1/instance` says its version is. */
  readonly instanceVersion: string
  readonly hasInstance2: boolean
  /** RFC 8414. */
  metadata?(site: Site): Readonly<Record<string, unknown>>
  /** Scopes that it knows; anything else in a registration is refused. */
  readonly scopes: readonly string[]
  /** Registers whatever scopes it is told. */
  readonly keepsAnyScope?: boolean
  /** Takes what it is given apart, or refuses it. */
  redirects(given: Given): readonly string[] | Response
  refusesRegistration?(given: Given, request: Request): Response | undefined
  /** Registrations that one address may make in ten minutes. */
  readonly registrationsPerTenMinutes?: number
  readonly clientId?: () => string
  /** What else the answer to a registration holds. */
  registered?(client: FakeClient): Readonly<Record<string, unknown>>
  readonly matches: (registered: readonly string[], given: string) => boolean
  /** A proof key is bound to the code; otherwise it is dropped. */
  readonly pkce: boolean
  /** Milliseconds. */
  readonly codeLasts: number
  /** Who has allowed it once is not asked again; `always`: not even where it should ask who it is. */
  readonly remembersConsent: boolean | 'always'
  /** Sends the token itself to a browser that has one. */
  readonly tokenInCallback?: boolean
  /**
   * Whoever is signed in and has a live token goes back at once, also where they should be asked, with the code that they came by it with; a code that has been
   * used is good for that token as long as that lives.
   */
  readonly reusesCodes?: boolean
  readonly stateAsItIs?: boolean
  /** Mistakes in what was asked for are shown, and nobody is sent back with them. */
  readonly keepsMistakes?: boolean
  /** Whoever says no goes back with that alone. */
  readonly deniesWithoutState?: boolean
  readonly forgetsSession?: boolean
  refusesScopes?(asked: readonly string[], client: FakeClient): Response | 'redirected' | undefined
  choices?(account: FakeAccount, accounts: ReadonlyMap<string, FakeAccount>): readonly FakeAccount[]
  /** HTTP Basic at the token endpoint. */
  readonly basic: boolean
  refusesExchange?(given: Given): Response | undefined
  /** To whoever proves to be no client: `secret` where there is one of that name. RFC 6749's answer otherwise. */
  unknownClient?(what: 'id' | 'secret'): Response
  /** To a code that is nobody's (or gone since it was used), or not good for what it was sent with. RFC 6749's answer otherwise. */
  badCode?(what: 'unknown' | 'wrong'): Response
  /** In place of a client's own token. */
  clientToken?(given: Given): Response | undefined
  tokenAnswer?(site: Site, account: FakeAccount): Readonly<Record<string, unknown>>
  readonly saysScope?: false
  /** Of `/api/v1/apps/verify_credentials`: any token, one with `read`, or it is not there. */
  readonly verifiesApps: 'any' | 'read' | false
  /** What ends: the client's token, any token, everything that anybody has allowed the client, or nothing. */
  readonly revokes: 'client' | 'token' | 'everybody' | false
  /** One of these is enough to read who it is for; `any` where scopes mean nothing. */
  readonly identityScopes: readonly string[] | 'any'
  account?(site: Site, account: FakeAccount): Readonly<Record<string, unknown>>
  readonly hasUri: boolean
  readonly movedIsRefused?: boolean
  userinfo?(site: Site, account: FakeAccount): Readonly<Record<string, unknown>>
}

export const mastodonApi =
  (traits: Traits): Blueprint =>
  (site) => {
    const registrations: number[] = []
    const behaviour: Behaviour = {
      ...traits,
      answer(request, path, state) {
        if (path === 'GET /.well-known/webfinger' && traits.webFinger !== undefined)
          return traits.webFinger(site, new URL(request.url).searchParams.get('resource') ?? '')
        if (path === 'POST /api/v1/apps') return register(traits, state, registrations, request)
        if (path === 'GET /oauth/authorize' || path === 'POST /oauth/authorize')
          return authorize(traits, state, request)
        if (path === 'POST /oauth/token') return token(traits, state, request)
        if (path === 'POST /oauth/revoke') return revoke(traits, state, request)
        if (path === 'GET /api/v1/accounts/verify_credentials') return verifyCredentials(traits, state, request)
        if (path === 'GET /api/v1/apps/verify_credentials') return verifyApp(traits, state, request)
        if (path === 'GET /oauth/userinfo' && traits.userinfo !== undefined) return userinfo(traits, state, request)
        if (path === 'GET /.well-known/oauth-authorization-server')
          return traits.metadata === undefined ? undefined : json(200, traits.metadata(site))
        if (path === 'GET /api/v1/instance')
          return json(200, { uri: site.domain, title: `The ${site.domain}`, version: traits.instanceVersion })
        if (path === 'GET /api/v2/instance' && traits.hasInstance2)
          return json(200, { domain: site.domain, title: `The ${site.domain}`, version: traits.instanceVersion })
        return undefined
      },
    }
    return createFake(site, behaviour)
  }

const register = async (
  traits: Traits,
  { site, clients }: State,
  registrations: number[],
  request: Request,
): Promise<Response> => {
  const recent = registrations.filter((at) => at > site.now() - 600_000)
  if (traits.registrationsPerTenMinutes !== undefined && recent.length >= traits.registrationsPerTenMinutes) {
    const reset = new Date((recent[0] ?? 0) + 600_000).toISOString()
    return json(
      429,
      { error: 'Too many requests' },
      { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
    )
  }
  registrations.push(site.now())
  const given = await readGiven(request)
  const refused = traits.refusesRegistration?.(given, request)
  if (refused !== undefined) return refused
  const name = textOf(given['client_name'])
  if (name === '' || [...name].length > 60)
    return refusal(422, 'Validation failed: Application name is too long or missing')
  const website = given['website']
  if (website !== undefined && website !== '' && !/^https?:\/\/\S{1,1990}$/.test(textOf(website)))
    return refusal(422, 'Validation failed: Website must be a valid URL')
  const redirects = traits.redirects(given)
  if (redirects instanceof Response) return redirects
  if (redirects.length === 0 || redirects.join('\n').length > 2000 || !redirects.every((uri) => URL.canParse(uri)))
    return refusal(422, 'Validation failed: Redirect URI must be an absolute URI.')
  const scopes = words(textOf(given['scopes']) || 'read')
  if (traits.keepsAnyScope !== true && !scopes.every((scope) => traits.scopes.includes(scope)))
    return refusal(422, "Validation failed: Scopes doesn't match configured on the server.")
  const client = { id: traits.clientId?.() ?? secretText(), secret: secretText(), name, redirects, scopes }
  clients.set(client.id, client)
  return json(200, {
    ...{ id: '1', name, website: given['website'] ?? null, client_id: client.id, client_secret: client.secret },
    ...{ redirect_uri: redirects.join('\n'), vapid_key: 'BJ', ...traits.registered?.(client) },
  })
}

const authorize = async (traits: Traits, state: State, request: Request): Promise<Response> => {
  const { site, clients, codes, tokens } = state
  const asked = new URL(request.url).searchParams
  const client = clients.get(asked.get('client_id') ?? '')
  if (client === undefined)
    return mistakePage(401, 'Client authentication failed due to unknown client, no client authentication included.')
  const back = asked.get('redirect_uri') ?? ''
  if (!traits.matches(client.redirects, back)) return mistakePage(422, 'The redirect uri included is not valid.')

  const goBack = (what: Readonly<Record<string, string>>): Response => {
    const url = new URL(back)
    for (const [name, value] of Object.entries(what)) url.searchParams.set(name, value)
    const given = asked.get('state')
    const silent = traits.deniesWithoutState === true && what['error'] === 'access_denied'
    if (given === null || silent) return redirect(url.href)
    if (traits.stateAsItIs === true) return redirect(`${url.href}&state=${given}`)
    url.searchParams.set('state', given)
    return redirect(url.href)
  }
  const mistake = (error: string, description: string): Response =>
    traits.keepsMistakes === true ? mistakePage(400, error) : goBack({ error, error_description: description })
  if (asked.get('response_type') !== 'code') return mistake('unsupported_response_type', 'Only code is supported.')
  const scopes = words(asked.get('scope') ?? 'read')
  const refused = traits.refusesScopes?.(scopes, client)
  if (refused instanceof Response) return refused
  if (refused === 'redirected' || !scopes.every((scope) => client.scopes.includes(scope)))
    return mistake('invalid_scope', 'The requested scope is invalid, unknown, or malformed.')
  const challenge = traits.pkce ? (asked.get('code_challenge') ?? undefined) : undefined
  if (challenge !== undefined && (asked.get('code_challenge_method') !== 'S256' || challenge.length !== 43))
    return mistake('invalid_request', 'The code_challenge_method must be S256.')

  const afresh = asked.get('force_login') === 'true'
  const holds = (account: FakeAccount): boolean =>
    [...tokens.values()].some(({ clientId, username }) => clientId === client.id && username === account.username)
  const person = state.signedIn(request)
  if (traits.tokenInCallback === true && !afresh && request.method === 'GET' && person !== undefined) {
    const held = [...tokens].find(
      ([, { clientId, username }]) => clientId === client.id && username === person.username,
    )
    if (held !== undefined) return goBack({ access_token: held[0] })
  }
  if (traits.reusesCodes === true && request.method === 'GET' && person !== undefined && holds(person)) {
    const old = [...codes].find(([, code]) => code.clientId === client.id && code.username === person.username)
    if (old !== undefined) return goBack({ code: old[0] })
  }
  return state.ask(request, {
    ...{ place: site.domain, client: client.name, scopes },
    afresh: afresh && traits.remembersConsent !== 'always',
    skips: (account) =>
      traits.remembersConsent !== false && (traits.remembersConsent === 'always' || !afresh) && holds(account),
    ...(traits.choices === undefined
      ? {}
      : { choices: (account: FakeAccount) => traits.choices?.(account, state.accounts) ?? [] }),
    allow(account) {
      if (traits.forgetsSession === true) state.signOutEverywhere()
      const code = secretText()
      const expiresAt = site.now() + traits.codeLasts
      const { username } = account
      codes.set(code, { clientId: client.id, username, redirect: back, scopes, challenge, expiresAt, spent: false })
      return goBack({ code })
    },
    deny: () => goBack({ error: 'access_denied', error_description: 'The resource owner denied the request.' }),
  })
}

/** The client that a request proves to be; `undefined` otherwise. */
const authenticated = (traits: Traits, { clients }: State, request: Request, given: Given): FakeClient | undefined => {
  const basic = /^Basic (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  const [id, secret] =
    basic !== undefined && traits.basic
      ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
      : [textOf(given['client_id']), textOf(given['client_secret'])]
  const client = clients.get(id ?? '')
  return client?.secret === secret ? client : undefined
}

const token = async (traits: Traits, state: State, request: Request): Promise<Response> => {
  const { site, codes, tokens, accounts } = state
  const given = await readGiven(request)
  const refused = traits.refusesExchange?.(given)
  if (refused !== undefined) return refused
  const pseudo = given['grant_type'] === 'client_credentials' ? traits.clientToken?.(given) : undefined
  if (pseudo !== undefined) return pseudo
  const client = authenticated(traits, state, request, given)
  if (client === undefined) {
    const what = state.clients.has(textOf(given['client_id'])) ? 'secret' : 'id'
    const usual = () => refusal(401, 'invalid_client', 'Client authentication failed due to unknown client.')
    return traits.unknownClient?.(what) ?? usual()
  }
  const createdAt = Math.floor(site.now() / 1000)
  const issue = (username: string | undefined, scopes: readonly string[], code?: string): Response => {
    const accessToken = secretText()
    tokens.set(accessToken, { clientId: client.id, username, scopes, ...(code === undefined ? {} : { code }) })
    const account = username === undefined ? undefined : accounts.get(username)
    return json(200, {
      ...{ access_token: accessToken, token_type: 'Bearer', created_at: createdAt },
      ...(traits.saysScope === false ? {} : { scope: scopes.join(' ') }),
      ...(account === undefined ? {} : traits.tokenAnswer?.(site, account)),
    })
  }
  if (given['grant_type'] === 'client_credentials') {
    const scopes = words(textOf(given['scope']) || client.scopes.filter((scope) => scope === 'read').join(' '))
    // Doorkeeper gives nothing to who has registered for none of what it gives by itself.
    const none = scopes.length === 0 && traits.keepsAnyScope !== true
    if (none || !scopes.every((scope) => client.scopes.includes(scope))) return refusal(400, 'invalid_scope')
    return issue(undefined, scopes)
  }
  if (given['grant_type'] !== 'authorization_code') return refusal(400, 'unsupported_grant_type')

  const invalid = (why: string, what: 'unknown' | 'wrong' = 'wrong'): Response =>
    traits.badCode?.(what) ?? refusal(400, 'invalid_grant', why)
  const text = textOf(given['code'])
  const code = codes.get(text)
  if (code === undefined || code.clientId !== client.id)
    return invalid('There is no such code for this client.', code === undefined ? 'unknown' : 'wrong')
  const live = [...tokens].find(([, one]) => one.clientId === client.id && one.username === code.username)
  if (code.spent && traits.reusesCodes === true && live !== undefined)
    return json(200, { access_token: live[0], token_type: 'Bearer', scope: live[1].scopes.join(' ') })
  if (code.spent) {
    for (const [value, issued] of tokens) if (issued.code === text) tokens.delete(value)
    return invalid('The code has been used.', 'unknown')
  }
  if (code.expiresAt <= site.now()) return invalid('The code has expired.')
  if (given['redirect_uri'] !== code.redirect) return invalid('The redirect URI is not the one of the authorization.')
  if (code.challenge !== undefined && code.challenge !== hash('sha256', textOf(given['code_verifier']), 'base64url'))
    return invalid('The verifier does not fit the challenge.')
  code.spent = true
  return issue(code.username, code.scopes, text)
}

const revoke = async (traits: Traits, state: State, request: Request): Promise<Response> => {
  if (traits.revokes === false) return json(404, { error: 'Not Found' })
  const given = await readGiven(request)
  const text = textOf(given['token'])
  const owner = traits.revokes === 'token' ? undefined : authenticated(traits, state, request, given)
  if (traits.revokes === 'client' && owner?.id !== state.tokens.get(text)?.clientId)
    return refusal(403, 'unauthorized_client', 'You are not authorized to revoke this token')
  if (traits.revokes === 'everybody') {
    if (owner === undefined || owner.id !== state.tokens.get(text)?.clientId) return refusal(401, 'Unauthorized')
    for (const [value, { clientId }] of state.tokens) if (clientId === owner.id) state.tokens.delete(value)
    for (const [value, { clientId }] of state.codes) if (clientId === owner.id) state.codes.delete(value)
  }
  state.tokens.delete(text)
  return json(200, {})
}

const bearer = ({ tokens }: State, request: Request) =>
  tokens.get(/^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? '')

/** Whose token it is, if it is good for one of these scopes. */
const ownerOf = (
  traits: Traits,
  state: State,
  request: Request,
  scopes: readonly string[] | 'any',
): { readonly account: FakeAccount } | Response => {
  const found = bearer(state, request)
  const account = found?.username === undefined ? undefined : state.accounts.get(found.username)
  if (found === undefined || account === undefined || account.state === 'gone')
    return json(401, { error: 'The access token is invalid' })
  if (scopes !== 'any' && !scopes.some((scope) => found.scopes.includes(scope)))
    return json(403, { error: 'This action is outside the authorized scopes' })
  if (account.state === 'suspended') return json(403, { error: 'Your login is currently disabled' })
  if (account.state === 'unconfirmed') return json(403, { error: 'Your login is missing a confirmed e-mail address' })
  if (account.state === 'pending') return json(403, { error: 'Your login is currently pending approval' })
  if (account.movedTo !== undefined && traits.movedIsRefused === true)
    return json(403, { error: 'Your login is currently disabled' })
  return { account }
}

const verifyCredentials = (traits: Traits, state: State, request: Request): Response => {
  const owner = ownerOf(traits, state, request, traits.identityScopes)
  if (owner instanceof Response) return owner
  const { site } = state
  const { account } = owner
  const picture = `${site.origin}/avatars/${account.id}.png`
  return json(200, {
    ...{ id: account.id, username: account.username, acct: account.username, display_name: account.name },
    ...{ locked: account.locked ?? false, bot: account.bot ?? false, group: account.group ?? false },
    ...{ created_at: account.createdAt, note: '<p>About <b>me</b></p>', avatar: picture, avatar_static: picture },
    url: traits.page?.(site, account) ?? `${site.origin}/@${account.username}`,
    ...(traits.hasUri ? { uri: account.actor } : {}),
    ...(account.memorial === undefined ? {} : { memorial: account.memorial }),
    ...(account.movedTo === undefined ? {} : { moved: { id: '7', uri: account.movedTo, acct: 'alice@elsewhere' } }),
    ...{ emojis: [], fields: [], source: { privacy: 'public', language: 'en', note: 'About me', fields: [] } },
    ...traits.account?.(site, account),
  })
}

const verifyApp = (traits: Traits, state: State, request: Request): Response | undefined => {
  if (traits.verifiesApps === false) return undefined
  const found = bearer(state, request)
  const client = found === undefined ? undefined : state.clients.get(found.clientId)
  if (found === undefined || client === undefined) return json(401, { error: 'The access token is invalid' })
  if (traits.verifiesApps === 'read' && !found.scopes.includes('read'))
    return json(403, { error: 'This action is outside the authorized scopes' })
  return json(200, { name: client.name, website: null })
}

const userinfo = (traits: Traits, state: State, request: Request): Response => {
  const owner = ownerOf(traits, state, request, ['profile'])
  return owner instanceof Response ? owner : json(200, traits.userinfo?.(state.site, owner.account))
}
