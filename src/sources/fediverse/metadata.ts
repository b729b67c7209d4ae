import { type JsonObject, textOf } from '../../net/json.ts'
import type { Metadata } from './server.ts'

/**
 * RFC 8414, or OpenID Connect Discovery, as far as it can be gone by: an issuer of another origin makes it somebody else's, and an
 * endpoint of another origin is left out, since that is how one server would send people, codes and tokens to another.
 */
export const readMetadata = (document: JsonObject | undefined, origin: string): Metadata | undefined => {
  const issuer = textOf(document?.['issuer'])
  if (document === undefined || issuer === undefined || !isAt(origin, issuer)) return undefined
  const endpoint = (name: string): string | undefined => {
    const url = textOf(document[name])
    return url !== undefined && isAt(origin, url) ? url : undefined
  }
  return {
    issuer,
    authorizationEndpoint: endpoint('authorization_endpoint'),
    tokenEndpoint: endpoint('token_endpoint'),
    revocationEndpoint: endpoint('revocation_endpoint'),
    userinfoEndpoint: endpoint('userinfo_endpoint'),
    registrationEndpoint: endpoint('registration_endpoint'),
    appRegistrationEndpoint: endpoint('app_registration_endpoint'),
    scopes: texts(document['scopes_supported']),
    sendsIssuer: document['authorization_response_iss_parameter_supported'] === true,
    clientIdMetadata: document['client_id_metadata_document_supported'] === true,
    pkce: texts(document['code_challenge_methods_supported']).includes('S256'),
  }
}

/** Issuers are compared as they are written, so that nothing that is read past may be in one. */
const isAt = (origin: string, url: string): boolean => {
  if (!/^[\x21-\x7e]{1,500}$/.test(url) || !URL.canParse(url)) return false
  const { username, password, hash, origin: there } = new URL(url)
  return there === origin && username === '' && password === '' && hash === ''
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one.length <= 50).slice(0, 100) : []
