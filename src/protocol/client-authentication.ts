import { type Application, findByClientId } from '../applications/application.ts'
import { arePublishedClientsAllowed } from '../applications/client-metadata/published-clients.ts'
import { matchClientSecret, type SecretMatch } from '../applications/client-secret.ts'
import { renewSecret } from '../applications/renew-secret.ts'
import type { Form } from '../lib/forms.ts'
import { OAuthError } from './oauth-error.ts'
import type { ProtocolWorld } from './world.ts'

interface Credentials {
  readonly clientId: string
  /** Spellings the secret may have meant; none for an application that sent none. */
  readonly secrets: readonly string[]
}

/**
 * The application a back-channel request comes from (RFC 6749 section 2.3). Accepted as applications really send it: HTTP Basic with
 * its parts form-encoded (as the RFC says) or raw, the body, or both when they say the same; no secret for a public application.
 * Throws `invalid_client` alike, and after the same work, for an unknown application and a wrong secret.
 */
export const authenticateClient = async (
  world: ProtocolWorld,
  authorization: string | null,
  form: Form,
): Promise<Application> => {
  if (form.has('client_assertion')) throw unknownClient('client assertions are not supported')
  const inHeader = authorization === null ? undefined : basicCredentials(authorization)
  const inBody = bodyCredentials(form)
  const offered = merge(inHeader, inBody)

  let application: Application | undefined
  let proven: SecretMatch | undefined
  for (const { clientId, secrets } of offered) {
    const found = await findByClientId(world, clientId)
    if (found !== undefined && !found.confidential && secrets.length === 0) application ??= found
    const match = matchClientSecret(world.sealing, found, secrets, world.clock.now())
    if (match === undefined || application !== undefined || found?.confidential !== true) continue
    application = found
    proven = match
  }
  if (application === undefined) throw unknownClient('the client id or the secret is wrong')
  if (application.disabledAt !== undefined) throw unknownClient('this application is switched off')
  if (application.published !== undefined && !(await arePublishedClientsAllowed(world)))
    throw unknownClient('applications that are not registered are switched off')
  if (proven?.renewed !== undefined) await renewSecret(world, application, proven)
  return application
}

const unknownClient = (description: string): OAuthError => new OAuthError('invalid_client', description)

/** The readings of `Basic base64(id:secret)`: form-decoded, and raw where that differs. */
const basicCredentials = (header: string): readonly Credentials[] => {
  const [, encoded] = /^basic +([A-Za-z0-9+/=_-]+) *$/i.exec(header) ?? []
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1 || text.includes('\0')) throw unknownClient('the Authorization header is not HTTP Basic')
  const raw = { clientId: text.slice(0, colon), secret: text.slice(colon + 1) }
  const decoded = { clientId: formDecode(raw.clientId), secret: formDecode(raw.secret) }
  return [
    credentials(decoded.clientId, decoded.secret, raw.secret),
    ...(decoded.clientId === raw.clientId ? [] : [credentials(raw.clientId, raw.secret)]),
  ]
}

const bodyCredentials = (form: Form): Credentials | undefined => {
  const clientId = form.get('client_id')
  const secret = form.get('client_secret')
  if (form.repeated.includes('client_id') || form.repeated.includes('client_secret')) {
    throw new OAuthError('invalid_request', 'client_id or client_secret was sent more than once')
  }
  if (clientId === undefined) {
    if (secret === undefined) return undefined
    throw new OAuthError('invalid_request', 'client_secret was sent without client_id')
  }
  return secret === undefined ? { clientId, secrets: [] } : credentials(clientId, secret)
}

const credentials = (clientId: string, ...secrets: readonly string[]): Credentials => ({
  clientId,
  secrets: [...new Set(secrets)].filter((secret) => secret !== ''),
})

/** Two ways at once are one when they agree (WriteFreely sends both); otherwise RFC 6749 section 2.3 forbids it. */
const merge = (
  inHeader: readonly Credentials[] | undefined,
  inBody: Credentials | undefined,
): readonly Credentials[] => {
  if (inHeader === undefined) {
    if (inBody === undefined) throw unknownClient('the request does not say which application it is from')
    return [inBody]
  }
  if (inBody === undefined) return inHeader
  const agreed = inHeader.filter(
    ({ clientId, secrets }) =>
      clientId === inBody.clientId && inBody.secrets.every((secret) => secrets.includes(secret)),
  )
  if (agreed.length > 0) return agreed
  throw new OAuthError('invalid_request', 'the Authorization header and the body name different credentials')
}

/** Appendix B of RFC 6749; what does not decode is taken as it is. */
const formDecode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
