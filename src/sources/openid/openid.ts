import type { Log } from '../../lib/log.ts'
import type { Row } from '../../storage/records.ts'
import type { Begun, Departure, Finished, Identity, Source, SourceProblem, SourceWorld } from '../source.ts'
import { askAgain, isGone } from './ask-again.ts'
import { authorizeUrl, callbackOf } from './authorize-url.ts'
import { hearLogout } from './back-channel.ts'
import { textsOf } from './claims.ts'
import { type Exchanging, exchange, exchangeUnverified, type Tokens } from './exchange.ts'
import { groupsFilter } from './groups-filter.ts'
import { holdKeys } from './held-keys.ts'
import { keepTrouble } from './keep-trouble.ts'
import { openMapping } from './mapping.ts'
import { readOpenidMemo } from './memo.ts'
import { createOpening, type Provider } from './open-provider.ts'
import { type Trouble, troubleOf } from './problems.ts'
import { type Read, readPerson } from './read-person.ts'
import { issuerSaid, type OpenidSettings, openidOf, subjectOf } from './settings.ts'
import { signOutUrl } from './sign-out.ts'
import { toldClaims } from './told-claims.ts'

/** One OpenID provider, or one that only speaks OAuth. Who somebody is there is said by its issuer and their `sub`, and by nothing else. */
export const createOpenidSource = (world: SourceWorld, record: Row<'sources'>): Source => {
  const settings = openidOf(record.details)
  const { id, name } = record
  const place = name
  const open = createOpening(world, record, settings)
  const reading = openReading(settings, world.log)
  const trouble = keepTrouble(world, id)
  const keys = holdKeys(world, settings)

  const opened = async (): Promise<Provider | Trouble> => {
    try {
      const answer = await open()
      return answer.ok ? answer.provider : { problem: { code: 'not_set_up', place }, detail: answer.fault }
    } catch (error) {
      const found = troubleOf(error, place)
      if (found === undefined) throw error
      return found
    }
  }

  const begin = async (departure: Departure): Promise<Begun> => {
    if (isUnsafe(world, settings)) return told({ problem: { code: 'not_set_up', place }, detail: 'skipVerification' })
    const provider = await opened()
    if ('problem' in provider) return told(provider)
    const { url, memo } = authorizeUrl(world, { settings, id, provider }, departure)
    return { ok: true, url, memo, place }
  }

  const finish: Source['finish'] = async ({ memo, callback, parameters }): Promise<Finished> => {
    const left = readOpenidMemo(memo)
    if (left === undefined || callback !== id) return failed({ code: 'mixed_up', place })
    if (left.issuer !== settings.issuer || left.clientId !== settings.clientId)
      return failed({ code: 'forgotten', place })
    const refusal = refusalIn(parameters, place)
    // A person who says no is no trouble of anybody's.
    if (refusal !== undefined) return refusal.problem.code === 'denied' ? failed(refusal.problem) : told(refusal)
    const provider = await opened()
    if ('problem' in provider) return told(provider)
    const exchanging: Exchanging = {
      settings,
      provider,
      memo: left,
      callback: addressOf(callbackOf(world, id), parameters),
    }
    try {
      const tokens =
        settings.skipVerification && settings.protocol === 'openid'
          ? await exchangeUnverified(world, exchanging)
          : await exchange(exchanging)
      const claims = await toldClaims(world, exchanging, tokens)
      if (claims === undefined) return told({ problem: { code: 'broken', place }, detail: 'userinfo' })
      if (isStale(tokens, left.afreshSince, settings)) return failed({ code: 'not_afresh', place })
      const read = readPerson(settings, claims, { ...(await reading), now: world.clock.now() })
      if (!read.ok) return told({ problem: { code: 'incomplete', place, claim: read.claim }, detail: read.claim })
      return finished(read, tokens)
    } catch (error) {
      const found = troubleOf(error, place)
      if (found === undefined) throw error
      return told(found)
    }
  }

  const finished = (read: Extract<Read, { ok: true }>, { claims, idToken, refreshToken }: Tokens): Finished => {
    const session = claims['sid']
    return {
      ok: true,
      identity: identityOf(record, settings, read, claims),
      elsewhere: {
        session: typeof session === 'string' && session !== '' ? session.slice(0, 300) : undefined,
        hint: settings.signOutThere && idToken !== undefined && idToken.length < 8000 ? idToken : undefined,
        again: fitting(refreshToken),
      },
    }
  }

  const told = async ({ problem, detail }: Trouble): Promise<ReturnType<typeof failed>> => {
    world.log.warn('a provider did not do what it should', { id, code: problem.code, reason: detail })
    await trouble.keep({ code: problem.code, detail })
    return failed(problem)
  }

  return {
    id,
    kind: 'openid',
    begin,
    async finish(arrival) {
      const answer = await finish(arrival)
      if (answer.ok) await trouble.clear()
      return answer
    },
    async signOut(leaving) {
      if (!settings.signOutThere) return undefined
      const provider = await opened()
      return 'problem' in provider ? undefined : signOutUrl(settings, provider.metadata, leaving)
    },
    async again(kept) {
      const provider = await opened()
      if ('problem' in provider) return undefined
      try {
        const said = await askAgain(world, { settings, provider, refreshToken: kept })
        const read = said && readPerson(settings, said.claims, { ...(await reading), now: world.clock.now() })
        if (said === undefined || read?.ok !== true) return undefined
        const { claims, refreshToken } = said.tokens
        return { ok: true, identity: identityOf(record, settings, read, claims), again: fitting(refreshToken) }
      } catch (error) {
        if (isGone(error)) return { ok: false, reason: 'gone' }
        if (troubleOf(error, place) === undefined) throw error
        return undefined
      }
    },
    async hear(said) {
      const provider = await opened()
      return 'problem' in provider
        ? undefined
        : hearLogout(world, { settings, metadata: provider.metadata, keys, said })
    },
  }
}

