import { asObject, objectsOf, readJsonObject, textOf } from './json.ts'
import { lookAt, type Outside } from './outside.ts'

/** What a server says that it runs. */
export interface NodeInfo {
  /** In small letters. */
  readonly name: string
  readonly version: string
  /** Where the document came from: another origin than was asked where that one sends on. */
  readonly origin: string
  readonly path: string
}

const schemas = ['2.1', '2.0'].map((version) => `http://nodeinfo.diaspora.software/ns/schema/${version}`)

/**
 * Reads NodeInfo 2.1 or 2.0. Undefined where there is none. A server that is asked, or that it sends on to, speaks for itself: a document
 * on yet another host is not read. Throws `FetchFailed`.
 */
export const findNodeInfo = async (outside: Outside, origin: string): Promise<NodeInfo | undefined> => {
  const pointer = await lookAt(outside, `${origin}/.well-known/nodeinfo`)
  if (pointer.status !== 200) return undefined
  const own = new Set([origin, new URL(pointer.url).origin])
  const links = objectsOf(readJsonObject(pointer.body)?.['links'])
  const href = schemas
    .flatMap((schema) => links.filter(({ rel }) => rel === schema))
    .flatMap((link) => textOf(link['href']) ?? [])
    .find((url) => URL.canParse(url, pointer.url) && own.has(new URL(url, pointer.url).origin))
  if (href === undefined) return undefined
  const answer = await lookAt(outside, new URL(href, pointer.url).href)
  const software = answer.status === 200 ? asObject(readJsonObject(answer.body)?.['software']) : undefined
  const name = plain(software?.['name']).toLowerCase()
  if (name === '') return undefined
  const { origin: from, pathname: path } = new URL(answer.url)
  return { name, version: plain(software?.['version']), origin: from, path }
}

const plain = (value: unknown): string =>
  (textOf(value) ?? '')
    .replace(/[^\x20-\x7e]/g, '')
    .trim()
    .slice(0, 100)
