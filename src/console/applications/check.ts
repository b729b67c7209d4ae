import { getApplication } from '../../admin/operations/applications.ts'
import { findAccountByName } from '../../admin/operations/by-name.ts'
import { checkApplication, type Remedy } from '../../admin/operations/check-application.ts'
import { listEvents } from '../../admin/operations/events.ts'
import { isMendable, mend } from '../../admin/operations/mend.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import { checkList } from '../../web/ui/check-list.ts'
import { formTokenField, textField } from '../../web/ui/fields.ts'
import { type Html, html } from '../../web/ui/html.ts'
import { button, linkButton, note, section } from '../../web/ui/parts.ts'
import { askAgain, atDesk, type Desk, doneNote, showRoom, typedAt } from '../desk.ts'
import { eventTable } from '../event-table.ts'
import { applicationHeading } from './application-page.ts'

/**
 * `GET /console/applications/:application/check`: what the application would make of somebody, and what it has done so far. Of whoever asks,
 * unless `as` names another.
 */
export const checkedApplication = atDesk(async (desk) => {
  const { world, visit, sentences, administrator } = desk
  const { connect } = sentences
  const application = await getApplication(world, visit.path['application'] ?? '')
  if (application === undefined) throw new Refusal(404, 'not_found')
  const typed = typedAt(desk, `/console/applications/${application.id}/mend`)
  const as = (visit.query.get('as') ?? typed?.get('as'))?.trim() || administrator.account.username
  const named = await findAccountByName(world, as)
  const account = named ?? administrator.account
  const [checked, { events }] = await Promise.all([
    checkApplication(world, application.id, account.id, visit.base),
    listEvents(world, { applicationId: application.id, limit: 5 }),
  ])
  if (checked === undefined) throw new Refusal(404, 'not_found')
  const { verdict, checks, mayEnter, unanswered } = checked
  const { name, id, launchUrl } = application
  const home = `/console/applications/${id}/check`
  const kind = ({ accepted: 'right', accepted_with_less: 'warning', refused: 'wrong' } as const)[verdict]
  const mend = (remedy: Remedy) => {
    if (isMendable(remedy)) return mendForm(desk, home, remedy, account.username)
    const href = wayTo(remedy, account.id, account.id === administrator.account.id)
    return href === undefined ? undefined : linkButton({ label: connect.mend, href, look: 'plain', small: true })
  }
  const came = events.filter(({ kind }) => !kind.startsWith('application.'))
  return showRoom(desk, {
    room: 'applications',
    title: connect.checkTitle({ name }),
    heading: applicationHeading(application, connect.checkTitle({ name })),
    lead: connect.checkAs({ name: account.username }),
    trail: { label: name, href: `/console/applications/${id}` },
    notice: html`${doneNote(desk, { mended: () => connect.mended, not: () => connect.notMended }, name)}${mayEnter ? '' : note('wrong', sentences.console.access.mayNot({ name: account.username }))}`,
    body: html`<form method="get" class="narrow">${textField({
      name: 'as',
      label: connect.checkWhom,
      value: as,
      maxlength: 320,
      exact: true,
      problem: named === undefined ? connect.nobody({ name: as }) : undefined,
    })}<div>${button({ label: connect.checkThem, look: 'plain' })}</div></form>${unanswered === undefined ? '' : note('info', connect.unanswered({ name: unanswered }))}${note(kind, connect.verdicts[verdict]({ name }))}${checkList(checks, sentences, mend)}<div class="row narrow">${linkButton(
      { label: connect.checkAgain, href: `${home}?${new URLSearchParams({ as: account.username })}`, look: 'plain' },
    )}${launchUrl === undefined ? '' : linkButton({ label: connect.openIt, href: launchUrl })}</div>${section({
      title: connect.seen,
      body:
        came.length === 0 ? html`<p class="quiet">${connect.seenNothing}</p>` : eventTable(came, desk, 'application'),
    })}`,
  })
})

/** `POST /console/applications/:application/mend`: one click does what a check asks for. */
export const mendedApplication = atDesk(async (desk) => {
  const { world, visit, by } = desk
  const form = await visit.form()
  const remedy = form.typed('remedy')
  const applicationId = visit.path['application'] ?? ''
  const account = await findAccountByName(world, form.typed('as'))
  if (!isMendable(remedy) || account === undefined) throw new Refusal(400, 'bad_request')
  const again = await askAgain(desk, `/console/applications/${applicationId}/check`)
  if (again !== undefined) return again
  const done = await mend(world, { applicationId, accountId: account.id, remedy, base: visit.base }, by)
  if (form.typed('back') === 'try-it') return redirect('/try-it')
  const query = new URLSearchParams({ as: account.username, done: done ? 'mended' : 'not' })
  return redirect(`/console/applications/${applicationId}/check?${query}`)
})

const mendForm = ({ formToken, sentences }: Desk, home: string, remedy: Remedy, as: string): Html =>
  html`<form method="post" action="${home.replace(/check$/, 'mend')}">${formTokenField(formToken)}<input type="hidden" name="remedy" value="${remedy}"><input type="hidden" name="as" value="${as}">${button({ label: sentences.tryIt.mend, look: 'plain', small: true })}</form>`

/** Where it is mended; nowhere in the console, if it is not to be mended here. A picture everybody chooses themselves. */
const wayTo = (remedy: Remedy, accountId: string, own: boolean): string | undefined => {
  if (remedy === 'set_picture') return own ? '/account' : undefined
  return nowhere.has(remedy) ? undefined : `/console/people/${accountId}`
}

const nowhere: ReadonlySet<Remedy> = new Set(['use_https', 'copy_issuer', 'from_fediverse'])
