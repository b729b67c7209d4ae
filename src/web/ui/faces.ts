import { type Html, html } from './html.ts'
import { mark } from './mark.ts'

/** Somebody, as pages show them. */
export interface Person {
  readonly name: string
  /** What tells them from others of that name: a username, a handle, an e-mail. */
  readonly detail: string
  readonly picture?: string | undefined
}

/** An application, as pages show it. */
export interface ShownApplication {
  readonly name: string
  readonly icon?: string | undefined
}

/** Ours, or inside the page: anything else is stopped by the policy, and would tell a stranger who is here. */
const mayShow = (address: string | undefined): address is string =>
  address !== undefined &&
  (/^\/(?!\/)/.test(address) || /^data:image\/(?:png|jpeg|webp|gif|svg\+xml)[;,]/.test(address))

/** An application's own icon, or one made from its name. The name always stands beside it, so it says nothing to a screen reader. */
export const applicationIcon = ({ name, icon }: ShownApplication): Html =>
  mayShow(icon)
    ? html`<img class="tile" src="${icon}" alt="" width="64" height="64">`
    : html`<svg class="tile" viewBox="0 0 64 64" aria-hidden="true"><rect width="64" height="64" fill="oklch(.5 .13 ${hueOf(name)})"/><g class="tile-arch"><path d="M4 64V34a28 28 0 0 1 56 0v30"/><path d="M13 64V36a19 19 0 0 1 38 0v28"/></g><text x="32" y="35" translate="no">${initials(name, 1)}</text></svg>`

/** What leads where no application does: the installation's logo, or Portico's mark. */
export const brandMark = ({ logo }: { readonly logo?: string | undefined }): Html =>
  mayShow(logo) ? html`<img class="logo" src="${logo}" alt="">` : mark

/** The same at the head of a doorway: a logo as it is, the mark on a tile. */
export const leadingMark = ({ logo }: { readonly logo?: string | undefined }): Html =>
  mayShow(logo) ? brandMark({ logo }) : html`<span class="tile plain">${mark}</span>`

export const face = ({ name, picture }: Pick<Person, 'name' | 'picture'>): Html =>
  mayShow(picture)
    ? html`<img class="face" src="${picture}" alt="" width="44" height="44">`
    : html`<span class="face" aria-hidden="true" translate="no">${initials(name, 2)}</span>`

/** Who it is about, as one line with a face, and what can be done about that. */
export const personLine = (person: Person, action?: Html): Html =>
  html`<div class="person">${face(person)}<div translate="no"><b>${person.name}</b><span class="quiet">${person.detail}</span></div>${action}</div>`

/** Far enough apart to be told from one another; without the yellows, which are mud when dark enough to write on in white. */
const hues = [12, 35, 56, 130, 152, 175, 200, 228, 252, 275, 298, 320, 345]

/** The same name has the same hue on every page of every installation. */
export const hueOf = (name: string): number => {
  let sum = 2_166_136_261
  for (const character of name.normalize('NFC').toLowerCase()) {
    sum = Math.imul(sum ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0
  }
  return hues[(sum >>> 8) % hues.length] ?? 0
}

/** The first letters of the first and the last word, at most `most` of them. */
export const initials = (name: string, most: number): string => {
  const letters = name
    .split(/[\s._-]+/u)
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0])
    .filter((letter) => letter !== undefined)
  const chosen = most === 1 || letters.length < 2 ? letters.slice(0, 1) : [letters[0], letters.at(-1)]
  return chosen.join('').toLocaleUpperCase('en') || '?'
}
