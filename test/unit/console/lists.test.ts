import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAccount } from '../../../src/accounts/create.ts'
import { createGroup } from '../../../src/accounts/groups.ts'
import { createInvitation } from '../../../src/accounts/sign-up/invitations.ts'
import { createApplication } from '../../../src/applications/create-application.ts'
import { days } from '../../../src/lib/clock.ts'
import type { Seen } from '../../support/browser-in-memory.ts'
import { type Console, createConsole } from './console-app.ts'

const rowsIn = ({ text }: Seen): readonly string[] =>
  [...text.matchAll(/(?:class="row-name"[^>]*|<b translate="no")>(Some \d+)</g)].map(([, name = '']) => name)

const nextIn = ({ text }: Seen): string | undefined =>
  /rel="next" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')

const lists: Readonly<Record<string, (console: Console, n: number) => Promise<{ readonly ok: boolean }>>> = {
  '/console/groups': ({ world }, n) => createGroup(world, { name: `Some ${n}`, description: `told ${n}` }),
  '/console/invitations': ({ world }, n) =>
    createInvitation(world, { note: `Some ${n}`, email: `told${n}@example.org`, uses: 1, ttl: days(1) }, {}),
  '/console/people/waiting': ({ world }, n) =>
    createAccount(world, {
      ...{ username: `some${n}`, name: `Some ${n}`, email: `told${n}@example.org`, awaitsApproval: true },
    }),
  '/console/people': ({ world }, n) =>
    createAccount(world, { username: `some${n}`, name: `Some ${n}`, email: `told${n}@example.org` }),
  '/console/applications': ({ world }, n) => createApplication(world, { name: `Some ${n}`, slug: `told-${n}-x` }),
}

const filled = async (path: string, count: number): Promise<Console> => {
  const console = await createConsole()
  await console.world.storage.put('settings', { id: 'signUp', value: { mode: 'approval' } })
  for (let n = 1; n <= count; n += 1) {
    console.world.clock.advance(1)
    assert.equal((await lists[path]?.(console, n))?.ok, true)
  }
  return console
}

for (const path of Object.keys(lists)) {
  describe(`the list at ${path}`, () => {
    it('shows 50 on a page, and each of them on one', async () => {
      const { tab } = await filled(path, 101)
      const sizes: number[] = []
      const names = new Set<string>()
      for (let next: string | undefined = path; next !== undefined && sizes.length < 5; ) {
        const page = await tab.get(next)
        const rows = rowsIn(page)
        sizes.push(rows.length)
        for (const name of rows) names.add(name)
        next = nextIn(page)
      }
      // Among all people is whoever looks at the list.
      const others = path === '/console/people' ? 1 : 0
      assert.deepEqual([sizes, names.size], [[50 - others, 50, 1 + others], 101])
    })

    it('is searched whole, and turned over within what was found', async () => {
      const { tab } = await filled(path, 101)
      assert.deepEqual(rowsIn(await tab.get(`${path}?q=SOME+77`)), ['Some 77'])
      const told = { '/console/groups': 'told 77', '/console/applications': 'told-77-' }[path] ?? 'told77@'
      assert.deepEqual(rowsIn(await tab.get(`${path}?${new URLSearchParams({ q: told })}`)), ['Some 77'])
      const next = nextIn(await tab.get(`${path}?q=some`)) ?? ''
      assert.equal(new URLSearchParams(next.split('?')[1]).get('q'), 'some')
      assert.equal(rowsIn(await tab.get(next)).length, 50)
      const none = await tab.get(`${path}?q=nobody`)
      assert.match(none.text, /Nothing matches “nobody”/)
      assert.match(none.text, /type="search" name="q"[^>]*value="nobody"/)
    })

    it('leads back from a page on which there is nothing any more', async () => {
      const { tab } = await filled(path, 51)
      const { location } = await tab.get(`${path}?q=some&page=3`)
      assert.equal(location?.href.replace(location.origin, ''), `${path}?q=some`)
    })

    it('takes any query for what it is, and says once what was done', async () => {
      const { tab } = await filled(path, 51)
      for (const query of ['page=-1', 'page=1e9', 'page=x', 'q=%00%25']) {
        assert.equal((await tab.get(`${path}?${query}`)).status, 200, query)
      }
      assert.doesNotMatch(
        nextIn(await tab.get(`${path}?done=revoked&deleted=yes&undo=1&undone=late`)) ?? 'done',
        /done|deleted|undo/,
      )
    })
  })
}

