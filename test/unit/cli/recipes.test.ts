import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseEnvFile } from '../../../src/lib/env-file.ts'
import { createShell } from './support.ts'

describe('portico app add', () => {
  it('connects an application and prints what to paste, whole and with its secret', async () => {
    const { portico } = createShell()
    const made = await portico('app add mastodon --host social.example.org', { PORTICO_URL: 'https://id.example.org' })
    assert.equal(made.code, 0, made.err)
    assert.match(made.err, /^Made Mastodon \(mastodon\)/)
    const block = /Paste this into \.env\.production:\n\n((?:[A-Z_]+=.*\n)+)/.exec(made.out)?.[1] ?? ''
    const { values, problems } = parseEnvFile(block)
    assert.deepEqual(problems, [])
    assert.equal(values['OIDC_ISSUER'], 'https://id.example.org')
    assert.equal(values['OIDC_REDIRECT_URI'], 'https://social.example.org/auth/auth/openid_connect/callback')
    assert.match(values['OIDC_CLIENT_SECRET'] ?? '', /^pcs[A-Za-z0-9]{43}$/)
    assert.match((await portico('app list')).out, /^mastodon +Mastodon +\S+ +mastodon/m)
  })

  it('takes answers, and a name', async () => {
    const { run } = createShell()
    const line = ['app', 'add', 'romm', '--host', 'games.example.org', '--answer', 'admin=the staff', '--name', 'Games']
    const made = await run(line)
    assert.equal(made.code, 0, made.err)
    assert.match(made.out, /^OIDC_ROLE_ADMIN='the staff'$/m)
    assert.match(made.out, /^OIDC_ROLE_VIEWER=\*$/m)
    assert.match(made.err, /^Made Games \(games\)/)
  })

  it('says everything that is wrong with the answers, and makes nothing', async () => {
    const { portico } = createShell()
    const wrong = await portico('app add mastodon --answer uid=email --answer colour=red')
    assert.equal(wrong.code, 1)
    assert.match(wrong.err, /^host: .*\nuid: .*\ncolour: /)
    const open = await portico('app add gotosocial --host http://social.example.org')
    assert.equal(open.code, 1)
    assert.match(open.err, /^redirectUris: .*https/)
    assert.equal((await portico('app add nonsense')).code, 1)
    assert.equal((await portico('app add mastodon --answer uid')).code, 2)
    assert.doesNotMatch((await portico('app list')).out, /mastodon|gotosocial/)
  })

  it('says of one recipe what it asks, with every choice as it is written', async () => {
    const { portico } = createShell()
    const { code, out } = await portico('app recipes mastodon')
    assert.equal(code, 0)
    assert.match(out, /^ {2}--host social\.example\.org$/m)
    assert.match(out, /^What Mastodon names an account after \(may be left out\)\n {2}--answer uid=handle {2}Handle: /m)
    assert.match((await portico('app add mastodon --answer uid=email')).err, /`portico app recipes mastodon` says what/)
    assert.equal((await portico('app recipes nonsense')).code, 1)
    for (const line of (await portico('app recipes')).out.split('\n').slice(1))
      assert.equal((await portico(`app recipes ${line.split(' ')[0]}`)).code, 0)
  })

  it('says of what cannot be connected why, and of each answer what a shell reads as one', async () => {
    const { portico } = createShell()
    for (const line of ['app add owncast --host tv.example.org', 'app recipes owncast']) {
      const { code, err } = await portico(line)
      assert.equal(code, 1)
      assert.match(err, /^Owncast cannot be connected\. \S/)
    }
    for (const [slug = ''] of (await portico('app recipes')).out
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')))
      for (const [, written = ''] of (await portico(`app recipes ${slug}`)).out.matchAll(/^ {2}--(.*?)(?: {2}|$)/gm))
        assert.match(written, /^\S+( \S+)?$/, slug)
  })

  it('lists what there is', async () => {
    const { portico } = createShell()
    assert.match(
      (await portico('app recipes')).out,
      /^romm +RomM +host \[admin\] \[editor\] \[viewer\] \[issuer\] +A library of games$/m,
    )
  })
})
