import type { Clock } from '../../lib/clock.ts'
import { FetchFailed, nothingFetched } from '../../net/fetch-failed.ts'
import { newVerifier, s256 } from '../pkce.ts'
import { fediverseId, findFediverse } from '../settings.ts'
import type { Begun, Finished, Source, SourceProblem, SourceWorld } from '../source.ts'
import { parseAddress } from './address.ts'
import { askAt } from './asking.ts'
import { judgeCallback } from './callback.ts'
import { createDelegates, type Delegates } from './delegates.ts'
import type { Dialect } from './dialect.ts'
import { dialects } from './dialects.ts'
import { identityOf } from './identity.ts'
import { type Memo, readMemo } from './memo.ts'
import { isOutOfReach } from './our-address.ts'
import { createRegistrations, doubtClient, forgetClient, knewUs, refuseScopes } from './registrations.ts'
import { resolveAddress } from './resolve.ts'
import { isAdmitted } from './rules.ts'
import type { Server } from './server.ts'
import { noteProblem, noteSignIn } from './server-notes.ts'
import { createServers } from './servers.ts'
import { verifyIdentity } from './verify.ts'

export interface FediverseOptions {
  /** What this installation is called, at the servers that are told of us. */
  readonly name: () => Promise<string>
}

/**
 * Any fediverse account: out to the server that the person names, and back with an identity that no other server could claim. What a
 * server says is reported by its dialect; what of it holds is decided by `verify.ts`.
 */
export const createFediverse = (world: SourceWorld, { name }: FediverseOptions): Source => {
  const servers = createServers(world)
  const delegates = createDelegates(world)
  const registrations = createRegistrations(world, name)

  const begin: Source['begin'] = async ({ address, state, afresh, locale }): Promise<Begun> => {
    const parsed = parseAddress(address, { vouched: world.vouched() })
    if (!parsed.ok) return failed({ code: parsed.code })
    const resolved = await resolveAddress(world, parsed, delegates)
    if (!resolved.ok) return resolved
    const known = await servers.know(resolved.host)
    if (!known.ok) return known
    const { server } = known
    const refusal = await refusalOf(world, server)
    if (refusal !== undefined) return failed(refusal)
    const dialect = dialectOf(server)
    if (dialect === undefined) return failed({ code: 'no_server', place: server.host })
    // Its error would be the end of the way, on a page of its own.
    if (isOutOfReach(world, dialect, server)) return failed({ code: 'out_of_reach', place: server.host })
    const opened = await registrations.open(dialect, server)
    if (!opened.ok) return opened
    const { client } = opened
    const verifier = newVerifier(world.random)
    const url = dialect.authorizeUrl(server, client, { state, codeChallenge: s256(verifier), afresh, locale })
    const { typed, typedActor } = resolved
    const memo: Memo = { server, client, verifier, typed, typedActor }
    return { ok: true, url, memo, place: server.host }
  }

  const finish: Source['finish'] = async ({ memo, callback, parameters }): Promise<Finished> => {
    const left = readMemo(memo)
    if (left === undefined) return failed({ code: 'mixed_up', place: '' })
    const { server, client } = left
    const dialect = dialectOf(server)
    if (dialect === undefined) return failed({ code: 'no_server', place: server.host })
    const judged = judgeCallback(server, callback, parameters)
    if (!judged.ok) {
      if (judged.refusedScopes) await refuseScopes(world, dialect, server, client)
      else if (judged.problem.code === 'forgotten') await doubtClient(world, server, client)
      return failed(judged.problem)
    }
    const finished = await redeem({ ...world, delegates }, dialect, left, judged.code).catch(unreachable(server))
    if (finished.ok) return finished
    const { problem } = finished
    if (problem.code === 'forgotten') await forgetClient(world, server, client)
    // Some say the same of a code and of whoever brings it.
    else if (problem.code === 'mixed_up') await doubtClient(world, server, client)
    if (isTheServers(problem)) await noteProblem(world, server.key, problem)
    return finished
  }

  const { clock } = world
  return {
    id: fediverseId,
    kind: 'fediverse',
    begin: async (departure) => dated(clock, await begin(departure)),
    finish: async (arrival) => dated(clock, await finish(arrival)),
  }
}

/** How long becomes until when. */
const dated = <T extends Begun | Finished>({ now }: Clock, answer: T): T =>
  !answer.ok && answer.problem.code === 'limited'
    ? { ...answer, problem: { ...answer.problem, retryAfter: now() + answer.problem.retryAfter } }
    : answer

const redeem = async (
  world: SourceWorld & { readonly delegates: Delegates },
  dialect: Dialect,
  memo: Memo,
  code: string,
): Promise<Finished> => {
  const { server, client, verifier, typed, typedActor } = memo
  const asking = askAt(world, server)
  const exchanged = await dialect.exchange(asking, server, client, { code, codeVerifier: verifier })
  if (!exchanged.ok) return exchanged
  const { token } = exchanged
  const identified = await dialect.identify(asking, server, token)
  const [verified] = await Promise.all([
    identified.ok ? verifyIdentity(world, server, identified.said, { typed, typedActor }, world.delegates) : identified,
    // What is over is over, whether or not the server hears of it.
    dialect.revoke?.(asking, server, client, token).catch(nothingFetched),
  ])
  if (!identified.ok) return identified
  if (!verified.ok) return verified
  const identity = identityOf(server, identified.said, verified)
  // The handle's domain is known by now, and may have a rule of its own.
  const refusal = await refusalOf(world, server, verified.acct)
  if (refusal !== undefined) return failed(refusal)
  const { bot, group } = identity.profile
  if ((bot === true || group === true) && (await findFediverse(world))?.bots === 'refuse')
    return failed({ code: 'no_person_behind', place: server.host })
  await Promise.all([noteSignIn(world, server.key), knewUs(world, server, client)])
  return { ok: true, identity, instead: verified.instead }
}

const failed = (problem: SourceProblem): { readonly ok: false; readonly problem: SourceProblem } => ({
  ok: false,
  problem,
})

const dialectOf = ({ findings: { dialect } }: Server): Dialect | undefined =>
  dialect === undefined ? undefined : dialects[dialect]

const refusalOf = async (world: SourceWorld, server: Server, acct?: string): Promise<SourceProblem | undefined> => {
  const { host, findings } = server
  const handleDomain = acct === undefined ? findings.handleDomain : acct.slice(acct.indexOf('@') + 1)
  const admission = await isAdmitted(world, { host, handleDomain, software: findings.software?.name })
  return admission.admitted ? undefined : { code: 'denied_server', place: host, reason: admission.reason }
}

const unreachable = (server: Server) => (error: unknown) => {
  if (error instanceof FetchFailed) return failed({ code: 'unreachable', place: server.host })
  throw error
}

/** Worth an administrator's attention: the rest is between the person and their server. */
const isTheServers = ({ code }: SourceProblem): boolean =>
  ['unreachable', 'broken', 'unproven', 'forgotten', 'limited'].includes(code)
