import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAccount } from '../../../src/accounts/create.ts'
import { findApplication } from '../../../src/applications/application.ts'
import { introducing } from '../../../src/applications/known-as/introduce.ts'
import type { Seen } from '../../support/browser-in-memory.ts'
import { createConsole } from './console-app.ts'
import { connect, formOf, problemOf, shownIn } from './console-forms.ts'

const ready = async (changes: Readonly<Record<string, string>> = {}) => {
  const console = await createConsole()
  assert.equal((await connect(console, changes)).status, 200)
  const [row] = await console.world.storage.list('applications')
  assert.ok(row !== undefined)
  const path = `/console/applications/${row.id}`
  const page = () => console.tab.get(path)
  const save = async (changes: Readonly<Record<string, string>>, seen?: Seen) => {
    const before = seen ?? (await page())
    return console.tab.submit(before, { ...formOf(before), ...changes }, { action: path, button: 'save' })
  }
  const application = async () => {
    const found = await findApplication(console.world, row.id)
    assert.ok(found !== undefined)
    return found
  }
  return { ...console, page, save, application }
}

const isChosen = ({ text }: Seen, name: string, value: string) =>
  new RegExp(`<select[^>]*name="${name}"[^>]*>(?:(?!</select>).)*<option value="${value}" selected`, 's').test(text)

describe('how an application knows people, on its page', () => {
  it('is set, shown again, and kept by a form that says nothing else', async () => {
    const { save, application, page } = await ready()
    const saved = await save({
      ...{ group: 'Media', openInNewTab: 'yes', subjectMode: 'uuid', usernameRule: 'mastodon', uidField: 'handle' },
      ...{ assertEmailVerified: 'yes', allowedScopes: 'email', allowedGrants: 'authorization_code' },
    })
    assert.equal(saved.status, 303)
    const { group, openInNewTab, subjectMode, usernameRule, uidField, ...more } = await application()
    assert.deepEqual(
      [group, openInNewTab, subjectMode, usernameRule, uidField],
      ['Media', true, 'uuid', 'mastodon', 'handle'],
    )
    assert.deepEqual(
      [more.assertEmailVerified, more.allowedScopes, more.allowedGrants],
      [true, ['email'], ['authorization_code']],
    )
    const seen = await page()
    assert.equal(shownIn(seen, 'group'), 'Media')
    for (const [name, value] of [
      ['subjectMode', 'uuid'],
      ['usernameRule', 'mastodon'],
      ['uidField', 'handle'],
    ] as const) {
      assert.ok(isChosen(seen, name, value), name)
    }
    for (const box of ['openInNewTab', 'assertEmailVerified']) {
      assert.match(seen.text, new RegExp(`<input type="checkbox"[^>]*checked[^>]*name="${box}"`), box)
    }
  })

  it('takes patterns on lines of their own, and names the one that is wrong', async () => {
    const { save, application, page } = await ready({ redirectPatterns: 'https://notes\\.example/cb/[a-z]+' })
    const pattern = { match: 'regex', uri: 'https://notes\\.example/cb/[a-z]+' }
    assert.deepEqual((await application()).redirectUris, ['https://notes.example/cb', pattern])
    assert.equal(shownIn(await page(), 'redirectPatterns'), pattern.uri)
    const wrong = await save({ redirectPatterns: `${pattern.uri}\r\nhttps://.*` })
    assert.equal(wrong.status, 400)
    assert.match(problemOf(wrong, 'redirectUris') ?? '', /^https:\/\/\.\* /)
    assert.match(wrong.text, /<details open[^>]*>(?:(?!<\/details>).)*name="redirectPatterns"/s)
    assert.match(shownIn(wrong, 'redirectPatterns') ?? '', /https:\/\/\.\*/)
  })

  it('is only changed for people who have signed in by somebody who has read how many', async () => {
    const { save, application, world } = await ready()
    const person = await createAccount(world, { username: 'jane.doe' })
    assert.ok(person.ok)
    const { id } = await application()
    await introducing(world, await application(), person.account, async (_, changes) =>
      world.storage.atomically(changes),
    )
    const asked = await save({ subjectMode: 'username', name: 'Papers' })
    assert.equal(asked.status, 400)
    assert.match(problemOf(asked, 'subjectMode') ?? '', /One person has signed in/)
    assert.ok(isChosen(asked, 'subjectMode', 'username'))
    assert.equal((await application()).subjectMode, 'opaque')
    const told = { subjectMode: 'username', name: 'Papers' }
    const done = await save({ ...told, unsafeOtherSubjects: 'yes' }, asked)
    assert.equal(done.status, 303)
    assert.deepEqual([(await application()).subjectMode, (await application()).name], ['username', 'Papers'])
    assert.equal(await world.storage.count('handles', { applicationId: id }), 1)
  })
})

describe('where an application came from, on its page', () => {
  it('is Dex’s issuer with its path, and which other applications take its tokens too', async () => {
    const { save, application, page, tab } = await ready()
    const blank = await tab.get('/console/applications/new')
    const wiki = { name: 'Wiki', slug: 'wiki', clientId: 'wiki-client' }
    assert.equal((await tab.submit(blank, { ...formOf(blank), ...wiki }, { button: 'save' })).status, 200)
    assert.match((await page()).text, /value="wiki-client"[^>]*>.*Wiki/)
    const set = { issuer: 'dex', dexPath: '/sso/dex', asksForPeers: 'yes', alsoFor: 'wiki-client' }
    assert.equal((await save(set)).status, 303)
    const { issuer, dexPath, alsoFor } = await application()
    assert.deepEqual([issuer, dexPath, alsoFor], ['dex', '/sso/dex', ['wiki-client']])
    const seen = await page()
    assert.equal(shownIn(seen, 'dexPath'), '/sso/dex')
    assert.match(seen.text, /checked[^>]*value="wiki-client"|value="wiki-client"[^>]*checked/)
    assert.doesNotMatch(seen.text, new RegExp(`name="alsoFor"[^>]*value="${(await application()).clientId}"`))
    // Nobody ticked it.
    assert.equal((await save({ asksForPeers: 'yes' })).status, 303)
    assert.deepEqual((await application()).alsoFor, [])
  })

  it('is no path of Portico’s own, and nothing that is none', async () => {
    const { save, application } = await ready()
    for (const dexPath of ['dex', '/application/o', '/a b', 'https://sso.example/dex', '/..', '//dex']) {
      const wrong = await save({ issuer: 'dex', dexPath })
      assert.equal(wrong.status, 400, dexPath)
      assert.match(problemOf(wrong, 'dexPath') ?? '', /not a path such as \/dex/)
    }
    assert.equal((await application()).dexPath, '/dex')
    assert.equal((await save({ asksForPeers: 'yes', alsoFor: 'two words' })).status, 400)
  })
})

describe('what applications call a person', () => {
  it('is on their page', async () => {
    const { application, world, tab } = await ready({ subjectMode: 'username', usernameRule: 'mastodon' })
    const person = await createAccount(world, { username: 'jane.doe' })
    assert.ok(person.ok)
    const path = `/console/people/${person.account.id}`
    assert.doesNotMatch((await tab.get(path)).text, /janedoe/)
    await introducing(world, await application(), person.account, async (_, changes) =>
      world.storage.atomically(changes),
    )
    assert.match((await tab.get(path)).text, /Notes<\/a><span translate="no">janedoe<\/span>/)
  })
})
