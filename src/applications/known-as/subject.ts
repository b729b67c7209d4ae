import { hash } from 'node:crypto'
import { hashSecret } from '../../lib/secret.ts'
import type { Row } from '../../storage/records.ts'
import { adding, type Change } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { Application, SubjectMode } from '../application.ts'
import { legacySubjects } from './legacy.ts'

type Stored = Pick<World, 'storage'>
type Of = Pick<Application, 'id' | 'subjectMode'>
type Account = Row<'accounts'>

const rowId = (applicationId: string, accountId: string, mode: SubjectMode): string =>
  `${applicationId}:${accountId}:${mode}`

/** Drawn once; what is made in it is Portico's. */
const namespace = Buffer.from('6f9a3d0c5b1e4c7f8d2a90e4c6b71f35', 'hex')

/**
 * RFC 9562 section 5.5. Made of the account's id, which is random, secret to nobody and never given again; so it is the same after a backup was
 * restored, under another sealing key and at another address.
 */
export const uuidOf = (accountId: string): string => {
  const bytes = hash('sha1', Buffer.concat([namespace, Buffer.from(accountId)]), 'buffer').subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** What an application knows a person as (`sub`), who has been there before. */
export const findSubject = async (world: Stored, { id, subjectMode }: Of, accountId: string): Promise<string> => {
  if (subjectMode === 'opaque') return accountId
  if (subjectMode === 'uuid') return uuidOf(accountId)
  return (await world.storage.find('subjects', rowId(id, accountId, subjectMode)))?.subject ?? accountId
}

/** Whether this is somebody whom the application knows as this, or knew before it was told otherwise. */
export const isKnownAs = async (
  world: Stored,
  { id }: Pick<Application, 'id'>,
  accountId: string,
  subject: string,
): Promise<boolean> => {
  if (subject === accountId || subject === uuidOf(accountId)) return true
  const rows = await world.storage.list('subjects', { where: { accountId, applicationId: id } })
  return rows.some((row) => row.subject === subject)
}

/**
 * What an application knows a person as from now on, and the changes that keep it so: whatever becomes of their name or address, their
 * subject is the same (OpenID Connect Core section 5.7).
 */
export const subjectFor = async (
  world: Pick<World, 'storage' | 'clock'>,
  application: Of,
  account: Account,
): Promise<{ readonly subject: string; readonly changes: readonly Change[] }> => {
  const { subjectMode: mode } = application
  const accountId = account.id
  if (mode === 'opaque' || mode === 'uuid') {
    return { subject: await findSubject(world, application, accountId), changes: [] }
  }
  const held = await world.storage.find('subjects', rowId(application.id, accountId, mode))
  if (held !== undefined) return { subject: held.subject ?? accountId, changes: [] }
  if (mode === 'imported') return broughtAlong(world, application, accountId)
  // Only an address that is proven: anybody can claim one. In small letters, since nobody tells addresses apart by case.
  const wanted = mode === 'username' ? account.username : account.verifiedEmailKey
  const free = wanted !== undefined && isPlain(wanted) && (await isNobodys(world, application.id, wanted))
  const subject = free ? wanted : accountId
  return { subject, changes: [keeping(world, { applicationId: application.id, accountId, mode, subject })] }
}

/** Whoever brought nothing along, and comes by no source that knows, is a newcomer there. */
const broughtAlong = async (
  world: Pick<World, 'storage' | 'clock'>,
  { id: applicationId }: Of,
  accountId: string,
): Promise<{ readonly subject: string; readonly changes: readonly Change[] }> => {
  // Whom it has been told of as somebody already, it goes on knowing as that.
  const introduced = await world.storage.count('handles', { applicationId, accountId })
  if (introduced > 0) return { subject: accountId, changes: [] }
  for (const subject of await legacySubjects(world, accountId)) {
    if (!(await isNobodys(world, applicationId, subject))) continue
    return { subject, changes: [keeping(world, { applicationId, accountId, mode: 'imported', subject })] }
  }
  return { subject: accountId, changes: [] }
}

export const keeping = (
  { clock }: Pick<World, 'clock'>,
  of: {
    readonly applicationId: string
    readonly accountId: string
    readonly mode: SubjectMode
    readonly subject: string
  },
): Change =>
  adding('subjects', {
    id: rowId(of.applicationId, of.accountId, of.mode),
    ...of,
    subjectHash: hashSecret(of.subject),
    createdAt: clock.now(),
  })

/** What is left of a subject whose person is gone. */
export const remembering = (
  { clock }: Pick<World, 'clock'>,
  of: {
    readonly applicationId: string
    readonly accountId: string
    readonly mode: SubjectMode
    readonly subjectHash: string
  },
): Change => adding('subjects', { id: rowId(of.applicationId, of.accountId, of.mode), ...of, createdAt: clock.now() })

/** Core section 2: at most 255 ASCII characters. What looks like a UUID could be the one that is somebody's in another mode. */
const isPlain = (text: string): boolean =>
  /^[\x21-\x7e]{1,255}$/.test(text) && !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)

/** Neither an account's own id nor an application's, nor what somebody was known as here who has left or is called otherwise now. */
export const isNobodys = async (world: Stored, applicationId: string, subject: string): Promise<boolean> => {
  const [account, tombstone, client, known] = await Promise.all([
    world.storage.find('accounts', subject),
    world.storage.find('tombstones', subject),
    world.storage.find('applications', { clientId: subject }),
    world.storage.count('subjects', { subjectHash: hashSecret(subject), applicationId }),
  ])
  return account === undefined && tombstone === undefined && client === undefined && known === 0
}

/** A client id that is also a person's subject could be taken for that person (RFC 9700 section 4.15). */
export const isSubject = async (world: Stored, clientId: string): Promise<boolean> => {
  const [account, tombstone, known] = await Promise.all([
    world.storage.find('accounts', clientId),
    world.storage.find('tombstones', clientId),
    world.storage.count('subjects', { subjectHash: hashSecret(clientId) }),
  ])
  return account !== undefined || tombstone !== undefined || known > 0
}
