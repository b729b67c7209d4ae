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

type Of = Pick<Application, 'issuer' | 'slug' | 'dexPath'>

/** Who we are to an application: the public base, an address that is for it alone, or the one that Dex had at this host. */
export const issuerOf = (base: string, application: Of): string => {
  switch (application.issuer) {
    case 'application':
      return `${shared(base)}${application.slug}/`
    case 'dex':
      return `${base}${application.dexPath}`
    case 'global':
      return base
  }
}

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
const dexEndpoints = (base: string, application: Of): Endpoints => {
  const below = `${base}${belowDex(application)}`
  return {
    issuer: issuerOf(base, application),
    discovery: `${below}/.well-known/openid-configuration`,
    authorization: `${below}/auth`,
    token: `${below}/token`,
    userinfo: `${below}/userinfo`,
    introspection: `${below}/token/introspect`,
    revocation: `${below}/revoke`,
    jwks: `${below}/keys`,
    endSession: `${base}/end-session`,
  }
}

/** One that Dex can have had below a host, and that takes no address away from those of authentik here. */
export const dexPaths = /^(?!\/application(?:\/|$))(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,63}){1,8}\/?$/

/** A slash at the end of its issuer is none of its endpoints'. */
export const belowDex = ({ dexPath }: Pick<Application, 'dexPath'>): string => dexPath.replace(/\/+$/, '')

/** Where this one does. */
export const endpointsOf = (base: string, application: Of): Endpoints => {
  if (application.issuer === 'global') return globalEndpoints(base)
  if (application.issuer === 'dex') return dexEndpoints(base, application)
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
export const speaksFor = (path: string, application: Pick<Application, 'issuer' | 'dexPath'>): boolean => {
  if (application.issuer === 'dex') return path.startsWith(`${belowDex(application)}/`)
  return path.startsWith('/application/o/') || (application.issuer === 'global' && besideTheBase.test(path))
}

const besideTheBase = /^\/(?:[a-z_-]+|token\/introspect)\/?$/
