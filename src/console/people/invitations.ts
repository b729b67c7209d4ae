import { type InvitationSummary, listInvitations, revokeInvitation } from '../../admin/operations/invitations.ts'
import { getSignUp } from '../../admin/operations/sign-up.ts'
import { redirect } from '../../http/respond.ts'
import { formatList } from '../../locales/format.ts'
import { formTokenField } from '../../web/ui/fields.ts'
import { type Html, html, type Piece } from '../../web/ui/html.ts'
import { button, day, emptyState, linkButton, note, pill } from '../../web/ui/parts.ts'
import { rowName, searchForm, table } from '../../web/ui/table.ts'
import { atDesk, type Desk, showRoom } from '../desk.ts'
import { pageAsked, pagerFor, turnedTooFar } from '../paging.ts'
import { undoably } from '../undo.ts'

const home = '/console/invitations'

/** `GET /console/invitations`. */
export const invitations = atDesk((desk) => showInvitations(desk))

/** `POST /console/invitations/:invitation/revoke`. */
export const revokedInvitation = atDesk(async (desk) => {
  const { world, visit, by } = desk
  const row = await revokeInvitation(world, visit.path['invitation'] ?? '', by)
  if (row === undefined) return redirect(home)
  return undoably(desk, {
    what: 'invitation',
    name: row.note || row.email || '',
    page: home,
    was: { kind: 'invitations', row },
  })
})

const showInvitations = async (desk: Desk): Promise<Response> => {
  const { world, visit, sentences } = desk
  const { invitations: texts } = sentences.console
  const search = visit.query.typed('q')
  const page = pageAsked(desk)
  const [{ invitations: found, more }, { mode }] = await Promise.all([
    listInvitations(world, { search, ...page }),
    getSignUp(world),
  ])
  const back = turnedTooFar(desk, page.offset, found)
  if (back !== undefined) return back
  const none = found.length === 0 && search === ''
  const closed = mode === 'closed'
  const settings = (look: 'plain' | 'primary') =>
    linkButton({ label: texts.signUp.title, href: '/console/settings#sign-up', look })
  const shut = html`${note('info', texts.closed)}<div>${settings('plain')}</div>`
  const create = linkButton({ label: texts.create, href: `${home}/new`, id: 'create' })
  const empty = emptyState({
    title: texts.emptyTitle,
    lead: closed ? texts.closed : texts.empty,
    action: closed ? settings('primary') : create,
  })
  return showRoom(desk, {
    room: 'invitations',
    title: texts.title,
    lead: texts.lead,
    action: closed || none ? undefined : create,
    body: html`${closed && !none ? shut : ''}${
      none
        ? empty
        : html`${searchForm({ query: search, action: home }, sentences)}${
            found.length > 0
              ? listOf(found, desk)
              : html`<p class="quiet">${sentences.words.nothingFound({ query: search })}</p>`
          }${pagerFor(desk, { ...page, count: found.length, more })}`
    }`,
  })
}

const listOf = (found: readonly InvitationSummary[], { sentences, formToken }: Desk): Html => {
  const { invitations: texts } = sentences.console
  return table({
    caption: texts.title,
    columns: [
      { label: texts.note },
      { label: texts.usedLabel },
      { label: texts.expires },
      { label: sentences.console.state, kind: 'actions' },
    ],
    rows: found.map((one) => {
      const name = one.note || one.email || texts.forAnybody
      return [
        rowName(name, undefined, detailOf(one, sentences)),
        texts.used({ used: one.used, uses: one.uses }),
        html`${day(one.expiresAt, sentences)}${one.good ? '' : html` ${pill(texts.over)}`}`,
        html`<form method="post" action="${home}/${one.id}/revoke">${formTokenField(formToken)}${button({ label: texts.revoke, look: 'plain', small: true, says: texts.revokeNamed({ name }) })}</form>`,
      ]
    }),
  })
}

const detailOf = (one: InvitationSummary, { console, tag }: Desk['sentences']): Piece => {
  const { invitations: texts } = console
  const parts: readonly Piece[] = [
    one.note !== '' && one.email !== undefined && html`<span translate="no">${one.email}</span>`,
    one.mailed && texts.mailed,
    one.groups.length > 0 && html`<span translate="no">${formatList(tag, one.groups)}</span>`,
    one.createdBy !== undefined && texts.by({ name: one.createdBy }),
  ].filter((part) => part !== false)
  return parts.length === 0 ? undefined : parts.map((part, at) => html`${at === 0 ? '' : ', '}${part}`)
}
