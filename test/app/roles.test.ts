import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createHouse, everyRoute, type House, nameOf, visitors } from '../support/all-routes.ts'

/** A status; or where it sends the browser, with `=` for the page that was asked for. */
type Answer = number | string

const same = (answer: Answer): readonly Answer[] => [answer, answer, answer]
/** People see it, everybody else the sign-in page, and come back. */
const people = (answer: Answer): readonly Answer[] => ['/sign-in?to==', answer, answer]
/** Administrators see it; to other people there is no such page. */
const administrators = (answer: Answer): readonly Answer[] => ['/sign-in?to==', 404, answer]
/** A form cannot be sent again after signing in, so the browser comes back to the page that it stands on. */
const peoplesForm = (answer: Answer): readonly Answer[] => ['/sign-in?to=~', answer, answer]
const administratorsForm = (answer: Answer): readonly Answer[] => ['/sign-in?to=~', 404, answer]

/**
 * Who gets what, for every route: anonymous, a person, an administrator. Forms are sent as one of our pages would, with nothing filled in.
 * Each line was looked at by a person. A new route needs a new line.
 */
const expected: Readonly<Record<string, readonly Answer[]>> = {
  'GET /authorize': same(400),
  'POST /authorize': same('/authorize?'),
  'GET /.well-known/openid-configuration': same(200),
  'GET /.well-known/oauth-authorization-server': same(200),
  'GET /.well-known/openid-configuration/.well-known/openid-configuration': same(404),
  'GET /jwks': same(200),
  'POST /token': same(401),
  'GET /userinfo': same(401),
  'POST /userinfo': same(401),
  'POST /revoke': same(401),
  'POST /introspect': same(401),
  'GET /end-session': ['/signed-out', 200, 200],
  'POST /end-session': same('/end-session?'),
  'GET /application/o/authorize': same(400),
  'POST /application/o/authorize': same('/authorize?'),
  'POST /application/o/token': same(401),
  'GET /application/o/userinfo': same(401),
  'POST /application/o/userinfo': same(401),
  'POST /application/o/revoke': same(401),
  'POST /application/o/introspect': same(401),
  // The application that is there uses the issuer of everybody.
  'GET /application/o/:slug': same(404),
  'GET /application/o/:slug/.well-known/openid-configuration': same(404),
  'GET /application/o/:slug/.well-known/oauth-authorization-server': same(404),
  'GET /.well-known/oauth-authorization-server/application/o/:slug': same(404),
  'GET /application/o/:slug/.well-known/openid-configuration/.well-known/openid-configuration': same(404),
  'GET /application/o/:slug/jwks': same(200),
  'GET /application/o/:slug/end-session': ['/signed-out', 200, 200],
  'POST /application/o/:slug/end-session': same('/application/o/notes/end-session/?'),

  // As Dex has them
  'GET /dex/.well-known/openid-configuration': same(404),
  'GET /dex/auth': same(400),
  'POST /dex/auth': same('/authorize?'),
  'POST /dex/token': same(401),
  'POST /dex/token/introspect': same(401),
  'POST /token/introspect': same(401),
  'GET /dex/userinfo': same(401),
  'POST /dex/userinfo': same(401),
  'POST /dex/revoke': same(401),
  'GET /dex/keys': same(200),
  'GET /auth': same(400),
  'POST /auth': same('/authorize?'),
  'GET /mastodon_login': same(400),
  'POST /mastodon_login': same('/authorize?'),
  'GET /keys': same(200),

  // Set-up is over for good: there is an administrator.
  'GET /setup/:link': same(404),
  'POST /setup/:link': same(404),
  'GET /sign-in': [200, '/', '/'],
  'POST /sign-in': same(400),
  // The fediverse is switched on only by an administrator.
  'POST /sources/fediverse': same(404),
  'POST /sources/fediverse/forget': same('/sign-in'),
  // There is no such source.
  'POST /sources/:source': same(404),
  'POST /sources/:source/callback': same('/sources/upstream/callback?'),
  'POST /sources/:source/backchannel-logout': same(404),
  // Nobody left from here.
  'GET /sources/:source/callback': same(400),
  'GET /fediverse/callback/:server': same(400),
  'GET /arrive': same(400),
  'POST /arrive': same(400),
  'GET /arrive/picture': same(404),
  'GET /choose-account': same(400),
  'POST /choose-account': same(400),
  'GET /consent': same(400),
  'POST /consent': same(400),
  'GET /sign-out': ['/signed-out', 200, 200],
  'POST /sign-out': same('/signed-out'),
  'GET /signed-out': same(200),
  // Whoever has the link, whoever they are.
  'GET /reset/:link': same(200),
  'POST /reset/:link': same(400),

  'GET /forgot': same(200),
  // There is no mail server here, which the page says.
  'POST /forgot': same(200),
  'GET /objection/:link': same(200),
  // On to a new password.
  'POST /objection/:link': same('/reset/:link'),

  'GET /': people(200),
  'GET /try-it': people(200),
  'POST /try-it': peoplesForm('/authorize?client_id=portico-try-it'),
  'GET /try-it/callback': people(400),
  // On to where the application opens.
  'GET /application/launch/:slug': people('https://app.example.org/'),
  'GET /account': people(200),
  'POST /account': peoplesForm('/account?saved=yes'),
  // No picture was chosen.
  'POST /account/avatar': peoplesForm(400),
  'POST /account/undo': ['/sign-in?to=~', '/account?undone=late', '/account?undone=late'],
  'GET /account/email': people(200),
  'POST /account/email': peoplesForm(400),
  'POST /account/email/code': peoplesForm(400),
  // A link is for the person who asked for it: the administrator is another one.
  'GET /account/email/confirm/:link': ['/sign-in?to==', 200, 404],
  'POST /account/email/confirm/:link': ['/sign-in?to=~', '/account/email?proven=yes', 404],
  // There is no such page until people may change their usernames.
  'GET /account/username': people(404),
  'POST /account/username': peoplesForm(404),
  'GET /account/password': people(200),
  'POST /account/password': peoplesForm(400),
  'GET /account/identities': people(200),
  'POST /account/identities': peoplesForm('/account/identities'),
  'GET /account/sessions': people(200),
  'POST /account/sessions': peoplesForm('/account/sessions?ended=yes'),
  'GET /account/applications': people(200),
  'POST /account/applications': peoplesForm('/account/applications'),
  'GET /account/data': people(200),
  'GET /account/data/copy': people(200),
  'GET /account/delete': people(200),
  'POST /account/delete': peoplesForm(400),

  'GET /icon': same(200),
  // With the link of an invitation, whoever they are; nothing is filled in.
  'GET /invite/:link': same(200),
  // Whoever has an account needs no other, and this one has no groups to join.
  'POST /invite/:link': [400, 200, 200],
  // Everybody may, since an administrator looks at each.
  'GET /sign-up': same(200),
  'POST /sign-up': same(400),
  'GET /sign-up/confirm/:link': same(200),
  'POST /sign-up/confirm/:link': same(400),
  'GET /choose-username': people('/'),
  'POST /choose-username': peoplesForm('/'),
  // No request of an application waits.
  'GET /prove-email': people(400),
  'POST /prove-email': peoplesForm(400),

  'GET /healthz': same(200),
  'GET /readyz': same(200),
  // From this machine alone: see below.
  'GET /metrics': same(404),

  'GET /console': administrators(200),
  'POST /console/undo': administratorsForm('/console?undone=late'),
  'GET /console/applications': administrators(200),
  'GET /console/applications/new': administrators(200),
  'POST /console/applications/new': administratorsForm(400),
  'GET /console/applications/:application': administrators(200),
  'POST /console/applications/:application': administratorsForm(400),
  'POST /console/applications/:application/secret': administratorsForm(200),
  'POST /console/applications/:application/state': administratorsForm(400),
  // No picture was chosen.
  'POST /console/applications/:application/icon': administratorsForm(400),
  'GET /console/applications/:application/delete': administrators(200),
  'POST /console/applications/:application/delete': administratorsForm(400),
  'GET /console/applications/:application/access': administrators(200),
  'POST /console/applications/:application/access': administratorsForm(400),
  'GET /console/applications/:application/check': administrators(200),
  'POST /console/applications/:application/mend': administratorsForm(400),
  'GET /console/connect': administrators(200),
  'GET /console/connect/:recipe': administrators(200),
  'POST /console/connect/:recipe': administratorsForm(400),
  'GET /console/people': administrators(200),
  'GET /console/people/new': administrators(200),
  'POST /console/people/new': administratorsForm(400),
  'GET /console/people/waiting': administrators(200),
  // Somebody who waits for nothing.
  'POST /console/people/:account/approve': administratorsForm(409),
  'GET /console/people/:account/decline': administrators(404),
  'POST /console/people/:account/decline': administratorsForm(404),
  'GET /console/invitations': administrators(200),
  'GET /console/invitations/new': administrators(200),
  'POST /console/invitations/new': administratorsForm(400),
  'POST /console/invitations/:invitation/revoke': administratorsForm('/console/invitations?undo='),
  'POST /console/settings/sign-up': administratorsForm(400),
  'POST /console/settings/public-clients': administratorsForm(400),
  'GET /console/people/:account': administrators(200),
  'POST /console/people/:account': administratorsForm(400),
  'POST /console/people/:account/link': administratorsForm(200),
  'POST /console/people/:account/sessions': administratorsForm('=?done=ended'),
  'POST /console/people/:account/grants': administratorsForm('=?done=revoked'),
  // There is none.
  'POST /console/people/:account/identities': administratorsForm(404),
  'POST /console/people/:account/state': administratorsForm(400),
  'POST /console/people/:account/avatar': administratorsForm('='),
  'GET /console/people/:account/delete': administrators(200),
  'POST /console/people/:account/delete': administratorsForm(400),
  'GET /console/usernames': administrators(200),
  'POST /console/usernames': administratorsForm('/console/usernames?saved=yes'),
  'GET /console/groups': administrators(200),
  'GET /console/groups/new': administrators(200),
  'POST /console/groups/new': administratorsForm(400),
  'GET /console/groups/:group': administrators(200),
  'POST /console/groups/:group': administratorsForm(400),
  'POST /console/groups/:group/members': administratorsForm('=?done=saved'),
  'GET /console/groups/:group/delete': administrators(200),
  'POST /console/groups/:group/delete': administratorsForm(400),
  'GET /console/sources': administrators(200),
  // Nothing was chosen.
  'POST /console/sources': administratorsForm(400),
  'GET /console/sources/new': administrators(200),
  // Nothing is filled in.
  'POST /console/sources/new': administratorsForm(400),
  // There is no such source.
  'GET /console/sources/:source': administrators(404),
  'POST /console/sources/:source': administratorsForm(404),
  'POST /console/sources/:source/test': administratorsForm(404),
  'POST /console/sources/:source/preview': administratorsForm(404),
  'POST /console/sources/:source/icon': administratorsForm(404),
  'GET /console/sources/:source/delete': administrators(404),
  'POST /console/sources/:source/delete': administratorsForm(404),
  'GET /console/servers': administrators(200),
  'GET /console/servers/test': administrators(200),
  'POST /console/servers/test': administratorsForm(400),
  'GET /console/servers/:server': administrators(200),
  // Nobody has found out yet how it is spoken to.
  'POST /console/servers/:server/register': administratorsForm(400),
  'GET /console/rules': administrators(200),
  'GET /console/rules/denied.csv': administrators(200),
  'GET /console/rules/allowed.csv': administrators(200),
  'GET /console/rules/new': administrators(200),
  'POST /console/rules/new': administratorsForm(400),
  'POST /console/rules/remove': administratorsForm('/console/rules'),
  'GET /console/rules/import': administrators(200),
  'POST /console/rules/import': administratorsForm(400),
  'POST /console/rules/import/apply': administratorsForm(400),
  'GET /console/import': administrators(200),
  'POST /console/import': administratorsForm(400),
  'POST /console/import/apply': administratorsForm(400),
  'GET /console/mail': administrators(200),
  'POST /console/mail': administratorsForm(400),
  'GET /console/settings': administrators(200),
  'POST /console/settings/limits': administratorsForm(400),
  'POST /console/settings/links': administratorsForm('/console/settings?saved=links'),
  'GET /console/branding': administrators(200),
  'POST /console/branding': administratorsForm('/console/branding?saved=yes'),
  'POST /console/branding/logo': administratorsForm(400),
  'GET /console/events': administrators(200),
  'GET /console/events.csv': administrators(200),
  'GET /console/events.json': administrators(200),
  'GET /console/events/:event': administrators(200),

  // Asked for by a name that no page of ours has in it.
  'GET /assets/:file': same(404),
  'GET /brand.css': same(200),
  'GET /avatars/:file': same(404),
  'GET /fediverse/client/:server': same(200),
}

