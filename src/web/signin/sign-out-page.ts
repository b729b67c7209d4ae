import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { applicationIcon, type Person, personLine, type ShownApplication } from '../ui/faces.ts'
import { formTokenField, hiddenFields } from '../ui/fields.ts'
import { paths } from '../ui/hall.ts'
import { attributes, html } from '../ui/html.ts'
import { button, linkButton } from '../ui/parts.ts'

export interface SignOutView {
  readonly formToken: string
  readonly action?: string | undefined
  readonly person: Person
  /** Who asks. `unknown` when an application does, and did not say which. */
  readonly asker?: ShownApplication | 'unknown' | undefined
  /** Where the person goes afterwards, when that is somewhere else. */
  readonly returnHost?: string | undefined
  /** What the form has to carry along. */
  readonly carried?: readonly (readonly [string, string])[] | undefined
}

/** Asks before a session ends, so that no link on a stranger's page can end it. */
export const signOutPage = (view: SignOutView, sentences: Sentences, brand: Brand): string => {
  const { signOut } = sentences
  const { asker } = view
  const application = asker === undefined || asker === 'unknown' ? undefined : asker
  return renderDoorway(
    {
      title: signOut.title,
      icon: application === undefined ? undefined : applicationIcon(application),
      heading: signOut.title,
      lead:
        application !== undefined
          ? signOut.asked({ application: application.name })
          : asker === 'unknown'
            ? signOut.askedBySomebody
            : signOut.plain,
      scripts: ['once.js'],
      body: html`${personLine(view.person)}
<form method="post"${attributes({ action: view.action })}>${formTokenField(view.formToken)}${hiddenFields(view.carried ?? [])}<div class="row">${linkButton({ label: signOut.stay, look: 'plain', href: paths.myApps, id: 'stay' })}${button({ label: signOut.submit, id: 'sign-out' })}</div>${
        view.returnHost === undefined
          ? ''
          : html`<p class="hint centred">${signOut.returns({ host: view.returnHost })}</p>`
      }</form>`,
    },
    sentences,
    brand,
  )
}
