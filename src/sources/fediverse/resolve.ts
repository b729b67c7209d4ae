import { seconds } from '../../lib/clock.ts'
import { userAgent } from '../../lib/user-agent.ts'
import { nothingFetched } from '../../net/fetch-failed.ts'
import { askDomain } from '../../net/webfinger.ts'
import type { SourceProblem, SourceWorld } from '../source.ts'
import type { ParsedAddress } from './address.ts'
import { type Delegates, noDelegates } from './delegates.ts'
import { findOut } from './findings.ts'
import { originOf } from './origin.ts'
import { hostFrom } from './public-host.ts'

export type Resolved =
  | {
      readonly ok: true
      /** Where the person signs in, as far as is known yet: `findOut` may lead on from there. */
      readonly host: string
      /** `@user@domain`, where somebody was named. */
      readonly typed?: string | undefined
      /** Whom that leads to: an actor URI of that host. A hint until the host itself has said so. */
      readonly typedActor?: string | undefined
    }
  | { readonly ok: false; readonly problem: SourceProblem }

/** For everything together: somebody is waiting for a page. */
const patience = seconds(15)

type Address = Extract<ParsedAddress, { ok: true }>

/**
 * Finds the host behind an address. A handle's domain says by WebFinger where its people are; where it has no way of saying so, it may
 * still be the host itself.
 */
export const resolveAddress = async (
  world: Pick<SourceWorld, 'fetch' | 'base' | 'vouched'>,
  { host, user, guessed }: Address,
  delegates: Delegates = noDelegates,
): Promise<Resolved> => {
  if (user === undefined) return { ok: true, host }
  const typed = `@${user}@${host}`
  const signal = AbortSignal.timeout(patience)
  const outside = { fetch: world.fetch, userAgent: userAgent(world.base), signal, looking: true }
  const known = await delegates.find(host)
  const asked = await askDomain(outside, originOf(world, host), `acct:${user}@${host}`, { template: known }).catch(
    nothingFetched,
  )
  if (asked === undefined) return { ok: false, problem: { code: 'unreachable', place: host } }
  const { word: answer, template } = asked
  const [actor, ...others] = answer.found ? answer.actors : []
  if (actor !== undefined) {
    const there = hostOfActor(world, actor)
    if (there === undefined) return { ok: false, problem: { code: 'unreachable', place: host } }
    if (template !== undefined && template !== known) await delegates.keep(host, template)
    // Of several that have the name none is the one that was meant: then it is the handle that is compared.
    return { ok: true, host: there, typed, ...(others.length === 0 ? { typedActor: new URL(actor).href } : {}) }
  }
  if (guessed === true) return { ok: true, host }
  if (answer.found || answer.why === 'closed') return { ok: true, host, typed }
  const instead = await nobody(world, host, answer.why)
  return instead.ok ? { ...instead, typed } : instead
}

/** Undefined where nobody is asked who signs in there: a private name, a port, no TLS. */
const hostOfActor = (world: Pick<SourceWorld, 'vouched'>, actor: string): string | undefined => {
  const url = new URL(actor)
  const host = hostFrom(url.host, world.vouched())
  return host !== undefined && originOf(world, host) === url.origin && url.username === '' ? host : undefined
}

/** No such person, if it is a server at all: else somebody typed what only looks like a handle, and is told that. */
const nobody = async (
  world: Pick<SourceWorld, 'fetch' | 'base' | 'vouched'>,
  host: string,
  why: 'nobody' | 'gone',
): Promise<Resolved> => {
  const found = why === 'gone' ? undefined : await findOut(world, host)
  if (found?.ok === false) return found
  const isServer = found === undefined || (found.findings.dialect !== undefined && found.host === host)
  return isServer ? { ok: false, problem: { code: 'no_person', place: host } } : { ok: true, host: found.host }
}
