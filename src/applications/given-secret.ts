import type { World } from '../storage/world.ts'
import type { Application, StoredSecret } from './application.ts'
import { isClientSecret, isClientSecretHash, isKeptAs, keptSecret, newClientSecret } from './client-secret.ts'
import type { ApplicationProblem } from './outcome.ts'

/** A client secret that comes from outside. With none of these a new one is made. */
export interface GivenSecret {
  readonly clientSecret?: string | undefined
  /** What `isClientSecretHash` takes, in place of the secret. */
  readonly clientSecretHash?: string | undefined
  /** For an import of what is in use elsewhere already; the importer warns. */
  readonly unsafeShortSecret?: boolean | undefined
}

const fewest = 16
const most = 500

/** The problems with a secret that was given. */
export const secretProblems = (given: GivenSecret): readonly ApplicationProblem[] => {
  const { clientSecret, clientSecretHash, unsafeShortSecret = false } = given
  const problems: ApplicationProblem[] = []
  if (clientSecret !== undefined) {
    // RFC 6749 appendix A.2: printable ASCII.
    if (!/^[\x20-\x7e]*$/.test(clientSecret)) problems.push({ field: 'clientSecret', code: 'bad_characters' })
    if (clientSecret.length > most) problems.push({ field: 'clientSecret', code: 'too_long' })
    if (clientSecret.length < (unsafeShortSecret ? 1 : fewest)) {
      problems.push({ field: 'clientSecret', code: 'too_short' })
    }
  }
  if (clientSecretHash !== undefined && !isClientSecretHash(clientSecretHash)) {
    problems.push({ field: 'clientSecretHash', code: 'bad_hash' })
  }
  return problems
}

/** What to keep, and the secret itself when it was made here, to be shown once. */
export const hashGiven = (
  world: Pick<World, 'random' | 'sealing'>,
  given: GivenSecret,
): { readonly kept: Pick<StoredSecret, 'hash' | 'key'>; readonly made: string | undefined } => {
  if (given.clientSecretHash !== undefined) return { kept: { hash: given.clientSecretHash }, made: undefined }
  if (given.clientSecret !== undefined) {
    return { kept: keptSecret(world.sealing, given.clientSecret), made: undefined }
  }
  const made = newClientSecret(world.random)
  return { kept: keptSecret(world.sealing, made), made }
}

/** Whether what is given is already good, and for ever: then there is nothing to change. */
export const isKept = (
  world: Pick<World, 'sealing' | 'clock'>,
  application: Pick<Application, 'secrets'>,
  { clientSecret, clientSecretHash }: GivenSecret,
): boolean => {
  const lasting = application.secrets.filter(({ expiresAt }) => expiresAt === undefined)
  if (clientSecretHash !== undefined) return lasting.some((stored) => isKeptAs(stored, clientSecretHash))
  if (clientSecret === undefined) return false
  return isClientSecret(world.sealing, { secrets: lasting }, [clientSecret], world.clock.now())
}