/** Providers make them of a few hundred characters. */
const fitting = (token: string | undefined): string | undefined =>
  token !== undefined && token.length < 8000 ? token : undefined

/** It would let in whoever has any token of that provider's. Nobody does that in earnest without having said so twice. */
const isUnsafe = (
  { base }: Pick<SourceWorld, 'base'>,
  { skipVerification, forceSkipVerification }: OpenidSettings,
): boolean => skipVerification && !forceSkipVerification && base.startsWith('https:')

const failed = (problem: SourceProblem): { readonly ok: false; readonly problem: SourceProblem } => ({
  ok: false,
  problem,
})

const openReading = async (settings: OpenidSettings, log: Log) => {
  const [{ mapping, faults }, filter] = await Promise.all([
    openMapping(settings.mapping),
    groupsFilter(settings.groupsFilter),
  ])
  for (const { field, code } of faults) log.error('an expression of a source cannot be used', { code, reason: field })
  // A filter that is none lets nothing through.
  return { mapping, passes: filter ?? (() => false) }
}

const addressOf = (callback: string, parameters: ReadonlyMap<string, string>): URL => {
  const url = new URL(callback)
  for (const [name, value] of parameters) url.searchParams.set(name, value)
  return url
}

/** RFC 6749 section 4.1.2.1, and OpenID Connect Core section 3.1.2.6. */
const refusalIn = (parameters: ReadonlyMap<string, string>, place: string): Trouble | undefined => {
  const error = parameters.get('error')
  const trouble = (code: 'not_set_up' | 'denied' | 'broken' | 'mixed_up', detail: string): Trouble => ({
    problem: { code, place },
    detail,
  })
  if (error === undefined) return (parameters.get('code') ?? '') === '' ? trouble('mixed_up', 'no code') : undefined
  const known = /^[a-z_]{1,60}$/.test(error) ? error : 'an error'
  if (setUpWrongly.has(error)) return trouble('not_set_up', known)
  return trouble(itsOwn.has(error) ? 'broken' : 'denied', known)
}

const setUpWrongly: ReadonlySet<string> = new Set([
  ...['invalid_client', 'unauthorized_client', 'invalid_scope', 'unsupported_response_type', 'invalid_request'],
  ...['redirect_uri_mismatch', 'request_not_supported'],
])
const itsOwn: ReadonlySet<string> = new Set(['server_error', 'temporarily_unavailable'])

/** Whoever was to be asked once more, and says when that was, has been asked since. */
const isStale = ({ claims }: Tokens, since: number | undefined, { leeway }: OpenidSettings): boolean => {
  const at = claims['auth_time']
  return since !== undefined && typeof at === 'number' && at + leeway + 5 < since
}

const identityOf = (
  { id }: Row<'sources'>,
  settings: OpenidSettings,
  { uid, profile, standing }: Extract<Read, { ok: true }>,
  claims: Tokens['claims'],
): Identity => {
  const { issuer } = settings
  return {
    sourceId: id,
    subject: subjectOf({ issuer: issuerSaid(settings, claims['iss']) }, uid),
    host: new URL(issuer).host,
    profile,
    anchors: {},
    assurance: {
      acr: 'urn:portico:acr:openid',
      amr: ['fed', ...methodsIn(claims['amr'])],
      // Whoever does not say when they last asked may not have asked at all (OpenID Connect Core section 2, `auth_time`).
      unasked: typeof claims['auth_time'] !== 'number',
    },
    standing,
  }
}

/** RFC 8176: how they proved it there, in words that mean the same everywhere. */
const methodsIn = (amr: unknown): readonly string[] => textsOf(amr ?? []).filter((method) => methods.has(method))
const methods: ReadonlySet<string> = new Set([
  ...['face', 'fpt', 'geo', 'hwk', 'iris', 'kba', 'mca', 'mfa', 'otp', 'pin', 'pop', 'pwd', 'rba', 'retina'],
  ...['sc', 'sms', 'swk', 'tel', 'user', 'vbm', 'wia'],
])