/** How many parts of a form's address are the nearest page above it. */
const depthOfPage = (pattern: string): number => {
  const parts = pattern.split('/')
  while (parts.length > 1 && expected[`GET ${parts.join('/')}`] === undefined) parts.pop()
  return parts.length
}

/** `=` at the end is the page that was asked for, `~` the one that a form stands on; `=` at the start the room it is in. */
const filledIn = (answer: Answer | undefined, path: string, pattern: string): Answer | undefined => {
  if (typeof answer !== 'string') return answer
  const [room = ''] = /^\/console\/\w+\/[^/]+/.exec(path) ?? []
  const page = path.split('/').slice(0, depthOfPage(pattern)).join('/') || '/'
  return answer.replace(/^=/, room).replace(/==$/, `=${path}`).replace(/=~$/, `=${page}`)
}

describe('every route', () => {
  test('has a line that says who gets what, and there is no line too many', () => {
    assert.deepEqual(Object.keys(expected).sort(), everyRoute.map(nameOf).sort())
  })

  test('says of itself who may come, as its address does', () => {
    for (const route of everyRoute) {
      const { path, who } = route
      assert.equal(path.startsWith('/console'), who === 'administrator', nameOf(route))
      assert.equal(
        /^\/(?:$|account|application(?!\/o\/)|try-it|choose-username|prove-email)/.test(path),
        who === 'person',
        nameOf(route),
      )
    }
  })

  for (const route of everyRoute) {
    for (const [at, visitor] of visitors.entries()) {
      test(`answers ${nameOf(route)} as it should for: ${visitor}`, async () => {
        const house = await createHouse()
        const browser = house.as(visitor)
        const path = house.fill(route.path)
        const fields =
          route.who === 'form' || route.who === 'person' || route.who === 'administrator' ? house.token(browser) : {}
        const seen = route.method === 'GET' ? await browser.get(path) : await browser.post(path, fields)
        const where = (location: URL): string =>
          decodeURIComponent(location.href.replace(house.base, ''))
            .replace(/^\/reset\/plk_\w+$/, '/reset/:link')
            .replace(/\?undo=plk_\w+$/, '?undo=')
            .replace(/^(\/authorize\?client_id=portico-try-it)&.*$/, '$1')
        assert.deepEqual(
          seen.location === undefined ? seen.status : where(seen.location),
          filledIn(expected[nameOf(route)]?.[at], path, route.path),
        )
        if (seen.location !== undefined) assert.equal(seen.status, 303)
      })
    }
  }
})

