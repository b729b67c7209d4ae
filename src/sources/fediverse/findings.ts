import { seconds } from '../../lib/clock.ts'
import { userAgent } from '../../lib/user-agent.ts'
import { findTemplate } from '../../net/host-meta.ts'
import { type JsonObject, textOf } from '../../net/json.ts'
import type { Outside } from '../../net/outside.ts'
import type { Fetched } from '../../net/safe-fetch.ts'
import { plainText } from '../plain-text.ts'
import type { SourceProblem, SourceWorld } from '../source.ts'
import { chooseDialect, isKnownSoftware } from './choose-dialect.ts'
import { lookAtHost, type Sight } from './look.ts'
import { readMetadata } from './metadata.ts'
import { originOf } from './origin.ts'
import { hostFrom } from './public-host.ts'
import { retryAfter } from './retry-after.ts'
import type { Findings, Software } from './server.ts'

export type FoundOut =
  /** `host` is where people sign in: another host than was asked for where that one led there. */
  | { readonly ok: true; readonly host: string; readonly findings: Findings }
  | { readonly ok: false; readonly problem: SourceProblem }

type FindingWorld = Pick<SourceWorld, 'fetch' | 'base' | 'vouched'>

/** For everything together: somebody is waiting for a page. */
const patience = seconds(15)
/** From the name that handles end in to where the API is, and once more for those who have moved that. */
const mostMoves = 2

/**
 * Finds out what a host is: whether people sign in there, in which dialect, and what it calls itself. Whatever host comes of it has
 * spoken for itself: nothing is kept of what one host says of another, except that it leads there.
 */
export const findOut = async (world: FindingWorld, asked: string): Promise<FoundOut> => {
  const signal = AbortSignal.timeout(patience)
  let host = asked
  for (let moves = 0; ; moves += 1) {
    const heard: Heard[] = []
    const outside: Outside = {
      fetch: hearing(world.fetch, heard),
      userAgent: userAgent(world.base),
      signal,
      looking: true,
    }
    const origin = originOf(world, host)
    const sight = await lookAtHost(outside, origin)
    const next = moves < mostMoves ? await leadsTo(world, outside, { origin, sight }) : undefined
    if (next === undefined) return conclude(world, host, { origin, sight, heard })
    host = next
  }
}

/** What came of a request: a status, or nothing at all. */
type Heard = Pick<Fetched, 'status' | 'headers'> | undefined

const hearing =
  (fetch: Outside['fetch'], heard: Heard[]): Outside['fetch'] =>
  async (...asked) => {
    try {
      const fetched = await fetch(...asked)
      heard.push(fetched)
      return fetched
    } catch (error) {
      heard.push(undefined)
      throw error
    }
  }

interface Seen {
  readonly origin: string
  readonly sight: Sight
}

/** Another host to look at. A server right here is not left for where its site's other parts have moved. */
const leadsTo = async (
  world: FindingWorld,
  outside: Outside,
  { origin, sight: { announced, nodeInfo, instance } }: Seen,
): Promise<string | undefined> => {
  if ([instance?.origin, nodeInfo?.origin].includes(origin)) return undefined
  const sentOn = instance?.origin ?? nodeInfo?.origin ?? announced?.origin
  if (sentOn !== undefined) return sentOn === origin ? undefined : hostAt(world, sentOn)
  const template = await findTemplate(outside, origin).catch(() => undefined)
  const there = template === undefined ? origin : new URL(template).origin
  return there === origin ? undefined : hostAt(world, there)
}

const hostAt = (world: FindingWorld, origin: string): string | undefined => {
  const host = hostFrom(new URL(origin).host, world.vouched())
  return host !== undefined && originOf(world, host) === origin ? host : undefined
}

const conclude = (
  world: FindingWorld,
  host: string,
  { origin, sight, heard }: Seen & { readonly heard: readonly Heard[] },
): FoundOut => {
  const instance = sight.instance?.origin === origin ? sight.instance.json : undefined
  const software = (sight.nodeInfo?.origin === origin ? softwareOf(sight.nodeInfo) : undefined) ?? compatible(instance)
  const metadata = sight.announced?.origin === origin ? readMetadata(sight.announced.json, origin) : undefined
  const shown = instance === undefined ? (sight.closed ? 'closed' : undefined) : 'open'
  const chosen = chooseDialect({ software, metadata, instance: shown })
  if (chosen.why === 'no_server') {
    const limited = heard.find((answer) => answer?.status === 429)
    if (limited !== undefined)
      return { ok: false, problem: { code: 'limited', place: host, retryAfter: retryAfter(limited) } }
    if (heard.every(isSilence)) return { ok: false, problem: { code: 'unreachable', place: host } }
  }
  const domain = ['account_domain', 'domain', 'uri']
    .map((name) => textOf(instance?.[name]))
    .find((one) => one !== undefined)
  const handleDomain = hostFrom(
    (domain ?? '')
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/\/.*$/, ''),
    world.vouched(),
  )
  const title = plainText(textOf(instance?.['title']) ?? '')
  const found = { ...chosen, software, metadata, handleDomain, title: title === '' ? undefined : title }
  return { ok: true, host, findings: { ...found, ...(heard.some(isSilence) ? { partial: true } : {}) } }
}

const isSilence = (answer: Heard): boolean => answer === undefined || answer.status >= 500 || answer.status === 429

const softwareOf = ({ name, version }: Software): Software => ({ name, version })

/** Some that have no NodeInfo say in the version, which is Mastodon's otherwise, what they are. */
const compatible = (instance: JsonObject | undefined): Software | undefined => {
  const said = textOf(instance?.['version'])?.slice(0, 200) ?? ''
  const [, name = '', version = ''] =
    /(?:^|\(compatible; )([A-Za-z][\w.-]{1,50})(?:[ /]([\w.+-]{1,50}))?/.exec(said) ?? []
  return isKnownSoftware(name.toLowerCase()) ? { name: name.toLowerCase(), version } : undefined
}
