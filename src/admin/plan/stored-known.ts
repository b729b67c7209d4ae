import { handleKey } from '../../applications/known-as/handle.ts'
import { hashSecret } from '../../lib/secret.ts'
import type { Kind, Row } from '../../storage/records.ts'
import type { Where } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { KnownAsEntry } from '../apply/brought-along.ts'
import type { Stored } from './stored.ts'

interface Named {
  readonly accountIds: readonly string[]
  readonly knownAs: readonly KnownAsEntry[]
  readonly identityIds: readonly string[]
  /** Of what people were known as who are gone. */
  readonly subjectHashes: readonly string[]
}

/** What applications know people as already: by person, and by what they are known as. */
export interface KnownHere {
  handleOf(applicationId: string, accountId: string): string | undefined
  hasHandle(applicationId: string, key: string): boolean
  /** Undefined where nothing is kept; empty where it is kept that there is none. */
  subjectOf(applicationId: string, accountId: string, mode: string): string | undefined
  hasSubject(applicationId: string, subjectHash: string): boolean
}

const knownHere = (handles: readonly Row<'handles'>[], subjects: readonly Row<'subjects'>[]): KnownHere => {
  const name = (...parts: readonly string[]): string => parts.join(' ')
  const byPerson = new Map(handles.map((row) => [name(row.applicationId, row.accountId), row.handle]))
  const handleKeys = new Set(handles.map((row) => name(row.applicationId, row.handleKey)))
  const kept = new Map(subjects.map((row) => [name(row.applicationId, row.accountId, row.mode), row.subject ?? '']))
  const hashes = new Set(subjects.map((row) => name(row.applicationId, row.subjectHash)))
  return {
    handleOf: (applicationId, accountId) => byPerson.get(name(applicationId, accountId)),
    hasHandle: (applicationId, key) => handleKeys.has(name(applicationId, key)),
    subjectOf: (applicationId, accountId, mode) => kept.get(name(applicationId, accountId, mode)),
    hasSubject: (applicationId, subjectHash) => hashes.has(name(applicationId, subjectHash)),
  }
}

/** What is known of people, as far as what the file says they bring along could meet it. `ids` are of accounts that are here. */
export const readKnown = async (
  world: Pick<World, 'storage'>,
  ids: readonly string[],
  { accountIds, knownAs, identityIds, subjectHashes }: Named,
): Promise<Pick<Stored, 'ids' | 'known' | 'identities'>> => {
  const handles = knownAs.flatMap(({ handle }) => (handle === undefined ? [] : [handleKey(handle)]))
  const subjects = knownAs.flatMap(({ subject }) => (subject === undefined ? [] : [subject]))
  const people = knownAs.length === 0 ? [] : [...ids, ...accountIds]
  const mentioned = [...accountIds, ...subjects]
  const [own, others, ownHandles, otherHandles, accounts, graves, identities] = await Promise.all([
    inPortions(world, 'subjects', people, (oneOf) => ({ accountId: { oneOf } })),
    inPortions(world, 'subjects', [...subjects.map(hashSecret), ...subjectHashes], (oneOf) => ({
      subjectHash: { oneOf },
    })),
    inPortions(world, 'handles', people, (oneOf) => ({ accountId: { oneOf } })),
    inPortions(world, 'handles', handles, (oneOf) => ({ handleKey: { oneOf } })),
    inPortions(world, 'accounts', mentioned, (oneOf) => ({ id: { oneOf } })),
    inPortions(world, 'tombstones', mentioned, (oneOf) => ({ id: { oneOf } })),
    inPortions(world, 'identities', identityIds, (oneOf) => ({ id: { oneOf } })),
  ])
  return {
    ids: new Set([...accounts, ...graves].map(({ id }) => id)),
    known: knownHere([...ownHandles, ...otherHandles], [...own, ...others]),
    identities,
  }
}

const atOnce = 500

const inPortions = async <K extends Kind>(
  { storage }: Pick<World, 'storage'>,
  kind: K,
  values: readonly string[],
  where: (oneOf: readonly string[]) => Where<K>,
): Promise<readonly Row<K>[]> => {
  const rows: Row<K>[] = []
  const all = [...new Set(values)]
  for (let at = 0; at < all.length; at += atOnce) {
    rows.push(...(await storage.list(kind, { where: where(all.slice(at, at + atOnce)) })))
  }
  return rows
}
