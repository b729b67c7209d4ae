import type { Account } from '../../accounts/account.ts'
import { administratorAdded } from '../../accounts/administrators.ts'
import { draftAccount } from '../../accounts/create.ts'
import { joining } from '../../accounts/groups.ts'
import { happened } from '../../accounts/happened.ts'
import { passwordCredential } from '../../accounts/passwords/credential.ts'
import { endEverything } from '../../accounts/sessions/end-session.ts'
import { type Change, expecting, removing, setting } from '../../storage/storage.ts'
import { checkEmail, groupsWanted, shownAccount, usernameKeyOf, wantedColumns } from '../apply/account-entry.ts'
import type { AccountEntry, ConfigurationFile } from '../apply/configuration-file.ts'
import { compareFields, type Step } from '../apply/difference.ts'
import { keepAnAdministrator } from './keep-an-administrator.ts'
import { type Path, type Planning, tryReadSecret } from './planning.ts'

/** The accounts the file names; those it names no longer become the console's again, and nobody is ever deleted. */
export const planAccounts = (planning: Planning, file: ConfigurationFile): readonly Step[] => {
  const { stored, problem, warn } = planning
  const steps: Step[] = []
  const after = new Map<string, Account>(stored.accounts.map((account) => [account.id, account]))
  const seen = new Set<string>()
  for (const [at, entry] of (file.accounts ?? []).entries()) {
    const key = usernameKeyOf(entry)
    const path = ['accounts', at]
    if (seen.has(key)) problem(path, `is ${entry.username}, whom the file names before`)
    seen.add(key)
    const held = stored.accounts.find(({ usernameKey }) => usernameKey === key)
    if (held === undefined && stored.buried.has(key)) {
      warn(path, `${entry.username} is passed over: somebody had that name before, and it is never given to another`)
      continue
    }
    const planned = held === undefined ? create(planning, entry, path) : change(planning, entry, held, path)
    if (planned === undefined) continue
    planning.accountIds.set(key, planned.account.id)
    after.set(planned.account.id, planned.account)
    if (planned.step !== undefined) steps.push(planned.step)
  }
  const left = planning.managing
    ? stored.accounts.filter(({ managed, usernameKey }) => managed && !seen.has(usernameKey))
    : []
  steps.push(...left.map((account) => release(planning, account)))
  return keepAnAdministrator(planning, steps, [...after.values()])
}

interface Planned {
  readonly account: Account
  readonly step: Step | undefined
}

const create = (planning: Planning, entry: AccountEntry, path: Path): Planned | undefined => {
  const { world, by, managing } = planning
  const now = world.clock.now()
  checkEmail(planning, entry, undefined, path)
  if (entry.id !== undefined && planning.stored.ids.has(entry.id)) {
    planning.problem([...path, 'id'], 'is somebody else’s, or was')
  }
  const plain = tryReadSecret(planning, entry, 'password', path)
  const groups = groupsWanted(planning, entry) ?? []
  const draft = draftAccount(
    world,
    {
      username: entry.username,
      name: entry.name,
      email: entry.email,
      emailVerifiedBy: entry.emailVerified === true ? 'configuration' : undefined,
      emailFromOthers: entry.emailVerified !== false,
      locale: entry.locale,
      avatar: entry.avatar,
      administrator: entry.admin,
      managed: managing,
      groupIds: groups.map(({ id }) => id),
      passwordHash: entry.passwordHash,
      awaitsApproval: entry.awaiting,
      cameBy: entry.cameBy,
      usernameMadeUp: entry.usernameMadeUp,
    },
    by,
    entry.id,
  )
  if (!draft.ok) {
    for (const { field, code } of draft.problems) planning.problem([...path, field], `cannot be used (${code})`)
    return undefined
  }
  const account = entry.disabled === true ? { ...draft.account, disabledAt: now } : draft.account
  return {
    account,
    step: {
      does: 'create',
      what: 'account',
      name: account.username,
      fields: [
        ...compareFields(
          {},
          shownAccount(
            account,
            groups.map(({ name }) => name),
          ),
        ),
        ...(plain === undefined && entry.passwordHash === undefined ? [] : [passwordField]),
      ],
      changes: [
        ...draft.changes,
        ...(account.disabledAt === undefined ? [] : [setting('accounts', account.id, { disabledAt: now })]),
      ],
      ...(plain === undefined ? {} : { password: { accountId: account.id, plain } }),
    },
  }
}

