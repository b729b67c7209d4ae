import { stat } from 'node:fs/promises'
import { fediverseNeeds } from '../admin/operations/fediverse-needs.ts'
import { listKeys } from '../admin/operations/keys.ts'
import { type Config, isLoopback } from '../config.ts'
import { Problems } from '../lib/problems.ts'
import { FetchFailed } from '../net/fetch-failed.ts'
import { createSafeFetch } from '../net/safe-fetch.ts'
import { openSigningKey } from '../protocol/keys/signing-key.ts'
import { applyFile } from './apply-file.ts'
import { needsKeyWords } from './needs-key-words.ts'
import type { OpenWorld } from './open-world.ts'
import { outboundAllowed } from './outbound-allowed.ts'
import type { Settings } from './read-config.ts'
import { whatNeedsOlderKeys } from './reseal.ts'

/** `bad` keeps people from signing in, `warn` will some day. */
export interface Finding {
  readonly verdict: 'good' | 'warn' | 'bad'
  readonly about: string
  readonly sentence: string
}

type Check = (world: OpenWorld, settings: Settings) => Promise<readonly Finding[]>

/** Looks at an installation from the inside and, by its public address, from the outside. Changes nothing. */
export const examine = async (world: OpenWorld, settings: Settings): Promise<readonly Finding[]> => {
  const findings: Finding[] = []
  for (const check of checks) findings.push(...(await check(world, settings)))
  return findings
}

const good = (about: string, sentence: string): Finding => ({ verdict: 'good', about, sentence })
const warn = (about: string, sentence: string): Finding => ({ verdict: 'warn', about, sentence })
const bad = (about: string, sentence: string): Finding => ({ verdict: 'bad', about, sentence })

