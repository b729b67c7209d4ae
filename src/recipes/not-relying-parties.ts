/** What people look for and cannot be connected. Why, each says in `notHere` of `locales/recipes-<tag>/recipes.ts`. */
export interface NotARelyingParty {
  readonly slug: string
  readonly name: string
  readonly sources: readonly string[]
}

export const notRelyingParties: readonly NotARelyingParty[] = [
  { slug: 'misskey', name: 'Misskey', sources: ['https://github.com/misskey-dev/misskey/issues/9132'] },
  { slug: 'sharkey', name: 'Sharkey', sources: ['https://github.com/misskey-dev/misskey/issues/9132'] },
  {
    slug: 'bookwyrm',
    name: 'BookWyrm',
    sources: ['https://github.com/bookwyrm-social/bookwyrm/blob/main/bookwyrm/settings.py'],
  },
  { slug: 'owncast', name: 'Owncast', sources: ['https://github.com/owncast/owncast/issues/3940'] },
  {
    slug: 'vernissage',
    name: 'Vernissage',
    sources: ['https://github.com/VernissageApp/VernissageServer/issues/211'],
  },
]
