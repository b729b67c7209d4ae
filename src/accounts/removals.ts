import { isDeepStrictEqual } from 'node:util'
import { minutes } from '../lib/clock.ts'
import { hashSecret } from '../lib/secret.ts'
import type { Row } from '../storage/records.ts'
import { adding, type Change, expecting, Missing, removing, Taken } from '../storage/storage.ts'
import type { World } from '../storage/world.ts'
import { happened } from './happened.ts'
import { createLink, peekLink } from './links.ts'
import type { By } from './outcome.ts'
import { keeping, pictureAt } from './pictures/keep.ts'
import type { Picture } from './pictures/reencode.ts'

const purpose = 'undo'

/** Long enough to notice, too short to come back to something that has moved on. */
const undoLasts = minutes(10)

/** Where the fields of a record are kept that can be taken away. */
const within = { accounts: undefined, applications: 'details', sources: 'details', settings: 'value' } as const

type Fields = Readonly<Record<string, unknown>>
type Holder = keyof typeof within

/** What was taken away, and all that puts it back. Plain values, and nothing that was not kept plain before. */
export interface Removal {
  readonly what: 'invitation' | 'rule' | 'icon' | 'logo' | 'avatar' | 'access'
  /** What it was called, for whoever reads that it went; empty where it had no name. */
  readonly name: string
  /** The page where it was. */
  readonly page: string
  readonly accountId?: string | undefined
  readonly applicationId?: string | undefined
  /** Not served meanwhile: it may have been taken down for a reason. */
  readonly picture?: (Omit<Picture, 'bytes'> & { readonly bytes: string }) | undefined
  readonly was:
    | { readonly kind: 'invitations'; readonly row: Row<'invitations'> }
    | { readonly kind: 'instanceRules'; readonly row: Row<'instanceRules'> }
    /** Some fields of a record that is still there: as they were, and as whoever took them away left them. */
    | { readonly kind: Holder; readonly id: string; readonly before: Fields; readonly after: Fields }
}

/** Keeps it for ten minutes, for whoever took it away and for nobody else. Resolves to what stands for it on a page. */
export const keepRemoval = (world: World, { actorId }: By, removal: Removal): Promise<string> =>
  createLink(world, { purpose, accountId: actorId, data: removal, ttl: undoLasts })

/** While it can still be put back. */
export const findRemoval = async (
  world: Pick<World, 'storage' | 'clock'>,
  secret: string,
  { actorId }: By,
): Promise<Removal | undefined> => {
  const link = await peekLink(world, secret, purpose)
  return link === undefined || link.accountId !== actorId ? undefined : (link.data as Removal)
}

/** The picture at a path, to be kept with its removal; undefined where there is none of ours. */
export const pictureKept = async (
  { storage }: Pick<World, 'storage'>,
  path: string | undefined,
): Promise<Removal['picture']> => {
  const id = path === undefined ? undefined : pictureAt(path)
  const found = id === undefined ? undefined : await storage.find('avatars', id)
  return found && { id: found.id, type: 'image/png', bytes: Buffer.from(found.bytes).toString('base64') }
}

/** `late`: it was put back already, or its time is over. `taken`: something else stands in its place, or the place is gone. */
export type PutBack = 'back' | 'late' | 'taken'

/** Puts back what was taken away, once, in one commit with the line that says so. Nothing that came since is overwritten. */
export const putBack = async (world: World, secret: string, by: By): Promise<PutBack> => {
  const removal = await findRemoval(world, secret, by)
  if (removal === undefined) return 'late'
  const { what, name, accountId, applicationId, picture, was } = removal
  const id = hashSecret(secret)
  const also: readonly Change[] = [
    expecting('links', id, { purpose }),
    removing('links', id),
    ...(picture === undefined
      ? []
      : [keeping(world, { ...picture, bytes: new Uint8Array(Buffer.from(picture.bytes, 'base64')) })]),
    happened(world, 'removal.undone', by, {
      accountId,
      applicationId,
      data: { what, ...(name === '' ? {} : { name }) },
    }),
  ]
  try {
    if ('row' in was) {
      const added = was.kind === 'invitations' ? adding(was.kind, was.row) : adding(was.kind, was.row)
      await world.storage.atomically([...also, added])
      return 'back'
    }
    return (await fill(world, was, also)) ? 'back' : 'taken'
  } catch (error) {
    if (error instanceof Taken) return 'taken'
    if (error instanceof Missing) return 'late'
    throw error
  }
}

/** False, and nothing happened, where the fields are not as they were left. */
const fill = async (
  { storage, clock }: World,
  { kind, id, before, after }: Extract<Removal['was'], { readonly id: string }>,
  also: readonly Change[],
): Promise<boolean> => {
  let filled = false
  const names = Object.keys({ ...before, ...after })
  const decide = <K extends Holder>(row: Row<K>): readonly [Row<K>, readonly Change[]] | undefined => {
    const whole: Fields = { ...row }
    const column = within[kind]
    const held: Fields = column === undefined ? whole : { ...(whole[column] as Fields) }
    filled = names.every((name) => isDeepStrictEqual(plain(held[name]), plain(after[name])))
    if (!filled) return undefined
    const next = { ...held, ...before }
    // What a sign-in goes by has not changed by a provider’s picture: see `setSourceIcon`.
    const changed = kind === 'settings' || kind === 'sources' ? {} : { updatedAt: clock.now() }
    return [{ ...whole, ...(column === undefined ? next : { [column]: next }), ...changed } as Row<K>, also]
  }
  const found = await storage.change<Holder>(kind, id, decide)
  return found !== undefined && filled
}

/** As it comes back from where it was kept. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))
