import type { Time } from '../lib/clock.ts'
import { isWithin } from '../lib/domain.ts'
import { parseAddress } from '../sources/fediverse/address.ts'
import { dialects } from '../sources/fediverse/dialects.ts'
import { findOut } from '../sources/fediverse/findings.ts'
import { isOutOfReach } from '../sources/fediverse/our-address.ts'
import { createRegistrations } from '../sources/fediverse/registrations.ts'
import { resolveAddress } from '../sources/fediverse/resolve.ts'
import { isAdmitted } from '../sources/fediverse/rules.ts'
import type { DialectName, Findings, Metadata, Server } from '../sources/fediverse/server.ts'
import { createServers, serverOf } from '../sources/fediverse/servers.ts'
import { findFediverse } from '../sources/settings.ts'
import type { SourceProblem, SourceWorld } from '../sources/source.ts'

/** One thing that was looked at, and what came of it. Each has its sentence in `locales/`. */
export type TestStep =
  | { readonly step: 'address'; readonly found: 'handle' | 'guessed'; readonly user: string; readonly host: string }
  | { readonly step: 'address'; readonly found: 'server'; readonly host: string }
  | { readonly step: 'address'; readonly found: 'bad_address' | 'email' }
  | { readonly step: 'webfinger'; readonly found: 'actor'; readonly actor: string; readonly host: string }
  | { readonly step: 'webfinger'; readonly found: 'nothing'; readonly host: string }
  | { readonly step: 'elsewhere'; readonly found: 'moved'; readonly from: string; readonly host: string }
  | { readonly step: 'nodeinfo'; readonly found: 'software'; readonly software: string; readonly version: string }
  | { readonly step: 'nodeinfo'; readonly found: 'nothing' }
  | { readonly step: 'metadata'; readonly found: 'metadata'; readonly issuer: string }
  | { readonly step: 'metadata'; readonly found: 'nothing' | 'pkce' | 'no_pkce' | 'iss' }
  | { readonly step: 'handles'; readonly found: 'other_domain'; readonly domain: string }
  | { readonly step: 'dialect'; readonly found: 'dialect'; readonly dialect: DialectName; readonly because: Because }
  | { readonly step: 'dialect'; readonly found: 'unsupported'; readonly software: string }
  | { readonly step: 'dialect'; readonly found: 'no_server' }
  | { readonly step: 'rules'; readonly found: 'admitted' }
  | { readonly step: 'rules'; readonly found: 'denied'; readonly rule: string; readonly reason: string }
  | { readonly step: 'source'; readonly found: 'off' }
  | { readonly step: 'source'; readonly found: 'not_taken'; readonly host: string }
  | { readonly step: 'registration'; readonly found: 'known'; readonly since: Time }
  | { readonly step: 'registration'; readonly found: 'needed' | 'not_needed' | 'registered' }
  | { readonly step: 'asks'; readonly found: 'scopes'; readonly scopes: string }
  /** Where the walk ended. */
  | { readonly step: 'problem'; readonly found: 'problem'; readonly problem: SourceProblem }

/** Why a dialect was chosen. */
export type Because = 'app_registration' | 'registration' | 'client_address' | 'instance' | 'software'

export interface TestOptions {
  /** Also registers there, where that has not been done: what the first sign-in would do. */
  readonly register: boolean
  /** What this installation is called. */
  readonly name: string
}

/** How a step ended: `wrong` is where nobody gets on. */
export const verdictOfStep = ({ found }: TestStep): 'right' | 'warning' | 'wrong' => {
  if (wrong.has(found)) return 'wrong'
  return warning.has(found) ? 'warning' : 'right'
}

const wrong = new Set(['bad_address', 'email', 'unsupported', 'no_server', 'denied', 'problem'])
const warning = new Set(['off', 'not_taken'])

/**
 * Walks the way that a sign-in goes from what somebody types to where they would be sent, step by step, and says what was found. Nothing is changed
 * but, if that is asked for, that the server knows us afterwards.
 */
export const testServer = async (
  world: SourceWorld,
  address: string,
  { register, name }: TestOptions,
): Promise<readonly TestStep[]> => {
  const steps: TestStep[] = []
  const stop = (problem: SourceProblem) => [...steps, { step: 'problem', found: 'problem', problem } as const]
  const parsed = parseAddress(address, { vouched: world.vouched() })
  if (!parsed.ok) return [{ step: 'address', found: parsed.code }]
  const { host: typedHost, user } = parsed
  if (user === undefined) steps.push({ step: 'address', found: 'server', host: typedHost })
  else steps.push({ step: 'address', found: parsed.guessed ? 'guessed' : 'handle', user, host: typedHost })
  const resolved = await resolveAddress(world, parsed)
  if (!resolved.ok) return stop(resolved.problem)
  if (user !== undefined) {
    const { typedActor: actor, host } = resolved
    steps.push(
      actor === undefined
        ? { step: 'webfinger', found: 'nothing', host: typedHost }
        : { step: 'webfinger', found: 'actor', actor, host },
    )
  }
  const found = await findOut(world, resolved.host)
  if (!found.ok) return stop(found.problem)
  const { host, findings } = found
  if (host !== resolved.host) steps.push({ step: 'elsewhere', found: 'moved', from: resolved.host, host })
  const rule = await ruleStep(world, host, findings)
  steps.push(...findingSteps(host, findings), rule)
  steps.push(...(await sourceSteps(world, host, findings)))
  if (findings.dialect === undefined) return steps
  return [
    ...steps,
    ...(await registrationSteps(world, serverOf(world, host, findings), {
      register: register && rule.found === 'admitted',
      name,
    })),
  ]
}

