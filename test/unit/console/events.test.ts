import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type EventKind, record } from '../../../src/events/event.ts'
import { console as germanConsole } from '../../../src/locales/de/console.ts'
import { consoleAccess as german } from '../../../src/locales/de/console-access.ts'
import { console as englishConsole } from '../../../src/locales/en/console.ts'
import { consoleAccess } from '../../../src/locales/en/console-access.ts'
import { createConsole, fill } from './console-app.ts'
import { names } from './console-forms.ts'

const written = async (
  kind: EventKind,
  outcome: 'refused' | 'failed',
  data: Readonly<Record<string, unknown>>,
  locale?: string,
) => {
  const console = await createConsole({ locale })
  const { application } = await fill(console, names)
  await record(console.world, kind, { outcome, data, applicationId: application.id, code: 'AAA-111' })
  const [event] = await console.world.storage.list('events', { where: { code: 'AAA-111' } })
  const { status, text } = await console.tab.get(`/console/events/${event?.id}`)
  assert.equal(status, 200)
  return text
}

describe('a list of what happened', () => {
  it('says which setting was changed', async () => {
    const { tab } = await createConsole()
    const settings = () => tab.get('/console/settings')
    await tab.submit(await settings(), { mode: 'invitation' }, { button: 'save-sign-up' })
    await tab.submit(await settings(), {}, { button: 'save-public-clients' })
    await tab.submit(await tab.get('/console/branding'), { name: 'Club' }, { button: 'save' })
    await tab.submit(await tab.get('/console/usernames'), {}, { button: 'save' })
    const limits = { sessionIdle: '1', sessionAbsolute: '2', eventsKeptFor: '30' }
    await tab.submit(await settings(), limits, { button: 'save-limits' })
    const { text } = await tab.get('/console/events?kind=setting.changed')
    const said = [...text.matchAll(/<\/a><span class="quiet">([^<]+)</g)].map(([, what]) => what)
    const all = ['Applications that nobody registered', 'Branding', 'How long things last', 'Usernames']
    assert.deepEqual(said.toSorted(), [...all, 'Who may sign up'])
  })
})

/** As it stands in a page. */
const inPage = (sentence: string): string => sentence.replaceAll("'", '&#39;')

describe('a refusal’s own page', () => {
  for (const [locale, { overview }] of [
    ['en', englishConsole],
    ['de', germanConsole],
  ] as const) {
    it(`says in ${locale} what the overview says, once, with the code beside it`, async () => {
      for (const [error, sentence] of Object.entries(overview.needs.refusedBecause)) {
        const text = await written('authorization.refused', 'refused', { error }, locale)
        const said = `<p>${overview.refused}: ${inPage(sentence)} <code translate="no">${error}</code></p>`
        assert.ok(text.includes(said), `${error}: ${said}`)
        assert.equal(text.split(`>${error}<`).length - 1, 1, error)
      }
    })
  }

  it('shows what no sentence is known for as it is written down', async () => {
    for (const error of ['toString', 'a_later_code']) {
      assert.match(
        await written('authorization.refused', 'refused', { error }),
        new RegExp(`<code[^>]*>${error}</code>`),
      )
    }
  })
})

describe('an event’s own page', () => {
  it('calls what it says besides by words, and what it does not know by the name it has', async () => {
    const data = { method: 'password', reason: 'wrong', mailed: true, via: 'command', othersEndAt: 1_700_000_000_000 }
    for (const [locale, labels] of [
      ['en', ['Way in', 'Reason', 'Sent by mail', 'How', 'Older secrets end']],
      ['de', ['Zugang', 'Grund', 'Per Mail geschickt', 'Wie', 'Ältere Geheimnisse enden']],
    ] as const) {
      const text = await written('signin.failed', 'refused', { ...data, later: 1, toString: 2 }, locale)
      for (const label of labels) assert.ok(text.includes(`<dt>${label}</dt>`), label)
      for (const name of Object.keys(data)) assert.ok(!text.includes(`>${name}<`), name)
      for (const name of ['later', 'toString']) assert.ok(text.includes(`<dt><code translate="no">${name}</code></dt>`))
      assert.match(text, /<dd><time datetime="2023-11-14T22:13:20/)
      assert.ok(text.includes(locale === 'en' ? '<dd>from the command line</dd>' : '<dd>von der Befehlszeile</dd>'))
      assert.ok(text.includes(locale === 'en' ? '<dd>Yes</dd>' : '<dd>Ja</dd>'))
    }
  })
})

describe('the page of claims that could not be made', () => {
  const missed = [
    { mapping: 1, scope: 'profile', why: 'failed', detail: 'no <such> key' },
    { mapping: 2, scope: 'profile', why: 'protocol_claim', claim: 'sub' },
    { mapping: 3, scope: 'profile', why: 'bad_claim', claim: 'x' },
    { mapping: 4, scope: 'profile', why: 'wrong_type', claim: 'y' },
    { mapping: 5, scope: 'profile', why: 'too_much', claim: 'z' },
  ] as const

  for (const [locale, texts] of [
    ['en', consoleAccess],
    ['de', german],
  ] as const) {
    it(`says each in a sentence in ${locale}, with the claim and the words of the language`, async () => {
      const text = await written('claims.missed', 'failed', { missed }, locale)
      for (const { why, mapping } of missed) {
        assert.ok(text.includes(inPage(texts.missed[why]({ number: mapping }))), why)
      }
      assert.match(text, /<code translate="no">no &lt;such&gt; key<\/code>[\s\S]*<code translate="no">sub<\/code>/)
      assert.doesNotMatch(text, /protocol_claim|&quot;mapping&quot;/)
    })
  }

  it('shows what another version wrote as it is written down', async () => {
    for (const odd of [[{ mapping: 1, why: 'later' }], [null], 'text', [...missed, { why: 'failed' }]]) {
      assert.match(await written('claims.missed', 'failed', { missed: odd }), /<dt>Claims that could not be made<\/dt>/)
    }
  })
})
