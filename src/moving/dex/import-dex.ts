import { dexSubject } from '../../applications/known-as/dex-subject.ts'
import type { Imported, Note, Plain } from '../imported.ts'
import { namesOnce } from '../names.ts'
import { present, reading } from '../plain.ts'
import { readValues } from '../read-values.ts'
import { type ReadClient, readClient } from './clients.ts'
import { readConnector } from './connectors.ts'
import type { DexReading } from './dex-reading.ts'
import { readDefaults } from './expiry.ts'
import { readPassword } from './passwords.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Dex's `config.yaml`. Every person keeps the `sub` that Dex told: those with a static password at once, those of a connector when they first
 * sign in by the source that takes its place. Throws `Problems` when it cannot be read at all.
 */
export const importDex = async (text: string, environment: Environment, base?: string): Promise<Imported> => {
  const left: Note[] = []
  const warnings: Note[] = []
  const leave = (note: Note) => void left.push(note)
  const config = reading(await readValues(text), '', leave)
  const dex: DexReading = {
    leave,
    warn: (note) => void warnings.push(note),
    fromEnvironment: reader(environment, leave),
  }

  const issuer = config.text('issuer')
  const defaults = { ...readDefaults(config, dex), ...(issuer === undefined ? {} : issuerFor(issuer, base, dex)) }
  const slugs = namesOnce()
  const clients = config.list('staticClients').flatMap((client) => readClient(client, dex, defaults, slugs) ?? [])
  const applications = withPeers(clients, dex)

  const usernames = namesOnce()
  const kept = config.flag('enablePasswordDB') !== false
  const passwords = config.list('staticPasswords')
  if (!kept && passwords.length > 0)
    leave({ about: 'staticPasswords', code: 'switched_off', detail: 'enablePasswordDB: false' })
  const people = kept ? passwords.flatMap((person) => readPassword(person, dex, usernames) ?? []) : []

  const sourceIds = namesOnce()
  const sources = config
    .list('connectors')
    .flatMap<Plain>((connector) => readConnector(connector, dex, sourceIds) ?? [])
  if (sources.length > 0) warnings.push({ about: 'connectors', code: 'subjects_later' })

  for (const name of config.rest()) leave({ about: name, code: elsewhere.has(name) ? 'not_ours' : 'unknown' })
  const groups = [...new Set(people.flatMap(({ groups }) => groups))]
  return {
    file: {
      ...(people.length === 0 ? {} : { accounts: people.map(({ account }) => account) }),
      ...(groups.length === 0 ? {} : { groups: groups.map((name): Plain => ({ name })) }),
      ...(applications.length === 0 ? {} : { applications: applications.map((application) => present(application)) }),
      ...(sources.length === 0 ? {} : { sources }),
    },
    knownAs: applications.flatMap(({ slug }) =>
      people.flatMap(({ username, userId }) =>
        userId === undefined ? [] : [{ username, application: slug, subject: dexSubject(userId, 'local') }],
      ),
    ),
    left,
    warnings,
  }
}

/** Dex says at each client whom it trusts; here each application says whom else its tokens may be for. */
const withPeers = (clients: readonly ReadClient[], { leave }: DexReading) => {
  for (const { clientId, trustedPeers } of clients) {
    for (const peer of trustedPeers) {
      if (clients.some((client) => client.clientId === peer)) continue
      leave({ about: `staticClients ${clientId}.trustedPeers`, code: 'unknown', detail: peer })
    }
  }
  return clients.map(({ trustedPeers: _, ...client }) => {
    const alsoFor = clients
      .filter(({ clientId, trustedPeers }) => clientId !== client.clientId && trustedPeers.includes(client.clientId))
      .map(({ clientId }) => clientId)
    return alsoFor.length === 0 ? client : { ...client, alsoFor }
  })
}

/** How Dex itself runs. */
const elsewhere = new Set(['storage', 'web', 'telemetry', 'grpc', 'frontend', 'logger', 'signer', 'sessions', 'mfa'])

/** Dex expands `$NAME` in what is configured; here only where it is the whole of a value. */
const reader =
  (environment: Environment, leave: (note: Note) => void): DexReading['fromEnvironment'] =>
  (name, about) => {
    const value = environment[name]
    if (value) return value
    leave({ about, code: 'environment', detail: name })
    return undefined
  }

/**
 * Applications that know Dex know its issuer, which they compare letter by letter. Where Portico takes over its address they need no change:
 * without a path it is Portico's own, and any path is kept for them, with Dex's endpoints below it. `base` is where Portico will be.
 */
const issuerFor = (issuer: string, base: string | undefined, { leave, warn }: DexReading): Plain => {
  if (!URL.canParse(issuer) || !/^https?:$/.test(new URL(issuer).protocol)) {
    leave({ about: 'issuer', code: 'malformed' })
    return {}
  }
  const { origin, pathname } = new URL(issuer)
  const here = base === undefined || base === origin
  if (here && pathname !== '/' && issuer === `${origin}${pathname}`) {
    return { issuer: 'dex', ...(pathname === '/dex' ? {} : { dexPath: pathname }) }
  }
  if (!here || issuer !== origin) warn({ about: 'issuer', code: 'other_issuer', detail: issuer })
  return {}
}
