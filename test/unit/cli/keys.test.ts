import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { silentLog } from '../../../src/lib/log.ts'
import { readConfig } from '../../../src/start/read-config.ts'
import { serve } from '../../../src/start/serve.ts'
import { freePort } from '../../support/free-port.ts'
import { createShell } from './support.ts'

const one = 'one 0123456789abcdef0123456789abcdef'
const two = 'two 0123456789abcdef0123456789abcdef'

describe('portico keys reseal', () => {
  it('waits for a server with the new key, seals anew, and says as the doctor does what needs the old one', async () => {
    const { folder, portico, run } = createShell()
    const old = { PORTICO_SECRET: one }
    assert.equal((await portico('keys rotate', old)).code, 0)
    const website = ['app', 'add', 'website', '--name', 'My website']
    const made = await run([...website, '--answer', 'redirect=https://www.example.org/callback'], old)
    assert.equal(made.code, 0, made.err)
    assert.doesNotMatch((await portico('doctor', old)).out, /sealing/)

    const port = await freePort()
    const both = {
      PORTICO_SECRET: `${two},${one}`,
      PORTICO_LISTEN: String(port),
      PORTICO_URL: `http://localhost:${port}`,
    }
    const early = await portico('keys reseal', both)
    assert.deepEqual([early.code, early.out], [1, ''])
    assert.match(early.err, /Restart Portico .*with both keys/)
    assert.match((await portico('doctor', both)).out, /^note {3}sealing: \d+ records need .*`portico keys reseal`\.$/m)

    await (await serve(readConfig(both, folder), silentLog)).stop()
    const sealed = await portico('keys reseal', both)
    assert.deepEqual([sealed.code, sealed.out], [0, 'Sealed anew under the first key: 2.'])
    assert.match(sealed.err, /^These have not used their client secret since .*: my-website\.$/)
    const { out } = await portico('doctor', both)
    assert.match(out, /^note {3}sealing: These have not used .*: my-website\.$/m)
    assert.doesNotMatch(out, /reseal/)
    assert.equal((await portico('keys reseal', both)).out, 'Everything was sealed under the first key already.')
    assert.match((await portico('doctor', { PORTICO_SECRET: two })).out, /^WRONG {2}sealing: .*my-website\.$/m)
  })
})
