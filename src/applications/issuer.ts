import type { Application } from './application.ts'

/** The addresses at which applications talk to this place. */
export interface Endpoints {
  /** Compared letter by letter by nearly everybody. */
  readonly issuer: string
  readonly discovery: string
  readonly authorization: string
  readonly token: string
  readonly userinfo: string
  readonly introspection: string
  readonly revocation: string
  readonly jwks: string
  readonly endSession: string
}

type Of = Pick<Application, 'issuer' | 'slug'>

/** Who we are to an application: the public base, or an address that is for it alone. */
export const issuerOf = (base: string, { issuer, slug }: Of): string =>
  issuer === 'application' ? `${shared(base)}${slug}/` : base

/** Letter by letter as authentik has them: whoever comes from there changes the host and nothing else. */
const shared = (base: string): string => `${base}/application/o/`

/** Where those talk to this place that share its issuer. */
export const globalEndpoints = (base: string): Endpoints => ({
  issuer: base,
  discovery: `${base}/.well-known/openid-configuration`,
  authorization: `${base}/authorize`,
  token: `${base}/token`,
  userinfo: `${base}/userinfo`,
  introspection: `${base}/introspect`,
  revocation: `${base}/revoke`,
  jwks: `${base}/jwks`,
  endSession: `${base}/end-session`,
})

/** Where this one does. */
export const endpointsOf = (base: string, application: Of): Endpoints => {
  if (application.issuer === 'global') return globalEndpoints(base)
  const issuer = issuerOf(base, application)
  return {
    issuer,
    discovery: `${issuer}.well-known/openid-configuration`,
    authorization: `${shared(base)}authorize/`,
    token: `${shared(base)}token/`,
    userinfo: `${shared(base)}userinfo/`,
    introspection: `${shared(base)}introspect/`,
    revocation: `${shared(base)}revoke/`,
    jwks: `${issuer}jwks/`,
    endSession: `${issuer}end-session/`,
  }
}

/**
 * Whether an address under `path` answers for this application: those beside the base speak for the global issuer alone, those that authentik
 * has for everybody.
 */
export const speaksFor = (path: string, { issuer }: Of): boolean =>
  issuer === 'global' || path.startsWith('/application/o/')
