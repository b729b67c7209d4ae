import { gzipSync } from 'node:zlib'
import { mastodon, mastodonTraits } from './mastodon.ts'
import { mastodonApi } from './mastodon-api.ts'
import { type Blueprint, json, redirect, type Site } from './site.ts'

type Bend = (
  request: Request,
  path: string,
  site: Site,
  honestly: () => Promise<Response>,
) => Promise<Response | undefined> | Response | undefined

/** A server that is as it should be except for what `bend` answers. */
const bent =
  (base: Blueprint, bend: Bend): Blueprint =>
  (site) => {
    const fake = base(site)
    return {
      ...fake,
      async answer(request) {
        const honestly = (): Promise<Response> => fake.answer(request)
        return (await bend(request, new URL(request.url).pathname, site, honestly)) ?? honestly()
      },
    }
  }

type Read = Readonly<Record<string, unknown>>

/** Says something else than what is so, at one of its addresses. */
export const saying = (
  path: string,
  lie: (said: Read, site: Site) => unknown,
  base: Blueprint = mastodon('4.4'),
): Blueprint =>
  bent(base, async (_, asked, site, honestly) => {
    if (asked !== path) return undefined
    const answer = await honestly()
    return answer.ok ? json(answer.status, lie((await answer.json()) as Read, site)) : answer
  })

const identity = '/api/v1/accounts/verify_credentials'
const webfinger = '/.well-known/webfinger'

/** Its people are, it says, somebody else's: an actor of another server, or what looks like one. `userinfo` says so as well. */
export const claimingActor = (actor: unknown): Blueprint =>
  saying(
    '/oauth/userinfo',
    (said) => ({ ...said, sub: actor }),
    saying(identity, (said) => ({ ...said, uri: actor })),
  )

/** Says it only where it is looked up, since it names no actor itself. */
export const claimingByWebfinger = (actor: string, more: Read = {}): Blueprint =>
  saying(
    webfinger,
    (said) => ({ ...said, links: [{ rel: 'self', type: 'application/activity+json', href: actor }], ...more }),
    mastodon('3.5'),
  )

/** Says it wherever it is asked. */
export const claimingEverywhere = (actor: string): Blueprint =>
  saying(
    webfinger,
    (said) => ({ ...said, links: [{ rel: 'self', type: 'application/activity+json', href: actor }] }),
    claimingActor(actor),
  )

/** `acct` of somebody of another server, or a name that is more than a name. */
export const claimingAcct = (acct: string): Blueprint => saying(identity, (said) => ({ ...said, acct }))
export const claimingUsername = (username: string, version: '3.5' | '4.4' = '4.4'): Blueprint =>
  saying(identity, (said) => ({ ...said, username }), mastodon(version))

/** Its handles end, it says everywhere, in a name that knows nothing of it. */
export const claimingDomain = (domain: string, version: '3.5' | '4.4' = '4.4'): Blueprint =>
  saying(
    '/api/v2/instance',
    (said) => ({ ...said, domain }),
    saying(
      '/api/v1/instance',
      (said) => ({ ...said, uri: domain }),
      saying(webfinger, (said) => ({ ...said, subject: `acct:alice@${domain}` }), mastodon(version)),
    ),
  )

/** What carries a secret is sent on, in a way that has the body sent along. */
export const sendingSecretsOn = (to: string): Blueprint =>
  bent(mastodon('4.4'), ({ method }, asked) =>
    method === 'POST' && asked !== '/oauth/authorize'
      ? new Response(null, { status: 307, headers: { location: `${to}${asked}` } })
      : undefined,
  )

/** A body without an end. */
export const endless = (path: string): Blueprint =>
  bent(mastodon('4.4'), (_, asked) => {
    if (asked !== path) return undefined
    const much = new Uint8Array(64 * 1024).fill(0x20)
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({ pull: (stream) => stream.enqueue(much) })
    return new Response(body, { headers: { 'content-type': 'application/json' } })
  })

/** A body that never comes to an end, as little of it as keeps a connection alive. `stop` ends it. */
export const slow = (path: string): Blueprint =>
  bent(mastodon('4.4'), (_, asked) => {
    if (asked !== path) return undefined
    const letter = new Uint8Array([0x20])
    let timer: NodeJS.Timeout | undefined
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start(stream) {
        timer = setInterval(() => stream.enqueue(letter), 100)
      },
      cancel: () => clearInterval(timer),
    })
    return new Response(body, { headers: { 'content-type': 'application/json' } })
  })

/** Ten megabytes in ten kilobytes. */
export const bomb = (path: string): Blueprint =>
  bent(mastodon('4.4'), (_, asked) => {
    if (asked !== path) return undefined
    const packed = gzipSync(
      Buffer.concat([Buffer.from('{"links":"'), Buffer.alloc(10_000_000, 0x20), Buffer.from('"}')]),
    )
    return new Response(new Uint8Array(packed), {
      headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
    })
  })

/** Sends whoever comes to sign in on to another server's question, as the client that we are there: RFC 9700 section 4.4. */
export const mixingUp = (instead: (asked: URLSearchParams) => string): Blueprint =>
  bent(mastodon('4.4'), (request, asked) =>
    asked === '/oauth/authorize' ? redirect(instead(new URL(request.url).searchParams)) : undefined,
  )

/** Names endpoints of another server in its metadata. */
export const namingEndpoints = (endpoints: Readonly<Record<string, string>>): Blueprint =>
  saying('/.well-known/oauth-authorization-server', (said) => ({ ...said, ...endpoints }))

/** Says who it is in its answers (RFC 9207), whether or not it has announced that, and truly or not; `undefined` sends none. */
export const issuing = (issuer: ((site: Site) => string) | undefined, announced: boolean): Blueprint =>
  bent(
    mastodonApi({
      ...mastodonTraits('4.4'),
      metadata: (site) => ({
        ...mastodonTraits('4.4').metadata?.(site),
        ...(announced ? { authorization_response_iss_parameter_supported: true } : {}),
      }),
    }),
    async (_, asked, site, honestly) => {
      if (asked !== '/oauth/authorize' || issuer === undefined) return undefined
      const answer = await honestly()
      const location = answer.headers.get('location')
      if (location === null) return answer
      const back = new URL(location)
      back.searchParams.set('iss', issuer(site))
      const headers = new Headers(answer.headers)
      headers.set('location', back.href)
      return new Response(null, { status: answer.status, headers })
    },
  )

/** Has an answer of another kind at one of its addresses. */
export const answering = (path: string, answer: () => Response): Blueprint =>
  bent(mastodon('4.4'), (_, asked) => (asked === path ? answer() : undefined))
