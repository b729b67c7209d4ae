import { domainsOf, type KeptIdentity, profileOf } from '../../accounts/identities/identity.ts'
import type { Values } from '../../expressions/vocabulary.ts'
import { numericDate, type Time } from '../../lib/clock.ts'
import type { Row } from '../../storage/records.ts'
import type { Application } from '../application.ts'

/** What access rules may speak of. A text that somebody does not have is empty. */
export const accessVocabulary = {
  /** The account. `createdAt` in seconds; `emailVerified` when its owner has proved the address. */
  user: {
    id: 'text',
    username: 'text',
    name: 'text',
    email: 'text',
    emailVerified: 'flag',
    locale: 'text',
    administrator: 'flag',
    createdAt: 'number',
  },
  /** Names of the person's groups. */
  groups: 'texts',
  /** Who they are elsewhere: `source`, `subject`, `host`, `acct`, `domain`, `page`, `software`, each a text. */
  identities: 'records',
  application: { slug: 'text', name: 'text', clientId: 'text' },
  /** The sign-in: when (in seconds), how, how strong, and from which source and server; both empty for a sign-in of this installation. */
  session: { authTime: 'number', amr: 'texts', acr: 'text', source: 'text', host: 'text' },
} as const

/** What claim mappings may speak of. */
export const claimVocabulary = {
  ...accessVocabulary,
  /** With `handle`, what the application has been told the person is called. */
  user: { ...accessVocabulary.user, handle: 'text' },
  /** Those of the application's roles that the person has. */
  roles: 'texts',
  request: { scopes: 'texts' },
} as const

export type AccessValues = Values<typeof accessVocabulary>
export type ClaimValues = Values<typeof claimVocabulary>

/** A sign-in, as a session has it and as tokens keep it. */
export interface SignedIn {
  readonly authTime: Time
  readonly amr: readonly string[]
  readonly acr?: string | undefined
  /** Who the person signed in as, elsewhere. */
  readonly identityId?: string | undefined
}

export interface Facts {
  readonly account: Row<'accounts'>
  readonly application: Pick<Application, 'slug' | 'name' | 'clientId'>
  /** Names. */
  readonly groups: readonly string[]
  readonly identities: readonly KeptIdentity[]
  readonly signedIn: SignedIn | undefined
}

export const accessValues = ({ account, application, groups, identities, signedIn }: Facts): AccessValues => {
  const cameBy = identities.find(({ id }) => id === signedIn?.identityId)
  return {
    user: {
      id: account.id,
      username: account.username,
      name: account.name,
      email: account.email ?? '',
      emailVerified: account.emailVerifiedAt !== undefined,
      locale: account.locale ?? '',
      administrator: account.administrator,
      createdAt: numericDate(account.createdAt),
    },
    groups,
    identities: identities.map(recordOf),
    application: { slug: application.slug, name: application.name, clientId: application.clientId },
    session: {
      authTime: numericDate(signedIn?.authTime ?? 0),
      amr: signedIn?.amr ?? [],
      acr: signedIn?.acr ?? '',
      source: cameBy?.sourceId ?? '',
      host: cameBy?.host ?? '',
    },
  }
}

const recordOf = (identity: KeptIdentity): Readonly<Record<string, string>> => {
  const profile = profileOf(identity)
  const { acct = '', page = '', software = '' } = profile
  const domain = domainsOf({ host: identity.host, profile }).at(-1) ?? ''
  return {
    source: identity.sourceId,
    subject: identity.subject,
    host: identity.host ?? '',
    domain,
    acct,
    page,
    software,
  }
}

export interface ClaimFacts extends Facts {
  readonly handle: string | undefined
  readonly roles: readonly string[]
  readonly scopes: readonly string[]
}

export const claimValues = (facts: ClaimFacts): ClaimValues => {
  const values = accessValues(facts)
  return {
    ...values,
    user: { ...values.user, handle: facts.handle ?? '' },
    roles: facts.roles,
    request: { scopes: facts.scopes },
  }
}
