import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { pseudo, pseudoRecipeTexts } from '../../../src/locales/pseudo.ts'
import { recipeBooks, recipeTexts } from '../../../src/locales/recipe-texts.ts'
import { languages, type Sentences } from '../../../src/locales/sentences.ts'
import { routes } from '../../../src/routes.ts'
import { visibleTexts } from '../web/visible-words.ts'
import { type Console, consolePaths, createConsole, type Filled, fill } from './console-app.ts'

const consoleRoutes = routes.filter(({ who }) => who === 'administrator')

describe('the console', () => {
  let console: Console
  let filled: Filled
  before(async () => {
    console = await createConsole()
    filled = await fill(console, { name: 'Ann', username: 'ann' })
  })

  it('is reached by administrators and by nobody else', async () => {
    const stranger = console.browser()
    const person = await console.signedIn(await console.addAccount({ username: 'carol' }))
    for (const path of consolePaths(filled)) {
      assert.equal((await console.tab.get(path)).status, 200, path)
      assert.equal((await person.get(path)).status, 404, path)
      const sent = await stranger.get(path)
      assert.ok(sent.status === 303 && sent.location?.pathname === '/sign-in', path)
    }
  })

  it('changes nothing for a form of somebody else’s, or of nobody’s', async () => {
    const stored = () => console.world.storage.count('events')
    const before = await stored()
    const posts = consoleRoutes.filter(({ method }) => method === 'POST')
    assert.ok(posts.length > 15)
    for (const [n, { path }] of posts.entries()) {
      const url = path.replace(/:(\w+)/, (_, name: keyof Filled) => filled[name].id)
      const fields = { name: 'x', confirm: 'Ann', state: 'off', all: 'yes' }
      assert.equal((await console.tab.post(url, fields)).status, 403, path)
      assert.equal((await console.tab.post(url, fields, { 'sec-fetch-site': 'cross-site' })).status, 403, path)
      const person = await console.signedIn(await console.addAccount({ username: `p${n}` }))
      const page = await person.get('/account')
      const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? []
      assert.equal((await person.post(url, { ...fields, form_token: token })).status, 404, path)
    }
    assert.equal(await stored(), before)
  })

  it('knows nothing under an id that nothing has', async () => {
    for (const { path, method } of consoleRoutes) {
      if (method === 'GET' && path.includes(':')) {
        for (const id of ['nothing', '%00', '%ff', "'", '..%2f']) {
          const { status } = await console.tab.get(path.replace(/:\w+/, id))
          assert.ok(status === 404 || status === 400, `${path} ${id} ${status}`)
        }
      }
    }
  })

  it('keeps its forms to itself, its ids apart and its labels with their fields', async () => {
    for (const path of consolePaths(filled)) {
      const { text } = await console.tab.get(path)
      for (const [form] of text.matchAll(/<form\b[\s\S]*?<\/form>/g)) {
        assert.equal(/method="post"/.test(form), /name="form_token"/.test(form), `${path}: ${form.slice(0, 120)}`)
      }
      const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
      assert.deepEqual(
        ids.filter((id, at) => ids.indexOf(id) !== at),
        [],
        path,
      )
      for (const [, id] of text.matchAll(/<label for="([^"]+)"/g)) assert.ok(ids.includes(id), `${path}: ${id}`)
      assert.doesNotMatch(text, /\sstyle="|\son\w+="|<script(?![^>]*src="\/assets\/)/, path)
    }
  })

  it('shows markup in whatever anybody was called as text', async () => {
    const hostile = await createConsole({ name: '<script>alert(1)</script>' })
    const evil = `<img src=x onerror=alert(2)>"'`
    const filled = await fill(hostile, { name: evil, username: 'evil' })
    for (const path of [...consolePaths(filled), `/console/events?q=${encodeURIComponent(evil)}`]) {
      const { text } = await hostile.tab.get(path)
      assert.doesNotMatch(text, /<img src=x|<script>alert/, path)
      assert.doesNotMatch(text, /="[^"]*<img src=x/, path)
    }
  })

  it('tells no secret, no hash and nothing sealed', async () => {
    const { world } = console
    const stored = [
      ...(await world.storage.list('links')).map(({ id }) => id),
      ...(await world.storage.list('sessions')).map(({ id }) => id),
      ...(await world.storage.list('credentials')).map(({ data }) => data.hash),
    ]
    assert.ok(stored.length > 2)
    for (const path of consolePaths(filled)) {
      const { text } = await console.tab.get(path)
      for (const secret of stored) assert.ok(!text.includes(secret), path)
      assert.doesNotMatch(text, /argon2|hmac-sha256|plk_|pse_|pcs[A-Za-z0-9]{43}/, path)
    }
  })

  it('says of a page within what it is a part of, and leads back there', async () => {
    for (const path of consolePaths(filled)) {
      const { text } = await console.tab.get(path)
      const [, back] = /<a class="trail" href="([^"]+)"/.exec(text) ?? []
      const shown = path.split('?')[0] ?? ''
      const isRoom = text.includes(`<a href="${shown}" aria-current="page"`)
      assert.equal(back === undefined, isRoom, path)
      if (back !== undefined) assert.ok(back !== shown && (await console.tab.get(back)).status === 200, path)
    }
    const { text } = await console.tab.get(`/console/applications/${filled.application.id}/delete`)
    assert.match(
      text,
      new RegExp(`class="trail" href="/console/applications/${filled.application.id}"[^]*<h1>Delete Ann`),
    )
  })

  it('may be kept by no cache and framed by nobody', async () => {
    for (const path of consolePaths(filled)) {
      const { headers } = await console.tab.get(path)
      assert.equal(headers.get('cache-control'), 'no-store', path)
      assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'.*form-action 'self'/, path)
    }
  })
})

describe('every page of the console', () => {
  it('has all its sentences from the language of whoever reads it', async () => {
    // Nobody's language, beside the others for as long as this process lasts.
    const all: readonly Sentences[] = languages
    ;(all as Sentences[]).push(pseudo)
    recipeBooks.set(pseudo.tag, async () => pseudoRecipeTexts(await recipeTexts('en')))
    const foreign = await createConsole({ username: 'алиса', usernameKey: 'алиса', name: 'Алиса', locale: pseudo.tag })
    const filled = await fill(foreign, { name: 'Площадь', username: 'борис' })
    const products = /\b(?:Portico|Mastodon|English|Deutsch)\b/g
    for (const path of consolePaths(filled)) {
      const { text } = await foreign.tab.get(path)
      assert.match(text, /<html lang="el"/)
      const left = visibleTexts(text).filter((found) => /[A-Za-z]/.test(found.text.replace(products, '')))
      assert.deepEqual(left, [], path)
    }
  })
})
