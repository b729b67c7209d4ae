import { type AccountView, getAccount } from '../admin/operations/accounts.ts'
import { type ApplicationView, getApplication } from '../admin/operations/applications.ts'
import { type IconProblem, removeAvatar, setIcon } from '../admin/operations/pictures.ts'
import { Refusal } from '../http/refusal.ts'
import { redirect } from '../http/respond.ts'
import { applicationIcon, face } from '../web/ui/faces.ts'
import { fileField, formTokenField } from '../web/ui/fields.ts'
import { type Html, html } from '../web/ui/html.ts'
import { button, note, section } from '../web/ui/parts.ts'
import { showApplication } from './applications/application.ts'
import { atDesk, type Desk } from './desk.ts'
import { takingPicture } from './undo.ts'

/** `POST /console/applications/:application/icon`: a picture, or none from now on. */
export const changedIcon = atDesk(async (desk) => {
  const { world, visit, by, sentences } = desk
  const found = await getApplication(world, visit.path['application'] ?? '')
  if (found === undefined) throw new Refusal(404, 'not_found')
  const remove = (await visit.form()).has('remove')
  const page = `/console/applications/${found.id}`
  if (remove && !found.managedFields.includes('icon')) {
    const { id, name, icon: path } = found
    const take = () => setIcon(world, id, undefined, by)
    const removal = { what: 'icon', name, page, applicationId: id } as const
    return takingPicture(desk, removal, { kind: 'applications', id, field: 'icon', path, take })
  }
  const sent = await visit.file('icon')
  const set = sent === undefined ? ({ ok: false, code: 'required' } as const) : await setIcon(world, found.id, sent, by)
  if (set.ok) return redirect(`${page}?done=icon`)
  return showApplication(desk, found, { iconProblem: set.code, notice: note('wrong', sentences.words.lookAgain) }, 400)
})

/** A part of an application's page. */
export const iconPart = (
  application: ApplicationView,
  problem: IconProblem | undefined,
  { sentences, formToken }: Desk,
): Html | string => {
  if (application.managedFields.includes('icon')) return ''
  const { icons: texts, ownData, words, problems } = sentences
  const { id, icon } = application
  const action = `/console/applications/${id}/icon`
  const token = formTokenField(formToken)
  const sentence = problem === undefined || problem === 'managed' ? undefined : problems.fields.avatar[problem]
  const remove = html`<form method="post" action="${action}">${token}${button({ label: words.remove, look: 'plain', small: true, name: 'remove', value: 'yes', id: 'remove-icon', says: `${words.remove}: ${texts.title}` })}</form>`
  return section({
    id: 'picture',
    title: texts.title,
    lead: texts.lead,
    aside: html`<span class="heading">${applicationIcon(application)}</span>`,
    body: html`<form method="post" class="narrow" action="${action}" enctype="multipart/form-data">${token}${fileField({
      name: 'icon',
      label: texts.file,
      hint: ownData.picture.kinds,
      problem: sentence,
      accept: 'image/png,image/webp,image/jpeg,image/gif,image/avif',
      required: true,
    })}<div>${button({ label: texts.submit, look: 'plain', id: 'send-icon' })}</div></form>${icon === undefined ? '' : remove}`,
  })
}

/** `POST /console/people/:account/avatar`: takes somebody's picture down. */
export const removedAvatar = atDesk(async (desk) => {
  const { world, visit, by } = desk
  const found = await getAccount(world, visit.path['account'] ?? '')
  if (found === undefined) throw new Refusal(404, 'not_found')
  const { id, name, avatar: path } = found
  const take = () => removeAvatar(world, id, by)
  const removal = { what: 'avatar', name, page: `/console/people/${id}`, accountId: id } as const
  return takingPicture(desk, removal, { kind: 'accounts', id, field: 'avatar', path, take })
})

/** A part of an account's page, where there is a picture. */
export const avatarPart = ({ id, name, avatar }: AccountView, { sentences, formToken }: Desk): Html | string => {
  if (avatar === undefined) return ''
  const { ownData, icons, words } = sentences
  return section({
    id: 'picture',
    title: ownData.picture.title,
    lead: icons.avatarLead,
    aside: html`<span class="heading">${face({ name, picture: avatar })}</span>`,
    body: html`<form method="post" action="/console/people/${id}/avatar">${formTokenField(formToken)}<div>${button({ label: words.remove, look: 'plain', id: 'remove-picture', says: `${words.remove}: ${ownData.picture.title}` })}</div></form>`,
  })
}
