import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createTestApp } from '../support/app.ts'

const tryItAs = async (fields: Parameters<ReturnType<typeof createTestApp>['addAccount']>[0]) => {
  const app = createTestApp()
  const account = await app.addAccount({ administrator: true, ...fields })
  const browser = await app.signedIn(account)
  const begun = await browser.submit(await browser.get('/try-it'), {}, { button: 'try' })
  const seen = await browser.follow(begun)
  return { ...app, account, browser, begun, seen }
}

const verdict = (text: string, slug: string): string | undefined =>
  new RegExp(`id="verdict-${slug}" data-verdict="([a-z_]+)"`).exec(text)?.[1]

describe('Try it', () => {
  test('goes through the real sign-in, shows what came back, and leaves nothing behind', async () => {
    const { seen, begun, world } = await tryItAs({})
    assert.equal(begun.location?.pathname, '/authorize')
    assert.equal(seen.status, 200)
    assert.equal(seen.url.pathname, '/try-it/callback')
    assert.match(seen.text, /alice@example\.org/)
    assert.match(seen.text, /preferred_username/)
    assert.doesNotMatch(seen.text, /pat_[A-Za-z0-9]{43}/)
    assert.equal(await world.storage.count('accessTokens'), 0)
    assert.equal(await world.storage.count('codes'), 0)
  })

  test('says that Mastodon, GoToSocial and RomM would accept somebody who has everything', async () => {
    const { seen } = await tryItAs({})
    for (const slug of ['mastodon', 'gotosocial', 'romm']) {
      assert.match(verdict(seen.text, slug) ?? '', /^accepted/, slug)
    }
  })

  test('names what is missing, and mends it with one click', async () => {
    const { browser, world, account, seen } = await tryItAs({
      emailVerifiedAt: undefined,
      emailVerifiedBy: undefined,
      verifiedEmailKey: undefined,
    })
    assert.equal(verdict(seen.text, 'romm'), 'refused')
    assert.match(seen.text, /The e-mail address is not proven/)
    const mended = await browser.submit(seen, {}, { action: '/console/applications/portico-try-it/mend' })
    assert.equal(mended.location?.pathname, '/try-it')
    assert.equal((await world.storage.find('accounts', account.id))?.emailVerifiedBy, `administrator:${account.id}`)
  })

  test('leads to where a picture is chosen, and says who alone has a fediverse address', async () => {
    const { seen } = await tryItAs({ administrator: false })
    const [, website = ''] = /id="verdict-website"([\s\S]*?)<details>/.exec(seen.text) ?? []
    assert.match(website, /acct<\/code> is missing[\s\S]*Only people from the fediverse have one/)
    const buttons = [...website.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)
    assert.deepEqual(buttons, ['/account'], 'for the picture alone')
  })

  test('leads people to another username only where they may choose one', async () => {
    const { browser, seen, world } = await tryItAs({ administrator: false, username: 'alice.b' })
    const gotosocial = (text: string): string => /id="verdict-gotosocial"([\s\S]*?)<details>/.exec(text)?.[1] ?? ''
    assert.match(gotosocial(seen.text), /cannot make an account name/)
    assert.doesNotMatch(gotosocial(seen.text), /href=/)
    await world.storage.put('settings', { id: 'usernames', value: { mayChange: true } })
    const begun = await browser.submit(await browser.get('/try-it'), {}, { button: 'try' })
    assert.match(gotosocial((await browser.follow(begun)).text), /href="\/account\/username"/)
  })

  test('is over once it has been looked at, and in any other browser', async () => {
    const { browser, seen } = await tryItAs({})
    assert.equal((await browser.get(seen.url)).status, 400)
    const begun = await browser.submit(await browser.get('/try-it'), {}, { button: 'try' })
    const answer = await browser.get(begun.location ?? '')
    browser.cookies.delete('__Host-portico-try-it')
    const elsewhere = await browser.get(answer.location ?? '')
    assert.equal(elsewhere.status, 400)
    assert.doesNotMatch(elsewhere.text, /id="raw-id-token"/)
  })
})
