const mostSlug = 64

/** Under `/application/o/` these are endpoints for every application, as authentik has them; none may be called so. */
export const reservedSlugs: readonly string[] = ['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke']

export type SlugProblem = 'required' | 'too_long' | 'bad_slug' | 'reserved'

/** What is wrong with a short name, or undefined: it is one segment of an address, the same in every spelling of it. */
export const slugProblem = (slug: string): SlugProblem | undefined => {
  if (slug === '') return 'required'
  if (slug.length > mostSlug) return 'too_long'
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(slug)) return 'bad_slug'
  return reservedSlugs.includes(slug) ? 'reserved' : undefined
}

/** A short name made from a name: `Example Social` is `example-social`. Always one that `slugProblem` has nothing against. */
export const slugFrom = (name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, mostSlug - 8)
    .replace(/^-+|-+$/g, '')
  if (plain === '') return 'application'
  return reservedSlugs.includes(plain) ? `${plain}-application` : plain
}
