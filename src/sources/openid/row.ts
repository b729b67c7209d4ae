import { SealBroken } from '../../lib/sealing.ts'
import type { Row } from '../../storage/records.ts'
import { sealedIn } from '../../storage/sealed.ts'
import type { World } from '../../storage/world.ts'
import type { OpenidSettings } from './settings.ts'

const contextOf = (id: string): string => `sources:${id}`

/** What proves to the provider who we are; undefined where there is none, or it was sealed under a key that is gone. */
export const secretOf = (
  { sealing }: Pick<World, 'sealing'>,
  { id, sealedSecret }: Pick<Row<'sources'>, 'id' | 'sealedSecret'>,
): string | undefined => {
  if (sealedSecret === undefined) return undefined
  try {
    return sealing.open(sealedSecret, contextOf(id))
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}

export interface OpenidWanted {
  readonly id: string
  readonly name: string
  readonly on: boolean
  readonly settings: OpenidSettings
  /** As it is when absent. */
  readonly secret?: string | undefined
  readonly position?: number | undefined
  readonly managed?: boolean | undefined
}

/** The record that makes it so, `held` being what is there. Switched off, it keeps everything. */
export const openidRow = (
  { clock, sealing }: Pick<World, 'clock' | 'sealing'>,
  held: Row<'sources'> | undefined,
  { id, name, on, settings, secret, position, managed }: OpenidWanted,
): Row<'sources'> => {
  const now = clock.now()
  return {
    id,
    kind: 'openid',
    name,
    position: position ?? held?.position ?? 100,
    details: settings,
    sealedSecret: secret === undefined ? held?.sealedSecret : sealing.seal(secret, contextOf(id)),
    disabledAt: on ? undefined : (held?.disabledAt ?? now),
    managed: managed ?? held?.managed ?? false,
    createdAt: held?.createdAt ?? now,
    // Another one each time: what is open by what it was is opened anew.
    updatedAt: Math.max(now, (held?.updatedAt ?? 0) + 1),
  }
}

export const sealedSourceSecrets = sealedIn('sources', { sealedSecret: { present: true } }, (sealing, row) => {
  const sealedSecret = row.sealedSecret && sealing.renew(row.sealedSecret, contextOf(row.id))
  return sealedSecret && { ...row, sealedSecret }
})
