import { groupIdsByName } from '../admin/operations/by-name.ts'
import { createInvitation, listInvitations, revokeInvitation } from '../admin/operations/invitations.ts'
import { getSignUp } from '../admin/operations/sign-up.ts'
import { refuse, tell } from './answers.ts'
import { type ExitCode, moment, table } from './terminal.ts'
import type { AtWork } from './with-world.ts'

const by = { via: 'command' } as const

export interface InvitationOptions {
  readonly note?: string
  readonly email?: string
  readonly group?: readonly string[]
  readonly uses: string
  readonly days: string
}

/** Makes a link with which people make themselves accounts, and prints it, alone on its line: it is shown once. */
export const invite = async (
  { world, settings, out, err }: AtWork,
  { note = '', email = '', group = [], uses, days }: InvitationOptions,
): Promise<ExitCode> => {
  const count = wholeNumber(uses)
  const length = wholeNumber(days)
  if (count === undefined || length === undefined) return refuse(err, 'Uses and days are whole numbers, such as 10.')
  const groups = await groupIdsByName(world, group, by)
  if (!groups.ok) return refuse(err, `There is no group ${groups.missing}, and it cannot be made.`)
  const made = await createInvitation(
    world,
    { note, email, groupIds: groups.ids, uses: count, days: length, mail: false, language: 'en' },
    by,
  )
  if (!made.ok) return tell(err, made.problems)
  err(`Good for ${count === 1 ? 'one person' : `${count} people`} and ${length === 1 ? 'a day' : `${length} days`}.`)
  if ((await getSignUp(world)).mode === 'closed') {
    err(
      'It lets nobody in yet: sign-up is closed. Settings in the console, or `signUp: { mode: invitation }` in portico.yaml, say who may.',
    )
  }
  if (made.secret !== undefined) out(`${settings.config.base}/invite/${made.secret}`)
  return 0
}

/** More than anybody hands out at once. */
const mostListed = 500

export const list = async ({ world, out }: AtWork): Promise<ExitCode> => {
  const { invitations } = await listInvitations(world, { limit: mostListed })
  const rows = invitations.map(({ id, note, email, groups, uses, used, expiresAt, good }) => [
    ...[id, note, email ?? '', groups.join(', '), `${used} of ${uses}`],
    good ? moment(expiresAt) : 'over',
  ])
  out(table(['ID', 'NOTE', 'ONLY FOR', 'GROUPS', 'USED', 'UNTIL'], rows))
  return 0
}

export const revoke = async ({ world, out, err }: AtWork, id: string): Promise<ExitCode> => {
  if ((await revokeInvitation(world, id, by)) === undefined) {
    return refuse(err, `There is no invitation ${id}. \`portico invitations list\` shows all of them.`)
  }
  out('Nobody joins by it any more. Whoever has joined stays.')
  return 0
}

const wholeNumber = (text: string): number | undefined => (/^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined)
