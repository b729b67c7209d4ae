import { cleanName } from '../../accounts/text.ts'
import { redirectProblem } from '../redirect-uri.ts'

/** What an application says of itself at its address, as far as it is listened to. */
export interface PublishedClient {
  /** What it calls itself, and its domain: the one thing about it that is certain. */
  readonly name: string
  readonly redirectUris: readonly string[]
}

export type ClientDocumentProblem =
  /** No JSON object, or something in it is not what it should be. */
  | 'malformed'
  /** It is about another client id than the address it is at. */
  | 'other_client'
  /** It has a secret, which everybody could read, or wants to prove itself by one. */
  | 'not_public'
  /** It has no redirect URI, or too many. */
  | 'no_redirect'
  /** A redirect URI is neither on its own origin nor on the person's own machine. */
  | 'redirect_elsewhere'
  /** It does not sign people in by code. */
  | 'no_code'

export type ReadDocument =
  | { readonly ok: true; readonly client: PublishedClient }
  | { readonly ok: false; readonly problem: ClientDocumentProblem }

type Document = Readonly<Record<string, unknown>>

const mostRedirects = 20
const mostRedirect = 2000
const mostName = 60

/**
 * Takes the document at an address apart. Pure. Nobody has looked at this application: it gets codes sent to its own origin, or to the person's
 * own machine, and nowhere else, and is called by its domain whatever it calls itself.
 */
export const readClientDocument = (address: URL, document: Document | undefined): ReadDocument => {
  const problem = document === undefined ? 'malformed' : problemIn(address, document)
  if (document === undefined || problem !== undefined) return { ok: false, problem: problem ?? 'malformed' }
  const redirectUris = [...new Set(textsIn(document['redirect_uris']) ?? [])]
  return { ok: true, client: { name: nameOf(address, document['client_name']), redirectUris } }
}

const problemIn = (address: URL, document: Document): ClientDocumentProblem | undefined => {
  // Compared as strings (draft-ietf-oauth-client-id-metadata-document, section 4.1).
  if (document['client_id'] !== address.href) return 'other_client'
  const { client_secret: secret, token_endpoint_auth_method: method = 'none' } = document
  if (secret !== undefined || method !== 'none') return 'not_public'
  const redirects = textsIn(document['redirect_uris'])
  if (redirects === undefined) return 'malformed'
  if (redirects.length === 0 || redirects.length > mostRedirects) return 'no_redirect'
  if (!redirects.every((uri) => isOwn(address, uri))) return 'redirect_elsewhere'
  const grants = textsIn(document['grant_types'] ?? ['authorization_code'])
  const responses = textsIn(document['response_types'] ?? ['code'])
  if (grants === undefined || responses === undefined) return 'malformed'
  return grants.includes('authorization_code') && responses.includes('code') ? undefined : 'no_code'
}

const textsIn = (value: unknown): readonly string[] | undefined =>
  Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined

/** `redirectProblem` lets through plain http to loopback only. */
const isOwn = (address: URL, uri: string): boolean => {
  if (uri.length > mostRedirect || redirectProblem(uri) !== undefined) return false
  const { origin, protocol } = new URL(uri)
  return origin === address.origin || protocol === 'http:'
}

/** A name may be anybody's, so that the domain stands beside it wherever it is shown; one that holds an address of its own is none. */
const nameOf = ({ host }: URL, said: unknown): string => {
  const name = typeof said === 'string' ? cleanName(said) : ''
  const short = [...name].slice(0, mostName).join('').trim()
  return short === '' || /[()]|\p{L}\.\p{L}/u.test(short) ? host : `${short} (${host})`
}
