import { findAccount } from '../../accounts/account.ts'
import { happened } from '../../accounts/happened.ts'
import { endSessionsOfThose } from '../../accounts/identities/end-sessions.ts'
import { takeBack } from '../../accounts/identities/follow-standing.ts'
import type { KeptIdentity } from '../../accounts/identities/identity.ts'
import { dropUnused } from '../../accounts/pictures/keep.ts'
import { type Application, applicationOf } from '../../applications/application.ts'
import { openidOf } from '../../sources/openid/settings.ts'
import type { Row } from '../../storage/records.ts'
import { expecting, Missing, putting, removing, removingWhere, setting } from '../../storage/storage.ts'
import type { World } from '../../storage/world.ts'
import type { By } from './world.ts'

/** What goes with a provider. */
export interface ProviderDeletion {
  readonly id: string
  readonly name: string
  /** Who have come by it, or linked it. */
  readonly people: number
  /** Of these whoever has no other way in: no password, and nothing else that is switched on. */
  readonly stranded: number
  /** Whoever asks is one of them: an installation without anybody who can repair it is of no use. */
  readonly strandsAsker: boolean
  /** Applications whose rules name it: without it they would shut out everybody, or, negated, let in whom they kept out. */
  readonly usedBy: readonly Pick<Application, 'id' | 'name'>[]
}

const portion = 200

export const deletionOf = async (world: World, id: string, by: By): Promise<ProviderDeletion | undefined> => {
  const row = await findOpenid(world, id)
  if (row === undefined) return undefined
  const stranded = new Set<string>()
  let people = 0
  for (let offset = 0; ; offset += portion) {
    const found = await world.storage.list('identities', { where: { sourceId: id }, limit: portion, offset })
    for (const accountId of await withoutAnotherWay(world, found, id)) stranded.add(accountId)
    people += found.length
    if (found.length < portion) break
  }
  const applications = (await world.storage.list('applications', { orderBy: 'name' })).map(applicationOf)
  return {
    ...{ id, name: row.name, people, stranded: stranded.size },
    strandsAsker: by.actorId !== undefined && stranded.has(by.actorId),
    usedBy: applications
      .filter(({ accessRules: { rules } }) => rules.some(({ kind, value }) => kind === 'source' && value === id))
      .map(({ id, name }) => ({ id, name })),
  }
}

const findOpenid = async ({ storage }: World, id: string): Promise<Row<'sources'> | undefined> => {
  const row = await storage.find('sources', id)
  return row?.kind === 'openid' ? row : undefined
}

const withoutAnotherWay = async (
  { storage }: World,
  identities: readonly KeptIdentity[],
  sourceId: string,
): Promise<readonly string[]> => {
  const accountIds = [...new Set(identities.map(({ accountId }) => accountId))]
  if (accountIds.length === 0) return []
  const open = (await storage.list('sources', { where: { disabledAt: { present: false } } })).map(({ id }) => id)
  const [credentials, others] = await Promise.all([
    storage.list('credentials', { where: { accountId: { oneOf: accountIds } } }),
    storage.list('identities', { where: { accountId: { oneOf: accountIds } } }),
  ])
  const ways = new Set([
    ...credentials.map(({ accountId }) => accountId),
    ...others
      .filter((one) => one.sourceId !== sourceId && open.includes(one.sourceId))
      .map(({ accountId }) => accountId),
  ])
  return accountIds.filter((accountId) => !ways.has(accountId))
}

export type ProviderDeleted =
  | { readonly ok: true }
  /** `managed`: the configuration file names it. `stranded`: people have no other way in, and that was not said to be meant. */
  | { readonly ok: false; readonly reason: 'unknown' | 'managed' | 'used' | 'yourself' | 'stranded' }

/**
 * Deletes a provider with what it gave people: their sessions, groups and powers, and that they were known by it. Their accounts stay. Its name
 * stays taken for any other issuer. What is interrupted leaves it switched off, and can be done again.
 */
export const deleteProvider = async (
  world: World,
  id: string,
  { by, strands }: { readonly by: By; readonly strands: boolean },
): Promise<ProviderDeleted> => {
  const [row, deletion] = await Promise.all([findOpenid(world, id), deletionOf(world, id, by)])
  if (row === undefined || deletion === undefined) return { ok: false, reason: 'unknown' }
  if (row.managed) return { ok: false, reason: 'managed' }
  if (deletion.usedBy.length > 0) return { ok: false, reason: 'used' }
  if (deletion.strandsAsker) return { ok: false, reason: 'yourself' }
  if (deletion.stranded > 0 && !strands) return { ok: false, reason: 'stranded' }
  const now = world.clock.now()
  const settings = openidOf(row.details)
  try {
    // Nobody comes by it any more while the rest is done.
    await world.storage.atomically([
      expecting('sources', id, { createdAt: row.createdAt }),
      setting('sources', id, { disabledAt: row.disabledAt ?? now, updatedAt: Math.max(now, row.updatedAt + 1) }),
    ])
    await endSessionsOfThose(world, ({ sourceId }) => sourceId === id, by)
    await forgetEverybody(world, id, by)
    await world.storage.atomically([
      expecting('sources', id, { createdAt: row.createdAt }),
      removing('sources', id),
      removingWhere('departures', { sourceId: id }),
      putting('goneSources', { id, issuer: settings.issuer, deletedAt: now }),
      happened(world, 'source.deleted', by, { data: { source: id, issuer: settings.issuer, people: deletion.people } }),
    ])
  } catch (error) {
    if (error instanceof Missing) return { ok: false, reason: 'unknown' }
    throw error
  }
  await dropUnused(world, settings.icon)
  return { ok: true }
}

const forgetEverybody = async (world: World, sourceId: string, by: By): Promise<void> => {
  for (;;) {
    const found = await world.storage.list('identities', { where: { sourceId }, limit: portion })
    for (const identity of found) {
      const account = await findAccount(world, identity.accountId)
      if (account !== undefined) await takeBack(world, account, identity, by)
      await world.storage.remove('identities', identity.id)
    }
    if (found.length < portion) return
  }
}
