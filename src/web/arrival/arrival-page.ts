import type { Sentences } from '../../locales/sentences.ts'
import { type AddressView, departureButton } from '../sources/address-form.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type Person, personLine, type ShownApplication } from '../ui/faces.ts'
import { checkboxField, formTokenField } from '../ui/fields.ts'
import { breakable, type Html, html } from '../ui/html.ts'
import { button, note, told } from '../ui/parts.ts'

export interface ArrivalView {
  readonly formToken: string
  readonly application?: ShownApplication | undefined
  /** Who came: name, proven handle, picture. */
  readonly person: Person
  /** What becomes of it. */
  readonly what: 'known' | 'newcomer' | 'link'
  /** `@user@domain` that was typed, when that is somebody else. */
  readonly typed?: string | undefined
  readonly moved?: boolean
  /** The server, as it can be remembered and gone back to. */
  readonly host: string
  readonly errand: AddressView['errand']
}

/** Sends `decision`, and `remember` when the server is to be. */
export const arrivalPage = (view: ArrivalView, sentences: Sentences, brand: Brand): string => {
  const { arrival } = sentences.fediverse
  const { person, typed, host } = view
  const application = view.application?.name ?? brand.name
  return renderDoorway(
    {
      title: arrival.title,
      icon: view.application === undefined ? undefined : applicationIcon(view.application),
      heading: arrival.title,
      lead: view.what === 'link' ? arrival.link : arrival[view.what]({ application }),
      scripts: ['once.js'],
      body: html`${personLine(person)}${typed === undefined ? '' : instead({ typed, came: person.detail }, sentences)}${view.moved === true ? note('info', arrival.moved) : ''}
<form method="post">${formTokenField(view.formToken)}${checkboxField({
        name: 'remember',
        label: arrival.remember({ place: host }),
        checked: true,
      })}${button({
        label: typed === undefined ? arrival.submit : arrival.submitAs({ handle: person.detail }),
        id: 'go-on',
        name: 'decision',
        value: 'go-on',
      })}</form>
<div class="stack"><p class="hint centred">${arrival.notYou}</p>${departureButton({
        view: { formToken: view.formToken, errand: view.errand, afresh: true },
        address: typed ?? host,
        label: arrival.another,
        look: 'plain',
        id: 'another',
      })}</div>`,
    },
    sentences,
    brand,
  )
}

const instead = (
  { typed, came }: { readonly typed: string; readonly came: string },
  { fediverse: { arrival } }: Sentences,
): Html =>
  html`${note('warning', arrival.instead)}${told([
    { label: arrival.typed, value: html`<span translate="no">${breakable(typed)}</span>` },
    { label: arrival.came, value: html`<span translate="no">${breakable(came)}</span>` },
  ])}`
