import { findRemoval, keepRemoval, pictureKept, putBack, type Removal } from '../admin/operations/removals.ts'
import { redirect } from '../http/respond.ts'
import { atDesk, type Desk } from './desk.ts'

/** Back to the page where something was, which says that it went and offers to put it back. */
export const undoably = async ({ world, by }: Desk, removal: Removal): Promise<Response> =>
  redirect(`${removal.page}?undo=${await keepRemoval(world, by, removal)}`)

/**
 * Takes a picture away and keeps it to be put back: not where it was served, for it may have been taken down for a reason. `read` looks at
 * the fields that name it, before and after. Back to the page either way.
 */
export const takingPicture = async (
  desk: Desk,
  removal: Omit<Removal, 'picture' | 'was'>,
  of: {
    readonly kind: 'accounts' | 'applications' | 'sources' | 'settings'
    readonly id: string
    readonly field: 'avatar' | 'icon' | 'logo'
    readonly path: string | undefined
    readonly take: () => Promise<unknown>
  },
): Promise<Response> => {
  const { kind, id, field, path } = of
  const picture = await pictureKept(desk.world, path)
  await of.take()
  if (path === undefined) return redirect(removal.page)
  return undoably(desk, { ...removal, picture, was: { kind, id, before: { [field]: path }, after: {} } })
}

/** `POST /console/undo`: puts back what was taken away at the console, once. */
export const undone = atDesk(async ({ world, visit, by }) => {
  const form = await visit.form()
  const secret = form.typed('undo')
  const removal = await findRemoval(world, secret, by)
  if (removal === undefined) {
    const page = form.typed('page')
    return redirect(`${/^\/console(?:\/[\w-]+)*$/.test(page) ? page : '/console'}?undone=late`)
  }
  const done = await putBack(world, secret, removal, by)
  if (done === 'back') world.readAgain()
  return redirect(`${removal.page}?undone=${done}`)
})
