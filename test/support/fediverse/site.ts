import { randomBytes } from 'node:crypto'

/** Where a fake server stands. */
export interface Site {
  /** `https://` or `http://` and the host: where its API is. */
  readonly origin: string
  /** With the port where that is not the usual one. */
  readonly host: string
  /** What handles end in; another name than `host` where the server is split. */
  readonly domain: string
  now(): number
}

/** A server that does not stand anywhere yet. */
export type Blueprint = (site: Site) => Fake

/** A server's behaviour, and what is kept in it. */
export interface Fake {
  readonly software: { readonly name: string; readonly version: string }
  readonly accounts: Map<string, FakeAccount>
  readonly clients: Map<string, FakeClient>
  readonly codes: Map<string, FakeCode>
  readonly tokens: Map<string, FakeToken>
  answer(request: Request): Promise<Response>
}

export interface FakeAccount {
  id: string
  username: string
  /** The actor URI. */
  actor: string
  name: string
  /** As the server writes it. */
  createdAt: string
  email: string
  /** A login that is not one, or no longer. `gone`: deleted, and never given to anybody else. */
  state?: 'suspended' | 'unconfirmed' | 'pending' | 'gone'
  memorial?: boolean
  bot?: boolean
  group?: boolean
  locked?: boolean
  /** Another account's actor URI. */
  movedTo?: string
}

export interface FakeClient {
  readonly id: string
  readonly secret: string
  readonly name: string
  readonly redirects: readonly string[]
  readonly scopes: readonly string[]
}

export interface FakeCode {
  readonly clientId: string
  readonly username: string
  readonly redirect: string
  readonly scopes: readonly string[]
  readonly challenge: string | undefined
  readonly expiresAt: number
  spent: boolean
}

export interface FakeToken {
  readonly clientId: string
  /** None where it is the client's own. */
  readonly username: string | undefined
  readonly scopes: readonly string[]
  /** Where it came from: it ends with that code when somebody spends the code again. */
  readonly code?: string
}

export const secretText = (bytes = 24): string => randomBytes(bytes).toString('base64url')

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })

export const refusal = (status: number, error: string, description?: string): Response =>
  json(status, { error, ...(description === undefined ? {} : { error_description: description }) })

/** To another address, character by character as it is given: some servers do not encode what they put in. */
export const redirect = (location: string, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status: 302, headers: { ...headers, location } })

/** What a body holds, be it a form or JSON; a name that came twice in a form is a list. */
export const readGiven = async (request: Request): Promise<Readonly<Record<string, unknown>>> => {
  const text = await request.clone().text()
  if (isJson(request)) {
    try {
      const read: unknown = JSON.parse(text)
      return typeof read === 'object' && read !== null ? { ...read } : {}
    } catch {
      return {}
    }
  }
  const form = new URLSearchParams(text)
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name)
      return [name.replace(/\[\]$/, ''), name.endsWith('[]') || values.length > 1 ? values : values[0]]
    }),
  )
}

export const isJson = (request: Request): boolean =>
  (request.headers.get('content-type') ?? '').startsWith('application/json')

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')
