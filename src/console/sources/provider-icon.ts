import type { IconProblem } from '../../admin/operations/pictures.ts'
import type { ProviderView } from '../../admin/operations/providers.ts'
import { applicationIcon } from '../../web/ui/faces.ts'
import { fileField, formTokenField } from '../../web/ui/fields.ts'
import { type Html, html } from '../../web/ui/html.ts'
import { button, section } from '../../web/ui/parts.ts'
import type { Desk } from '../desk.ts'

/** A part of a provider's page. */
export const providerIconPart = (
  { id, name, managed, settings: { icon } }: ProviderView,
  problem: IconProblem | undefined,
  { sentences, formToken }: Desk,
): Html | string => {
  if (managed) return ''
  const { icons, ownData, words, problems, console } = sentences
  const action = `/console/sources/${id}/icon`
  const token = formTokenField(formToken)
  const sentence = problem === undefined || problem === 'managed' ? undefined : problems.fields.avatar[problem]
  const remove = html`<form method="post" action="${action}">${token}<div>${button({ label: words.remove, look: 'plain', small: true, name: 'remove', value: 'yes', id: 'remove-icon', says: `${words.remove}: ${icons.title}` })}</div></form>`
  return section({
    id: 'picture',
    title: icons.title,
    lead: console.providers.iconLead,
    aside: html`<span class="heading">${applicationIcon({ name, icon })}</span>`,
    body: html`<form method="post" class="narrow" action="${action}" enctype="multipart/form-data">${token}${fileField({
      name: 'icon',
      label: icons.file,
      hint: ownData.picture.kinds,
      problem: sentence,
      accept: 'image/png,image/webp,image/jpeg,image/gif,image/avif',
      required: true,
    })}<div>${button({ label: icons.submit, look: 'plain', id: 'send-icon' })}</div></form>${icon === undefined ? '' : remove}`,
  })
}