describe('a list of everything there is', () => {
  it('says how many there are, unless some were searched for', async () => {
    const { tab } = await filled('/console/applications', 53)
    assert.match((await tab.get('/console/applications')).text, /1 to 50 of 53/)
    assert.match((await tab.get('/console/applications?page=2')).text, /51 to 53 of 53/)
    const searched = (await tab.get('/console/applications?q=some')).text
    assert.match(searched, /1 to 50</)
  })
})

describe('a list of nothing', () => {
  const next: Readonly<Record<string, string>> = {
    '/console/applications': '/console/connect',
    '/console/groups': '/console/groups/new',
    '/console/invitations': '/console/settings#sign-up',
    '/console/servers': '/console/sources',
    '/console/rules': '/console/rules/new',
  }
  for (const [path, href] of Object.entries(next)) {
    it(`at ${path} leads on, and has nothing to search`, async () => {
      const { text } = await (await createConsole()).tab.get(path)
      const [, main = ''] = /<main([\s\S]*)<\/main>/.exec(text) ?? []
      assert.match(main, /class="empty"/)
      assert.ok(main.includes(`href="${href}"`))
      assert.doesNotMatch(main, /role="search"/)
    })
  }

  it('of invitations leads to a new one where they let people in', async () => {
    const { tab, world } = await createConsole()
    await world.storage.put('settings', { id: 'signUp', value: { mode: 'invitation' } })
    assert.match((await tab.get('/console/invitations')).text, /class="empty"[\s\S]*href="\/console\/invitations\/new"/)
  })
})

describe('accounts that wait', () => {
  it('are told of on the list of people, while there are any', async () => {
    const { tab } = await filled('/console/people/waiting', 2)
    assert.match(
      (await tab.get('/console/people')).text,
      /2 people wait for approval\.[\s\S]*href="\/console\/people\/waiting"/,
    )
    assert.doesNotMatch((await (await createConsole()).tab.get('/console/people')).text, /people\/waiting/)
  })

  it('are declined by name from whichever page they are on', async () => {
    const { tab, world } = await filled('/console/people/waiting', 60)
    const [last] = await world.storage.list('accounts', { where: { usernameKey: 'some60' } })
    const confirm = await tab.get(`/console/people/${last?.id}/decline`)
    await tab.submit(confirm, { confirm: 'some60' }, { button: 'confirm-delete' })
    assert.equal(await world.storage.count('accounts', { usernameKey: 'some60' }), 0)
  })

  it('that somebody else has decided about leave a list whose pages can be turned', async () => {
    const { tab, world } = await filled('/console/people/waiting', 60)
    const page = await tab.get('/console/people/waiting')
    const [first] = await world.storage.list('accounts', { where: { usernameKey: 'some1' } })
    if (first !== undefined) await world.storage.put('accounts', { ...first, awaitingSince: undefined })
    const late = await tab.submit(page, {}, { action: `/console/people/${first?.id}/approve` })
    assert.equal(late.status, 409)
    assert.equal(rowsIn(await tab.get(nextIn(late) ?? '')).length, 9)
  })
})

describe('groups to choose from', () => {
  it('begin with those that are chosen, and number as people do', async () => {
    const { tab, world, administrator } = await createConsole()
    for (const name of ['choir 10', 'choir 2', 'zither']) await createGroup(world, { name })
    const [zither] = await world.storage.list('groups', { where: { name: 'zither' } })
    await world.storage.add('memberships', { id: 'm', accountId: administrator.id, groupId: zither?.id ?? '' })
    const { text } = await tab.get(`/console/people/${administrator.id}`)
    const labels = [...text.matchAll(/for="groupIds-\d">([^<]+)</g)].map(([, label]) => label)
    assert.deepEqual(labels, ['zither', 'choir 2', 'choir 10'])
  })
})