describe('a session that is over', () => {
  const overs: readonly (readonly [name: string, end: (house: House) => Promise<unknown>])[] = [
    ['was ended', ({ world }) => world.storage.removeWhere('sessions', {})],
    ['has run out', async ({ world }) => world.clock.advance(8 * 86_400_000)],
    [
      'is of somebody who was switched off',
      async ({ world }) => {
        for (const account of await world.storage.list('accounts')) {
          await world.storage.put('accounts', { ...account, disabledAt: 1 })
        }
      },
    ],
    ['is of somebody who is gone', ({ world }) => world.storage.removeWhere('accounts', {})],
  ]
  for (const [name, end] of overs) {
    test(`is as good as none when it ${name}, on every route`, async () => {
      const house = await createHouse()
      await end(house)
      for (const visitor of ['person', 'administrator'] as const) {
        for (const route of everyRoute.filter(({ who }) => who === 'person' || who === 'administrator')) {
          const browser = house.as(visitor)
          const path = house.fill(route.path)
          const seen = route.method === 'GET' ? await browser.get(path) : await browser.post(path, house.token(browser))
          assert.equal(seen.location?.pathname, '/sign-in', nameOf(route))
        }
      }
    })
  }

  test('is over at once for somebody who was an administrator', async () => {
    const house = await createHouse()
    for (const account of await house.world.storage.list('accounts')) {
      await house.world.storage.put('accounts', { ...account, administrator: false })
    }
    const browser = house.as('administrator')
    for (const route of everyRoute.filter(({ who }) => who === 'administrator')) {
      const path = house.fill(route.path)
      const seen = route.method === 'GET' ? await browser.get(path) : await browser.post(path, house.token(browser))
      assert.equal(seen.status, 404, nameOf(route))
    }
  })
})

describe('the metrics', () => {
  test('are for this machine, and for no proxy on it that asks on behalf of somebody', async () => {
    const house = await createHouse()
    const at = async (address: string, headers: Record<string, string> = {}) =>
      (await house.browser(address).get('/metrics', headers)).status
    assert.equal(await at('127.0.0.1'), 200)
    assert.equal(await at('::1'), 200)
    assert.equal(await at('::ffff:127.0.0.1'), 200)
    assert.equal(await at('192.0.2.1'), 404)
    for (const header of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-host'])
      assert.equal(await at('127.0.0.1', { [header]: '127.0.0.1' }), 404, header)
  })
})
