import type { SourceProblem } from '../source.ts'
import type { Server } from './server.ts'

export type Judged =
  | { readonly ok: true; readonly code: string }
  | {
      readonly ok: false
      readonly problem: SourceProblem
      /** The server will not give what it registered us for. */
      readonly refusedScopes?: boolean | undefined
    }

/**
 * What a browser brought back. Everything in it may be somebody's invention, so that nothing of it is used before it has been made sure
 * that it answers what this server was asked.
 */
export const judgeCallback = (server: Server, callback: string, parameters: ReadonlyMap<string, string>): Judged => {
  const problem = (code: 'mixed_up' | 'denied' | 'broken' | 'forgotten' | 'token_in_callback') =>
    ({ ok: false, problem: { code, place: server.host } }) as const
  if (callback !== server.key) return problem('mixed_up')
  const error = parameters.get('error')
  if (!isIssuedBy(server, parameters.get('iss'), error !== undefined)) return problem('mixed_up')
  // Pleroma's shortcut. Whoever can make a browser call this address could bring a token of somebody else's.
  if (parameters.has('access_token') || parameters.has('id_token')) return problem('token_in_callback')
  if (error === 'invalid_scope') return { ...problem('forgotten'), refusedScopes: true }
  if (error === 'invalid_client' || error === 'unauthorized_client') return problem('forgotten')
  if (error === 'access_denied') return problem('denied')
  if (error !== undefined) return problem(aboutTheServer.has(error) ? 'broken' : 'denied')
  const code = parameters.get('code')
  return code === undefined || code === '' ? problem('mixed_up') : { ok: true, code }
}

const aboutTheServer: ReadonlySet<string> = new Set([
  'server_error',
  'temporarily_unavailable',
  'invalid_request',
  'unsupported_response_type',
])

/**
 * RFC 9207 section 2.4, and more: an issuer is also compared where none was announced. One that was announced and is missing is refused,
 * except with an error, which nobody gains by.
 */
const isIssuedBy = ({ origin, findings: { metadata } }: Server, iss: string | undefined, isError: boolean): boolean => {
  if (iss === undefined) return metadata?.sendsIssuer !== true || isError
  return metadata === undefined ? iss === origin || iss === `${origin}/` : iss === metadata.issuer
}
