import type { Time } from '../../lib/clock.ts'
import type { Anchors } from '../../sources/source.ts'

const day = 86_400_000

/**
 * Whether somebody else has the place: the same address, and another account behind it. A domain that was dropped, or a name that was given
 * away, makes one. A server that changed its software has changed its ids too, so that proves nothing; an account that was made there after
 * we knew its subject is another one whatever the software. `knownSince` is when we first saw it.
 */
export const hasChangedHands = (was: Anchors, is: Anchors, knownSince: Time): boolean => {
  const otherSoftware = differ(was.software, is.software)
  if (!otherSoftware && differ(was.localId, is.localId)) return true
  if (!madeAtOtherTimes(was.createdAt, is.createdAt)) return false
  return !otherSoftware || Date.parse(is.createdAt ?? '') > knownSince + day
}

/** What one of the two does not say says nothing. */
const differ = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other

/** Some servers say the day, some the moment, and one that is brought up to date may begin to say the other. */
const madeAtOtherTimes = (one: string | undefined, other: string | undefined): boolean => {
  if (!differ(one, other)) return false
  const apart = Math.abs(Date.parse(one ?? '') - Date.parse(other ?? ''))
  return Number.isNaN(apart) || apart > day
}

/** What is known from now on: nothing is forgotten because one answer does not mention it. */
export const anchoredBy = (was: Anchors, is: Anchors): Anchors => ({ ...was, ...clean(is) })

const clean = (anchors: Anchors): Anchors =>
  Object.fromEntries(Object.entries(anchors).filter(([, value]) => value !== undefined))
