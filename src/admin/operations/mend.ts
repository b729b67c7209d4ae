import { findGroupByName } from '../../accounts/groups.ts'
import { changeAccount } from './accounts.ts'
import { changeApplication, getApplication } from './applications.ts'
import { type Checked, checkApplication, scopeOf } from './check-application.ts'
import { addMembers, createGroup } from './groups.ts'
import type { By, OperationsWorld } from './world.ts'

/** What one click can mend; for the others somebody has to choose something: an address, a name, a picture. */
const mendable = ['allow_scope', 'set_algorithm', 'verify_email', 'join_group'] as const
type Mendable = (typeof mendable)[number]

export const isMendable = (remedy: string): remedy is Mendable => (mendable as readonly string[]).includes(remedy)

export interface Mending {
  readonly applicationId: string
  readonly accountId: string
  readonly remedy: Mendable
  readonly base: string
}

type Wrong = Checked['checks'][number]

/**
 * Does what a check that failed asks for. What is wrong is found anew, so that nothing is mended that no check complains of. False when there is
 * nothing to mend any more, or it cannot be mended: a field that the configuration file manages.
 */
export const mend = async (world: OperationsWorld, mending: Mending, by: By): Promise<boolean> => {
  const { applicationId, accountId, remedy, base } = mending
  if (remedy === 'verify_email') return vouch(world, accountId, by)
  const checked = await checkApplication(world, applicationId, accountId, base)
  const wrong = checked?.checks.filter((check) => !check.ok && check.remedy === remedy) ?? []
  if (wrong.length === 0) return false
  if (remedy === 'join_group') return join(world, accountId, wrong, by)
  return mendApplication(world, mending, wrong, by)
}

/** Whoever clicks says that the address is this person's, and is named beside it. */
const vouch = async (world: OperationsWorld, accountId: string, by: By): Promise<boolean> => {
  const account = await world.storage.find('accounts', accountId)
  if (account?.email === undefined || account.emailVerifiedAt !== undefined) return false
  return (await changeAccount(world, accountId, { emailVerified: true }, by)).ok
}

/** Into the first of the groups it lets in, and no other: a later one may be its administrators'. It is made if it is missing. */
const join = async (world: OperationsWorld, accountId: string, wrong: readonly Wrong[], by: By): Promise<boolean> => {
  const account = await world.storage.find('accounts', accountId)
  const [name = ''] = wrong.flatMap(({ expected = '' }) => expected.split(', '))
  if (account === undefined || name === '') return false
  const there = await findGroupByName(world, name)
  const made = there === undefined ? await createGroup(world, { name }, by) : undefined
  if (made?.ok === false) return false
  const group = there ?? made?.group
  return group !== undefined && (await addMembers(world, group.id, [account.username], by)).ok
}

const mendApplication = async (
  world: OperationsWorld,
  { applicationId, remedy }: Mending,
  wrong: readonly Wrong[],
  by: By,
): Promise<boolean> => {
  if (remedy === 'set_algorithm') return change(world, applicationId, { signingAlgorithm: 'RS256' }, by)
  const application = await getApplication(world, applicationId)
  const allowed = application?.allowedScopes ?? []
  const missing = wrong.map(({ claim }) => scopeOf(claim)).filter((scope) => !allowed.includes(scope))
  // None at all means every one: then it is not for want of a scope.
  if (allowed.length === 0 || missing.length === 0) return false
  return change(world, applicationId, { allowedScopes: [...new Set([...allowed, ...missing])] }, by)
}

const change = async (
  world: OperationsWorld,
  id: string,
  to: Parameters<typeof changeApplication>[2],
  by: By,
): Promise<boolean> => (await changeApplication(world, id, to, by)).ok
