import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { findPostgres } from '../../support/postgres.ts'
import { createShell } from './support.ts'

const postgres = await findPostgres()
const secret = '0123456789abcdef0123456789abcdef'

describe('the command line on PostgreSQL', { skip: postgres.missing }, () => {
  it('works on the database the settings name, with the secret they give', async () => {
    const environment = { DATABASE_URL: await postgres.createDatabase(), PORTICO_SECRET: secret }
    const { portico, folder } = createShell({ 'portico.yaml': 'accounts: [{ username: alice, admin: true }]' })
    assert.equal((await portico('apply', environment)).code, 0)
    assert.match((await portico('accounts reset alice', environment)).out, /\/reset\/plk_/)
    assert.ok(!existsSync(join(folder, 'data', 'secret')))
    const other = await portico('accounts list', { ...environment, PORTICO_SECRET: secret.toUpperCase() })
    assert.equal(other.code, 1)
    assert.match(other.err, /does not open what is sealed in this database/)
  })

  it('moves an installation there from SQLite and back, by way of a backup', async () => {
    const environment = { DATABASE_URL: await postgres.createDatabase(), PORTICO_SECRET: secret }
    const { portico, folder } = createShell({ 'portico.yaml': 'accounts: [{ username: alice, admin: true }]' })
    await portico('apply', { PORTICO_SECRET: secret })
    const [there, back] = [join(folder, 'there.sqlite'), join(folder, 'back.sqlite')]
    await portico(`backup ${there}`, { PORTICO_SECRET: secret })
    assert.equal((await portico(`restore ${there}`, environment)).code, 0)
    assert.match((await portico('accounts list', environment)).out, /^alice /m)
    assert.equal((await portico(`restore ${there}`, environment)).code, 1)
    assert.equal((await portico(`backup ${back}`, environment)).code, 0)
    const other = createShell()
    assert.equal((await other.portico(`restore ${back}`)).code, 0)
    assert.match((await other.portico('accounts list', { PORTICO_SECRET: secret })).out, /^alice /m)
  })
})
