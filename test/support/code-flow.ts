import assert from 'node:assert/strict'
import type { Seen, SeenClaims } from '../../src/recipes/check.ts'
import type { Block } from '../../src/recipes/recipe.ts'
import { challenge, verifier } from './pkce.ts'
import { type Answer, basicHeader, bearer, type Connection, formPost, readIdToken } from './relying-party.ts'

/** How one application's library goes about a sign-in, by what it was told in its blocks. */
export interface Manner {
  readonly clientId: string
  readonly clientSecret: string
  readonly redirectUri: string
  readonly scope: string
  /** What it found by discovery, or was told address by address. */
  readonly endpoints: SeenClaims
  readonly issuer: string
  /**
   * `raw` is HTTP Basic without the form encoding that RFC 6749 asks for; `basic then body` tries both when anything goes wrong, as
   * Go's x/oauth2 does.
   */
  readonly authenticates: 'basic' | 'raw' | 'body' | 'basic then body'
  readonly pkce?: boolean
  readonly nonce?: boolean
  /** What else it adds to the request, to the exchange. */
  readonly asking?: Readonly<Record<string, string>>
  readonly exchanging?: Readonly<Record<string, string>>
  /** It looks into the ID token; `unverified`, without asking for keys. */
  readonly idToken?: 'verified' | 'unverified' | 'ignored'
  readonly userinfo?: boolean
}

const state = 'b'.repeat(32)
const nonce = 'a'.repeat(32)

/** One whole sign-in of Alice's: everything the application saw. */
export const signInBy = async (connection: Connection, manner: Manner): Promise<Seen> => {
  const code = await codeFor(connection, manner)
  const token = await exchange(connection, manner, code)
  assert.equal(token.status, 200, token.text)
  const { header, claims } = await idTokenOf(connection, manner, token.json)
  const userinfo = manner.userinfo ? await askUserinfo(connection, manner, token.json) : undefined
  return {
    clientId: manner.clientId,
    issuer: manner.issuer,
    header,
    idToken: claims,
    userinfo,
    token: token.json,
    discovery: manner.endpoints,
    nonce: manner.nonce ? nonce : undefined,
    codeLength: code.length,
    now: connection.app.world.clock.now(),
  }
}

/** Where it sends the browser. */
export const requestOf = (manner: Manner): string => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: manner.clientId,
    redirect_uri: manner.redirectUri,
    scope: manner.scope,
    state,
    ...(manner.nonce ? { nonce } : {}),
    ...(manner.pkce ? { code_challenge: challenge, code_challenge_method: 'S256' } : {}),
    ...manner.asking,
  })
  return `${manner.endpoints['authorization_endpoint']}?${query}`
}

export const codeFor = async ({ visit }: Connection, manner: Manner): Promise<string> => {
  const back = await visit(requestOf(manner))
  assert.equal(back.searchParams.get('error'), null, back.href)
  assert.equal(back.searchParams.get('state'), state)
  const code = back.searchParams.get('code') ?? ''
  for (const ours of ['code', 'state', 'iss']) back.searchParams.delete(ours)
  assert.equal(back.href, manner.redirectUri)
  return code
}

/** `spoiled` takes the place of what it would have sent. */
export const exchange = async (
  { call }: Pick<Connection, 'call'>,
  manner: Manner,
  code: string,
  spoiled: Readonly<Record<string, string>> = {},
): Promise<Answer> => {
  const { clientId, clientSecret, redirectUri } = manner
  const fields = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    ...(manner.pkce ? { code_verifier: verifier } : {}),
    ...manner.exchanging,
    ...spoiled,
  }
  const send = (how: 'basic' | 'raw' | 'body') => {
    const encode = how === 'raw' ? (text: string) => text : encodeURIComponent
    const init =
      how === 'body'
        ? formPost({ ...fields, client_id: clientId, client_secret: clientSecret })
        : formPost(fields, basicHeader(encode(clientId), encode(clientSecret)))
    return call(String(manner.endpoints['token_endpoint']), init)
  }
  if (manner.authenticates !== 'basic then body') return send(manner.authenticates)
  const first = await send('basic')
  return first.status === 200 ? first : send('body')
}

const idTokenOf = async ({ call }: Connection, manner: Manner, token: SeenClaims) => {
  const { idToken = 'verified', endpoints } = manner
  if (idToken === 'ignored') return { header: {}, claims: {} }
  if (idToken === 'verified') {
    return readIdToken(token['id_token'], (await call(String(endpoints['jwks_uri']))).json)
  }
  const [header = {}, claims = {}] = String(token['id_token']).split('.').slice(0, 2).map(readPart)
  return { header, claims }
}

const readPart = (part: string): SeenClaims => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))

const askUserinfo = async ({ call }: Connection, { endpoints }: Manner, token: SeenClaims): Promise<SeenClaims> => {
  const answer = await call(String(endpoints['userinfo_endpoint']), bearer(token['access_token']))
  assert.equal(answer.status, 200, answer.text)
  return answer.json
}

/** What it reads at an address that it was given whole, or made out of an issuer. */
export const discover = async ({ call }: Pick<Connection, 'call'>, url: string | undefined): Promise<SeenClaims> =>
  (await call(url ?? '')).json

/** Of an application that is told an issuer: the rest of the address it adds itself, and it compares letter by letter. */
export const discoverAt = async (
  connection: Pick<Connection, 'call'>,
  issuer: string | undefined,
): Promise<SeenClaims> => {
  const found = await discover(connection, `${issuer}/.well-known/openid-configuration`)
  assert.equal(found['issuer'], issuer)
  return found
}

/** What was entered field by field, by the application's own labels. */
export const entered = ({ blocks }: Pick<Connection, 'blocks'>, id: string): Readonly<Record<string, string>> => {
  const { content } = blockOf(blocks, id)
  assert.ok(typeof content !== 'string')
  return Object.fromEntries(content.map(({ label, value }) => [label, value]))
}

/** What was pasted as one piece. */
export const pasted = ({ blocks }: Pick<Connection, 'blocks'>, id: string): string => {
  const { content } = blockOf(blocks, id)
  assert.ok(typeof content === 'string')
  return content
}

const blockOf = (blocks: readonly Block[], id: string): Block => {
  const block = blocks.find((block) => block.id === id)
  assert.ok(block, `no block is called ${id}`)
  return block
}

/** `--name=value` of a command, as a shell reads it. */
export const optionsOf = (command: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...command.matchAll(/--([\w-]+)(?:=| )(?:'([^']*)'|([^\s'\\]+))/g)].map(([, name = '', quoted, bare]) => [
      name,
      quoted ?? bare ?? '',
    ]),
  )
