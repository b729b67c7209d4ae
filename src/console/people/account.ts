import {
  type AccountView,
  changeAccount,
  deleteAccount,
  disableAccount,
  enableAccount,
  endSession,
  endSessions,
  getAccount,
  mailPasswordLink,
  makePasswordLink,
  passwordMinimum,
  revokeGrant,
} from '../../admin/operations/accounts.ts'
import { listEvents } from '../../admin/operations/events.ts'
import { listGroups } from '../../admin/operations/groups.ts'
import { listIdentities } from '../../admin/operations/identities.ts'
import type { OperationProblem } from '../../admin/operations/outcome.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import { html, type Piece } from '../../web/ui/html.ts'
import { note } from '../../web/ui/parts.ts'
import { problemSentences } from '../../web/ui/problem-sentences.ts'
import { showDeletion } from '../deletion.ts'
import { askAgain, atDesk, type Desk, doneNote, showRoom, typedAt } from '../desk.ts'
import { recentEvents } from '../event-table.ts'
import { type AccountFields, type AccountValues, inputOf, readValues, valuesOf } from './account-form.ts'
import { type AccountShown, accountBody, accountHeading, accountPills } from './account-page.ts'

const pathOf = ({ id }: Pick<AccountView, 'id'>): string => `/console/people/${id}`

const findAsked = async ({ world, visit }: Desk): Promise<AccountView> => {
  const found = await getAccount(world, visit.path['account'] ?? '')
  if (found === undefined) throw new Refusal(404, 'not_found')
  return found
}

/** Where a one-time link leads. */
export const linkOf = ({ visit }: Desk, secret: string | undefined): string | undefined =>
  secret === undefined ? undefined : `${visit.base}/reset/${secret}`

export const tellProblems = (
  { world, sentences }: Desk,
  problems: readonly OperationProblem[],
): AccountFields['problems'] => problemSentences(problems, sentences, passwordMinimum(world))

/** `GET /console/people/:account`. */
export const account = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const { console } = desk.sentences
  const { people: texts } = console
  const sayings = {
    saved: texts.saved,
    there: texts.there,
    ended: texts.sessionsEnded,
    revoked: texts.grantRevoked,
    identity: console.identities.accepted,
    on: console.switchedOn,
    off: console.switchedOff,
  }
  const typed = typedAt(desk, pathOf(found))
  const notice = doneNote(desk, sayings, found.name)
  return showAccount(desk, found, { notice, ...(typed && { values: readValues(typed) }) })
})

/** `POST /console/people/:account`. What lets somebody else in, or somebody in elsewhere, asks for the password again. */
export const changedAccount = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const values = readValues(await desk.visit.form())
  const again = opensMore(found, values) ? await askAgain(desk, pathOf(found)) : undefined
  if (again !== undefined) return again
  const changed = await changeAccount(desk.world, found.id, inputOf(values), desk.by)
  if (changed.ok) return redirect(`${pathOf(found)}?done=saved`)
  return showProblems(desk, found, changed.problems, values)
})

/** Whoever has an account's address can have a link for a new password sent there; groups open applications. */
const opensMore = (found: AccountView, { administrator, email, emailVerified, groupIds }: AccountValues): boolean => {
  const free = (field: string): boolean => !found.managedFields.includes(field)
  return (
    (free('administrator') && administrator !== found.administrator) ||
    (free('email') && (email !== (found.email ?? '') || (emailVerified && !found.emailVerified))) ||
    (free('groupIds') && groupIds.some((id) => !found.groupIds.includes(id)))
  )
}

/** `POST /console/people/:account/link`: it is on the answer's page and nowhere else, or goes to the person by mail. */
export const madeLink = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const again = await askAgain(desk, pathOf(found))
  if (again !== undefined) return again
  if ((await desk.visit.form()).has('mail')) {
    const mailed = await mailPasswordLink(desk.world, found.id, desk.by)
    if (!mailed.ok) return showProblems(desk, found, mailed.problems)
    return showAccount(desk, found, { notice: note('right', desk.sentences.console.mail.mailed(mailed)) })
  }
  const made = await makePasswordLink(desk.world, found.id, desk.by)
  if (!made.ok) return showProblems(desk, found, made.problems)
  return showAccount(desk, made.account, { link: linkOf(desk, made.linkSecret) })
})

