import type { TestContext } from 'node:test'
import { silentLog } from '../../src/lib/log.ts'
import { createSafeFetch, type SafeFetch } from '../../src/net/safe-fetch.ts'
import { withNamedFediverse } from './fediverse/fediverse.ts'
import { createFake } from './fediverse/server.ts'
import { type Blueprint, json } from './fediverse/site.ts'

/** What a host answers, by path with its query or by path alone; anything else is a 404. */
export type Script = Readonly<Record<string, ScriptedAnswer>>
export type ScriptedAnswer = Response | object | ((request: Request) => Response | Promise<Response>)

export interface ScriptedWeb {
  readonly fetch: SafeFetch
  /** `GET https://host/path`, in order. */
  readonly asked: string[]
  /** For whoever makes a SourceWorld of it. */
  readonly world: {
    readonly fetch: SafeFetch
    readonly base: string
    readonly vouched: () => ReadonlySet<string>
  }
  /** Another address for a name from now on: what a resolver in bad hands does. */
  resolve(name: string, addresses: readonly string[]): void
}

interface Split {
  readonly fake: Blueprint
  readonly domain: string
  readonly split: 'redirect' | 'host-meta'
}

/** Hosts with real-looking names, by TLS, that say what they are told to; gone with the test. 127.0.0.1 passes for public. */
export const scriptedWeb = async (
  t: TestContext,
  hosts: Readonly<Record<string, Script | Blueprint | Split>>,
): Promise<ScriptedWeb> => {
  const asked: string[] = []
  const blueprints = Object.entries(hosts).map(
    ([host, script]) => [host, isSplit(script) ? script : blueprintOf(script)] as const,
  )
  const { servers, surroundings, resolve } = await withNamedFediverse(t, Object.fromEntries(blueprints))
  for (const server of Object.values(servers))
    server.meddle = (request) => {
      asked.push(`${request.method} ${request.url}`)
      return undefined
    }
  const fetch = createSafeFetch({ allow: [], log: silentLog, ...surroundings })
  t.after(() => fetch.close())
  return { fetch, asked, world: { fetch, base: 'https://hub.example.org', vouched: () => new Set() }, resolve }
}

const isSplit = (script: Script | Blueprint | Split): script is Split => 'fake' in script

const blueprintOf = (script: Script | Blueprint): Blueprint =>
  typeof script === 'function'
    ? script
    : (site) => ({
        ...createFake(site, {
          software: { name: 'scripted', version: '1' },
          actor: ({ origin }) => `${origin}/nobody`,
          answer: () => undefined,
        }),
        async answer(request) {
          const { pathname, search } = new URL(request.url)
          const said = script[decodeURIComponent(pathname + search)] ?? script[pathname]
          if (said === undefined) return json(404, {})
          if (typeof said === 'function') return said(request)
          return said instanceof Response ? said.clone() : json(200, said)
        },
      })

export const sendOn = (location: string): Response => new Response(null, { status: 302, headers: { location } })

/** A WebFinger answer. */
export const jrd = (actor: string | undefined, subject?: string, more: object = {}): object => ({
  ...(subject === undefined ? {} : { subject }),
  links: actor === undefined ? [] : [{ rel: 'self', type: 'application/activity+json', href: actor }],
  ...more,
})
