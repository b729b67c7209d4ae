import { isDeepStrictEqual } from 'node:util'
import { type AccessRules, groupsAlone } from '../../applications/access.ts'
import { type Application, applicationOf, defaultDetails } from '../../applications/application.ts'
import type { Row } from '../../storage/records.ts'
import { fitDuration } from '../durations.ts'
import type { Plain } from '../imported.ts'
import { present } from '../plain.ts'
import type { Noting } from './exported.ts'
import type { Drawing } from './pictures.ts'

export interface ApplicationsAround {
  readonly groups: readonly Row<'groups'>[]
  /** By account. */
  readonly usernames: ReadonlyMap<string, string>
  /** A picture as the file can have it. */
  readonly draw: Drawing
  readonly note: Noting
}

export const exportApplications = (
  rows: readonly Row<'applications'>[],
  around: ApplicationsAround,
): readonly Plain[] => rows.map((row) => entryOf(applicationOf(row), around))

/** Whatever is as in every application goes without saying. */
const entryOf = (application: Application, around: ApplicationsAround): Plain => {
  const { id, slug, clientId, name, disabledAt, managed, createdAt, updatedAt, expiresAt, ...details } = application
  const { confidential, secrets, accessRules, roles, icon, published, answers, ...plain } = details
  const about = `applications ${slug}`
  const named = (groupId: string): string => around.groups.find((group) => group.id === groupId)?.name ?? groupId
  return present({
    slug,
    name: name === slug ? undefined : name,
    clientId: clientId === slug ? undefined : clientId,
    ...(confidential ? { clientSecretHash: hashOf(application, about, around.note) } : { public: true }),
    ...Object.fromEntries(
      Object.entries(plain)
        .filter(([field, value]) => !isUsual(field, value))
        .map(inWords),
    ),
    ...accessOf(accessRules, named, around),
    roles: roles.length === 0 ? undefined : roles.map(({ value, groups }) => ({ value, groups: groups.map(named) })),
    answers,
    icon: icon === undefined ? undefined : around.draw(icon, `${about}.icon`),
    disabled: disabledAt === undefined ? undefined : true,
  })
}

/** A public application's PKCE is required without a word. */
const isUsual = (field: string, value: unknown): boolean =>
  isDeepStrictEqual(value, defaultDetails[field as keyof typeof defaultDetails])

const times = new Set(['accessTokenLifetime', 'idTokenLifetime', 'refreshTokenIdle', 'refreshTokenLifetime'])

const inWords = ([field, value]: readonly [string, unknown]): readonly [string, unknown] =>
  times.has(field) && typeof value === 'number'
    ? [field, fitDuration(value / 1000, 1, Number.MAX_SAFE_INTEGER).text]
    : [field, value]

/** Nothing has this hash: whoever made the application lost its secret. */
const ofNothing = `sha256:${'0'.repeat(64)}`

const hashOf = ({ secrets }: Application, about: string, note: Noting): string => {
  const lasting = secrets.filter(({ expiresAt }) => expiresAt === undefined)
  const newest = [...(lasting.length > 0 ? lasting : secrets)].sort((one, other) => other.createdAt - one.createdAt)[0]
  if (newest === undefined) {
    note({ about, code: 'no_secret' })
    return ofNothing
  }
  if (secrets.length > 1) note({ about, code: 'secrets' })
  if (newest.hash.startsWith('hmac-')) note({ about, code: 'hmac' })
  return newest.hash
}

const accessOf = (access: AccessRules, named: (id: string) => string, { usernames }: ApplicationsAround): Plain => {
  if (access.rules.length === 0) return {}
  const alone = groupsAlone(access)
  if (alone !== undefined) return { accessGroups: alone.map(named) }
  return {
    accessRules: {
      match: access.match,
      rules: access.rules.map(({ kind, value, negate, enabled }) => ({
        kind,
        value: kind === 'group' ? named(value) : kind === 'account' ? (usernames.get(value) ?? value) : value,
        ...(negate ? { negate } : {}),
        ...(enabled ? {} : { enabled }),
      })),
    },
  }
}
