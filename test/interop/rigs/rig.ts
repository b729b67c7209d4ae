/** What a relying party of somebody else's has to be told before it starts. */
export interface Registration {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** A root certificate to trust, as a file. */
  readonly caFile?: string
}

/** Where it will be found: known before it runs, since the provider has to be told first. */
export interface Rig<Started extends RelyingParty> {
  readonly redirectUri: string
  readonly postLogoutRedirectUri: string
  start(registration: Registration): Promise<Started>
}

export interface RelyingParty {
  /** Where a person begins. */
  readonly startUrl: string
  readonly logoutUrl: string
  logs(): string
  stop(): Promise<void>
}
