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

/** Who we are to an application: the public base, an address that is for it alone, or the one that Dex had at this host. */
export const issuerOf = (base: string, application: Of): string => {
  switch (application.issuer) {
    case 'application':
      return `${shared(base)}${application.slug}/`
    case 'dex':
      return dexIssuer(base)
    case 'global':
      return base
  }
}

/** As its documentation has it, so that nearly everybody has. */
export const dexIssuer = (base: string): string => `${base}/dex`

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

/** Where those talk to this place that knew a Dex here, letter by letter as it had them; what it had not, is where it always is. */
export const dexEndpoints = (base: string): Endpoints => {
  const issuer = dexIssuer(base)
  return {
    issuer,
    discovery: `${issuer}/.well-known/openid-configuration`,
    authorization: `${issuer}/auth`,
    token: `${issuer}/token`,
    userinfo: `${issuer}/userinfo`,
    introspection: `${issuer}/token/introspect`,
    revocation: `${issuer}/revoke`,
    jwks: `${issuer}/keys`,
    endSession: `${base}/end-session`,
  }
}

/** Where this one does. */
export const endpointsOf = (base: string, application: Of): Endpoints => {
  if (application.issuer === 'global') return globalEndpoints(base)
  if (application.issuer === 'dex') return dexEndpoints(base)
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
 * Whether an address under `path` answers for this application: those beside the base speak for the global issuer alone, those that Dex has for
 * whom they were kept, those that authentik has for everybody else.
 */
export const speaksFor = (path: string, { issuer }: Of): boolean => {
  if (issuer === 'dex' || path.startsWith('/dex/')) return issuer === 'dex' && path.startsWith('/dex/')
  return issuer === 'global' || path.startsWith('/application/o/')
}