const findingSteps = (host: string, findings: Findings): readonly TestStep[] => {
  const { software, metadata, handleDomain, dialect, why } = findings
  const named: TestStep =
    software === undefined
      ? { step: 'nodeinfo', found: 'nothing' }
      : { step: 'nodeinfo', found: 'software', software: software.name, version: software.version }
  const handles: readonly TestStep[] =
    handleDomain === undefined || handleDomain === host
      ? []
      : [{ step: 'handles', found: 'other_domain', domain: handleDomain }]
  const before = [named, ...metadataSteps(metadata), ...handles]
  if (dialect === undefined) {
    const unsupported = why === 'unsupported' && software !== undefined
    return [
      ...before,
      unsupported
        ? { step: 'dialect', found: 'unsupported', software: software.name }
        : { step: 'dialect', found: 'no_server' },
    ]
  }
  return [...before, { step: 'dialect', found: 'dialect', dialect, because: becauseOf(findings) }]
}

const metadataSteps = (metadata: Metadata | undefined): readonly TestStep[] => {
  if (metadata === undefined) return [{ step: 'metadata', found: 'nothing' }]
  return [
    { step: 'metadata', found: 'metadata', issuer: metadata.issuer },
    { step: 'metadata', found: metadata.pkce ? 'pkce' : 'no_pkce' },
    ...(metadata.sendsIssuer ? [{ step: 'metadata', found: 'iss' } as const] : []),
  ]
}

const becauseOf = ({ dialect, metadata, title }: Findings): Because => {
  if (dialect === 'mastodon') {
    if (metadata?.appRegistrationEndpoint !== undefined) return 'app_registration'
    return title === undefined ? 'software' : 'instance'
  }
  if (dialect === 'misskey' || metadata?.clientIdMetadata === true) return 'client_address'
  return metadata?.registrationEndpoint === undefined ? 'software' : 'registration'
}

const ruleStep = async (world: SourceWorld, host: string, findings: Findings): Promise<TestStep> => {
  const { handleDomain, software } = findings
  const admission = await isAdmitted(world, { host, handleDomain, software: software?.name })
  if (admission.admitted) return { step: 'rules', found: 'admitted' }
  return { step: 'rules', found: 'denied', rule: admission.rule.value, reason: admission.reason }
}

const sourceSteps = async (
  world: SourceWorld,
  host: string,
  { handleDomain = host }: Findings,
): Promise<readonly TestStep[]> => {
  const settings = await findFediverse(world)
  if (settings === undefined) return [{ step: 'source', found: 'off' }]
  const taken =
    settings.firstSignIn !== 'servers' || [host, handleDomain].some((domain) => isWithin(domain, settings.servers))
  return taken ? [] : [{ step: 'source', found: 'not_taken', host }]
}

const registrationSteps = async (
  world: SourceWorld,
  server: Server,
  { register, name }: TestOptions,
): Promise<readonly TestStep[]> => {
  const { dialect: spoken = 'mastodon' } = server.findings
  const dialect = dialects[spoken]
  if (isOutOfReach(world, dialect, server))
    return [{ step: 'problem', found: 'problem', problem: { code: 'out_of_reach', place: server.host } }]
  const scopes = dialect.scopes(server)[0] ?? ''
  const kept = await world.storage.list('registrations', {
    where: { serverId: server.key },
    orderBy: 'registeredAt',
    descending: true,
    limit: 1,
  })
  const asks = (asked: string): TestStep => ({ step: 'asks', found: 'scopes', scopes: asked })
  if (register) {
    // Kept as whoever came from there would have it kept.
    await createServers(world).know(server.host)
    const opened = await createRegistrations(world, async () => name).open(dialect, server)
    if (!opened.ok) return [{ step: 'problem', found: 'problem', problem: opened.problem }]
    return [{ step: 'registration', found: 'registered' }, asks(opened.client.scopes)]
  }
  const [last] = kept
  if (last !== undefined) return [{ step: 'registration', found: 'known', since: last.registeredAt }, asks(last.scopes)]
  const needed = dialect.isKnown !== undefined || spoken !== 'misskey'
  return [{ step: 'registration', found: needed ? 'needed' : 'not_needed' }, asks(scopes)]
}
