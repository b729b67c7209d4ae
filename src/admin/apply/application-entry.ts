import { type Application, defaultDetails, type StoredSecret } from '../../applications/application.ts'
import { isKeptAs, keptSecret, matchClientSecret } from '../../applications/client-secret.ts'
import { secretProblems } from '../../applications/given-secret.ts'
import type { ApplicationProblemCode } from '../../applications/outcome.ts'
import { registrationProblem, textOfRedirect, toRedirectUri } from '../../applications/redirect-uri.ts'
import { type ApplicationSettings, applySettings } from '../../applications/settings.ts'
import { newId } from '../../lib/ids.ts'
import { type Path, type Planning, tryReadSecret } from '../plan/planning.ts'
import { accessSettings, judgeExpressions, shownAccess } from './access-entry.ts'
import type { ApplicationEntry } from './application-schema.ts'
import { type Shown, yesNo } from './difference.ts'
import { readIconFile } from './icon-file.ts'
import { formsOf } from './secret-forms.ts'

/** The application as it is once the file is applied; what the entry leaves out stays, or is as in a new one. */
export const wantedApplication = (
  planning: Planning,
  entry: ApplicationEntry,
  held: Application | undefined,
  path: Path,
): Application => {
  const { world, warn, problem, managing } = planning
  const now = world.clock.now()
  const before: Application = held ?? {
    ...defaultDetails,
    id: newId(world.random),
    slug: entry.slug,
    clientId: entry.slug,
    name: entry.slug,
    managed: managing,
    createdAt: now,
    updatedAt: now,
  }
  const icon = entry.iconFile === undefined ? entry.icon : readIconFile(planning, entry.iconFile, path)
  const { application, problems } = applySettings(before, { ...settingsOf(planning, entry, path), icon })
  for (const { field, code, item } of problems) {
    const at = field === 'slug' || field in entry ? [field, ...(item === undefined ? [] : [item])] : []
    problem([...path, ...at], sentences[code] ?? `cannot be used (${code})`)
  }
  judgeExpressions(planning, application, path)
  const { confidential, redirectUris } = application
  const secrets = confidential ? wantedSecrets(planning, entry, before, path) : []
  if (confidential && secrets.length === 0 && formsOf(entry, 'clientSecret').length === 0) {
    problem(
      path,
      'has no secret. Write clientSecret, clientSecretEnv, clientSecretFile or clientSecretHash, or public: true',
    )
  }
  if (redirectUris.length === 0) warn(path, `nobody can sign in to ${entry.slug}: it has no redirectUris`)
  for (const [at, uri] of (entry.redirectUris ?? []).entries()) {
    if (registrationProblem(toRedirectUri(uri)) !== 'http_needs_loopback') continue
    warn(
      [...path, 'redirectUris', at],
      `${textOfRedirect(toRedirectUri(uri))} has no TLS: codes travel to it in the open`,
    )
  }
  const disabledAt =
    entry.disabled === undefined ? before.disabledAt : entry.disabled ? (before.disabledAt ?? now) : undefined
  return { ...application, secrets, disabledAt }
}

/** The entry in the words of the room that keeps applications. */
const settingsOf = (
  planning: Planning,
  { accessRules, roles, ...entry }: ApplicationEntry,
  path: Path,
): ApplicationSettings => ({
  ...entry,
  confidential: entry.public === undefined ? undefined : !entry.public,
  ...accessSettings(planning, { ...entry, accessRules, roles }, path),
  // Warned of instead.
  allowHttp: true,
  ...(planning.managing ? { managed: true } : {}),
})

const sentences: { readonly [C in ApplicationProblemCode]?: string } = {
  too_long: 'is too long',
  too_many: 'has too many entries',
  out_of_range: 'is too short or too long a time',
  bad_characters: 'has characters in it that it must not have',
  says_an_answer: 'has code, state, iss or error among its parameters, which the answer brings itself',
  bad_scope: 'is not the name of a scope that can have claims',
  bad_claim: 'is not the name of a claim',
  protocol_claim: 'is a claim that only the protocol makes',
  bad_domain: 'is not the domain of a server, such as social.example',
  bad_image: 'is not a picture that can be used, or too large a one',
  reserved: 'is a name that addresses of Portico itself have',
  consent_needs_https: 'cannot be implicit: anybody could pose as a public application that is not reached by https',
}

