import { seconds } from '../../lib/clock.ts'
import { userAgent } from '../../lib/user-agent.ts'
import { nothingFetched } from '../../net/fetch-failed.ts'
import type { Outside } from '../../net/outside.ts'
import { askDomain, askWebFinger, type Found, heardAt, type WebFinger } from '../../net/webfinger.ts'
import type { Instead, SourceProblem, SourceWorld } from '../source.ts'
import { type Delegates, noDelegates } from './delegates.ts'
import type { Said } from './dialect.ts'
import { originOf } from './origin.ts'
import { hostFrom } from './public-host.ts'
import type { Server } from './server.ts'

export type Verified =
  | {
      readonly ok: true
      /** Who it is, for good: on the host that authenticated them. */
      readonly actor: string
      /** `user@domain`: proven by both sides, or the name on the server itself. */
      readonly acct: string
      readonly instead?: Instead | undefined
    }
  | { readonly ok: false; readonly problem: SourceProblem }

/** Who was meant when the person left. */
export interface Meant {
  readonly typed?: string | undefined
  readonly typedActor?: string | undefined
}

/** For everything together: somebody is waiting for a page. */
const patience = seconds(15)

type VerifyingWorld = Pick<SourceWorld, 'fetch' | 'base' | 'vouched'>

/**
 * Believes a server about its own people and about nobody else: the actor is on the very host that authenticated the person, and a handle on
 * another domain is theirs when that domain says so too. Names, pages and what a server calls itself prove nothing. At most three
 * requests, mostly one.
 */
export const verifyIdentity = async (
  world: VerifyingWorld,
  server: Server,
  said: Said,
  meant: Meant = {},
  delegates: Delegates = noDelegates,
): Promise<Verified> => {
  const state = said.suspended === true ? 'suspended' : said.memorial === true ? 'memorial' : undefined
  if (state !== undefined) return failed({ code: 'account_state', place: server.host, state })
  // With a domain in it, it is about somebody of another server, whatever that domain is.
  if (said.acct?.includes('@') === true || !isUserName(said.username)) return unproven(server)
  const claimed = said.actor === undefined ? undefined : ownActor(server, said.actor)
  if (said.actor !== undefined && claimed === undefined) return unproven(server)

  const signal = AbortSignal.timeout(patience)
  const outside: Outside = { fetch: world.fetch, userAgent: userAgent(world.base), signal }
  const word = await askServer(outside, server, said.username)
  if (word === undefined && claimed === undefined) return failed({ code: 'unreachable', place: server.host })
  if (word?.found === false && word.why === 'gone')
    return failed({ code: 'account_state', place: server.host, state: 'suspended' })
  const named = word?.found === true && word.actors.length > 0 ? word : undefined
  const found = ownActors(server, named?.actors ?? [])
  // It says one thing of the name when it is asked for an account, and another when it is asked for the name.
  if (
    named !== undefined &&
    (claimed === undefined ? found[0] === undefined : !found.some((one) => isSame(claimed, one)))
  )
    return unproven(server)
  if (claimed === undefined && named !== undefined && !isAbout(named.pages, said.page)) return unproven(server)
  const actor = claimed ?? found[0]
  if (actor === undefined) return unproven(server)

  const { username } = said
  const acct = await proveHandle(world, server, { outside, actor, username, named, meant, delegates })
  const instead = isMeant(meant, { actor, acct }) || meant.typed === undefined ? undefined : { typed: meant.typed }
  return { ok: true, actor, acct, ...(instead === undefined ? {} : { instead }) }
}

const failed = (problem: SourceProblem): Verified => ({ ok: false, problem })
const unproven = ({ host }: Server): Verified => failed({ code: 'unproven', place: host })

/**
 * Letters, digits and the few signs that names have, also when somebody reads full-width signs as what they stand for: an `@` of any kind in it would
 * be the end of the name to whoever looks. Nothing that cannot be seen, and no more marks on a letter than languages need.
 */
