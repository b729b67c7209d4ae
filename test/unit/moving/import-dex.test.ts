import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dexSubject } from '../../../src/applications/known-as/dex-subject.ts'
import { importDex } from '../../../src/moving/dex/import-dex.ts'
import { dexConfig, environment, hash } from './dex-files.ts'

describe('what Dex knows', () => {
  it('is told in the words of portico.yaml', async () => {
    const { file } = await importDex(dexConfig, environment)
    assert.deepEqual(file.applications?.[0], {
      slug: 'example-social',
      name: 'Example Social',
      clientId: 'social',
      clientSecret: 'dGhpcy1pcy1hLXNlY3JldC1vZi1zb2NpYWw',
      redirectUris: ['https://social.example/auth/callback'],
      postLogoutRedirectUris: ['https://social.example/'],
      consent: 'implicit',
      accessTokenLifetime: '12h',
      idTokenLifetime: '12h',
      refreshTokenIdle: '90d',
      refreshTokenLifetime: '165d',
      issuer: 'dex',
      subjectMode: 'imported',
    })
    const [, cli, wiki] = file.applications ?? []
    assert.deepEqual([cli?.['alsoFor'], wiki?.['alsoFor']], [['wiki'], undefined], 'the wiki trusts it')
    assert.equal(cli?.['public'], true)
    assert.equal(cli?.['consent'], undefined, 'anybody can pose as an application on loopback')
    assert.deepEqual([wiki?.['clientId'], wiki?.['clientSecret']], ['wiki', environment.WIKI_SECRET])
    assert.deepEqual(file.accounts?.[0], {
      username: 'alice',
      name: 'alice',
      email: 'alice@example.org',
      emailVerified: true,
      passwordHash: hash,
      groups: ['staff', 'wiki'],
    })
    assert.equal(file.accounts?.[1]?.['passwordHash'], hash, 'base64 of a hash is the hash')
  })

  it('needs no other issuer where Dex was at this address, and says so where it was not', async () => {
    const issuerIn = async (issuer: string, base: string) => {
      const { file, warnings } = await importDex(
        dexConfig.replace('https://sso.example.org/dex', issuer),
        environment,
        base,
      )
      const [application = {}] = file.applications ?? []
      const here = application['dexPath'] ?? application['issuer']
      return [here, warnings.find(({ code }) => code === 'other_issuer')?.detail]
    }
    assert.deepEqual(await issuerIn('https://a.example/dex', 'https://a.example'), ['dex', undefined])
    assert.deepEqual(await issuerIn('https://a.example', 'https://a.example'), [undefined, undefined])
    assert.deepEqual(await issuerIn('https://a.example/sso', 'https://a.example'), ['/sso', undefined])
    assert.deepEqual(await issuerIn('https://a.example/auth/dex/', 'https://a.example'), ['/auth/dex/', undefined])
    for (const other of ['https://b.example/dex', 'https://a.example/', 'https://a.example/dex?x']) {
      assert.deepEqual(await issuerIn(other, 'https://a.example'), [undefined, other])
    }
  })

  it('keeps the sub that applications were told of everybody with a password', async () => {
    const { knownAs } = await importDex(dexConfig, environment)
    const alice = knownAs.find(({ username, application }) => username === 'alice' && application === 'wiki')
    // The example of Dex's own tests.
    assert.equal(alice?.subject, 'CiQwOGE4Njg0Yi1kYjg4LTRiNzMtOTBhOS0zY2QxNjYxZjU0NjYSBWxvY2Fs')
    assert.equal(knownAs.length, 6)
    assert.equal(dexSubject('x'.repeat(200), 'local').startsWith('CsgB'), true, 'lengths above 127 take two bytes')
  })

  it('makes a source of a connector, which knows whose place it takes', async () => {
    const { file, warnings } = await importDex(dexConfig, environment)
    assert.equal(file.sources?.length, 1)
    const [source] = file.sources ?? []
    assert.deepEqual(source?.['legacySubject'], { kind: 'dex', connector: 'upstream' })
    assert.equal(source?.['clientId'], 'portico-at-upstream')
    assert.equal(warnings.find(({ code }) => code === 'register_callback')?.detail, '/sources/upstream/callback')
  })

  it('says what it left alone, and never a secret', async () => {
    const imported = await importDex(dexConfig, {})
    const told = imported.left.map(({ about, code }) => `${about} ${code}`)
    for (const line of [
      'storage not_ours',
      'staticClients[1].redirectURIs[1] redirect',
      'staticClients[2].secretEnv environment',
      'connectors[0].config.clientID environment',
      'connectors[1] directory',
    ]) {
      assert.ok(told.includes(line), `${line} in ${told.join('\n')}`)
    }
    const notes = JSON.stringify([imported.left, imported.warnings])
    for (const secret of ['dGhpcy1pcy1hLXNlY3JldC', 'upstream-secret', hash]) assert.ok(!notes.includes(secret))
  })
})
