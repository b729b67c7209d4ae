import type { Sentences } from '../../locales/sentences.ts'
import { face, type Person } from '../ui/faces.ts'
import { fileField, formTokenField } from '../ui/fields.ts'
import { type Html, html } from '../ui/html.ts'
import { button, section } from '../ui/parts.ts'

/** What a picture may be sent as. What it really is, is looked at here. */
export const pictureTypes = 'image/jpeg,image/png,image/webp,image/gif,image/avif'

export interface PictureSection {
  readonly person: Person
  readonly formToken: string
  readonly action: string
  readonly problem?: string | undefined
}

/** Sends a file `avatar`, or `remove`. */
export const pictureSection = (view: PictureSection, { ownData, words }: Sentences): Html => {
  const { picture } = ownData
  const { person, action, problem } = view
  const token = formTokenField(view.formToken)
  const remove = html`<form method="post" action="${action}">${token}${button({ label: words.remove, look: 'plain', small: true, name: 'remove', value: 'yes', id: 'remove-picture', says: `${words.remove}: ${picture.title}` })}</form>`
  return section({
    id: 'picture',
    title: picture.title,
    lead: picture.lead,
    aside: html`<div class="heading">${face(person)}${person.picture === undefined ? '' : remove}</div>`,
    body: html`<form method="post" class="narrow" action="${action}" enctype="multipart/form-data">${token}${fileField({
      name: 'avatar',
      label: picture.file,
      hint: picture.hint,
      problem,
      accept: pictureTypes,
      required: true,
    })}<div>${button({ label: picture.submit, look: 'plain', id: 'send-picture' })}</div></form>`,
  })
}
