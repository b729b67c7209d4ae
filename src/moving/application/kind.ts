import type { Installation } from '../../recipes/recipe.ts'
import type { Plain } from '../imported.ts'
import type { OwnSettings } from './own-settings.ts'

/** Where applications find this installation. */
export type Addresses = Omit<Installation, 'name'>

/** What one application's settings say. */
export interface Told {
  readonly slug: string
  readonly name: string
  readonly issuer: string | undefined
  readonly clientId: string | undefined
  readonly clientSecret: string | undefined
  readonly redirectUri: string | undefined
  readonly postLogoutRedirectUris: readonly string[]
  /** What else is known of it here. */
  readonly fields: Plain
  /** How the application calls these. */
  readonly names: { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string }
  readonly lines: readonly Line[]
}

/** One setting that has to say where this installation is. */
export interface Line {
  readonly name: string
  readonly is: string
  readonly wanted: string
  /** As it has to stand there. */
  readonly line: string
}

export interface Kind {
  readonly name: string
  readonly recipe: string
  isIn(settings: OwnSettings): boolean
  read(settings: OwnSettings, here: Addresses): Told
}

/** Whoever was told an application's own issuer below this very address keeps it. */
export const issuerWanted = (issuer: string | undefined, here: Addresses): string =>
  issuer !== undefined && ownSlug(issuer, here) !== undefined ? issuer : here.issuer

/** The application's slug in an issuer of its own below this very address; undefined for any other issuer. */
export const ownSlug = (issuer: string | undefined, { base }: Addresses): string | undefined =>
  issuer?.startsWith(`${base}/application/o/`) === true
    ? /^([a-z0-9-]+)\/?$/.exec(issuer.slice(`${base}/application/o/`.length))?.[1]
    : undefined