const settingsCheck: Check = async (world, { config }) => {
  const allowed = await outboundAllowed(world, config)
  const { hostname } = new URL(config.base)
  const proxied = config.secure && config.trustedProxies.length === 0
  return [
    good('settings', `The issuer is ${config.base}.`),
    ...(config.secure || isLoopback(hostname)
      ? []
      : [warn('settings', 'There is no TLS: passwords and codes travel in the open.')]),
    ...(proxied
      ? [
          warn(
            'settings',
            'PORTICO_TRUSTED_PROXIES is empty: to limits and sessions, everybody has the address of your proxy.',
          ),
        ]
      : []),
    ...(allowed.length > 0
      ? [warn('settings', `Portico may ask, although it is not public: ${allowed.join(', ')}.`)]
      : []),
    ...(config.mail === undefined
      ? [warn('mail', 'There is no mail server: links are shown to administrators instead.')]
      : []),
  ]
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

const databaseCheck: Check = async ({ storage }, { config }) => {
  await storage.ping()
  const [accounts, applications] = [await storage.count('accounts'), await storage.count('applications')]
  const engine = config.database.engine === 'sqlite' ? `SQLite, ${config.database.file}` : 'PostgreSQL'
  return [
    good('database', `${engine}: ${count(accounts, 'account')}, ${count(applications, 'application')}.`),
    ...(await folderCheck(config)),
  ]
}

const folderCheck = async ({ dataFolder, database }: Config): Promise<readonly Finding[]> => {
  if (database.engine !== 'sqlite') return []
  const { mode } = await stat(dataFolder)
  return (mode & 0o077) === 0
    ? []
    : [warn('database', `Other users of this machine can look into ${dataFolder}: chmod 700.`)]
}

const keysCheck: Check = async (world) => {
  const rows = await world.storage.list('signingKeys')
  const opened = await Promise.allSettled(rows.map((row) => openSigningKey(world, row)))
  const closed = rows.filter((_, at) => opened[at]?.status === 'rejected')
  if (closed.length > 0)
    return [bad('keys', `The sealing key does not open these signing keys: ${closed.map(({ id }) => id).join(', ')}.`)]
  const signing = (await listKeys(world)).filter(({ state }) => state === 'signing')
  const told = signing.map(({ kid, algorithm }) => `${algorithm} with ${kid}`)
  return [good('keys', told.length === 0 ? 'Nothing has been signed yet.' : `Tokens are signed: ${told.join(', ')}.`)]
}

const sealingCheck: Check = async (world) =>
  needsKeyWords(await whatNeedsOlderKeys(world), world.sealing.marks.length).map(({ verdict, sentence }) => ({
    ...{ verdict, about: 'sealing', sentence },
  }))

const peopleCheck: Check = async ({ storage }) => {
  const count = await storage.count('accounts', { administrator: true, disabledAt: undefined })
  if (count > 0) return [good('people', `${count} of them administer${count === 1 ? 's' : ''}.`)]
  return [
    bad(
      'people',
      'Nobody administers. The set-up link is printed at the start; or `portico accounts create <name> --admin`.',
    ),
  ]
}

const fediverseCheck: Check = async (world, { config }) => {
  const { withoutPlaceholder, unseen } = await fediverseNeeds(world, config.base)
  return [
    ...withoutPlaceholder.map(({ name }) =>
      warn(
        'applications',
        `${name} wants placeholder addresses, and the fediverse has no placeholderEmailDomain: people without an e-mail address do not get in.`,
      ),
    ),
    ...(unseen
      ? [
          warn(
            'fediverse',
            `${config.base} is not a public https address: nobody can come from Misskey and others that look up there who asks.`,
          ),
        ]
      : []),
  ]
}

const fileCheck: Check = async (world, settings) => {
  try {
    const difference = await applyFile(world, settings, { dryRun: true })
    if (difference === undefined) return []
    const pending = difference.steps.length
    return [
      pending === 0
        ? good('portico.yaml', 'Everything is as the file says.')
        : warn(
            'portico.yaml',
            `${pending === 1 ? 'One thing is' : `${pending} things are`} not as the file says: \`portico apply --dry-run\` lists all.`,
          ),
      ...difference.warnings.map((warning) => warn('portico.yaml', warning)),
    ]
  } catch (error) {
    if (error instanceof Problems) return error.problems.map((problem) => bad('portico.yaml', problem))
    throw error
  }
}

/** What applications see. Our own address is vouched for: it is the operator who runs this. */
const outsideCheck: Check = async (world, { config }) => {
  const { log, clock } = world
  const safeFetch = createSafeFetch({ allow: [...(await outboundAllowed(world, config)), config.base], log })
  try {
    const url = `${config.base}/.well-known/openid-configuration`
    const { status, body, headers } = await safeFetch(url, { most: 64 * 1024 })
    if (status !== 200) return [bad('outside', `${url} answers ${status}: something else is at the public address.`)]
    const issuer = issuerOf(Buffer.from(body).toString('utf8'))
    if (issuer !== config.base)
      return [bad('outside', `${url} is not this installation's: its issuer is ${issuer ?? 'missing'}.`)]
    return [good('outside', `${config.base} answers as it should.`), ...clockCheck(headers.get('date'), clock.now())]
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error
    const why = 'The server may not be running, or its address not be reachable from here'
    return [warn('outside', `${config.base} could not be reached (${error.code}). ${why}.`)]
  } finally {
    await safeFetch.close()
  }
}

const issuerOf = (text: string): string | undefined => {
  try {
    const metadata: unknown = JSON.parse(text)
    return typeof metadata === 'object' && metadata !== null && 'issuer' in metadata
      ? String(metadata.issuer).slice(0, 200)
      : undefined
  } catch {
    return undefined
  }
}

const clockCheck = (date: string | null, now: number): readonly Finding[] => {
  const away = Math.abs(now - Date.parse(date ?? '')) / 1000
  return away > 5
    ? [warn('clock', `The clocks of this machine and of the server are ${Math.round(away)} s apart.`)]
    : []
}

const checks: readonly Check[] = [
  ...[settingsCheck, databaseCheck, keysCheck, sealingCheck, peopleCheck],
  ...[fediverseCheck, fileCheck, outsideCheck],
]
