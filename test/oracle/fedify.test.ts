import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createFederation, getNodeInfo, MemoryKvStore } from '@fedify/fedify'
import { FetchFailed } from '../../src/net/fetch-failed.ts'
import { findNodeInfo } from '../../src/net/nodeinfo.ts'
import type { Outside } from '../../src/net/outside.ts'
import { askWebFinger } from '../../src/net/webfinger.ts'

/** An address that fedify takes for public without asking a resolver. Nobody is asked anything at it. */
const host = '93.184.216.34'
const origin = `https://${host}`

type Answers = Readonly<Record<string, () => Response>>

let answers: Answers = {}
const answer = (url: string): Response => answers[url.replace(/\?.*/, '')]?.() ?? new Response('{}', { status: 404 })

/** As the guarded fetch does it: three redirects, and no other scheme. */
const outside: Outside = {
  userAgent: 'Portico',
  async fetch(url, { follow = 0 }) {
    const response = answer(url)
    const location = response.headers.get('location')
    if (location === null) {
      const body = new Uint8Array(await response.arrayBuffer())
      return { status: response.status, headers: response.headers, body, url }
    }
    const next = new URL(location, url)
    if (follow === 0 || next.protocol !== 'https:') throw new FetchFailed('redirect')
    return outside.fetch(next.href, { most: 0, follow: follow - 1 })
  },
}

const json =
  (body: unknown, type = 'application/json', status = 200) =>
  () =>
    new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers: { 'content-type': type } })
const to = (location: string) => () => new Response(null, { status: 302, headers: { location } })

interface Case {
  readonly answers: Answers
  /** Where the two differ, what ours and theirs say, and why ours is as it is. */
  readonly difference?: { readonly ours: unknown; readonly theirs: unknown; readonly because: string }
}

const compare = (
  cases: Readonly<Record<string, Case>>,
  ours: () => Promise<unknown>,
  theirs: () => Promise<unknown>,
) => {
  for (const [name, { answers: said, difference }] of Object.entries(cases))
    test(difference === undefined ? `is read alike: ${name}` : `is read otherwise: ${name}`, async () => {
      answers = said
      const both = [await ours(), await theirs()]
      if (difference === undefined) assert.deepEqual(both[0], both[1])
      else assert.deepEqual(both, [difference.ours, difference.theirs])
    })
}

const actor = `${origin}/users/alice`
const jrd = {
  subject: `acct:alice@${host}`,
  links: [
    { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href: `${origin}/@alice` },
    { rel: 'self', type: 'application/activity+json', href: actor },
  ],
}
const finger = `${origin}/.well-known/webfinger`
const none = { subject: undefined, actor: undefined }

const webFingerCases: Readonly<Record<string, Case>> = {
  'what Mastodon says': { answers: { [finger]: json(jrd, 'application/jrd+json; charset=utf-8') } },
  'what is called JSON': { answers: { [finger]: json(jrd) } },
  'an answer elsewhere': {
    answers: { [finger]: to(`${origin}/a`), [`${origin}/a`]: to('/b'), [`${origin}/b`]: json(jrd) },
  },
  'a way out of TLS': { answers: { [finger]: to(`http://${host}/a`), [`http://${host}/a`]: json(jrd) } },
  'a circle': { answers: { [finger]: to(finger) } },
  nobody: { answers: {} },
  'somebody who is gone': { answers: { [finger]: json('', 'text/plain', 410) } },
  'a refusal': { answers: { [finger]: json({}, 'application/json', 403) } },
  'a failure': { answers: { [finger]: json('', 'text/html', 502) } },
  'half an answer': { answers: { [finger]: json('{"subject":') } },
  'nothing in it': { answers: { [finger]: json({}) } },
  'a handle without an actor': { answers: { [finger]: json({ subject: `acct:alice@${host}`, links: [] }) } },
  'what is not called JSON': {
    answers: { [finger]: json(jrd, 'text/html') },
    difference: {
      ours: none,
      theirs: { subject: jrd.subject, actor },
      because: 'a page that people may write on is no word of the host’s',
    },
  },
}

const nodeInfoPointer = `${origin}/.well-known/nodeinfo`
const schema = (version: string) => `http://nodeinfo.diaspora.software/ns/schema/${version}`
const pointer = (...links: readonly (readonly [string, string])[]) =>
  json({ links: links.map(([version, href]) => ({ rel: schema(version), href })) })
