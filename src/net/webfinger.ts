import { findTemplate } from './host-meta.ts'
import { mediaType, objectsOf, readJsonObject, textOf } from './json.ts'
import { lookAt, type Outside } from './outside.ts'
import type { Fetched } from './safe-fetch.ts'

/** What a host says of somebody (RFC 7033). It is that host's word, and proves nothing about any other. */
export interface Found {
  readonly found: true
  /** What is linked as an ActivityPub actor, http(s) URLs, each once: a community may have the name of a person. */
  readonly actors: readonly string[]
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

/** What a host has just said of somebody. */
export interface Heard {
  readonly url: string
  readonly word: WebFinger
}

export const heardAt = (origin: string, resource: string, word: WebFinger): Heard => ({
  url: new URL(webFingerAt(origin, encodeURIComponent(resource))).href,
  word,
})

interface Known {
  /** What the domain's host-meta said before; gone by as long as it leads to somebody. */
  readonly template?: string | undefined
  /** Said of the same: a domain that leads right there is not followed. */
  readonly heard?: Heard | undefined
}

/**
 * The same of a domain that handles end in: it may send on whoever asks, or its host-meta may say where to ask. A redirect is its word about this one
 * person, who may be the only one of its people there; host-meta is about everybody, and is the only thing that may be remembered.
 */
export const askDomain = async (
  outside: Outside,
  origin: string,
  resource: string,
  { template, heard }: Known = {},
): Promise<DomainAnswer> => {
  const asked = encodeURIComponent(resource)
  const at = (where: string) => where.replaceAll('{uri}', asked)
  const wordAt = async (url: string): Promise<WebFinger> => {
    if (heard !== undefined && sameAddress(url, heard.url)) return heard.word
    return hear(await lookAt(outside, url, { accept, until: heard?.url }), heard)
  }
  if (template !== undefined) {
    const word = await wordAt(at(template)).catch(() => undefined)
    if (word?.found === true) return { word, template }
  }
  const there = webFingerAt(origin, asked)
  const first = await lookAt(outside, there, { accept, until: heard?.url })
  if (first.status !== 404) return { word: hear(first, heard) }
  const said = await findTemplate(outside, origin).catch(() => undefined)
  return said === undefined || sameAddress(at(said), there)
    ? { word: read(first) }
    : { word: await wordAt(at(said)), template: said }
}

/** Only a redirect to where `heard` is from comes back unfollowed. */
const hear = (fetched: Fetched, heard: Heard | undefined): WebFinger => {
  const { status, headers, url } = fetched
  const to = status >= 300 && status < 400 ? headers.get('location') : null
  const leadsThere = heard !== undefined && to !== null && URL.canParse(to, url) && new URL(to, url).href === heard.url
  return leadsThere ? heard.word : read(fetched)
}

const accept = 'application/jrd+json, application/json'

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
    actors: [
      ...new Set(links.flatMap((link) => (link.rel === 'self' && isActivityPub(link.type) ? (link.href ?? []) : []))),
    ],
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
