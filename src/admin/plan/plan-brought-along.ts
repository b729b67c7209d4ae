import { groupKey } from '../../accounts/groups.ts'
import { happened } from '../../accounts/happened.ts'
import { identityIdOf, keptOf } from '../../accounts/identities/identity.ts'
import type { Application, SubjectMode } from '../../applications/application.ts'
import { handleKey } from '../../applications/known-as/handle.ts'
import { calling } from '../../applications/known-as/introduce.ts'
import { keeping } from '../../applications/known-as/subject.ts'
import { hashSecret } from '../../lib/secret.ts'
import type { Row } from '../../storage/records.ts'
import { adding, type Change } from '../../storage/storage.ts'
import { usernameKeyOf } from '../apply/account-entry.ts'
import type { IdentityEntry, KnownAsEntry } from '../apply/brought-along.ts'
import type { AccountEntry, ConfigurationFile } from '../apply/configuration-file.ts'
import type { Step } from '../apply/difference.ts'
import type { Path, Planning } from './planning.ts'

/**
 * What people bring along: applications go on knowing them as before, and they come in from where they came in. It is taken once; neither
 * replaces what is known here already.
 */
export const planBroughtAlong = (planning: Planning, file: ConfigurationFile): readonly Step[] => {
  const byApplication = new Map<string, Told>()
  const identities: Step[] = []
  for (const [at, entry] of (file.accounts ?? []).entries()) {
    const accountId = planning.accountIds.get(usernameKeyOf(entry))
    if (accountId === undefined) continue
    for (const [item, known] of (entry.knownAs ?? []).entries()) {
      bring(planning, byApplication, { accountId, entry, known, path: ['accounts', at, 'knownAs', item] })
    }
    const step = linked(planning, entry, accountId, ['accounts', at, 'identities'])
    if (step !== undefined) identities.push(step)
  }
  const known = [...byApplication].flatMap(([slug, told]) =>
    told.changes.length === 0 ? [] : [stepOf(planning, slug, told)],
  )
  return [...identities, ...known]
}

interface Told {
  readonly applicationId: string
  readonly changes: Change[]
  readonly handles: string[]
  readonly subjects: string[]
  /** Of this plan, so that it does not give two people the same. */
  readonly handleKeys: Set<string>
  readonly subjectsGiven: Set<string>
}

interface Brought {
  readonly accountId: string
  readonly entry: AccountEntry
  readonly known: KnownAsEntry
  readonly path: Path
}

const bring = (planning: Planning, told: Map<string, Told>, { accountId, entry, known, path }: Brought): void => {
  const applicationId =
    planning.applicationIds.get(known.application) ??
    planning.stored.applications.find(({ slug }) => slug === known.application)?.id
  if (applicationId === undefined) {
    planning.problem([...path, 'application'], `is no application: ${known.application}`)
    return
  }
  const here = told.get(known.application) ?? newTold(applicationId)
  told.set(known.application, here)
  const of = { applicationId, accountId }
  if (known.handle !== undefined && isFreeHandle(planning, here, of, known.handle, path)) {
    here.handleKeys.add(handleKey(known.handle))
    here.handles.push(`${entry.username}: ${known.handle}`)
    here.changes.push(calling(planning.world, { ...of, handle: known.handle }))
  }
  const mode = known.mode ?? modeOf(planning.applicationsAfter.get(applicationId))
  if (known.subject !== undefined && isFreeSubject(planning, here, { ...of, mode }, known.subject, path)) {
    here.subjectsGiven.add(known.subject)
    here.subjects.push(`${entry.username}: ${known.subject}`)
    here.changes.push(keeping(planning.world, { ...of, mode, subject: known.subject }))
  }
}

const newTold = (applicationId: string): Told => ({
  applicationId,
  changes: [],
  handles: [],
  subjects: [],
  handleKeys: new Set(),
  subjectsGiven: new Set(),
})

/** What is brought along counts in the mode that keeps what it was told; one that is worked out needs nothing kept. */
export const modeOf = (application: Application | undefined): SubjectMode => {
  const mode = application?.subjectMode
  return mode === 'username' || mode === 'email' ? mode : 'imported'
}

interface Of {
  readonly applicationId: string
  readonly accountId: string
}

const isFreeHandle = (planning: Planning, told: Told, of: Of, handle: string, path: Path): boolean => {
  const { known } = planning.stored
  const held = known.handleOf(of.applicationId, of.accountId)
  if (held !== undefined) {
    if (held !== handle) planning.warn([...path, 'handle'], `is ${held} there already, which stays`)
    return false
  }
  const key = handleKey(handle)
  const taken = told.handleKeys.has(key) || known.hasHandle(of.applicationId, key)
  if (taken) planning.problem([...path, 'handle'], 'is somebody else’s there')
  return !taken
}