const document = (name: unknown, version: unknown = '4.3.0+glitch') =>
  json({
    ...{ version: '2.0', software: { name, version }, protocols: ['activitypub'], openRegistrations: false },
    ...{ services: { inbound: [], outbound: [] }, usage: { users: {}, localPosts: 0, localComments: 0 }, metadata: {} },
  })

const withDocument = (body: () => Response): Answers => ({
  [nodeInfoPointer]: pointer(['2.0', `${origin}/20`]),
  [`${origin}/20`]: body,
})

const nodeInfoCases: Readonly<Record<string, Case>> = {
  'what Mastodon says': { answers: withDocument(document('mastodon')) },
  'a name in capitals': { answers: withDocument(document(' Friendica ')) },
  'a version that is none': { answers: withDocument(document('snac', 'dev')) },
  'no name': { answers: withDocument(document('')) },
  'a name that is a number': { answers: withDocument(document(7)) },
  'no software': { answers: withDocument(json({ version: '2.0' })) },
  'no document': { answers: { [nodeInfoPointer]: pointer(['2.0', `${origin}/20`]) } },
  'nothing at all': { answers: {} },
  'an older version only': { answers: { [nodeInfoPointer]: pointer(['1.0', `${origin}/10`]) } },
  'no links': { answers: { [nodeInfoPointer]: json({}) } },
  'half a document': { answers: withDocument(json('{"software":')) },
  'a document elsewhere on the server': {
    answers: { ...withDocument(to('/there')), [`${origin}/there`]: document('gotosocial') },
  },
  'a pointer elsewhere on the server': {
    answers: {
      ...withDocument(document('gotosocial')),
      [nodeInfoPointer]: to('/p'),
      [`${origin}/p`]: pointer(['2.0', `${origin}/20`]),
    },
  },
  'two versions': {
    answers: {
      ...withDocument(document('old')),
      [nodeInfoPointer]: pointer(['2.0', `${origin}/20`], ['2.1', `${origin}/21`]),
      [`${origin}/21`]: document('new'),
    },
    difference: {
      ours: { name: 'new', version: '4.3.0+glitch' },
      theirs: { name: 'old', version: '4.3.0+glitch' },
      because: 'NodeInfo tells clients to take the newest that they know',
    },
  },
  'a name with a full stop': {
    answers: withDocument(document('Iceshrimp.NET')),
    difference: {
      ours: { name: 'iceshrimp.net', version: '4.3.0+glitch' },
      theirs: undefined,
      because: 'there is a server that is called so, whatever the schema allows',
    },
  },
  'a document on another host': {
    answers: { [nodeInfoPointer]: pointer(['2.0', 'https://8.8.8.8/20']), 'https://8.8.8.8/20': document('mastodon') },
    difference: {
      ours: undefined,
      theirs: { name: 'mastodon', version: '4.3.0+glitch' },
      because: 'what a server runs is not for others to say',
    },
  },
}

describe('what fedify reads', () => {
  const usual = globalThis.fetch
  before(() => {
    globalThis.fetch = async (input) => answer(input instanceof Request ? input.url : String(input))
  })
  after(() => {
    globalThis.fetch = usual
  })

  describe('of somebody, by WebFinger', () => {
    const context = createFederation<void>({ kv: new MemoryKvStore() }).createContext(
      new URL('https://hub.example.org'),
      undefined,
    )
    compare(
      webFingerCases,
      async () => {
        const found = await askWebFinger(outside, origin, `acct:alice@${host}`).catch(unlessFetching)
        return found?.found === true ? { subject: found.subject, actor: found.actors[0] } : none
      },
      async () => {
        const found = await context.lookupWebFinger(`acct:alice@${host}`)
        const link = found?.links?.find(({ rel, type }) => rel === 'self' && type === 'application/activity+json')
        return { subject: found?.subject, actor: link?.href }
      },
    )
  })

  describe('of a server, by NodeInfo', () => {
    const brief = (info: { readonly name: string; readonly version: string } | undefined) =>
      info === undefined ? undefined : { name: info.name, version: info.version }
    compare(
      nodeInfoCases,
      async () => brief(await findNodeInfo(outside, origin).catch(unlessFetching)),
      async () => brief((await getNodeInfo(origin, { parse: 'best-effort' }))?.software),
    )
  })
})

const unlessFetching = (error: unknown): undefined => {
  if (!(error instanceof FetchFailed)) throw error
  return undefined
}