/** `POST /console/people/:account/sessions`: ends one session, or all there is. */
export const endedAccountSessions = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const form = await desk.visit.form()
  if (form.has('all')) await endSessions(desk.world, found.id, desk.by)
  else for (const publicId of form.all('session')) await endSession(desk.world, found.id, publicId, desk.by)
  return redirect(`${pathOf(found)}?done=ended`)
})

/** `POST /console/people/:account/grants`: takes back what an application was allowed. */
export const revokedAccountGrant = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const applicationId = (await desk.visit.form()).get('application')
  if (applicationId !== undefined) await revokeGrant(desk.world, found.id, applicationId, desk.by)
  return redirect(`${pathOf(found)}?done=revoked`)
})

/** `POST /console/people/:account/state`: switches it on, which lets somebody in, or off. */
export const switchedAccount = atDesk(async (desk) => {
  const found = await findAsked(desk)
  const state = (await desk.visit.form()).get('state')
  if (state !== 'on' && state !== 'off') throw new Refusal(400, 'bad_request')
  const on = state === 'on'
  const again = on ? await askAgain(desk, pathOf(found)) : undefined
  if (again !== undefined) return again
  const switched = await (on ? enableAccount : disableAccount)(desk.world, found.id, desk.by)
  return switched.ok
    ? redirect(`${pathOf(found)}?done=${on ? 'on' : 'off'}`)
    : showProblems(desk, found, switched.problems)
})

/** `GET /console/people/:account/delete`: asks for the name. */
export const deleteAccountForm = atDesk(async (desk) => showDelete(desk, await findAsked(desk), {}))

/** `POST /console/people/:account/delete`. */
export const deletedAccount = atDesk(async (desk) => {
  const found = await findAsked(desk)
  if ((await desk.visit.form()).typed('confirm') !== found.username) {
    return showDelete(desk, found, { mistyped: true })
  }
  const again = await askAgain(desk, `${pathOf(found)}/delete`)
  if (again !== undefined) return again
  const deleted = await deleteAccount(desk.world, found.id, desk.by)
  if (deleted.ok) return redirect('/console/people?deleted=yes')
  return showDelete(desk, found, { notice: note('wrong', tellProblems(desk, deleted.problems)['account']) })
})

const showDelete = (
  desk: Desk,
  found: AccountView,
  more: { readonly mistyped?: boolean; readonly notice?: Piece },
): Response => {
  const { deleteTitle, deleteLead } = desk.sentences.console.people
  const { username, name } = found
  const asked = { name: username, title: deleteTitle({ name }), lead: deleteLead, cancelHref: pathOf(found) }
  return showDeletion(desk, { room: 'people', from: name, ...asked, ...more })
}

const showProblems = async (
  desk: Desk,
  found: AccountView,
  problems: readonly OperationProblem[],
  values: AccountValues = valuesOf(found),
): Promise<Response> => {
  const told = tellProblems(desk, problems)
  const notice = note('wrong', told['account'] ?? desk.sentences.words.lookAgain)
  return showAccount(desk, found, { values, problems: told, notice }, 400)
}

/** An account's own page. */
export const showAccount = async (
  desk: Desk,
  account: AccountView,
  more: Partial<Pick<AccountShown, 'values' | 'problems' | 'link'>> & { readonly notice?: Piece },
  status = 200,
): Promise<Response> => {
  const { notice, ...filled } = more
  const shown: AccountShown = {
    account,
    identities: await listIdentities(desk.world, account.id),
    recent: (await listEvents(desk.world, { accountId: account.id, limit: recentEvents })).events,
    groups: await listGroups(desk.world),
    locked: (field) => account.managedFields.includes(field),
    values: valuesOf(account),
    problems: {},
    ...filled,
  }
  return showRoom(
    desk,
    {
      room: 'people',
      title: account.name,
      heading: accountHeading(account),
      lead: html`<span translate="no">${account.username}</span>`,
      action: accountPills(account, desk.sentences),
      scripts: ['times.js', 'once.js', 'copy.js'],
      notice,
      body: accountBody(shown, desk),
    },
    status,
  )
}
