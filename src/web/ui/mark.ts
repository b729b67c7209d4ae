import { type Html, html } from './html.ts'

/** Portico's mark: two arches, one within the other. */
export const mark: Html = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path d="M4 28V16a12 12 0 0 1 24 0v12"/><path d="M11 28V16a5 5 0 0 1 10 0v12"/></svg>`

const archway = (radius: number): Html => {
  const left = 544 - radius
  return html`<path d="M${left} 4000V544a${radius} ${radius} 0 0 1 ${radius * 2} 0V4000"/>`
}

/** The archway that a leaf stands in. Drawn from the outermost to the innermost, so that each is set back a little further. */
export const arches: Html = html`<svg class="arches" viewBox="0 0 1088 4000" aria-hidden="true">${[540, 456, 384, 320].map(archway)}</svg>`

/** A small drawing for a place where nothing is yet. */
export const emptyDoor: Html = html`<svg class="empty-door" viewBox="0 0 120 96" aria-hidden="true"><path d="M12 92V56a48 48 0 0 1 96 0v36"/><path d="M28 92V56a32 32 0 0 1 64 0v36"/><path d="M44 92V56a16 16 0 0 1 32 0v36"/><path d="M2 92h116"/></svg>`
