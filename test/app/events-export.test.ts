import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { record } from '../../src/events/event.ts'
import { createTestApp } from '../support/app.ts'

const start = async () => {
  const app = createTestApp()
  const tab = await app.signedIn(await app.addAccount({ username: 'boss', administrator: true }))
  return { ...app, tab }
}

describe('the audit log, to take along', () => {
  test('is what the filter shows, whole, however many pages that is', async () => {
    const { tab, world } = await start()
    for (let n = 0; n < 1203; n += 1) await record(world, 'keys.read', { data: { count: n } })
    await record(world, 'discovery.read')
    const page = await tab.get('/console/events?kind=keys.read&page=2')
    const links = [...page.text.matchAll(/href="(\/console\/events\.(?:csv|json)[^"]*)"/g)].map(([, href = '']) => href)
    assert.deepEqual(links, ['/console/events.csv?kind=keys.read', '/console/events.json?kind=keys.read'])
    const json = await tab.get(links[1] ?? '')
    const lines = JSON.parse(json.text) as { readonly kind: string; readonly data: { readonly count: number } }[]
    assert.deepEqual([lines.length, new Set(lines.map(({ data }) => data.count)).size], [1203, 1203])
    assert.equal(json.headers.get('content-disposition'), 'attachment; filename="events.json"')
    const csv = await tab.get(links[0] ?? '')
    assert.equal(csv.text.split('\r\n').length, 1205)
    assert.deepEqual(JSON.parse((await tab.get('/console/events.json?kind=signout')).text), [])
  })

  test('is read as UTF-8 by a spreadsheet, and is plain JSON to a program', async () => {
    const { app, base, tab } = await start()
    const cookie = [...tab.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const begins = async (name: string) => {
      const answer = await app.answer(new Request(`${base}/console/${name}`, { headers: { cookie } }), {
        address: '192.0.2.1',
      })
      return Buffer.from(await answer.arrayBuffer()).subarray(0, 5)
    }
    assert.deepEqual(await begins('events.csv'), Buffer.from('\ufeffat'))
    assert.equal((await begins('events.json')).toString().startsWith('['), true)
  })

  test('is no formula to a spreadsheet, and keeps its columns whatever is in them', async () => {
    const { tab, world, addAccount } = await start()
    const evil = await addAccount({ name: '=HYPERLINK("https://evil.example","a"),b' })
    await record(world, 'signout', { accountId: evil.id, userAgent: '@x\r\ny' })
    const { text } = await tab.get('/console/events.csv?kind=signout')
    assert.match(text, /,"'=HYPERLINK\(""https:\/\/evil\.example"",""a""\),b",/)
    assert.match(text, /,"'@x\r\ny",/)
  })
})
