import { allowUsernameChange, getUsernames, type Usernames } from '../../admin/operations/usernames.ts'
import { redirect } from '../../http/respond.ts'
import { checkboxField, formTokenField } from '../../web/ui/fields.ts'
import { html } from '../../web/ui/html.ts'
import { button, note, section } from '../../web/ui/parts.ts'
import { atDesk, type Desk, showRoom } from '../desk.ts'

const home = '/console/usernames'

/** `GET /console/usernames`: whether people may change their usernames, and which applications that concerns. */
export const usernames = atDesk(async (desk) => showUsernames(desk, await getUsernames(desk.world), {}))

/** `POST /console/usernames`. While applications depend on them it takes a second word to switch it on. */
export const changedUsernames = atDesk(async (desk) => {
  const form = await desk.visit.form()
  const asked = { mayChange: form.get('mayChange') === 'yes', despiteDependents: form.has('despiteDependents') }
  const { ok, ...held } = await allowUsernameChange(desk.world, asked, desk.by)
  return ok ? redirect(`${home}?saved=yes`) : showUsernames(desk, held, { refused: true }, 400)
})

const showUsernames = (
  desk: Desk,
  { mayChange, dependents }: Usernames,
  { refused = false }: { readonly refused?: boolean },
  status = 200,
): Response => {
  const { sentences, formToken, visit } = desk
  const { usernames: texts } = sentences
  const lines = dependents.map(
    ({ application, because }) =>
      html`<li><div class="words"><a class="row-name" href="/console/applications/${application.id}" translate="no">${application.name}</a><span class="quiet">${texts.because[because]}</span></div></li>`,
  )
  const despite =
    dependents.length > 0 && !mayChange
      ? checkboxField({
          name: 'despiteDependents',
          label: texts.despite,
          problem: refused ? texts.despiteNeeded : undefined,
        })
      : ''
  const list = section({
    title: texts.dependents,
    lead: dependents.length === 0 ? texts.noDependents : texts.dependentsLead,
    body: dependents.length === 0 ? '' : html`<ul class="list">${lines}</ul>`,
  })
  return showRoom(
    desk,
    {
      room: 'people',
      title: texts.title,
      lead: mayChange ? texts.on : texts.off,
      notice: refused
        ? note('wrong', sentences.words.lookAgain)
        : visit.query.has('saved')
          ? note('right', mayChange ? texts.on : texts.off)
          : undefined,
      body: html`${list}<form method="post" class="narrow">${formTokenField(formToken)}${despite}<div>${button({ label: mayChange ? texts.switchOff : texts.switchOn, name: 'mayChange', value: mayChange ? 'no' : 'yes', id: 'save' })}</div></form>`,
    },
    status,
  )
}
