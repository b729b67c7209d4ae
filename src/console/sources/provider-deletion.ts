import { deleteProvider, deletionOf, type ProviderDeletion } from '../../admin/operations/delete-provider.ts'
import { getProvider } from '../../admin/operations/providers.ts'
import { Refusal } from '../../http/refusal.ts'
import { redirect } from '../../http/respond.ts'
import { checkboxField, formTokenField, textField } from '../../web/ui/fields.ts'
import { type Html, html } from '../../web/ui/html.ts'
import { button } from '../../web/ui/parts.ts'
import { askAgain, atDesk, type Desk, showRoom, typedAt } from '../desk.ts'

const home = '/console/sources'

/** `GET /console/sources/:source/delete`: what goes with it, and asks for its name. */
export const deleteProviderForm = atDesk(async (desk) => show(desk, await findAsked(desk)))

/** `POST /console/sources/:source/delete`. */
export const deletedProvider = atDesk(async (desk) => {
  const deletion = await findAsked(desk)
  const form = await desk.visit.form()
  const strands = form.has('strands')
  if (form.typed('confirm') !== deletion.name) return show(desk, deletion, { mistyped: true }, 400)
  const again = await askAgain(desk, `${home}/${deletion.id}/delete`)
  if (again !== undefined) return again
  const deleted = await deleteProvider(desk.world, deletion.id, { by: desk.by, strands })
  if (deleted.ok) return redirect(`${home}?done=deleted`)
  if (deleted.reason === 'unknown' || deleted.reason === 'managed') return redirect(home)
  return show(desk, deletion, { unsaid: deleted.reason === 'stranded' }, 409)
})

const findAsked = async ({ world, visit, by }: Desk): Promise<ProviderDeletion> => {
  const id = visit.path['source'] ?? ''
  const [view, deletion] = await Promise.all([getProvider(world, id), deletionOf(world, id, by)])
  if (view === undefined || view.managed || deletion === undefined) throw new Refusal(404, 'not_found')
  return deletion
}

interface Asked {
  readonly mistyped?: boolean
  /** That people are left without a way in was not said to be meant. */
  readonly unsaid?: boolean
}

const show = (desk: Desk, deletion: ProviderDeletion, asked: Asked = {}, status = 200): Response => {
  const { deletion: texts } = desk.sentences.console.providers
  const { name, usedBy, strandsAsker } = deletion
  const stopped = usedBy.length > 0 || strandsAsker
  const trail = { label: name, href: `${home}/${deletion.id}` }
  return showRoom(
    desk,
    {
      room: 'sources',
      title: texts.title({ name }),
      trail,
      body: stopped ? reasons(desk, deletion) : question(desk, deletion, asked),
    },
    status,
  )
}

/** What has to be seen to before. */
const reasons = ({ sentences }: Desk, { usedBy, strandsAsker }: ProviderDeletion): Html => {
  const { deletion: texts } = sentences.console.providers
  const rules = usedBy.map(
    ({ id, name }) => html`<li><a href="/console/applications/${id}/access" translate="no">${name}</a></li>`,
  )
  return html`<section class="part narrow">${strandsAsker ? html`<p id="yourself">${texts.yourself}</p>` : ''}${
    rules.length === 0 ? '' : html`<p>${texts.used}</p><ul id="used-by">${rules}</ul>`
  }</section>`
}

const question = (desk: Desk, { id, name, people, stranded }: ProviderDeletion, { mistyped, unsaid }: Asked): Html => {
  const { sentences, formToken } = desk
  const typed = typedAt(desk, desk.visit.pathname)
  const { words, console } = sentences
  const { deletion: texts } = console.providers
  const gone = people === 0 ? texts.nobody : `${texts.people({ count: people })} ${texts.lead}`
  return html`<section class="part narrow danger"><p>${gone} ${texts.nameStays}</p><form method="post">${formTokenField(formToken)}${
    stranded === 0
      ? ''
      : html`<p id="stranded">${texts.stranded({ count: stranded })}</p>${checkboxField({
          name: 'strands',
          label: texts.strands,
          checked: typed?.has('strands') === true,
          problem: unsaid === true ? texts.unsaid : undefined,
        })}`
  }${textField({
    name: 'confirm',
    value: typed?.typed('confirm'),
    label: words.typeToConfirm({ name }),
    problem: mistyped === true ? words.typedOther : undefined,
    autocomplete: 'off',
    exact: true,
    required: true,
  })}<div class="row"><a class="button plain" href="${home}/${id}">${words.cancel}</a>${button({ label: console.delete, look: 'bad', id: 'confirm-delete' })}</div></form></section>`
}
