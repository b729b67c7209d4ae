import { createAccount, enableAccount, listAccounts, makePasswordLink } from '../admin/operations/accounts.ts'
import { findAccountByName, groupIdsByName } from '../admin/operations/by-name.ts'
import { refuse, tell } from './answers.ts'
import { type ExitCode, table } from './terminal.ts'
import type { AtWork } from './with-world.ts'

const by = { via: 'command' } as const

export const list = async ({ world, out }: AtWork, search: string | undefined): Promise<ExitCode> => {
  const rows: (readonly string[])[] = []
  for (let offset = 0, more = true; more; offset += 200) {
    const page = await listAccounts(world, { search, limit: 200, offset })
    for (const { username, name, email, administrator, disabledAt, managed } of page.accounts) {
      const notes = [
        administrator && 'administrator',
        disabledAt !== undefined && 'disabled',
        managed && 'in the configuration file',
      ]
      rows.push([username, name, email ?? '', notes.filter((note) => note !== false).join(', ')])
    }
    more = page.more
  }
  out(table(['USERNAME', 'NAME', 'E-MAIL', 'NOTES'], rows))
  return 0
}

/** A one-time link with which the person chooses a new password, alone on its line for whoever pipes it on. */
export const reset = async ({ world, settings, out, err }: AtWork, name: string): Promise<ExitCode> => {
  const account = await findAccountByName(world, name)
  if (account === undefined)
    return refuse(err, `There is no account ${name}. \`portico accounts list\` shows all of them.`)
  const offered = await makePasswordLink(world, account.id, by)
  if (!offered.ok && offered.problems.some(({ code }) => code === 'disabled')) {
    return refuse(err, `${account.username} is disabled. \`portico accounts enable ${account.username}\` comes first.`)
  }
  if (!offered.ok || offered.linkSecret === undefined) return tell(err, offered.ok ? [] : offered.problems)
  err(`With this link ${account.username} chooses a new password. It works once, for 24 hours.`)
  out(resetLink(settings.config.base, offered.linkSecret))
  return 0
}

export const enable = async ({ world, out, err }: AtWork, name: string): Promise<ExitCode> => {
  const account = await findAccountByName(world, name)
  if (account === undefined) return refuse(err, `There is no account ${name}.`)
  const enabled = await enableAccount(world, account.id, by)
  if (!enabled.ok) return tell(err, enabled.problems)
  out(`${account.username} may sign in again.`)
  return 0
}

export interface NewAccountOptions {
  readonly name?: string
  readonly email?: string
  readonly emailVerified?: boolean
  readonly admin?: boolean
  readonly group?: readonly string[]
}

/** Makes an account; the person chooses the password with the link that is printed. */
export const create = async (
  { world, settings, out, err }: AtWork,
  username: string,
  options: NewAccountOptions,
): Promise<ExitCode> => {
  const groups = await groupIdsByName(world, options.group ?? [], by)
  if (!groups.ok) return refuse(err, `There is no group ${groups.missing}, and it cannot be made.`)
  const created = await createAccount(
    world,
    {
      username,
      name: options.name,
      email: options.email,
      emailVerified: options.emailVerified,
      administrator: options.admin,
      groupIds: groups.ids,
    },
    by,
  )
  if (!created.ok) return tell(err, created.problems)
  err(`Made ${created.account.username}. With this link they choose a password; it works once, for 24 hours.`)
  if (created.linkSecret !== undefined) out(resetLink(settings.config.base, created.linkSecret))
  return 0
}

const resetLink = (base: string, secret: string): string => `${base}/reset/${secret}`