const wantedSecrets = (
  planning: Planning,
  entry: ApplicationEntry,
  before: Application,
  path: Path,
): readonly StoredSecret[] => {
  const { world, warn, problem } = planning
  const createdAt = world.clock.now()
  const [only, ...others] = before.secrets
  const single = only !== undefined && others.length === 0 && only.expiresAt === undefined
  const hash = entry.clientSecretHash
  if (hash !== undefined) return single && isKeptAs(only, hash) ? before.secrets : [{ hash, createdAt }]
  const secret = tryReadSecret(planning, entry, 'clientSecret', path)
  if (secret === undefined) return before.secrets
  for (const { code } of secretProblems({ clientSecret: secret, unsafeShortSecret: true })) {
    problem(path, `has a secret that ${code === 'bad_characters' ? 'is not printable ASCII' : 'is too long'}`)
  }
  if (secret.length < 16) warn(path, `the secret of ${entry.slug} has fewer than 16 characters and can be guessed`)
  const match = single ? matchClientSecret(world.sealing, before, [secret], createdAt) : undefined
  if (match === undefined) return [{ ...keptSecret(world.sealing, secret), createdAt }]
  return match.renewed === undefined ? before.secrets : [match.renewed]
}

/** An application as a difference shows it; `held` is what it was. */
export const shownApplication = (
  planning: Planning,
  application: Application,
  held: Application | undefined,
): Readonly<Record<string, Shown>> => {
  const secrets = application.secrets === held?.secrets ? 'another' : 'as in the file'
  return {
    name: application.name,
    recipe: application.recipe,
    clientId: application.clientId,
    clientSecret: application.secrets.length === 0 ? undefined : secrets,
    public: yesNo(!application.confidential),
    redirectUris: application.redirectUris.map((uri) => (typeof uri === 'string' ? uri : `regex ${uri.uri}`)),
    postLogoutRedirectUris: application.postLogoutRedirectUris,
    backchannelLogoutUri: application.backchannelLogoutUri,
    issuer: application.issuer,
    dexPath: application.issuer === 'dex' ? application.dexPath : undefined,
    alsoFor: application.alsoFor,
    consent: application.consent,
    pkce: application.pkce,
    signingAlgorithm: application.signingAlgorithm,
    ...shownAccess(planning, application),
    allowedScopes: application.allowedScopes,
    allowedGrants: application.allowedGrants,
    subjectMode: application.subjectMode,
    usernameRule: application.usernameRule,
    uidField: application.uidField,
    newcomers: application.newcomers,
    newcomerServers: application.newcomerServers,
    missingEmail: application.missingEmail,
    bridge: yesNo(application.bridge),
    assertEmailVerified: yesNo(application.assertEmailVerified),
    accessTokenLifetime: tellDuration(application.accessTokenLifetime),
    idTokenLifetime: tellDuration(application.idTokenLifetime),
    refreshTokenIdle: tellDuration(application.refreshTokenIdle),
    refreshTokenLifetime: tellDuration(application.refreshTokenLifetime),
    description: application.description,
    launchUrl: application.launchUrl,
    icon: application.icon,
    group: application.group,
    openInNewTab: yesNo(application.openInNewTab),
    hidden: yesNo(application.hidden),
    disabled: yesNo(application.disabledAt !== undefined),
  }
}

const tellDuration = (time: number): string => {
  const [unit, size] = (
    [
      ['d', 86_400_000],
      ['h', 3_600_000],
      ['m', 60_000],
    ] as const
  ).find(([, size]) => time % size === 0) ?? ['s', 1000]
  return `${time / size}${unit}`
}
