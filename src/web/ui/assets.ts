import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** One stylesheet, in this order: what comes later may refine what came before. */
const sheets = ['names', 'doorway', 'hall', 'forms', 'parts', 'lists', 'console', 'recipes', 'surroundings']

const files = {
  'style.css': sheets.map((name) => new URL(`../client/${name}.css`, import.meta.url)),
  'mark.svg': [new URL('../client/mark.svg', import.meta.url)],
  'address.js': [new URL('../client/address.js', import.meta.url)],
  'copy.js': [new URL('../client/copy.js', import.meta.url)],
  'filter.js': [new URL('../client/filter.js', import.meta.url)],
  'peek.js': [new URL('../client/peek.js', import.meta.url)],
  'once.js': [new URL('../client/once.js', import.meta.url)],
  'post.js': [new URL('../client/post.js', import.meta.url)],
  'times.js': [new URL('../client/times.js', import.meta.url)],
}

export type AssetName = keyof typeof files
export type ScriptName = Extract<AssetName, `${string}.js`>

const types: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

interface Asset {
  readonly url: string
  readonly type: string
  readonly body: Uint8Array<ArrayBuffer>
}

/** Long enough that no two versions of a file ever share one, short enough to read. */
export const contentHash = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('base64url').slice(0, 12)

/** Without comments and the white space that is only for readers. Our own stylesheet has no text in which it would matter. */
const compactCss = (css: string): string =>
  css
    .replace(/\/\*.*?\*\//gs, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{};,>]) ?/g, '$1')
    .replace(/\[([a-z-]+)="([a-z-]+)"\]/g, '[$1=$2]')
    .replace(/(?<=[ (:,])0\./g, '.')
    .replaceAll(': ', ':')
    .replaceAll(' / ', '/')
    .replaceAll(';}', '}')
    .replaceAll('@media (', '@media(')
    .replaceAll(' !important', '!important')
    .trim()

const load = (name: string, parts: readonly URL[]): Asset => {
  const [stem = '', extension = ''] = name.split('.')
  const content = Buffer.concat(parts.map((part) => readFileSync(part)))
  const body = new Uint8Array(extension === 'css' ? Buffer.from(compactCss(content.toString('utf8'))) : content)
  return { url: `/assets/${stem}.${contentHash(body)}.${extension}`, type: types[extension] ?? '', body }
}

const assets: ReadonlyMap<string, Asset> = new Map(
  Object.entries(files).map(([name, parts]) => [name, load(name, parts)] as const),
)

/** Where a page finds a file of ours. The address changes with the content, so that caches never have to ask. */
export const asset = (name: AssetName): string => assets.get(name)?.url ?? ''

/**
 * The answer to `GET /assets/<rest>`, or undefined when there is no such file. An address from before an upgrade gets today's
 * file, kept by no cache: a page that is still open somewhere goes on working.
 */
export const serveAsset = (path: string): Response | undefined => {
  const parts = /^\/assets\/([a-z-]+)\.[A-Za-z0-9_-]+\.(css|js|svg)$/.exec(path)
  const found = parts === null ? undefined : assets.get(`${parts[1]}.${parts[2]}`)
  if (found === undefined) return undefined
  const current = found.url === path
  return new Response(found.body, {
    headers: {
      'content-type': found.type,
      'cache-control': current ? 'public, max-age=31536000, immutable' : 'no-cache',
      'cross-origin-resource-policy': 'same-origin',
    },
  })
}
