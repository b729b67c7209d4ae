import { type Application, grantTypes } from '../../applications/application.ts'
import { ownClaims } from '../../applications/claims/own-claims.ts'
import { claimNames, scopesSupported } from '../../applications/claims.ts'
import { arePublishedClientsAllowed } from '../../applications/client-metadata/published-clients.ts'
import { type Endpoints, globalEndpoints } from '../../applications/issuer.ts'
import { scopesFor } from '../../applications/scopes.ts'
import { prompts } from '../../flow/next-step.ts'
import { json, writtenJson } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import { responseModes } from '../authorize/parameters.ts'
import { signingAlgorithms } from '../keys/signing-key.ts'
import type { ProtocolWorld } from '../world.ts'

/**
 * What there is (OpenID Connect Discovery section 3, RFC 8414 section 2). Built from the tables that the code itself works by:
 * nothing is promised that no code does.
 */
export const metadata = (at: Endpoints, { publishedClients = false, scopes, claims = [] }: Offered = {}) => ({
  issuer: at.issuer,
  authorization_endpoint: at.authorization,
  token_endpoint: at.token,
  userinfo_endpoint: at.userinfo,
  jwks_uri: at.jwks,
  end_session_endpoint: at.endSession,
  revocation_endpoint: at.revocation,
  introspection_endpoint: at.introspection,
  scopes_supported: scopes ?? scopesSupported,
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
    ...new Set([...claimNames, ...claims]),
  ],
  authorization_response_iss_parameter_supported: true,
  backchannel_logout_supported: true,
  backchannel_logout_session_supported: true,
  claims_parameter_supported: false,
  request_parameter_supported: false,
  request_uri_parameter_supported: false,
  client_id_metadata_document_supported: publishedClients,
})

interface Offered {
  /** Applications come in that registered nothing. */
  readonly publishedClients?: boolean
  /** To one application, in place of everybody's. */
  readonly scopes?: readonly string[]
  /** To one application, beside everybody's. */
  readonly claims?: readonly string[]
}

/** `GET /.well-known/openid-configuration` and `/.well-known/oauth-authorization-server`. */
export const discovery = (world: Reading, visit: Visit): Promise<Response> =>
  describe(world, visit, globalEndpoints(visit.base))

type Reading = Pick<ProtocolWorld, 'tally' | 'storage'>

/** The document for those who talk to us at these addresses. */
export const describe = async (
  world: Reading,
  visit: Visit,
  at: Endpoints,
  application?: Application,
): Promise<Response> => {
  world.tally.note('discovery.read', visit, application?.id)
  const publishedClients = await arePublishedClientsAllowed(world)
  const body =
    application === undefined
      ? everybodys(at, publishedClients)
      : JSON.stringify(
          metadata(at, {
            publishedClients,
            scopes: scopesFor(application, scopesSupported),
            claims: await ownClaims(application),
          }),
        )
  return writtenJson(body, { headers: { 'cache-control': 'public, max-age=3600' } })
}

const written = new Map<string, string>()

/** Written once. One application's is not kept: what it may have changes, and short names come and go. */
const everybodys = (at: Endpoints, publishedClients: boolean): string => {
  const name = `${publishedClients} ${at.issuer}`
  const held = written.get(name) ?? JSON.stringify(metadata(at, { publishedClients }))
  written.set(name, held)
  return held
}

/** People paste the whole document's address where its base belongs; then this is asked for. */
export const doubledDiscovery = (_world: unknown, visit: Visit): Response => onlyTheIssuer(visit.base)

export const onlyTheIssuer = (issuer: string): Response =>
  json(
    {
      error: 'not_found',
      error_description: `The application adds /.well-known/openid-configuration itself: give it the issuer alone, ${issuer}`,
    },
    { status: 404 },
  )
