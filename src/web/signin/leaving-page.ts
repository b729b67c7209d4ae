import type { Sentences } from '../../locales/sentences.ts'
import type { Brand } from '../ui/brand.ts'
import { renderDoorway } from '../ui/doorway.ts'
import { html } from '../ui/html.ts'
import { linkButton } from '../ui/parts.ts'

export interface LeavingView {
  readonly href: string
  /** Whom people know it by: a name, or a host. */
  readonly to: string
  /** The application that says that somebody goes there: the page then waits for them to agree. */
  readonly says?: string | undefined
}

/**
 * A page between two redirects. A relying party's own `form-action` covers the way to us and no further; a page ends that
 * chain, and from it the browser goes on freely.
 */
export const leavingPage = (view: LeavingView, sentences: Sentences, brand: Brand): string => {
  const { leaving } = sentences
  const { href, to, says } = view
  return renderDoorway(
    {
      title: leaving.title({ to }),
      heading: leaving.title({ to }),
      lead: says === undefined ? leaving.lead : leaving.hinted({ to, application: says }),
      ...(says === undefined ? { head: html`<meta http-equiv="refresh" content="0; url=${href}">\n` } : {}),
      body: linkButton({ label: leaving.submit({ to }), href, id: 'continue' }),
    },
    sentences,
    brand,
  )
}
