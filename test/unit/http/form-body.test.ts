import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readBody } from '../../../src/http/form-body.ts'
import { Refusal } from '../../../src/http/refusal.ts'

const broken = (headers: Readonly<Record<string, string>>): Request =>
  new Request('http://localhost/token', {
    ...{ method: 'POST', duplex: 'half' },
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new ReadableStream({ pull: (controller) => controller.error(new Error('aborted')) }),
  })

describe('a body that breaks off', () => {
  for (const headers of [{}, { 'content-length': '20' }])
    it(`is the sender’s mistake, and no failure of ours: ${JSON.stringify(headers)}`, async () => {
      await assert.rejects(
        readBody(broken(headers), { files: false }),
        (error) => error instanceof Refusal && error.status === 400,
      )
    })
})
