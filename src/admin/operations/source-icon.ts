import { happened } from '../../accounts/happened.ts'
import { dropUnused, keeping, picturePath } from '../../accounts/pictures/keep.ts'
import { reencode } from '../../accounts/pictures/reencode.ts'
import { openidOf } from '../../sources/openid/settings.ts'
import type { World } from '../../storage/world.ts'
import type { IconProblem } from './pictures.ts'
import type { By } from './world.ts'

/** Gives a provider's button a picture, made afresh from what was sent; undefined takes it away. */
export const setSourceIcon = async (
  world: World,
  id: string,
  sent: Uint8Array | undefined,
  by: By,
): Promise<{ readonly ok: true } | { readonly ok: false; readonly code: IconProblem }> => {
  const held = await world.storage.find('sources', id)
  if (held?.kind !== 'openid') return { ok: true }
  if (held.managed) return { ok: false, code: 'managed' }
  const made = sent === undefined ? undefined : await reencode(sent, 'icon')
  if (made?.ok === false) return { ok: false, code: made.code === 'too_large' ? 'too_long' : 'malformed' }
  const icon = made === undefined ? undefined : picturePath(made.picture)
  let before: string | undefined
  // What a sign-in goes by has not changed, and neither has `updatedAt`: nothing is opened anew for a picture.
  await world.storage.change('sources', id, (row) => {
    const settings = openidOf(row.details)
    before = settings.icon
    const told = happened(world, 'source.changed', by, { data: { source: id, fields: ['icon'] } })
    return [
      { ...row, details: { ...settings, icon } },
      [...(made === undefined ? [] : [keeping(world, made.picture)]), told],
    ]
  })
  if (before !== icon) await dropUnused(world, before)
  return { ok: true }
}
