import type { Sentences } from '../../locales/sentences.ts'

/** A stretch of an address; `differs` when the other one has something else in its place. */
export interface Stretch {
  readonly text: string
  readonly differs: boolean
}

export type Hint = keyof Sentences['errors']['hints']

export interface Comparison {
  readonly sent: readonly Stretch[]
  readonly registered: readonly Stretch[]
  readonly hint: Hint
}

const partNames = ['scheme', 'user', 'host', 'port', 'path', 'query', 'fragment'] as const
type PartName = (typeof partNames)[number]
type Parts = Readonly<Record<PartName, string>>

/** Cut as it is written, not as a URL parser would mend it: what differs is what a person typed. */
const partsOf = (address: string): Parts => {
  const [, scheme = '', user = '', host = '', port = '', path = '', query = '', fragment = ''] =
    /^([A-Za-z][A-Za-z0-9+.-]*:(?:\/\/)?)?((?<=\/\/)[^/?#@]*@)?((?<=\/\/|@)(?:\[[^\]/?#]*\]|[^/?#:]*))?(:\d*)?([^?#]*)(\?[^#]*)?(#.*)?$/su.exec(
      address,
    ) ?? []
  return { scheme, user, host, port, path, query, fragment }
}

/** Marks what two addresses do not share, and names the usual cause. */
export const compareAddresses = (sent: string, registered: string): Comparison => {
  const [one, other] = [partsOf(sent), partsOf(registered)]
  const pairs = partNames.map((part) => stretchesOf(one[part], other[part], part))
  return {
    sent: joined(pairs.flatMap(([stretches]) => stretches)),
    registered: joined(pairs.flatMap(([, stretches]) => stretches)),
    hint: hintFor(one, other),
  }
}

const stretchesOf = (one: string, other: string, part: PartName): readonly [readonly Stretch[], readonly Stretch[]] => {
  if (one === other) return [[{ text: one, differs: false }], [{ text: other, differs: false }]]
  const finely = part === 'path' || part === 'query'
  const start = finely ? sharedStart(one, other) : 0
  const end = finely
    ? sharedEnd(one.slice(start), other.slice(start))
    : part === 'scheme'
      ? sharedPunctuation(one, other)
      : 0
  const cut = (text: string): readonly Stretch[] => [
    { text: text.slice(0, start), differs: false },
    { text: text.slice(start, text.length - end), differs: true },
    { text: text.slice(text.length - end), differs: false },
  ]
  return [cut(one), cut(other)]
}

/** Whole segments: half a word marked helps nobody, except for the slash at the end. */
const sharedStart = (one: string, other: string): number => {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  if (at === one.length || at === other.length) return at
  const boundary = Math.max(...['/', '?', '&', '='].map((mark) => one.lastIndexOf(mark, at - 1)))
  return boundary + 1
}

const sharedEnd = (one: string, other: string): number => {
  let count = 0
  while (count < Math.min(one.length, other.length) && one.at(-1 - count) === other.at(-1 - count)) count++
  while (count > 0 && !'/?&='.includes(one.at(-count) ?? '')) count--
  return count
}

/** Of `http://` and `https://` the words differ and the rest does not. */
const sharedPunctuation = (one: string, other: string): number =>
  ['://', ':'].find((mark) => one.endsWith(mark) && other.endsWith(mark))?.length ?? 0

const joined = (stretches: readonly Stretch[]): readonly Stretch[] => {
  const whole: Stretch[] = []
  for (const stretch of stretches) {
    const last = whole.at(-1)
    if (last !== undefined && last.differs === stretch.differs && !(stretch.differs && stretch.text === '')) {
      whole[whole.length - 1] = { text: last.text + stretch.text, differs: last.differs }
    } else if (stretch.text !== '' || stretch.differs) whole.push(stretch)
  }
  return whole
}

const hintFor = (sent: Parts, registered: Parts): Hint => {
  const differing = partNames.filter((part) => sent[part] !== registered[part])
  const [only] = differing
  if (only === undefined || differing.length > 1) return sameButCase(sent, registered) ? 'case' : 'other'
  const [one, other] = [sent[only], registered[only]]
  switch (only) {
    case 'scheme':
      return one === 'http://' && other === 'https://'
        ? 'http'
        : one === 'https://' && other === 'http://'
          ? 'https'
          : 'scheme'
    case 'host':
      if (one.toLowerCase() === other.toLowerCase()) return 'case'
      if (one === `www.${other}` || other === `www.${one}`) return 'www'
      return isLoopback(one) && isLoopback(other) ? 'loopback' : 'host'
    case 'port':
      return 'port'
    case 'path':
      if (one === `${other}/`) return 'slash_extra'
      if (`${one}/` === other) return 'slash_missing'
      return one.toLowerCase() === other.toLowerCase() ? 'case' : 'path'
    case 'query':
      return 'query'
    default:
      return 'other'
  }
}

const isLoopback = (host: string): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(host)

const sameButCase = (one: Parts, other: Parts): boolean =>
  partNames.every((part) => one[part].toLowerCase() === other[part].toLowerCase())

/** Registered addresses, the likeliest one first; `registered` order among equals. */
export const nearestFirst = (sent: string, registered: readonly string[]): readonly string[] =>
  registered
    .map((address, index) => ({ address, index, distance: distanceOf(partsOf(sent), partsOf(address)) }))
    .sort((one, other) => one.distance - other.distance || one.index - other.index)
    .map(({ address }) => address)

/** A different host weighs more than all else together; then how much of the path has to change. */
const distanceOf = (one: Parts, other: Parts): number => {
  const [a, b] = [one.path, other.path]
  const start = sharedStart(a, b)
  const changed = Math.max(a.length, b.length) - start - sharedEnd(a.slice(start), b.slice(start))
  const path = a === b ? 0 : 1 + Math.min(changed, 200) / 100
  const rest = partNames.filter((part) => part !== 'host' && part !== 'path' && one[part] !== other[part]).length
  return (one.host.toLowerCase() === other.host.toLowerCase() ? 0 : 10) + path + rest
}
