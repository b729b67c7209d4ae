import { canonicalUsername, suggestUsername } from '../accounts/canonical.ts'

/** Gives each name out once: `mastodon`, `mastodon-2`. */
export const namesOnce = () => {
  const given = new Set<string>()
  return (wanted: string): string => {
    let name = wanted
    for (let number = 2; given.has(name.toLowerCase()); number += 1) name = `${wanted}-${number}`
    given.add(name.toLowerCase())
    return name
  }
}

/** A username out of what another program calls somebody: as it is where that can be one here. */
export const usernameFrom = (...wanted: readonly (string | undefined)[]): string => {
  const said = wanted.filter((text) => text !== undefined).filter((text) => text.trim() !== '')
  for (const text of said) {
    const canonical = canonicalUsername(text)
    if (canonical.ok) return canonical.shown
    const plain = suggestUsername(text)
    if (plain !== undefined) return plain
  }
  return 'user'
}
