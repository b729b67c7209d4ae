import { setTimeout } from 'node:timers/promises'
import { seconds, type Time } from '../../lib/clock.ts'
import { userAgent } from '../../lib/user-agent.ts'
import type { SourceWorld, Taking } from '../../sources/source.ts'
import type { Row } from '../../storage/records.ts'
import { type Change, putting, setting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import { type Account, findAccount } from '../account.ts'
import { happened } from '../happened.ts'
import { dropUnused, keeping, picturePath } from '../pictures/keep.ts'
import { type Picture, reencodeMentioned } from '../pictures/reencode.ts'
import { type KeptIdentity, profileOf } from './identity.ts'

/** The kind of the jobs that fetch pictures. */
export const pictureKind = 'picture'

const mostBytes = 2 * 1024 * 1024
const mostTries = 4
/** How long a first sign-in waits for another server's picture. What takes longer is fetched afterwards. */
const patience = seconds(2)

/**
 * The change that has somebody's picture fetched from where they come from, if it is another one than we have. Where it `always` counts, it is
 * fetched at each sign-in, and takes the place of one of their own: there may be another picture at the same address.
 */
export const gettingPicture = (
  { clock }: Pick<World, 'clock'>,
  account: Account,
  known: KeptIdentity,
  url: string | undefined,
  taking?: Taking | undefined,
): readonly Change[] => {
  const always = taking === 'always' && url !== undefined
  if (!always && (url === known.picture?.url || !isOurs(account, known))) return []
  const job = {
    kind: pictureKind,
    data: { identityId: known.id, always },
    dueAt: clock.now() + 2 * patience,
    leasedUntil: 0,
    attempts: 0,
  }
  // Another one that waits for the same has nothing to do any more.
  return [putting('jobs', { id: `${pictureKind}:${known.id}`, ...job })]
}

/**
 * For somebody who comes for the first time: applications copy what they are told then, and many never look again. Nothing is lost when it cannot
 * be had at once.
 */
export const hurryPicture = async (
  world: World & Pick<SourceWorld, 'fetch' | 'base'>,
  identityId: string,
): Promise<void> => {
  const got = getPicture(world, { data: { identityId }, attempts: 0 }, patience).catch(() => undefined)
  // What it takes to look at it is nothing that a sign-in waits for either.
  await Promise.race([got, setTimeout(patience, undefined, { ref: false })])
}

/** What somebody uploaded is theirs to change, and what they took down stays down. */
const isOurs = ({ avatar }: Account, { picture }: KeptIdentity): boolean => avatar === picture?.path

/**
 * Gets the picture that a source mentioned of somebody, and keeps our own copy, made afresh. Throws when the place does not answer, and gives
 * up in the end; what is there and is no picture, or too large, is not asked for again.
 */
export const getPicture = async (
  world: World & Pick<SourceWorld, 'fetch' | 'base'>,
  { data, attempts }: Pick<Row<'jobs'>, 'data' | 'attempts'>,
  within?: Time,
): Promise<undefined> => {
  const { identityId, always = false } = data as { readonly identityId: string; readonly always?: boolean }
  const known = await world.storage.find('identities', identityId)
  const account = known === undefined ? undefined : await findAccount(world, known.accountId)
  if (known === undefined || account === undefined) return undefined
  const url = profileOf(known).picture
  const same = url === known.picture?.url
  if (!always && (same || !isOurs(account, known))) return undefined
  const picture = url === undefined ? undefined : await fetched(world, url, { attempts, within })
  // What was there a while ago and cannot be had now is no reason to take down what we have.
  if (same && picture === undefined) return undefined
  await use(world, { known, account, url, picture, always: always && picture !== undefined })
  return undefined
}

const fetched = async (
  { fetch, base }: Pick<SourceWorld, 'fetch' | 'base'>,
  url: string,
  { attempts, within = seconds(10) }: { readonly attempts: number; readonly within: Time | undefined },
): Promise<Picture | undefined> => {
  try {
    const headers = { accept: 'image/*', 'user-agent': userAgent(base) }
    const { status, body } = await fetch(url, { headers, most: mostBytes, within, follow: 2 })
    if (status !== 200) return undefined
    const made = await reencodeMentioned(body, 'face')
    if (made === undefined) throw new Error('too many pictures are waiting')
    return made.ok ? made.picture : undefined
  } catch (error) {
    if (attempts < mostTries) throw error
    return undefined
  }
}

interface Use {
  readonly known: KeptIdentity
  readonly account: Account
  readonly url: string | undefined
  readonly picture: Picture | undefined
  readonly always: boolean
}

/** Unless the person has chosen another one meanwhile, where that is theirs to choose. */
const use = async (world: World, { known, account, url, picture, always }: Use): Promise<void> => {
  const path = picture && picturePath(picture)
  const held = url === undefined ? undefined : { url, path }
  const after = await world.storage.change('accounts', account.id, (row) => {
    if (!always && !isOurs(row, known)) return undefined
    const now = world.clock.now()
    const noted = setting('identities', known.id, { picture: held })
    if (row.avatar === path) return [undefined, [noted]]
    const changed = { accountId: row.id, data: { fields: ['avatar'] } }
    return [
      { ...row, avatar: path, updatedAt: now },
      [
        ...(picture === undefined ? [] : [keeping(world, picture)]),
        noted,
        happened(world, 'account.changed', { via: 'source' }, changed),
      ],
    ]
  })
  if (after?.avatar !== account.avatar) await dropUnused(world, account.avatar)
}