const change = (planning: Planning, entry: AccountEntry, held: Account, path: Path): Planned => {
  const { world, by, stored, managing } = planning
  const managed = managing || held.managed
  const now = world.clock.now()
  checkEmail(planning, entry, held, path)
  if (entry.id !== undefined && entry.id !== held.id) {
    planning.warn([...path, 'id'], `is another than ${held.username} has here, which stays`)
  }
  const plain = tryReadSecret(planning, entry, 'password', path)
  const columns = wantedColumns(entry, held, now)
  const account: Account = { ...held, ...columns }
  const wanted = groupsWanted(planning, entry)
  const current = stored.memberships.filter(({ accountId }) => accountId === held.id)
  const join = wanted?.filter(({ id }) => !current.some(({ groupId }) => groupId === id)) ?? []
  const leave = wanted === undefined ? [] : current.filter(({ groupId }) => !wanted.some(({ id }) => id === groupId))
  const first = !stored.withPassword.has(held.id) && (plain !== undefined || entry.passwordHash !== undefined)

  const names = current.map(({ groupId }) => stored.groups.find(({ id }) => id === groupId)?.name ?? groupId)
  const fields = compareFields(
    shownAccount(held, wanted === undefined ? undefined : names.sort()),
    shownAccount(
      account,
      wanted?.map(({ name }) => name),
    ),
  )
  if (fields.length === 0 && !first && held.managed === managed) return { account, step: undefined }
  const changes: readonly Change[] = [
    expecting('accounts', held.id, { updatedAt: held.updatedAt }),
    setting('accounts', held.id, { ...columns, managed, updatedAt: now }),
    ...joining(
      held.id,
      join.map(({ id }) => id),
    ),
    ...leave.map(({ id }) => removing('memberships', id)),
    ...(first && entry.passwordHash !== undefined ? passwordCredential(world, held.id, entry.passwordHash) : []),
    ...(account.administrator && !held.administrator ? administratorAdded(world) : []),
    ...statusChanges(planning, held, account),
    happened(world, 'account.changed', by, {
      accountId: held.id,
      data: { fields: fields.map(({ field }) => field), managed },
    }),
  ]
  return {
    account,
    step: {
      does: 'change',
      what: 'account',
      name: held.username,
      fields: first ? [...fields, passwordField] : fields,
      changes,
      replaces: account.avatar === held.avatar ? undefined : held.avatar,
      ...(first && plain !== undefined ? { password: { accountId: held.id, plain } } : {}),
    },
  }
}

const release = ({ world, by }: Planning, held: Account): Step => ({
  does: 'release',
  what: 'account',
  name: held.username,
  fields: [],
  changes: [
    setting('accounts', held.id, { managed: false }),
    happened(world, 'account.changed', by, { accountId: held.id, data: { fields: [], managed: false } }),
  ],
})

const passwordField = { field: 'password', from: undefined, to: 'as in the file, since there is none yet' }

/** Shutting an account, here as anywhere, ends whatever it has open. */
const statusChanges = ({ world, by }: Planning, held: Account, next: Account): readonly Change[] => {
  if ((held.disabledAt === undefined) === (next.disabledAt === undefined)) return []
  if (next.disabledAt === undefined) return [happened(world, 'account.enabled', by, { accountId: held.id })]
  return [...endEverything(held.id), happened(world, 'account.disabled', by, { accountId: held.id })]
}
