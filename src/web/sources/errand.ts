import type { Visit } from '../../http/visit.ts'
import type { Form } from '../../lib/forms.ts'
import { findPending } from '../../protocol/authorize/pending.ts'
import { askAgain } from '../fresh.ts'
import { returnPath } from '../signin/return-path.ts'
import { showExpired } from '../signin/show-outcome.ts'
import { personAt } from '../visitor.ts'
import type { WebWorld } from '../world.ts'

/** What brought somebody to the way in: to go on with when they are back. */
export interface Errand {
  /** An application's request that waits at this browser. */
  readonly requestId?: string | undefined
  /** A path of ours. */
  readonly to?: string | undefined
  /** The account whose person links one more identity to it. */
  readonly linkTo?: string | undefined
  /** The account whose person proves once more who they are. */
  readonly again?: string | undefined
  /** The secret of an invitation, for somebody who is new. */
  readonly invitation?: string | undefined
  /** An application named the address, and whoever made the link to us may have named it to the application. */
  readonly hinted?: true | undefined
}

/** Where people see, and change, who they are elsewhere. */
export const identitiesPath = '/account/identities'

/** The errand as fields of a form that leaves. */
export const errandFields = (errand: Errand): readonly (readonly [string, string])[] => [
  ...(errand.requestId === undefined ? [] : [['request', errand.requestId] as const]),
  ...(errand.to === undefined ? [] : [['to', errand.to] as const]),
  ...(errand.linkTo === undefined ? [] : [['link', 'yes'] as const]),
  ...(errand.again === undefined ? [] : [['again', 'yes'] as const]),
  ...(errand.invitation === undefined ? [] : [['invitation', errand.invitation] as const]),
]

/** The way back to where one signs in, with the same errand. */
export const wayInHref = ({ requestId, to, linkTo, again, invitation }: Errand): string => {
  if (invitation !== undefined) return `/invite/${encodeURIComponent(invitation)}`
  if (linkTo !== undefined) return identitiesPath
  const query = new URLSearchParams({
    ...(requestId === undefined ? {} : { request: requestId }),
    ...(to === undefined || requestId !== undefined ? {} : { to: returnPath(to) }),
    ...(again === undefined || requestId !== undefined ? {} : { again: 'yes' }),
  }).toString()
  return query === '' ? '/sign-in' : `/sign-in?${query}`
}

/** The errand in a form that leaves; or the answer, where that errand is over or not this browser's to run. */
export const errandIn = async (world: WebWorld, visit: Visit, form: Form): Promise<Errand | Response> => {
  const requestId = form.get('request')
  const to = form.get('to')
  if (requestId !== undefined) {
    const pending = await findPending(world, visit.base, requestId, { browser: visit.knownBrowser() })
    if (pending === undefined) return showExpired(world, visit)
  }
  const errand = { requestId, to: to === undefined ? undefined : returnPath(to), invitation: form.get('invitation') }
  if (!form.has('link') && !form.has('again')) return errand
  const person = await personAt(world, visit)
  if (person === undefined) return errand
  if (form.has('again')) return { ...errand, again: person.account.id }
  return (await askAgain(world, visit, person, identitiesPath)) ?? { linkTo: person.account.id }
}
