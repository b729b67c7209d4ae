import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { html } from '../ui/html.ts'
import { linkButton } from '../ui/parts.ts'

export interface SignedOutView {
  readonly signInHref: string
  /** Back to where the person came from, when that is known and registered. */
  readonly back?: { readonly application: string; readonly href: string } | undefined
}

/** The end of a sign-out. It leads nowhere by itself: an application that signs in on its own would undo it. */
export const signedOutPage = (view: SignedOutView, sentences: Sentences, brand: Brand): string => {
  const { signOut } = sentences
  return renderDoorway(
    {
      title: signOut.done,
      heading: signOut.done,
      lead: signOut.doneLead,
      body: html`<div class="stack">${
        view.back === undefined
          ? ''
          : linkButton({
              label: signOut.backTo({ application: view.back.application }),
              href: view.back.href,
              id: 'back',
            })
      }${linkButton({ label: signOut.again, href: view.signInHref, look: 'plain', id: 'sign-in-again' })}</div>`,
    },
    sentences,
    brand,
  )
}
