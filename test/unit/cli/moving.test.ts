import assert from 'node:assert/strict'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { dexConfig, environment, hash } from '../moving/dex-files.ts'
import { createShell } from './support.ts'

const settings = { PORTICO_URL: 'https://sso.example.org', ...environment }

describe('portico import', () => {
  it('says what would change and changes nothing, until it is told to', async () => {
    const { portico } = createShell({ 'config.yaml': dexConfig })
    const asked = await portico('import dex config.yaml', settings)
    assert.equal(asked.code, 0)
    assert.match(asked.out, /^\+ application example-social$/m)
    assert.match(asked.out, /^= connectors\[1\]: Portico asks no directory .*\(ldap: Directory\)$/m)
    assert.match(asked.err, /Nothing was changed/)
    assert.doesNotMatch((await portico('app list', settings)).out, /example-social/)
    assert.equal((await portico('import dex config.yaml --apply', settings)).code, 0)
    assert.match((await portico('app list', settings)).out, /example-social/)
    assert.match((await portico('import dex config.yaml', settings)).out, /^Everything is here already\.$/m)
  })

  it('shows no secret', async () => {
    const { portico } = createShell({ 'config.yaml': dexConfig })
    const { out, err } = await portico('import dex config.yaml --apply', settings)
    for (const secret of [hash, 'dGhpcy1pcy1hLXNlY3JldC', environment.WIKI_SECRET, 'upstream-secret']) {
      assert.ok(!`${out}${err}`.includes(secret))
    }
  })

  it('says what cannot be read, and that there is no such file', async () => {
    const { portico } = createShell({ 'other.txt': 'hello' })
    assert.match((await portico('import authentik other.txt', settings)).err, /neither a blueprint/)
    const missing = await portico('import app nowhere.env', settings)
    assert.equal(missing.code, 1)
    assert.match(missing.err, /cannot be read/)
    assert.equal((await portico('import keycloak realm.json', settings)).code, 2)
  })
})

describe('portico export', () => {
  it('says that a file where Portico starts would be its configuration', async () => {
    const { portico } = createShell()
    assert.match((await portico('export portico.yaml')).err, /^The next start here would take portico\.yaml for its/m)
    assert.doesNotMatch((await portico('export other.yaml')).err, /next start/)
  })

  it('writes a file that nobody else may read, and that makes the same installation', async () => {
    const from = createShell({ 'config.yaml': dexConfig })
    const secret = { PORTICO_SECRET: '5f0c1a7be93d42688bd7e1f4a09c3b66' }
    await from.portico('import dex config.yaml --apply', { ...settings, ...secret })
    const { code, err } = await from.portico('export portico-out.yaml', { ...settings, ...secret })
    assert.equal(code, 0, err)
    const path = join(from.folder, 'portico-out.yaml')
    assert.equal(statSync(path).mode & 0o077, 0)
    assert.equal(
      (await from.portico('export portico-out.yaml', { ...settings, ...secret })).code,
      1,
      'nor replaces one',
    )
    const text = readFileSync(path, 'utf8')
    const to = createShell({ 'portico.yaml': text })
    const again = { ...settings, ...secret, PORTICO_SOURCE_UPSTREAM_SECRET: 'upstream-secret-of-its-own' }
    assert.equal((await to.portico('apply', again)).code, 0)
    assert.equal(`${(await to.portico('export', again)).out}\n`, text)
  })
})
