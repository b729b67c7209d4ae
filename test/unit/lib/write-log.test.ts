import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LogFields } from '../../../src/lib/log.ts'
import { type LogLevel, openLog } from '../../../src/lib/write-log.ts'

const open = async (format: 'json' | 'text', level: LogLevel = 'info') => {
  const written: string[] = []
  const clock = { now: () => Date.UTC(2026, 0, 2, 3, 4, 5, 6) }
  const log = await openLog({ level, format, clock, write: (lines) => void written.push(lines) })
  return { log, text: () => written.join('') }
}

const failing = () => Object.assign(new TypeError('it broke'), { detail: 'canary', request: { secret: 'canary' } })

for (const format of ['json', 'text'] as const) {
  describe(`the log as ${format}`, () => {
    it('tells what is on the allow-list and nothing else', async () => {
      const { log, text } = await open(format)
      const fields: LogFields = { route: '/token', status: 200 }
      log.info('answered', { ...fields, ...{ password: 'canary', headers: { cookie: 'canary' } } })
      assert.match(text(), /\/token.*200/)
      assert.doesNotMatch(text(), /canary|password|headers/)
    })

    it('tells an error by its name, message and stack', async () => {
      const { log, text } = await open(format)
      log.error('unexpected', { error: failing() })
      assert.match(text(), /TypeError/)
      assert.match(text(), /it broke/)
      assert.match(text(), /at failing/)
      assert.doesNotMatch(text(), /canary|detail|request/)
    })

    it('tells nothing of what was thrown without being an error', async () => {
      const { log, text } = await open(format)
      log.error('unexpected', { error: { secret: 'canary' } })
      assert.doesNotMatch(text(), /canary/)
    })

    it('leaves out what is less important than its level', async () => {
      const { log, text } = await open(format, 'warn')
      log.debug('one')
      log.info('two')
      assert.equal(text(), '')
      log.warn('three')
      assert.match(text(), /three/)
    })

    it('keeps a line to a line, whatever a value holds', async () => {
      const { log, text } = await open(format)
      log.info('asked', { host: 'a\nb\r\u001b[31m\u2028c' })
      assert.equal(text().split(/[\n\r]/).length, 2)
      assert.ok(!text().includes('\u001b'))
    })
  })
}

it('writes one JSON object a line, with time, level and message', async () => {
  const { log, text } = await open('json')
  log.info('answered', { status: 200 })
  assert.deepEqual(JSON.parse(text()), {
    level: 'info',
    time: '2026-01-02T03:04:05.006Z',
    status: 200,
    message: 'answered',
  })
})

it('writes text that people read', async () => {
  const { log, text } = await open('text')
  log.warn('slow', { route: '/token', reason: 'two words' })
  assert.equal(text(), '2026-01-02T03:04:05.006Z warn  slow route=/token reason="two words"\n')
})
