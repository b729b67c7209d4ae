import {
  approveAccount,
  declineAccount,
  getWaitingAccount,
  listWaitingAccounts,
  type WaitingAccount,
} from '../../admin/operations/sign-up.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import { formTokenField } from '../../web/ui/fields.ts'
import { html, type Piece } from '../../web/ui/html.ts'
import { ago, button, note } from '../../web/ui/parts.ts'
import { rowName, searchForm, table } from '../../web/ui/table.ts'
import { showDeletion } from '../deletion.ts'
import { askAgain, atDesk, type Desk, doneNote, showRoom } from '../desk.ts'
import { pageAsked, pagerFor, turnedTooFar } from '../paging.ts'

const home = '/console/people/waiting'

/** `GET /console/people/waiting`: who made themselves an account that nobody has approved yet. */
export const waiting = atDesk((desk) => {
  const { waiting: texts } = desk.sentences.console.invitations
  const sayings = { approved: () => texts.approved, declined: () => texts.declined }
  return showWaiting(desk, doneNote(desk, sayings, ''))
})

/** `POST /console/people/:account/approve`. It lets somebody in, so that it asks for the password again. */
export const approvedAccount = atDesk(async (desk) => {
  const { world, visit, by } = desk
  const again = await askAgain(desk, home)
  if (again !== undefined) return again
  const approved = await approveAccount(world, visit.path['account'] ?? '', by)
  return approved.ok ? redirect(`${home}?done=approved`) : decided(desk)
})

/** `GET /console/people/:account/decline`: asks for the name. */
export const declineAccountForm = atDesk(async (desk) => showDecline(desk, await findAsked(desk), false))

/** `POST /console/people/:account/decline`. */
export const declinedAccount = atDesk(async (desk) => {
  const found = await findAsked(desk)
  if ((await desk.visit.form()).typed('confirm') !== found.username) return showDecline(desk, found, true)
  const declined = await declineAccount(desk.world, found.id, desk.by)
  return declined.ok ? redirect(`${home}?done=declined`) : decided(desk)
})

const decided = (desk: Desk): Promise<Response> =>
  showWaiting(desk, note('wrong', desk.sentences.console.invitations.waiting.decided), 409)

const findAsked = async ({ world, visit }: Desk): Promise<WaitingAccount> => {
  const found = await getWaitingAccount(world, visit.path['account'] ?? '')
  if (found === undefined) throw new Refusal(404, 'not_found')
  return found
}

const showDecline = (desk: Desk, { name, username }: WaitingAccount, mistyped: boolean): Response => {
  const { title, declineTitle, declineLead, decline } = desk.sentences.console.invitations.waiting
  const asked = { name: username, title: declineTitle({ name }), lead: declineLead, cancelHref: home, mistyped }
  return showDeletion(desk, { room: 'people', from: title, submit: decline, ...asked })
}

const showWaiting = async (desk: Desk, notice: Piece, status = 200): Promise<Response> => {
  const { world, visit, sentences, formToken, now } = desk
  const { people, invitations } = sentences.console
  const { waiting: texts } = invitations
  const search = visit.query.typed('q')
  const page = pageAsked(desk)
  const { accounts: found, more } = await listWaitingAccounts(world, { search, ...page })
  const back = turnedTooFar(desk, page.offset, found)
  if (back !== undefined) return back
  const none = found.length === 0 && search === ''
  const list = table({
    caption: texts.title,
    columns: [
      { label: people.name },
      { label: people.email },
      { label: sentences.console.created },
      { label: sentences.console.state, kind: 'actions' },
    ],
    rows: found.map(({ id, name, username, email, emailVerified, since }) => [
      rowName(name, `/console/people/${id}`, html`<span translate="no">${username}</span>`),
      email === undefined
        ? ''
        : html`<span translate="no">${email}</span><span class="quiet">${emailVerified ? sentences.words.verified : sentences.words.notVerified}</span>`,
      ago(since, now, sentences),
      html`<form method="post" class="row" action="/console/people/${id}/approve">${formTokenField(formToken)}${button({ label: texts.approve, look: 'plain', small: true, says: texts.approveNamed({ name }) })}<a class="button quiet small" href="/console/people/${id}/decline" aria-label="${texts.declineNamed({ name })}">${texts.decline}</a></form>`,
    ]),
  })
  return showRoom(
    desk,
    {
      room: 'people',
      title: texts.title,
      lead: texts.lead,
      notice,
      body: none
        ? html`<p class="quiet">${texts.none}</p>`
        : html`${searchForm({ query: search, action: home }, sentences)}${
            found.length > 0 ? list : html`<p class="quiet">${sentences.words.nothingFound({ query: search })}</p>`
          }${pagerFor(desk, { ...page, count: found.length, more, path: home })}`,
    },
    status,
  )
}
