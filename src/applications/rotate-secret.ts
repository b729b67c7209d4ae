import { happened } from '../accounts/happened.ts'
import type { By } from '../accounts/outcome.ts'
import { days, hours, type Time } from '../lib/clock.ts'
import type { World } from '../storage/world.ts'
import { type Application, applicationOf, rowOf, type StoredSecret } from './application.ts'
import { type GivenSecret, hashGiven, isKept, secretProblems } from './given-secret.ts'
import { type ApplicationOutcome, refusedFor } from './outcome.ts'

/** How long secrets stay good beside a newer one unless somebody says otherwise. */
export const defaultOverlap: Time = hours(24)
const longestOverlap: Time = days(30)

export interface SecretRotation extends GivenSecret {
  /** How long the secrets of today stay good. Zero ends them at once. */
  readonly overlap?: Time | undefined
}

export interface RotatedSecret {
  readonly application: Application
  /** The secret that was made here, to be shown now and never again; undefined when it was given. */
  readonly clientSecret: string | undefined
}

/** Gives an application a new secret. A given one that it has already, with no end in sight, changes nothing. */
export const rotateSecret = async (
  world: World,
  id: string,
  rotation: SecretRotation = {},
  by: By = {},
): Promise<ApplicationOutcome<RotatedSecret>> => {
  const { overlap = defaultOverlap } = rotation
  const problems = secretProblems(rotation)
  if (problems.length > 0) return { ok: false, problems }
  if (!Number.isSafeInteger(overlap) || overlap < 0 || overlap > longestOverlap) {
    return refusedFor('overlap', 'out_of_range')
  }
  const { kept, made } = hashGiven(world, rotation)
  const now = world.clock.now()
  let isPublic = false
  const row = await world.storage.change('applications', id, (row) => {
    const application = applicationOf(row)
    isPublic = !application.confidential
    if (isPublic || isKept(world, application, rotation)) return undefined
    const old = ending(application.secrets, now, now + overlap).filter(({ hash }) => hash !== kept.hash)
    return [
      rowOf({ ...application, secrets: [{ ...kept, createdAt: now }, ...old], updatedAt: now }),
      [
        happened(world, 'application.secret', by, {
          applicationId: id,
          data: { name: row.name, slug: row.slug, ...(old.length > 0 ? { othersEndAt: now + overlap } : {}) },
        }),
      ],
    ]
  })
  if (row === undefined) return refusedFor('application', 'unknown')
  if (isPublic) return refusedFor('clientSecret', 'public_has_no_secret')
  return { ok: true, application: applicationOf(row), clientSecret: made }
}

/** The newest few, none longer than `at`; those that have ended are gone. */
const ending = (secrets: readonly StoredSecret[], now: Time, at: Time): readonly StoredSecret[] =>
  secrets
    .map((secret) => ({ ...secret, expiresAt: Math.min(secret.expiresAt ?? at, at) }))
    .filter(({ expiresAt }) => expiresAt > now)
    .slice(0, 4)
