import { findTemplate } from './host-meta.ts'
import { mediaType, objectsOf, readJsonObject, textOf } from './json.ts'
import { lookAt, type Outside } from './outside.ts'
import type { Fetched } from './safe-fetch.ts'

/** What a host says of somebody (RFC 7033). It is that host's word, and proves nothing about any other. */
export interface Found {
  readonly found: true
  /** The first link to an ActivityPub actor, an http(s) URL. */
  readonly actor?: string | undefined
  /** `acct:user@domain`, mostly. */
  readonly subject?: string | undefined
  /** Their pages: aliases, and what is linked as a profile. */
  readonly pages: readonly string[]
}

export type WebFinger =
  | Found
  | {
      readonly found: false
      /**
       * `nobody`: there is no such person; `gone`: there was, and never will be again (Mastodon's 410); `closed`: it does not tell, or tells
       * nothing that can be read.
       */
      readonly why: 'nobody' | 'gone' | 'closed'
    }

/** Asks a host about somebody of its own: `acct:user@domain`, or a URL. Throws `FetchFailed` where nothing answers. */
export const askWebFinger = async (outside: Outside, origin: string, resource: string): Promise<WebFinger> =>
  read(await lookAt(outside, webFingerAt(origin, encodeURIComponent(resource)), { accept }))

export interface DomainAnswer {
  readonly word: WebFinger
  /** Where the domain has everybody asked about who looks somebody up: an address of another host, in which `{uri}` stands for whom. */
  readonly template?: string | undefined
}

/**
 * The same of a domain that handles end in: it may send on whoever asks, or its host-meta may say where to ask. `template` is what it answered
 * so before, and is gone by as long as it leads to somebody.
 */
export const askDomain = async (
  outside: Outside,
  origin: string,
  resource: string,
  template?: string,
): Promise<DomainAnswer> => {
  const asked = encodeURIComponent(resource)
  const at = (where: string) => where.replaceAll('{uri}', asked)
  if (template !== undefined) {
    const word = await lookAt(outside, at(template), { accept }).then(read, () => undefined)
    if (word?.found === true) return { word, template }
  }
  const there = webFingerAt(origin, asked)
  const first = await lookAt(outside, there, { accept })
  if (first.status !== 404) {
    const { origin: other } = new URL(first.url)
    const sentOn = other !== origin && sameAddress(first.url, webFingerAt(other, asked))
    return { word: read(first), template: sentOn ? webFingerOf(other) : undefined }
  }
  const said = await findTemplate(outside, origin).catch(() => undefined)
  return said === undefined || sameAddress(at(said), there)
    ? { word: read(first) }
    : { word: read(await lookAt(outside, at(said), { accept })), template: said }
}

const accept = 'application/jrd+json, application/json'

/** Where a host is asked, as a template. */
export const webFingerOf = (origin: string): string => webFingerAt(origin, '{uri}')

const webFingerAt = (origin: string, asked: string): string => `${origin}/.well-known/webfinger?resource=${asked}`

const sameAddress = (one: string, other: string): boolean => new URL(one).href === new URL(other).href

const read = ({ status, headers, body }: Fetched): WebFinger => {
  if (status === 404) return { found: false, why: 'nobody' }
  if (status === 410) return { found: false, why: 'gone' }
  const isJson = ['application/jrd+json', 'application/json'].includes(mediaType(headers))
  const jrd = status === 200 && isJson ? readJsonObject(body) : undefined
  if (jrd === undefined) return { found: false, why: 'closed' }
  const links = objectsOf(jrd['links']).map(({ rel, type, href }) => ({ rel, type, href: webAddress(href) }))
  const aliases = Array.isArray(jrd['aliases']) ? jrd['aliases'].map(webAddress) : []
  const profiles = links.filter(({ rel }) => rel === 'http://webfinger.net/rel/profile-page').map(({ href }) => href)
  return {
    found: true,
    actor: links.find(({ rel, type, href }) => rel === 'self' && isActivityPub(type) && href !== undefined)?.href,
    subject: textOf(jrd['subject']),
    pages: [...aliases, ...profiles].filter((page) => page !== undefined),
  }
}

const webAddress = (value: unknown): string | undefined => {
  const text = textOf(value)
  return text !== undefined && /^https?:/i.test(text) && URL.canParse(text) ? text : undefined
}

/** `application/activity+json`, or JSON-LD with ActivityStreams among its profiles, however that is written. */
const isActivityPub = (type: unknown): boolean => {
  const [name = '', ...parameters] = (textOf(type) ?? '').toLowerCase().split(';')
  if (name.trim() === 'application/activity+json') return true
  return (
    name.trim() === 'application/ld+json' &&
    parameters.some((one) => /^\s*profile\s*=.*https:\/\/www\.w3\.org\/ns\/activitystreams(?:["'\s]|$)/.test(one))
  )
}
