import { identitiesOf, type KeptIdentity, profileOf } from '../../accounts/identities/identity.ts'
import type { World } from '../../storage/world.ts'
import { dexSubject } from './dex-subject.ts'

/** A source that takes the place of a connector of Dex: who comes by it was known to applications before. */
export interface LegacySubject {
  readonly kind: 'dex'
  /** The connector's id there. */
  readonly connector: string
  /** It knew people by what they are called there, and not by what stays. */
  readonly by?: 'username' | undefined
}

/**
 * What applications knew somebody as who came by the same provider before, when another program stood between: by the identities they have,
 * the first one first. Empty for most people.
 */
export const legacySubjects = async (world: Pick<World, 'storage'>, accountId: string): Promise<readonly string[]> => {
  const identities = (await identitiesOf(world, accountId)).filter(({ subject }) => subject.includes(' '))
  if (identities.length === 0) return []
  const ids = [...new Set(identities.map(({ sourceId }) => sourceId))]
  const sources = await world.storage.list('sources', { where: { id: { oneOf: ids } } })
  const legacy = new Map(sources.map(({ id, details }) => [id, legacyOf(details)]))
  return identities.flatMap((identity) => {
    const of = legacy.get(identity.sourceId)
    return of === undefined
      ? []
      : [dexSubject(of.by === 'username' ? profileOf(identity).username : uidOf(identity), of.connector)]
  })
}

/** An OpenID provider's subjects are the issuer and, after a space, what it calls the person. */
const uidOf = ({ subject }: KeptIdentity): string => subject.slice(subject.indexOf(' ') + 1)

const legacyOf = (details: unknown): LegacySubject | undefined => {
  const said: unknown =
    typeof details === 'object' && details !== null ? Reflect.get(details, 'legacySubject') : undefined
  if (typeof said !== 'object' || said === null) return undefined
  const { kind, connector, by } = said as Readonly<Record<string, unknown>>
  if (kind !== 'dex' || typeof connector !== 'string') return undefined
  return { kind, connector, by: by === 'username' ? by : undefined }
}
