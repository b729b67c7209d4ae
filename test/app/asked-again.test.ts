import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { minutes } from '../../src/lib/clock.ts'
import { defaultFediverse, settingFediverse } from '../../src/sources/settings.ts'
import { adding } from '../../src/storage/storage.ts'
import { createTestApp } from '../support/app.ts'
import { createTestMailer } from '../support/mail-app.ts'
import { formsToSend, heldBy, kindOf, type SeenForm, typedInto } from '../support/typing.ts'

/** Somebody with everything to change, who came from a server; the same every time. */
const begin = async () => {
  const app = createTestApp({ mailer: createTestMailer() })
  const { world } = app
  await app.addAccount({ username: 'root', administrator: true })
  const account = await app.addAccount()
  const profile = { username: 'alice', name: 'Alice', acct: 'alice' }
  const came = { sourceId: 'fediverse', host: 'a.example', accountId: account.id, profile, anchors: {} }
  await world.storage.put('settings', { id: 'usernames', value: { mayChange: true } })
  await world.storage.atomically([
    settingFediverse(world, undefined, { on: true, settings: defaultFediverse }),
    adding('identities', { ...came, id: 'i', subject: 'https://a.example/1', createdAt: 0, lastUsedAt: 0 }),
    adding('identities', { ...came, id: 'j', subject: 'https://a.example/2', createdAt: 0, lastUsedAt: 0 }),
  ])
  return { ...app, account, tab: await app.signedIn(account) }
}

const pages = ['email', 'username', 'password', 'identities', 'delete'].map((page) => `/account/${page}`)

/** Sends the form after so long that nobody knows who sits there, and comes back from saying who they are. */
const sendLate = async (page: string, at: number) => {
  const { tab, world } = await begin()
  const form = formsToSend((await tab.get(page)).text, page)[at]
  assert.ok(form !== undefined)
  const fields = typedInto(form)
  const typed = 'confirm' in fields ? { confirm: 'alice' } : fields
  world.clock.advance(minutes(15) + 1)
  const sent = await tab.post(form.action, { ...form.hidden, ...form.button, ...typed })
  if (sent.location?.pathname !== '/sign-in') return undefined
  for (const { id } of await world.storage.list('sessions'))
    await world.storage.change('sessions', id, (row) => [{ ...row, authTime: world.clock.now() }, []])
  return { form, typed, back: await tab.get(sent.location.searchParams.get('to') ?? '') }
}

const isSecret = (form: SeenForm): boolean => form.controls.some(({ kind }) => kind === 'password')

describe('a form about one’s account that is sent long after its person said who they are', () => {
  it('is on the page to which they come back, with what was typed, and is said to have changed nothing', async () => {
    const { tab } = await begin()
    const asked: string[] = []
    for (const page of pages) {
      for (const [at, form] of formsToSend((await tab.get(page)).text, page).entries()) {
        const late = await sendLate(page, at)
        if (late === undefined) continue
        const { typed, back } = late
        const there = formsToSend(back.text, back.url.pathname).find((one) => kindOf(one) === kindOf(form))
        assert.ok(there !== undefined, kindOf(form))
        if (!isSecret(form)) assert.deepEqual(heldBy(there), typed, page)
        assert.match(back.text, /Nothing has changed yet\. Please send it once more\./, page)
        assert.equal(back.text.includes('Secrets and files have to be given again.'), isSecret(form), page)
        asked.push(page)
      }
    }
    assert.deepEqual([...new Set(asked)], pages)
  })
})
