import { registrationProblem, toRedirectUri, type WrittenRedirectUri } from '../../applications/redirect-uri.ts'
import type { Note } from '../imported.ts'
import { isPlain } from '../plain.ts'

export interface Redirects {
  readonly redirectUris: readonly WrittenRedirectUri[]
  readonly postLogoutRedirectUris: readonly string[]
}

/** A list with modes, as authentik has had it since 2024.12; before, a text with one in each line. */
export const readRedirects = (value: unknown, about: string, leave: (note: Note) => void): Redirects => {
  const written: unknown = typeof value === 'string' ? value.split(/\s+/).filter((uri) => uri !== '') : value
  if (written === undefined || written === null) return { redirectUris: [], postLogoutRedirectUris: [] }
  if (!Array.isArray(written)) {
    leave({ about, code: 'malformed' })
    return { redirectUris: [], postLogoutRedirectUris: [] }
  }
  const redirectUris: WrittenRedirectUri[] = []
  const postLogoutRedirectUris: string[] = []
  for (const [at, one] of written.entries()) {
    const where = `${about}[${at}]`
    const read = readOne(one)
    if (read === undefined) leave({ about: where, code: 'malformed' })
    else if (registrationProblem(toRedirectUri(read.uri), { allowHttp: true }) !== undefined) {
      leave({ about: where, code: 'redirect', detail: textOf(read.uri) })
    } else if (!read.logout) redirectUris.push(read.uri)
    else if (typeof read.uri === 'string') postLogoutRedirectUris.push(read.uri)
    else leave({ about: where, code: 'redirect', detail: textOf(read.uri) })
  }
  return { redirectUris, postLogoutRedirectUris }
}

const readOne = (one: unknown): { readonly uri: WrittenRedirectUri; readonly logout: boolean } | undefined => {
  if (typeof one === 'string') return { uri: one, logout: false }
  if (!isPlain(one) || typeof one['url'] !== 'string') return undefined
  const { url, matching_mode: mode, redirect_uri_type: type } = one
  const uri = mode === 'regex' ? { match: 'regex' as const, uri: withLiteralHost(url) } : url
  return { uri, logout: type === 'logout' }
}

/** People leave the dots of a host as they are; an expression takes them for any letter, which nobody means. */
const withLiteralHost = (pattern: string): string =>
  pattern.replace(
    /^(\^?https?:\/\/)([a-z0-9.-]+)(?=[:/])/i,
    (_, scheme: string, host: string) => `${scheme}${host.replaceAll('.', '\\.')}`,
  )

const textOf = (uri: WrittenRedirectUri): string => (typeof uri === 'string' ? uri : `regex ${uri.uri}`).slice(0, 200)
