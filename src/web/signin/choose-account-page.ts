import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, face, type Person, type ShownApplication } from '../ui/faces.ts'
import { formTokenField } from '../ui/fields.ts'
import { attributes, html } from '../ui/html.ts'
import { icon } from '../ui/icons.ts'
import { button } from '../ui/parts.ts'

export interface ChooseAccountView {
  readonly formToken: string
  readonly action?: string | undefined
  readonly application?: ShownApplication | undefined
  /** Whoever is signed in at this browser. */
  readonly accounts: readonly { readonly id: string; readonly person: Person }[]
}

/** Sends `account`: the id of the one that was chosen, or nothing at all with `another`. */
export const chooseAccountPage = (view: ChooseAccountView, sentences: Sentences, brand: Brand): string => {
  const { choose } = sentences.signIn
  return renderDoorway(
    {
      title: choose.title,
      icon: view.application === undefined ? undefined : applicationIcon(view.application),
      heading: choose.title,
      lead: view.application === undefined ? choose.leadHere : choose.lead({ application: view.application.name }),
      scripts: ['once.js'],
      body: html`<form method="post"${attributes({ action: view.action })}>${formTokenField(view.formToken)}<div class="stack">${view.accounts.map(
        ({ id, person }) =>
          html`<button class="person" name="account" value="${id}">${face(person)}<span translate="no"><b>${person.name}</b><span class="quiet">${person.detail}</span></span>${icon('go')}</button>`,
      )}</div>${button({ label: choose.another, look: 'plain', id: 'another', name: 'another', value: 'yes' })}</form>`,
    },
    sentences,
    brand,
  )
}
