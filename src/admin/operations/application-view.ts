import { groupsAlone } from '../../applications/access.ts'
import { type Application, defaultDetails } from '../../applications/application.ts'
import type { Time } from '../../lib/clock.ts'
import type { World } from '../../storage/world.ts'
import { managedFields } from './managed.ts'

/** What can be set of an application, as administrators see it. */
export interface ApplicationSettingsView {
  readonly slug: string
  readonly clientId: string
  readonly name: string
  readonly confidential: boolean
  readonly redirectUris: Application['redirectUris']
  readonly postLogoutRedirectUris: readonly string[]
  readonly consent: Application['consent']
  readonly pkce: Application['pkce']
  readonly backchannelLogoutUri: string | undefined
  readonly signingAlgorithm: Application['signingAlgorithm']
  readonly issuer: Application['issuer']
  readonly dexPath: string
  readonly alsoFor: readonly string[]
  readonly accessRules: Application['accessRules']
  /** Ids, where the rules are no more than that; undefined where they are. One that names no group any more lets nobody in. */
  readonly accessGroups: readonly string[] | undefined
  readonly claimMappings: Application['claimMappings']
  readonly roles: Application['roles']
  readonly rolesClaim: string
  readonly allowedScopes: readonly string[]
  readonly allowedGrants: readonly string[]
  readonly subjectMode: Application['subjectMode']
  readonly usernameRule: Application['usernameRule']
  readonly uidField: Application['uidField']
  readonly newcomers: Application['newcomers']
  readonly newcomerServers: readonly string[]
  readonly missingEmail: Application['missingEmail']
  readonly bridge: boolean
  readonly assertEmailVerified: boolean
  readonly accessTokenLifetime: Time
  readonly idTokenLifetime: Time
  readonly refreshTokenIdle: Time
  readonly refreshTokenLifetime: Time
  readonly recipe: string
  readonly answers: Readonly<Record<string, string>> | undefined
  readonly description: string | undefined
  readonly launchUrl: string | undefined
  readonly icon: string | undefined
  readonly group: string | undefined
  readonly openInNewTab: boolean
  readonly hidden: boolean
}

/** An application as administrators see it: its settings, and of its secrets no more than that they are there. */
export interface ApplicationView extends ApplicationSettingsView {
  readonly id: string
  readonly disabledAt: Time | undefined
  readonly managed: boolean
  /** Of `ApplicationInput`: what the configuration file says and only it changes. */
  readonly managedFields: readonly string[]
  readonly createdAt: Time
  readonly updatedAt: Time
  /** Those that are good now. */
  readonly secrets: readonly { readonly createdAt: Time; readonly expiresAt: Time | undefined }[]
  /** When it was last answered with a code. */
  readonly lastSignInAt: Time | undefined
}

/** Field by field: a member that is added to an application some day is not told unless somebody decides so here. */
const settingsOf = (
  application: Omit<Application, 'id' | 'managed' | 'createdAt' | 'updatedAt'>,
): ApplicationSettingsView => {
  const { slug, clientId, name, confidential, redirectUris, postLogoutRedirectUris, consent, pkce } = application
  const { signingAlgorithm, accessTokenLifetime, idTokenLifetime, refreshTokenIdle } = application
  const { refreshTokenLifetime, recipe, answers, description, launchUrl, icon, group, openInNewTab } = application
  const { hidden, allowedScopes, allowedGrants, subjectMode, usernameRule, uidField } = application
  const { newcomers, newcomerServers, missingEmail, bridge } = application
  const { accessRules, claimMappings, roles, rolesClaim } = application
  return {
    ...{ slug, clientId, name, confidential, redirectUris, postLogoutRedirectUris, consent, pkce },
    ...{ accessRules, accessGroups: groupsAlone(accessRules), claimMappings, roles, rolesClaim },
    ...{ issuer: application.issuer, dexPath: application.dexPath, alsoFor: application.alsoFor },
    backchannelLogoutUri: application.backchannelLogoutUri,
    ...{ signingAlgorithm, accessTokenLifetime, idTokenLifetime, refreshTokenIdle },
    ...{ refreshTokenLifetime, recipe, answers, description, launchUrl, icon, group, openInNewTab, hidden },
    ...{ allowedScopes, allowedGrants, subjectMode, usernameRule, uidField },
    ...{ newcomers, newcomerServers, missingEmail, bridge },
    assertEmailVerified: application.assertEmailVerified,
  }
}

/** What an application is unless somebody says otherwise. */
export const newApplicationDefaults: ApplicationSettingsView = settingsOf({
  ...defaultDetails,
  ...{ name: '', slug: '', clientId: '' },
})

export const viewOf = async (world: World, application: Application): Promise<ApplicationView> => {
  const { id, disabledAt, managed, createdAt, updatedAt, secrets } = application
  const now = world.clock.now()
  const [fields, lastSignInAt] = await Promise.all([
    managedFields(world, 'applications', application),
    lastSignIn(world, id),
  ])
  return {
    ...settingsOf(application),
    ...{ id, disabledAt, managed, managedFields: fields, createdAt, updatedAt, lastSignInAt },
    secrets: secrets
      .filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now)
      .map(({ createdAt, expiresAt }) => ({ createdAt, expiresAt })),
  }
}

const lastSignIn = async (world: World, applicationId: string): Promise<Time | undefined> => {
  const where = { applicationId, kind: 'authorization.answered' }
  const [last] = await world.storage.list('events', { where, orderBy: 'at', descending: true, limit: 1 })
  return last?.at
}
