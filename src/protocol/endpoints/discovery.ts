import { grantTypes } from '../../applications/application.ts'
import { claimNames, scopesSupported } from '../../applications/claims.ts'
import { arePublishedClientsAllowed } from '../../applications/client-metadata/published-clients.ts'
import { prompts } from '../../flow/next-step.ts'
import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { responseModes } from '../authorize/parameters.ts'
import { signingAlgorithms } from '../keys/signing-key.ts'
import type { ProtocolWorld } from '../world.ts'

/**
 * What there is (OpenID Connect Discovery section 3, RFC 8414 section 2). Built from the tables that the code itself works by:
 * nothing is promised that no code does.
 */
export const metadata = (issuer: string, { publishedClients = false }: Offered = {}) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  userinfo_endpoint: `${issuer}/userinfo`,
  jwks_uri: `${issuer}/jwks`,
  end_session_endpoint: `${issuer}/end-session`,
  revocation_endpoint: `${issuer}/revoke`,
  introspection_endpoint: `${issuer}/introspect`,
  scopes_supported: scopesSupported,
  response_types_supported: ['code'],
  response_modes_supported: responseModes,
  grant_types_supported: grantTypes,
  prompt_values_supported: prompts,
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: signingAlgorithms,
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
  introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  code_challenge_methods_supported: ['S256'],
  claim_types_supported: ['normal'],
  claims_supported: [
    'sub',
    'iss',
    'aud',
    'exp',
    'iat',
    'auth_time',
    'acr',
    'amr',
    'sid',
    'nonce',
    'at_hash',
    ...claimNames,
  ],
  authorization_response_iss_parameter_supported: true,
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
  client_id_metadata_document_supported: publishedClients,
})

interface Offered {
  /** Applications come in that registered nothing. */
  readonly publishedClients?: boolean
}

const rendered = new Map<string, string>()

/** `GET /.well-known/openid-configuration` and `/.well-known/oauth-authorization-server`. */
export const discovery = async (world: Pick<ProtocolWorld, 'tally' | 'storage'>, visit: Visit): Promise<Response> => {
  world.tally.note('discovery.read', visit)
  const publishedClients = await arePublishedClientsAllowed(world)
  const name = `${publishedClients} ${visit.issuer}`
  const body = rendered.get(name) ?? JSON.stringify(metadata(visit.issuer, { publishedClients }))
  rendered.set(name, body)
  return new Response(body, {
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=3600' },
  })
}

/** People paste the whole document's address where its base belongs; then this is asked for. */
export const doubledDiscovery = (_world: unknown, visit: Visit): Response =>
  json(
    {
      error: 'not_found',
      error_description: `The application adds /.well-known/openid-configuration itself: give it the issuer alone, ${visit.issuer}`,
    },
    { status: 404 },
  )
