import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { type Person, personLine } from '../ui/faces.ts'
import { formTokenField } from '../ui/fields.ts'
import { html } from '../ui/html.ts'
import { button, linkButton, pill } from '../ui/parts.ts'

export interface MemberView {
  readonly formToken: string
  readonly person: Person
  readonly what: 'offered' | 'joined' | 'nothing'
  /** Names of the groups that are joined. */
  readonly groups: readonly string[]
}

/** An invitation in the hands of somebody who has an account. */
export const memberPage = (view: MemberView, sentences: Sentences, brand: Brand): string => {
  const { signUp, errors } = sentences
  const { what } = view
  const heading = what === 'joined' ? signUp.joinedTitle : signUp.joinTitle({ place: brand.name })
  const said = { offered: signUp.joinLead, joined: signUp.joinedLead, nothing: signUp.joinNothing }[what]
  const groups = view.groups.map((name) => html`<span translate="no">${pill(name)}</span>`)
  const body = html`${personLine(view.person)}${view.groups.length === 0 ? '' : html`<div class="to"><span class="pills">${groups}</span></div>`}${
    what === 'offered'
      ? html`<form method="post">${formTokenField(view.formToken)}${button({ label: signUp.joinSubmit, id: 'join' })}</form>`
      : linkButton({ label: errors.toMyApps, href: '/' })
  }${what === 'joined' ? '' : html`<p class="centred"><a href="/sign-out" id="somebody-else">${signUp.joinOther}</a></p>`}`
  return renderDoorway({ title: heading, heading, lead: said, scripts: ['once.js'], body }, sentences, brand)
}
