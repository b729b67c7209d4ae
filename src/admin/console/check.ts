import { Refusal } from '../../http/refusal.ts'
import { checkList } from '../../web/ui/check-list.ts'
import { html } from '../../web/ui/html.ts'
import { linkButton, note, section } from '../../web/ui/parts.ts'
import { getApplication } from '../operations/applications.ts'
import { checkApplication, type Remedy } from '../operations/check-application.ts'
import { listEvents } from '../operations/events.ts'
import { applicationHeading } from './application-page.ts'
import { atDesk, showRoom } from './desk.ts'
import { eventTable } from './event-table.ts'

/** `GET /console/applications/:application/check`: what the application would make of whoever asks, and what it has done so far. */
export const checkedApplication = atDesk(async (desk) => {
  const { world, visit, sentences, administrator } = desk
  const { connect } = sentences
  const { account } = administrator
  const application = await getApplication(world, visit.path['application'] ?? '')
  if (application === undefined) throw new Refusal(404, 'not_found')
  const [checked, { events }] = await Promise.all([
    checkApplication(world, application.id, account.id, visit.base),
    listEvents(world, { applicationId: application.id, limit: 5 }),
  ])
  if (checked === undefined) throw new Refusal(404, 'not_found')
  const { verdict, checks } = checked
  const { name, id, launchUrl } = application
  const kind = ({ accepted: 'right', accepted_with_less: 'warning', refused: 'wrong' } as const)[verdict]
  const mend = (remedy: Remedy) => {
    const href = wayTo(remedy, { application: id, account: account.id })
    return href === undefined ? undefined : linkButton({ label: connect.mend, href, look: 'plain', small: true })
  }
  const came = events.filter(({ kind }) => !kind.startsWith('application.'))
  return showRoom(desk, {
    room: 'applications',
    title: connect.checkTitle({ name }),
    heading: applicationHeading(application),
    lead: connect.checkAs({ name: account.username }),
    action: linkButton({ label: connect.backTo({ name }), href: `/console/applications/${id}`, look: 'quiet' }),
    body: html`${note(kind, connect.verdicts[verdict]({ name }))}${checkList(checks, sentences, mend)}<div class="row">${linkButton(
      { label: connect.checkAgain, href: `/console/applications/${id}/check`, look: 'plain' },
    )}${launchUrl === undefined ? '' : linkButton({ label: connect.openIt, href: launchUrl })}</div>${section({
      title: connect.seen,
      body: came.length === 0 ? html`<p class="quiet">${connect.seenNothing}</p>` : eventTable(came, desk),
    })}`,
  })
})

/** Where it is mended; nowhere in the console, if it is not to be mended here. */
const wayTo = (remedy: Remedy, of: { readonly application: string; readonly account: string }): string | undefined => {
  if (remedy === 'use_https' || remedy === 'copy_issuer') return undefined
  const aboutApplication = remedy === 'allow_scope' || remedy === 'set_algorithm' || remedy === 'set_username_rule'
  return aboutApplication ? `/console/applications/${of.application}` : `/console/people/${of.account}`
}
