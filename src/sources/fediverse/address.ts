import { isMailProvider } from './mail-providers.ts'
import { hostFrom } from './public-host.ts'

export type ParsedAddress =
  | {
      readonly ok: true
      /** In small letters, as DNS has it; with a port only where the operator vouches for that. */
      readonly host: string
      readonly user?: string | undefined
      /** The name was read off the address of a page, where it may be something else: an id, a part of the site. */
      readonly guessed?: true | undefined
    }
  | { readonly ok: false; readonly code: 'bad_address' | 'email' }

export interface AddressOptions {
  /** Origins that may be named although they are not public: see `SourceWorld`. */
  readonly vouched: ReadonlySet<string>
}

const longest = 2000
const userName = /^[\p{L}\p{N}_](?:[\p{L}\p{N}\p{M}_.~+-]{0,198}[\p{L}\p{N}\p{M}_~+-])?$/u
/** Profiles, as fediverse software addresses them. */
const profilePath = /^\/+(?:web\/+|deck\/+)?(?:@|%40|(?:users|user|u|profile|accounts|author|channel)\/+@?)([^/?#]+)/i

/**
 * What people type or paste where an address is asked for: `@a@d`, `a@d`, `acct:a@d`, `d`, and the address of a profile or of anything
 * else on a server. Says where to look and for whom, without asking anybody.
 */
export const parseAddress = (text: string, { vouched }: AddressOptions): ParsedAddress => {
  const clean = tidy(text)
  const parsed = clean.length > longest ? undefined : read(clean, vouched)
  if (parsed === undefined) return { ok: false, code: 'bad_address' }
  return isMailProvider(parsed.host) ? { ok: false, code: 'email' } : { ok: true, ...parsed }
}

type Found = Omit<Extract<ParsedAddress, { ok: true }>, 'ok'>

/**
 * Full-width and other compatible letters are what they stand for; what cannot be seen (directions, joiners, soft hyphens, variation
 * selectors) was not typed on purpose; brackets, quotes and full stops around it belong to where it was copied from.
 */
const tidy = (text: string): string =>
  text
    .slice(0, longest * 4)
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}|\p{Cf}/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\u3002\uff0e\uff61]/g, '.')
    .replace(/^[\s"'`<({«»„“”‚‘’]+/u, '')
    .replace(/[\s"'`>)}«»“”‘’.,;:!?…]+$/u, '')
    .toLowerCase()

const read = (text: string, vouched: ReadonlySet<string>): Found | undefined => {
  if (text.includes(' ')) return undefined
  const [, address] = /^https?:\/\/+(.+)$/.exec(text) ?? []
  if (address !== undefined) return readPage(address, vouched)
  const rest = text.replace(/^acct:(?:\/\/)?/, '').replace(/^@+/, '')
  const [place = ''] = rest.split(/[/?#]/)
  const after = rest.slice(place.length)
  const at = place.lastIndexOf('@')
  if (at === -1) return readPage(rest, vouched)
  const [user, host] = [place.slice(0, at), hostFrom(place.slice(at + 1), vouched)]
  // `a@b/c@d` is somebody of neither.
  return host !== undefined && userName.test(user) && !after.includes('@') ? { host, user } : undefined
}

/** `d`, `d/@a`, `d/@a/1234?x#y`; `d/@a@e` is how one server shows somebody of another. */
const readPage = (text: string, vouched: ReadonlySet<string>): Found | undefined => {
  const [place = ''] = text.split(/[/?#]/)
  const host = hostFrom(place, vouched)
  if (host === undefined) return undefined
  const [, name = ''] = profilePath.exec(text.slice(place.length)) ?? []
  const [user = '', elsewhere] = name.replaceAll('%40', '@').split('@')
  if (!userName.test(user)) return { host }
  const shown = elsewhere === undefined ? host : hostFrom(elsewhere, vouched)
  return shown === undefined ? { host } : { host: shown, user, guessed: true }
}
