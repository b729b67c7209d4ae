import { createFake } from './server.ts'
import { type Blueprint, json, type Site } from './site.ts'

const silent = (name: string, version: string, answers: (path: string, site: Site) => unknown): Blueprint => {
  return (site) =>
    createFake(site, {
      software: { name, version },
      actor: ({ origin }, { username }) => `${origin}/u/${username}`,
      answer(_, path) {
        const body = answers(path, site)
        return body === undefined ? undefined : json(200, body)
      },
    })
}

/** PeerTube would take a person's password, which nobody is ever asked for. */
export const peertube = (): Blueprint =>
  silent('peertube', '6.3.3', (path) => {
    if (path === 'GET /api/v1/config') return { instance: { name: 'Videos' }, serverVersion: '6.3.3' }
    if (path === 'GET /api/v1/oauth-clients/local') return { client_id: 'v1', client_secret: 'v2' }
    return undefined
  })

export const lemmy = (): Blueprint =>
  silent('lemmy', '0.19.8', (path) =>
    path === 'GET /api/v3/site' ? { site_view: { site: { name: 'Links' } }, version: '0.19.8' } : undefined,
  )

/** BookWyrm describes itself as Mastodon does, and takes no applications. */
export const bookwyrm = (): Blueprint =>
  silent('bookwyrm', '0.7.5', (path, site) =>
    path === 'GET /api/v1/instance' ? { uri: site.domain, title: 'Books', version: '0.7.5' } : undefined,
  )

/** Misskey from before it had OAuth: a way in that anybody can send anybody through. */
export const oldMisskey = (): Blueprint =>
  silent('misskey', '13.14.2', (path) => (path === 'POST /api/meta' ? { version: '13.14.2' } : undefined))

/** No server of the fediverse at all; `200`: one of those that have a page for everything. */
export const website =
  (status: 200 | 404): Blueprint =>
  (site) => ({
    ...createFake(site, {
      software: { name: 'nothing', version: '' },
      actor: ({ origin }) => `${origin}/`,
      answer: () => undefined,
    }),
    answer: async () =>
      new Response('<!doctype html><title>Welcome</title><p>Hello', {
        status,
        headers: { 'content-type': 'text/html' },
      }),
  })
