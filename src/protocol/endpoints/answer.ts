import { Refusal } from '../../http/refusal.ts'
import { json } from '../../http/respond.ts'
import type { Visit } from '../../http/visit.ts'
import type { Form } from '../../lib/forms.ts'
import { OAuthError } from '../oauth-error.ts'

/** Statuses other than 400 that the specifications name: RFC 6749 section 5.2, RFC 6750 section 3.1. */
const statuses: Partial<Record<OAuthError['code'], number>> = {
  invalid_client: 401,
  invalid_token: 401,
}

/** An error as an application hears it on the back channel (RFC 6749 section 5.2). */
export const errorAnswer = (error: OAuthError, headers: Readonly<Record<string, string>> = {}): Response =>
  json(
    { error: error.code, error_description: error.description },
    { status: statuses[error.code] ?? 400, headers: { pragma: 'no-cache', ...headers } },
  )

/** Runs a back-channel exchange; what has a name in OAuth becomes its answer. A failed client hears how to authenticate. */
export const answering = async (visit: Visit, exchange: () => Promise<Response>): Promise<Response> => {
  try {
    return await exchange()
  } catch (error) {
    if (error instanceof OAuthError) {
      const challenge = error.code === 'invalid_client' && visit.request.headers.has('authorization')
      return errorAnswer(error, challenge ? { 'www-authenticate': `Basic realm="${visit.base}", charset="UTF-8"` } : {})
    }
    if (error instanceof Refusal && error.status < 500) {
      return json(
        { error: 'invalid_request', error_description: sentences[error.code] ?? 'the request cannot be read' },
        { status: error.status },
      )
    }
    throw error
  }
}

const sentences: Partial<Record<Refusal['code'], string>> = {
  unsupported_media_type: 'the body must be application/x-www-form-urlencoded',
  too_large: 'the body is too large',
}

/** The body of a back-channel request. A credential in the URL is refused: URLs are logged and remembered (OAuth 2.1 section 3.2). */
export const backChannelForm = async (visit: Visit): Promise<Form> => {
  const inQuery = visit.query.names.find((name) => credentialNames.has(name))
  if (inQuery !== undefined) throw new OAuthError('invalid_request', `${inQuery} must be in the body, not in the URL`)
  const form = await visit.form()
  const repeated = form.repeated.find((name) => name !== 'resource' && name !== 'audience')
  if (repeated !== undefined) throw new OAuthError('invalid_request', 'a parameter was sent more than once')
  return form
}

const credentialNames = new Set(['client_secret', 'code', 'code_verifier', 'refresh_token', 'token', 'access_token'])
