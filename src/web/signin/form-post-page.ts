import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type ShownApplication } from '../ui/faces.ts'
import { hiddenFields } from '../ui/fields.ts'
import { html } from '../ui/html.ts'
import { button } from '../ui/parts.ts'

export interface FormPostView {
  /** The redirect URI. Checked by whoever renders this: a form runs what its action says. */
  readonly redirectUri: string
  /** The authorization response: `code`, `state`, `iss`, or an error. */
  readonly parameters: readonly (readonly [string, string])[]
  readonly application: ShownApplication
}

/** OAuth 2.0 Form Post Response Mode: sends itself where scripts run, and waits for the button where they do not. */
export const formPostPage = (view: FormPostView, sentences: Sentences, brand: Brand): string => {
  const { leaving } = sentences
  const to = view.application.name
  return renderDoorway(
    {
      title: leaving.title({ to }),
      icon: applicationIcon(view.application),
      heading: leaving.title({ to }),
      lead: leaving.lead,
      scripts: ['post.js'],
      body: html`<form method="post" action="${view.redirectUri}">${hiddenFields(view.parameters)}${button({ label: sentences.words.continue, id: 'continue' })}</form>`,
    },
    sentences,
    brand,
  )
}
