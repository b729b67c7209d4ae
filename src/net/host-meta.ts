import { mediaType, objectsOf, readJsonObject, textOf } from './json.ts'
import { lookAt, type Outside } from './outside.ts'

/**
 * Where a host says that WebFinger is asked (RFC 6415, `lrdd`): an address in which `{uri}` stands for who is asked about. Undefined where
 * it says nothing of the kind. Throws `FetchFailed`.
 */
export const findTemplate = async (outside: Outside, origin: string): Promise<string | undefined> => {
  const answer = await lookAt(outside, `${origin}/.well-known/host-meta`, {
    accept: 'application/xrd+xml, application/json;q=0.9',
  })
  if (answer.status !== 200) return undefined
  const isJson = /[/+]json$/.test(mediaType(answer.headers))
  const template = isJson ? fromJson(answer.body) : templateIn(new TextDecoder().decode(answer.body))
  const isAddress = template !== undefined && /^https?:/i.test(template) && URL.canParse(template)
  return isAddress && template.includes('{uri}') ? template : undefined
}

const fromJson = (body: Uint8Array): string | undefined =>
  objectsOf(readJsonObject(body)?.['links'])
    .filter(({ rel }) => rel === 'lrdd')
    .map((link) => textOf(link['template']))
    .find((template) => template !== undefined)

/**
 * Of XML only as much as this document is made of: elements with attributes and a handful of named characters. Nothing is declared in it,
 * included from elsewhere or expanded, and a document that tries to is not read.
 */
export const templateIn = (xml: string): string | undefined => {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return undefined
  const elements = withoutComments(xml).matchAll(/<(?:[\w-]{1,40}:)?Link\s([^<>]{1,4000})>/g)
  for (const [, inner = ''] of elements) {
    const attributes = new Map(
      [...inner.matchAll(/([\w:-]{1,40})\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)')/g)].map(
        ([, name = '', double, single]) => [name, characters(double ?? single ?? '')],
      ),
    )
    if (attributes.get('rel') === 'lrdd' && attributes.has('template')) return attributes.get('template')
  }
  return undefined
}

const withoutComments = (xml: string): string =>
  xml
    .split('<!--')
    .map((part, at) => (at === 0 ? part : part.split('-->').slice(1).join('-->')))
    .join('')

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const characters = (text: string): string =>
  text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w{2,4}));/gi, (all, hex, decimal, name) => {
    if (name !== undefined) return named[name] ?? all
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : all
  })