const isFreeSubject = (
  planning: Planning,
  told: Told,
  { applicationId, accountId, mode }: Of & { readonly mode: SubjectMode },
  subject: string,
  path: Path,
): boolean => {
  const { known, ids } = planning.stored
  // What somebody is known as without anything being kept; in the other modes that is kept too, lest it becomes another.
  if (subject === accountId && mode === 'imported') return false
  const held = known.subjectOf(applicationId, accountId, mode)
  if (held !== undefined) {
    if (held !== subject) planning.warn([...path, 'subject'], 'is another there already, which stays')
    return false
  }
  if (subject === accountId) return true
  const clients = [...planning.applicationsAfter.values()]
  const taken =
    told.subjectsGiven.has(subject) ||
    ids.has(subject) ||
    clients.some(({ clientId }) => clientId === subject) ||
    known.hasSubject(applicationId, hashSecret(subject))
  if (taken) planning.problem([...path, 'subject'], 'is somebody else’s there')
  return !taken
}

const stepOf = ({ world, by }: Planning, slug: string, told: Told): Step => ({
  does: 'change',
  what: 'application',
  name: slug,
  fields: [
    ...(told.subjects.length === 0 ? [] : [{ field: 'knownAs.subject', from: [], to: told.subjects }]),
    ...(told.handles.length === 0 ? [] : [{ field: 'knownAs.handle', from: [], to: told.handles }]),
  ],
  changes: [
    ...told.changes,
    happened(world, 'application.changed', by, {
      applicationId: told.applicationId,
      data: { slug, people: Math.max(told.subjects.length, told.handles.length) },
    }),
  ],
})

/** An identity is one account's: of whoever came first. */
const linked = (planning: Planning, entry: AccountEntry, accountId: string, path: Path): Step | undefined => {
  const { world, by, stored, problem } = planning
  const changes: Change[] = []
  const names: string[] = []
  for (const [at, written] of (entry.identities ?? []).entries()) {
    const { source, subject } = written
    const id = identityIdOf(source, subject)
    const owner = planning.identityOwners.get(id) ?? stored.identities.find((row) => row.id === id)?.accountId
    if (owner === accountId) continue
    if (owner !== undefined) {
      problem([...path, at], 'is somebody else’s')
      continue
    }
    planning.identityOwners.set(id, accountId)
    names.push(`${source}: ${written.acct ?? subject}`)
    const kept = keptOf(world, identityOf(written, entry), accountId)
    changes.push(
      adding('identities', { ...kept, ...givenAs(planning, written, [...path, at, 'given', 'groups']) }),
      happened(world, 'identity.linked', by, {
        accountId,
        data: { method: source, identity: written.acct ?? subject, host: written.host },
      }),
    )
  }
  if (changes.length === 0) return undefined
  const fields = [{ field: 'identities', from: [], to: names }]
  return { does: 'change', what: 'account', name: entry.username, fields, changes }
}

/** Whoever administers by an identity stops when its source says so; whoever was made an administrator here does not. */
const givenAs = (
  { groupIds, problem }: Planning,
  { given }: IdentityEntry,
  path: Path,
): { readonly given?: Row<'identities'>['given'] } => {
  if (given === undefined) return {}
  const ids = given.groups?.flatMap((name, at) => {
    const id = groupIds.get(groupKey(name))
    if (id === undefined) problem([...path, at], `is no group: ${name}`)
    return id ?? []
  })
  const { admin } = given
  return {
    given: {
      ...(admin === undefined ? {} : { administrator: admin }),
      ...(ids === undefined ? {} : { groupIds: ids }),
    },
  }
}

const identityOf = (
  { source: sourceId, subject, host, username, name, acct, localId, madeAt, software }: IdentityEntry,
  entry: AccountEntry,
) => ({
  sourceId,
  subject,
  host: host ?? (URL.canParse(subject) ? new URL(subject).host : ''),
  profile: {
    username: username ?? entry.username,
    name: name ?? entry.name ?? entry.username,
    ...(acct === undefined ? {} : { acct }),
  },
  anchors: {
    ...(localId === undefined ? {} : { localId }),
    ...(madeAt === undefined ? {} : { createdAt: madeAt }),
    ...(software === undefined ? {} : { software }),
  },
  assurance: { acr: '', amr: [] },
})
