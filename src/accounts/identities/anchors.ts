import { days } from '../../lib/clock.ts'
import type { Anchors } from '../../sources/source.ts'

/**
 * Whether somebody else has the place: the same address, and another account behind it. A domain that was dropped, or a name that was given
 * away, makes one. What was known has to be said again, in part at least: whoever took a domain over need not say what would give them away. A
 * server that changed its software may have changed its ids, never when its people came; it says itself what it runs, so that this excuses the ids
 * and nothing else.
 */
export const hasChangedHands = (was: Anchors, is: Anchors): boolean => {
  if (was.localId === undefined && was.createdAt === undefined) return false
  const otherId = differ(was.localId, is.localId)
  const otherTime = madeAtOtherTimes(was.createdAt, is.createdAt)
  if (otherTime || (otherId && !differ(was.software, is.software))) return true
  const sameId = is.localId !== undefined && was.localId === is.localId
  const sameTime = is.createdAt !== undefined && was.createdAt !== undefined
  return !sameId && !sameTime
}

/** What one of the two does not say says nothing. */
const differ = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other

/** Some servers say the day, some the moment, and one that is brought up to date may begin to say the other. */
const madeAtOtherTimes = (one: string | undefined, other: string | undefined): boolean => {
  if (!differ(one, other)) return false
  const apart = Math.abs(Date.parse(one ?? '') - Date.parse(other ?? ''))
  return Number.isNaN(apart) || apart > days(1)
}

/** What is known from now on: nothing is forgotten because one answer does not mention it. */
export const anchoredBy = (was: Anchors, is: Anchors): Anchors => ({ ...was, ...clean(is) })

const clean = (anchors: Anchors): Anchors =>
  Object.fromEntries(Object.entries(anchors).filter(([, value]) => value !== undefined))
