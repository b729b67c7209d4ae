/** How many letters must be added, removed, replaced or swapped with their neighbour to make one text the other. */
const distance = (one: string, other: string): number => {
  let twoAgo: number[] = []
  let before = Array.from({ length: other.length + 1 }, (_, at) => at)
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row]
    for (let column = 1; column <= other.length; column += 1) {
      const same = one[row - 1] === other[column - 1]
      let least = Math.min(
        (before[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (before[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        least = Math.min(least, (twoAgo[column - 2] ?? 0) + 1)
      now.push(least)
    }
    twoAgo = before
    before = now
  }
  return before[other.length] ?? 0
}

/**
 * The known name that was probably meant, if any is near: at most a third of its letters differ, or one begins with the other.
 * Case, `-` and `_` do not count, so that `client_id` finds `clientId`.
 */
export const nearest = (written: string, known: readonly string[]): string | undefined => {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_]/g, '').slice(0, 100)
  const asked = plain(written)
  let best: { readonly name: string; readonly away: number } | undefined
  for (const name of known) {
    const candidate = plain(name)
    const begins = asked.length >= 3 && (candidate.startsWith(asked) || asked.startsWith(candidate))
    const away = Math.min(begins ? 1 : Number.POSITIVE_INFINITY, distance(asked, candidate))
    if (away <= Math.max(1, Math.floor(candidate.length / 3)) && (best === undefined || away < best.away))
      best = { name, away }
  }
  return best?.name
}