const isUserName = (text: string): boolean =>
  text.length <= 200 &&
  [text, text.normalize('NFKC')].every(
    (name) => /^(?:[\p{L}\p{N}_.~+-]\p{M}{0,4})+$/u.test(name) && !/\p{Default_Ignorable_Code_Point}/u.test(name),
  )

/** The actor as one spelling of it, if it is this server's to name: https, unless the operator vouches for the server without. */
const ownActor = ({ origin }: Server, text: string): string | undefined => {
  if (text.length > 2000 || !URL.canParse(text)) return undefined
  const { href, username, password, hash, origin: there } = new URL(text)
  return there === origin && username === '' && password === '' && hash === '' ? href : undefined
}

const ownActors = (server: Server, actors: readonly string[]): readonly string[] =>
  actors.flatMap((one) => ownActor(server, one) ?? [])

const isSame = (one: string, other: string): boolean => one.replace(/\/$/, '') === other.replace(/\/$/, '')

/** What the server says of the name: some know it by the domain their handles end in only. Undefined where nothing answers. */
const askServer = async (outside: Outside, server: Server, username: string): Promise<WebFinger | undefined> => {
  const { handleDomain = server.host } = server.findings
  const ask = (domain: string) =>
    askWebFinger(outside, server.origin, `acct:${username}@${domain}`).catch(nothingFetched)
  const first = await ask(handleDomain)
  const isAnswer = first === undefined || first.found || first.why !== 'nobody' || handleDomain === server.host
  return isAnswer ? first : ask(server.host)
}

/**
 * Where one server has the handles of several domains, the same name may be several people's, and the answer about a name somebody else's.
 * Only looked at where the server names no actor: then the page it gives has to be among those it gives for the name.
 */
const isAbout = (pages: readonly string[], page: string | undefined): boolean =>
  page === undefined || pages.length === 0 || pages.some((one) => isSame(one.toLowerCase(), page.toLowerCase()))

interface Proving {
  readonly outside: Outside
  readonly actor: string
  readonly username: string
  /** What the server says of them. */
  readonly named: Found | undefined
  readonly meant: Meant
  readonly delegates: Delegates
}

/** The handle on the domain that the server names, if that domain names this actor; the name on the server otherwise. */
const proveHandle = async (
  world: VerifyingWorld,
  server: Server,
  { outside, actor, username, named, meant, delegates }: Proving,
): Promise<string> => {
  const own = `${username}@${server.host}`
  const [, user = '', domain = ''] = /^(?:acct:)?@?([^@]+)@([^@/]+)$/.exec(named?.subject ?? '') ?? []
  const host = hostFrom(domain.toLowerCase(), world.vouched())
  if (host === undefined || !isUserName(user)) return own
  const handle = `${user}@${host}`
  if (host === server.host) return user.toLowerCase() === username.toLowerCase() ? handle : own
  // The domain was asked when they left, and named this actor.
  const known = meant.typedActor === actor && meant.typed?.toLowerCase() === `@${handle.toLowerCase()}`
  if (known || delegates.hasNamed(handle, actor)) return handle
  const template = await delegates.find(host)
  // It has just said this of the handle, by whatever name it was asked; all that is left is whether it is the one to say it.
  const heard = named === undefined ? undefined : heardAt(server.origin, `acct:${handle}`, named)
  const asked = await askDomain(outside, originOf(world, host), `acct:${handle}`, { template, heard }).catch(
    nothingFetched,
  )
  const word = asked?.word
  const there = word?.found === true ? ownActors(server, word.actors) : []
  if (!there.some((one) => isSame(one, actor))) return own
  delegates.noteNamed(handle, actor)
  if (asked?.template !== undefined && asked.template !== template) await delegates.keep(host, asked.template)
  return handle
}

const isMeant = (
  { typed, typedActor }: Meant,
  { actor, acct }: { readonly actor: string; readonly acct: string },
): boolean => (typedActor === undefined ? typed?.toLowerCase() === `@${acct.toLowerCase()}` : isSame(typedActor, actor))
